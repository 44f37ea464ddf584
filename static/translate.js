/* The translate pages by keyboard: save, go to the next open text, count as one types,
   put in a placeholder that is not there yet. Without it each of these is a button, a link, or a number as of the last save. */
"use strict";

(() => {
  const form = document.querySelector("form[data-translate]");
  if (!form) return;
  const boxOf = (element) => element.closest("[data-text]");

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button:not([name], [type])"));
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const fields = [...form.querySelectorAll("[data-text] textarea")];
      const open = fields.filter((field) => !["reviewed", "same"].includes(boxOf(field).dataset.state));
      const here = fields.indexOf(boxOf(event.target)?.querySelector("textarea"));
      const next =
        event.key === "ArrowDown"
          ? open.find((field) => fields.indexOf(field) > here)
          : open.findLast((field) => fields.indexOf(field) < here);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "center" });
    }
  });

  // {{ name|words for nobody }} stands for {{name}}: its words are translated.
  const named = (text) => text.replace(/\{\{([^{}\n|]*)(\|[^{}\n]*)?\}\}/g, (_all, name) => `{{${name.trim()}}}`);

  function showKept(box) {
    const keeps = box.querySelector("[data-keeps]");
    if (!keeps) return;
    const text = named(box.querySelector("textarea").value);
    const buttons = [...keeps.querySelectorAll("[data-keep]")];
    for (const button of buttons) button.hidden = text.includes(button.dataset.keep);
    keeps.hidden = buttons.every((button) => button.hidden);
  }

  for (const box of form.querySelectorAll("[data-text]")) showKept(box);

  let wroteIn = null;
  form.addEventListener("focusout", (event) => {
    if (event.target.tagName === "TEXTAREA") wroteIn = event.target;
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const field = boxOf(button).querySelector("textarea");
    // Where one was writing, else behind what is there.
    if (field !== wroteIn) field.setSelectionRange(field.value.length, field.value.length);
    field.setRangeText(button.dataset.keep, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target.tagName !== "TEXTAREA") return;
    const mine = [...event.target.value].length;
    const source = [...box.querySelector("[id^=source-]").textContent.trim()].length;
    showKept(box);
    box.querySelector("[data-length]").textContent = mine;
    box.querySelector("[data-longer]").hidden = !(mine > source * 1.5 && mine - source >= 25);
  });
})();
