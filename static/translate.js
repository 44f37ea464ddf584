/* The translate pages by keyboard: save, go to the next open text, count as one types.
   Without it each of these is a button, a link, or a number as of the last save. */
"use strict";

(() => {
  const form = document.querySelector("form[data-translate]");
  if (!form) return;
  const boxOf = (element) => element.closest("[data-text]");

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button:not([name])"));
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

  form.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target.tagName !== "TEXTAREA") return;
    const mine = [...event.target.value].length;
    const source = [...box.querySelector("[id^=source-]").textContent.trim()].length;
    box.querySelector("[data-length]").textContent = mine;
    box.querySelector("[data-longer]").hidden = !(mine > source * 1.5 && mine - source >= 25);
  });
})();
