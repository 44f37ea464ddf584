/* Checks texts for plain language while they are typed. Without it the same checks show
   when the text is saved. Nothing is kept here or there: the text goes, the findings come. */
"use strict";

(() => {
  const PAUSE = 700; // milliseconds without a key before we ask
  const MOST = 400000; // a text longer than this is checked when it is saved

  class Group {
    /* One text, or the parts of one question; each field shows what is said of it. */
    constructor(root, fields) {
      this.root = root;
      this.fields = fields; // part -> field
      this.asked = 0;
      this.last = null;
      this.boxes = new Map();
      for (const [part, field] of fields) {
        const box = document.createElement("ul");
        box.className = "cx-words cx-findings";
        field.after(box);
        this.boxes.set(part, box);
        field.addEventListener("input", () => this.later());
        field.addEventListener("change", () => this.later());
      }
      for (const one of [...this.answers(), ...this.waysOut()]) {
        one.addEventListener("change", () => this.later());
      }
    }

    answers() {
      const form = this.first().form;
      return this.kind() === "asked" && form ? [...form.querySelectorAll('[name="kind"]')] : [];
    }

    waysOut() {
      const form = this.first().form;
      if (this.kind() !== "asked" || !form) return [];
      return [...form.querySelectorAll('[name="may_decline"], [name="may_not_apply"]')];
    }

    first() {
      return this.fields.values().next().value;
    }

    kind() {
      return this.first().dataset.words;
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(true), PAUSE);
    }

    typed() {
      const asked = new URLSearchParams();
      asked.append("kind", this.kind());
      asked.append("language", this.first().lang || document.documentElement.lang);
      for (const [part, field] of this.fields) {
        asked.append(part, field.value);
        const places = (field.dataset.wordsPlaces || "").split(" ").filter(Boolean);
        for (const place of places) asked.append("place", place);
      }
      const chosen = this.answers().find((one) => one.checked || one.tagName === "SELECT" || one.type === "hidden");
      if (this.waysOut().some((one) => one.checked)) asked.append("way_out", "1");
      if (chosen) asked.append("answered_by", chosen.value);
      return asked;
    }

    async ask(aloud) {
      const asked = this.typed();
      const whole = asked.toString();
      if (whole === this.last || whole.length > MOST) return;
      this.last = whole;
      const turn = (this.asked += 1);
      const form = this.first().form;
      const token = form && form.querySelector('[name="csrfmiddlewaretoken"]');
      if (!token) return;
      let answer;
      try {
        answer = await fetch(this.first().dataset.wordsUrl, {
          method: "POST",
          body: asked,
          headers: { "X-CSRFToken": token.value },
        });
      } catch {
        answer = null; // no connection: the checks show when the text is saved
      }
      if (turn !== this.asked) return;
      if (!answer || !answer.ok || answer.redirected) {
        this.last = null;
        return;
      }
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === this.asked) this.show(piece, aloud);
    }

    show(piece, aloud) {
      for (const box of this.boxes.values()) box.replaceChildren();
      for (const item of piece.querySelectorAll("li[data-part]")) {
        const part = item.dataset.part;
        const box = this.boxes.get(part);
        if (!box) continue;
        const shown = document.importNode(item, true);
        const fix = shown.querySelector("button[data-put]");
        if (fix) fix.addEventListener("click", () => this.put(part, fix.dataset));
        box.append(shown);
      }
      const said = piece.querySelector("[data-said]").textContent;
      // Said only when it is news, so that a screen reader is not talked over.
      if (aloud && said !== this.said) speak(said);
      this.said = said;
    }

    put(part, { start, end, put }) {
      const field = this.fields.get(part);
      const letters = Array.from(field.value); // the server counts letters, not UTF-16
      letters.splice(Number(start), Number(end) - Number(start), ...Array.from(put));
      field.value = letters.join("");
      field.focus();
      const at = Array.from(put).reduce((sum, letter) => sum + letter.length, 0);
      const before = letters.slice(0, Number(start)).join("").length;
      if (field.setSelectionRange) field.setSelectionRange(before, before + at);
      for (const box of this.boxes.values()) box.replaceChildren();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(this.timer);
      this.ask(true);
    }
  }

  const status = document.createElement("p");

  function speak(words) {
    status.textContent = words;
  }

  const gathered = new WeakSet();

  // Fields that came to the page later are gathered when "cx:shown" names their place,
  // which may hold others that were there before.
  function gather(place) {
    const fresh = [];
    for (const field of place.querySelectorAll("[data-words]")) {
      if (gathered.has(field)) continue;
      gathered.add(field);
      const part = field.dataset.wordsPart || "text";
      const kind = field.dataset.words;
      const isMate = (one) => one.root === field.form && one.kind === kind;
      const mate = part === "text" ? null : fresh.findLast(isMate);
      if (mate) mate.fields.set(part, field);
      else fresh.push({ root: field.form, kind, fields: new Map([[part, field]]) });
    }
    for (const { root, fields } of fresh) {
      const group = new Group(root, fields);
      if ([...fields.values()].some((field) => field.value.trim())) {
        whenSeen(group.first(), () => group.ask(false));
      }
    }
  }

  function begin() {
    status.className = "cx-hidden-text";
    status.setAttribute("role", "status");
    document.body.append(status);
    gather(document);
    document.addEventListener("cx:shown", (event) => gather(event.target));
  }

  // A page of forty texts asks about those that are on screen.
  function whenSeen(field, ask) {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      ask();
    });
    watch.observe(field);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
