// Keeps the counts of a board fresh while it is looked at. Without script they are
// as fresh as the page.
(() => {
  const board = document.querySelector("[data-live]");
  if (!board) return;
  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(board.dataset.live, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    for (const [name, count] of Object.entries(await answer.json())) {
      const place = board.querySelector(`[data-live-name="${name}"]`);
      if (place && place.textContent !== String(count)) place.textContent = count;
    }
  };
  setInterval(() => refresh().catch(() => {}), 5000);
})();
