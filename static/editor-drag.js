/* Questions moved by their grip, with a mouse, a pen or a finger. The buttons on each
   card do the same without it. */
"use strict";

(() => {
  const list = document.querySelector("[data-list]");
  if (!list) return;
  const EDGE = 80; // pixels from the window's edge where the page begins to scroll
  let card = null;
  let from = null;

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".cx-grip");
    if (!grip || event.button) return;
    event.preventDefault();
    card = grip.closest("[data-move]");
    from = card.previousElementSibling;
    card.classList.add("cx-q--held");
    grip.setPointerCapture(event.pointerId);
  });

  list.addEventListener("pointermove", (event) => {
    if (!card) return;
    const over = [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== card && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (over) {
      const box = over.getBoundingClientRect();
      const isBelow = event.clientY > box.top + box.height / 2;
      const place = isBelow ? over.nextElementSibling : over;
      if (place !== card && place !== card.nextElementSibling) list.insertBefore(card, place);
    }
    if (event.clientY < EDGE) scrollBy(0, -20);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, 20);
  });

  function drop() {
    if (!card) return;
    const dropped = card;
    card = null;
    dropped.classList.remove("cx-q--held");
    if (dropped.previousElementSibling === from) return;
    let before = dropped.previousElementSibling;
    while (before && !before.dataset.card) before = before.previousElementSibling;
    const after = before ? before.dataset.card : "0";
    dropped.dispatchEvent(new CustomEvent("cx:placed", { bubbles: true, detail: { after } }));
  }

  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", () => {
    if (!card) return;
    list.insertBefore(card, from ? from.nextElementSibling : list.firstElementChild);
    card.classList.remove("cx-q--held");
    card = null;
  });
})();
