/* Keeps the HTML that comes with pasted text, so that headings, lists and tables are
   understood. Without it the text alone is read. */
"use strict";

(() => {
  const form = document.querySelector("form[data-paste]");
  if (!form) return;
  const LARGEST = 2_000_000;
  const { text, html } = form.elements;
  let pasting = false;

  text.addEventListener("paste", (event) => {
    const copied = event.clipboardData.getData("text/html");
    const isWhole = text.selectionStart === 0 && text.selectionEnd === text.value.length;
    html.value = isWhole && copied.length < LARGEST ? copied : "";
    pasting = true;
  });

  text.addEventListener("input", () => {
    if (!pasting) html.value = "";
    pasting = false;
  });
})();
