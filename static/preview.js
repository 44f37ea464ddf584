// Jumps inside the phone with the pretend answers of the page that it shows. They are
// in that page alone; without script a jump begins without them.
(() => {
  const room = document.querySelector("[data-preview]");
  const phone = room && room.querySelector("iframe");
  if (!phone) return;
  const post = (name, value) => {
    const inside = phone.contentDocument;
    const form = inside && inside.getElementById("answers");
    if (!form || !form.elements.attempt) return false;
    const asked = inside.createElement("button");
    Object.assign(asked, { name, value, hidden: true, formNoValidate: true });
    form.append(asked);
    form.requestSubmit(asked);
    return true;
  };
  const mark = (link, kind) => {
    for (const other of room.querySelectorAll(`[${kind}]`)) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  };
  room.addEventListener("click", (event) => {
    const link = event.target.closest("[data-language], [data-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const kind = link.dataset.language ? "data-language" : "data-place";
    const done = link.dataset.language ? post("language", link.dataset.language) : post("go", `to:${link.dataset.place}`);
    if (!done) return;
    event.preventDefault();
    mark(link, kind);
  });
})();
