/* Keying in paper: Enter goes to the next line, and a code says its label while it is
   typed. Without this, Enter sends the page and the server says the same. */
"use strict";

(() => {
  const form = document.querySelector("form[data-keying]");
  if (!form) return;
  const KEPT = "cx-keying-ahead";
  const lines = [...form.querySelectorAll("[data-line]")];
  const facts = new Map(lines.map((line) => [line, JSON.parse(line.dataset.line)]));
  const save = form.querySelector("[data-save]");
  const ahead = form.querySelector("#ahead");

  const begins = (codes, typed) =>
    codes.filter(([code]) => code.toLowerCase().startsWith(typed));

  function match(typed, { codes, counts }) {
    const low = typed.toLowerCase();
    const exact = codes.find(([code]) => code.toLowerCase() === low);
    if (exact) return exact;
    if (counts && /^\d+$/.test(typed)) return codes[Number(typed) - 1];
    const begun = begins(codes, low);
    return begun.length === 1 ? begun[0] : undefined;
  }

  function tokens(text, fact) {
    const split = text.split(/[\s,;]+/).filter(Boolean);
    if (fact.shape === "one") return split.slice(0, 1);
    if (fact.shape === "grid" && split.length === 1 && !text.startsWith("_")) {
      return [...split[0]];
    }
    return split;
  }

  /* The labels of what is typed; words behind a code stay words. */
  function said(text, fact) {
    const found = [];
    for (const token of tokens(text, fact)) {
      if (fact.shape === "grid" && token === "-") {
        found.push(`(${form.dataset.empty})`);
        continue;
      }
      const hit = match(token, fact);
      if (!hit) return found.length && fact.shape === "several" ? found : null;
      found.push(hit[1]);
    }
    return found;
  }

  function show(line) {
    const fact = facts.get(line);
    const output = line.closest("li").querySelector("output");
    const text = line.value.trim();
    delete output.dataset.wrong;
    if (!["one", "several", "grid"].includes(fact.shape) || !text) {
      output.textContent = "";
      return;
    }
    const found = said(text, fact);
    output.textContent = found ? found.join(" · ") : form.dataset.unknown;
    if (!found) output.dataset.wrong = "";
  }

  function goOn(line) {
    (lines[lines.indexOf(line) + 1] ?? save).focus();
  }

  /* Nothing more can follow: one code, which no longer code begins with. */
  function isComplete(line) {
    const fact = facts.get(line);
    const text = line.value.trim();
    if (fact.shape === "grid") return text.length === fact.lines.length && said(text, fact);
    if (fact.shape !== "one" || !text || !match(text, fact)) return false;
    const longer = fact.counts && /^\d+$/.test(text) && fact.codes.length >= Number(text) * 10;
    const isBegin = begins(fact.codes, text.toLowerCase()).length > 1;
    return !longer && !isBegin && !fact.written.includes(match(text, fact)[0]);
  }

  form.addEventListener("input", (event) => {
    if (!facts.has(event.target)) return;
    show(event.target);
    const isTyped = event.inputType === "insertText" && !event.isComposing;
    if (ahead.checked && isTyped && isComplete(event.target)) goOn(event.target);
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !facts.has(event.target)) return;
    event.preventDefault();
    goOn(event.target);
  });

  ahead.parentElement.hidden = false;
  ahead.checked = localStorage.getItem(KEPT) === "1";
  ahead.addEventListener("change", () => {
    localStorage.setItem(KEPT, ahead.checked ? "1" : "");
  });
})();
