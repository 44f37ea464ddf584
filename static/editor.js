/* The editor without reloading its list: what an act changed comes as pieces of HTML and
   takes the place of what stands there under the same id. Cards with words in them that
   are not saved stay as they are. Without it each of these is a page. */
"use strict";

(() => {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  const list = editor.querySelector("[data-list]");
  const said = document.getElementById("said");
  const written = new WeakMap(); // form -> what it held when it came to the page
  let busy = false;

  const filled = (form) => new URLSearchParams(new FormData(form)).toString();
  const texts = () => [...editor.querySelectorAll("form[data-text]")];
  const isChanged = (form) => written.has(form) && written.get(form) !== filled(form);

  function say(words) {
    said.textContent = "";
    // A reader says the same words again only where they came anew.
    requestAnimationFrame(() => (said.textContent = words));
  }

  function remember(place) {
    for (const form of place.querySelectorAll("form[data-text]")) written.set(form, filled(form));
    for (const grip of place.querySelectorAll(".cx-grip")) grip.hidden = false;
    place.dispatchEvent(new CustomEvent("cx:shown", { bubbles: true }));
  }

  async function ask(address, options, from) {
    if (busy) return;
    busy = true;
    editor.setAttribute("aria-busy", "true");
    try {
      // Which cards say that a rule can't hold: that may have changed with another card.
      const faults = [...list.querySelectorAll("[data-fault]")].slice(0, 200);
      const headers = { "X-In-Place": faults.map((one) => one.closest("li").id).join(" ") || "none" };
      // A way to another page is not followed: what it says would be lost to the eye.
      const answer = await fetch(address, { ...options, redirect: "manual", headers });
      const html = await answer.text();
      const pieces = new DOMParser().parseFromString(html, "text/html").querySelector("[data-pieces]");
      if (pieces) put(pieces);
      else if (answer.type === "opaqueredirect" && !texts().some(isChanged)) location.reload();
      else lost(from);
    } catch {
      lost(from);
    } finally {
      busy = false;
      editor.removeAttribute("aria-busy");
    }
  }

  // Beside the button that was pressed, so that nobody believes that it was saved.
  function lost(from) {
    const place = from.closest("form[data-text]") || from.closest("li") || list;
    place.querySelector(":scope > .cx-lost")?.remove();
    const note = document.createElement("p");
    note.className = "cx-alert cx-alert--fix cx-lost";
    note.setAttribute("role", "alert");
    note.textContent = editor.dataset.lost;
    place.append(note);
  }

  function put(pieces) {
    const touched = pieces.dataset.touched.split(" ");
    const order = pieces.dataset.order.split(" ").filter(Boolean);
    // What an earlier act left open: its way back would now be refused, or mislead.
    if (pieces.querySelector("#state")) {
      for (const note of list.querySelectorAll("[data-after]")) note.remove();
    }
    const came = [...pieces.querySelectorAll(":scope > ol > li, :scope > [id]")];
    for (const piece of came) place(document.importNode(piece, true), touched);
    arrange(order, touched);
    say(pieces.querySelector("[data-said]").textContent);
    focus(pieces.dataset.focus);
    onThePhone(touched);
  }

  function place(piece, touched) {
    const here = document.getElementById(piece.id);
    if (here && keeps(here) && !touched.includes(piece.id)) return;
    if (here && here.tagName === "DETAILS" && piece.tagName === "DETAILS") piece.open = here.open;
    if (here) here.replaceWith(piece);
    else if (piece.tagName === "LI") list.append(piece);
    remember(piece);
  }

  // A card that is open for changes, whoever asked for the present pieces.
  const keeps = (element) => element.matches(".cx-q--open") && element.querySelector("form[data-text]");

  function arrange(order, touched) {
    const wanted = new Set(order.filter((id) => document.getElementById(id)));
    // Somebody else added a question meanwhile: the whole page has it.
    if (wanted.size < order.length && !texts().some(isChanged)) location.reload();
    for (const line of [...list.children]) {
      const stays = wanted.has(line.id) || (line.id === "new" && !touched.includes("new"));
      if (!stays) line.remove();
    }
    let here = list.firstElementChild;
    for (const id of wanted) {
      while (here && !wanted.has(here.id)) here = here.nextElementSibling;
      if (here && here.id === id) here = here.nextElementSibling;
      else list.insertBefore(document.getElementById(id), here);
    }
  }

  function focus(id) {
    const wrong = list.querySelector(".cx-q--open [aria-invalid=true], .cx-clash input:checked");
    const target = id === "errors" ? wrong || list.querySelector(".error-summary") : document.getElementById(id);
    if (!target) return;
    if (target.matches(".error-summary")) target.tabIndex = -1;
    target.focus();
    (target.closest(".cx-q") || target).scrollIntoView({ block: "nearest" });
  }

  function onThePhone(touched) {
    const card = touched && list.querySelector(touched.filter((id) => id.startsWith("question-")).map((id) => `#${id}`).join() || "#none");
    const page = document.getElementById("phone-page");
    if (touched && card?.dataset.number) page.dataset.number = card.dataset.number;
    const language = document.getElementById("phone-language").value;
    const number = page.dataset.number;
    const address = `${page.dataset.base}${language}/${number ? `q/${number}/` : page.dataset.first}`;
    // Only where it is seen: replacing keeps the page's own way back as it was.
    if (page.closest("details").open) page.contentWindow.location.replace(address);
  }

  editor.addEventListener("submit", (event) => {
    const form = event.target;
    const isOurs = form.matches("[data-in-place]") || form.closest("[data-list]");
    if (!isOurs) return;
    event.preventDefault();
    const button = event.submitter;
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    ask(address.split("#")[0], { method: "POST", body: new FormData(form, button) }, button || form);
  });

  editor.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.matches("[data-close]")) {
      event.preventDefault();
      link.closest("li").remove();
      (document.getElementById(list.dataset.opener) || document.getElementById("add")).focus();
    } else if (link.matches("[data-in-place]")) {
      event.preventDefault();
      const menu = link.closest("details.cx-more");
      if (menu) menu.open = false;
      if (link.href.includes("#new") && !link.closest("#new")) list.dataset.opener = menu?.querySelector("summary").id || link.id;
      ask(link.href.split("#")[0], {}, link);
    }
  });

  editor.addEventListener("cx:placed", (event) => {
    const data = new FormData(document.getElementById("act"));
    data.append("after", event.detail.after);
    ask(event.target.dataset.move, { method: "POST", body: data }, event.target);
  });

  document.getElementById("phone-language").addEventListener("change", () => onThePhone());
  document.getElementById("phone").addEventListener("toggle", (event) => {
    if (event.target.open) onThePhone();
  });

  // On a phone of the designer's own, what stands beside the list is folded below it.
  if (window.matchMedia("(max-width: 74.99em)").matches) {
    for (const part of editor.querySelectorAll(".cx-beside-part")) part.open = `#${part.id}` === location.hash;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".cx-jump-links a");
    const part = link && document.querySelector(`details${link.hash}`);
    if (part) part.open = true;
  });

  // "Mend it" leads to a field: ready to be typed in.
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.matches("input, select, textarea")) named.focus();

  window.addEventListener("beforeunload", (event) => {
    if (texts().some(isChanged)) event.preventDefault();
  });
  remember(editor);
})();
