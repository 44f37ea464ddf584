/* An interview by phone: a digit picks the choice that carries it, Enter goes on. */
"use strict";

(() => {
  const form = document.querySelector("form[data-phone]");
  if (!form) return;
  const isWriting = (element) =>
    element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
  const first = form.querySelector(
    "input:checked, input[type=radio], input[type=checkbox], textarea, input[type=text]",
  );
  (first ?? form.querySelector("button"))?.focus();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    const choice = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.click();
    choice.focus();
    const words = choice.parentElement.nextElementSibling;
    if (choice.checked && words?.matches("input[type=text]")) words.focus();
  });
})();
