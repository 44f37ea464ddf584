/* Questions moved by their grip, with a mouse, a pen or a finger. The buttons on each
   card do the same without it. */
"use strict";

(() => {
  const list = document.querySelector("[data-list]");
  if (!list) return;
  const EDGE = 80; // pixels from the window's edge where the page begins to scroll
  let card = null;
  let from = null;
  let held = null; // which finger, pen or mouse

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".cx-grip");
    if (!grip || event.button || card) return;
    event.preventDefault();
    // A finger belongs to what it touched first; that moves about, and the list stays.
    held = event.pointerId;
    list.setPointerCapture(held);
    card = grip.closest("[data-move]");
    from = card.previousElementSibling;
    card.classList.add("cx-q--held");
    gather(true);
  });

  // While one is held, cards show their question alone, so that the way is short.
  function gather(isHeld) {
    const top = card.getBoundingClientRect().top;
    list.classList.toggle("cx-questions--moving", isHeld);
    scrollBy(0, card.getBoundingClientRect().top - top);
  }

  // The question below the pointer, wherever across the list the pointer is.
  function under(y) {
    const box = list.getBoundingClientRect();
    const found = document.elementsFromPoint(box.left + box.width / 2, y);
    return found.map((one) => one.closest("[data-list] > li")).find((one) => one && one !== card);
  }

  document.addEventListener("pointermove", (event) => {
    if (!card || event.pointerId !== held) return;
    const over = under(event.clientY);
    if (over) {
      const box = over.getBoundingClientRect();
      const isLater = card.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      const isPast = isLater ? event.clientY > box.bottom - box.height / 3 : event.clientY < box.top + box.height / 3;
      if (isPast) over[isLater ? "after" : "before"](card);
    }
    if (event.clientY < EDGE) scrollBy(0, -20);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, 20);
  });

  function drop(event) {
    if (!card || event.pointerId !== held) return;
    gather(false);
    const dropped = card;
    card = null;
    dropped.classList.remove("cx-q--held");
    if (dropped.previousElementSibling === from) return;
    let before = dropped.previousElementSibling;
    while (before && !before.dataset.card && !before.dataset.section) before = before.previousElementSibling;
    const after = before ? before.dataset.card || `s${before.dataset.section}` : "0";
    dropped.dispatchEvent(new CustomEvent("cx:placed", { bubbles: true, detail: { after } }));
  }

  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", (event) => {
    if (!card || event.pointerId !== held) return;
    list.insertBefore(card, from ? from.nextElementSibling : list.firstElementChild);
    card.classList.remove("cx-q--held");
    gather(false);
    card = null;
  });
})();
