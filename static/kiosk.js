// A screen that people share: it warns when nobody touches it, waits once more, and then
// goes back to its start. The server keeps the same times where no script runs.
"use strict";

const TELL_EVERY = 15000;

function fillsScreen(button) {
  const root = document.documentElement;
  if (!root.requestFullscreen || document.fullscreenElement) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await root.requestFullscreen();
    button.hidden = true;
  });
}

function watches(dialog) {
  const idle = Number(dialog.dataset.idle) * 1000;
  const warning = Number(dialog.dataset.warning) * 1000;
  const start = new URL(dialog.dataset.start, location.href);
  const left = dialog.querySelector(".kiosk-left");
  const attempts = document.querySelectorAll("input[name=attempt]");
  let touched = Date.now();
  let told = touched;
  let isLeaving = false;

  // Whoever goes back in the history of the screen finds its start, not this code.
  if ("done" in dialog.dataset) history.replaceState(null, "", start);

  // A screen that slept ran no clock: its first touch is somebody else's.
  function isOver() {
    return Date.now() - touched > idle + warning;
  }

  function leave() {
    if (isLeaving) return;
    isLeaving = true;
    document.body.replaceChildren(); // also where the start can't be reached just now
    location.replace(start);
  }

  async function tell() {
    if (isOver()) return leave();
    if (!attempts.length) return;
    told = Date.now();
    const body = new URLSearchParams({ attempt: attempts[0].value, "kiosk-watched": 1 });
    try {
      const answer = await fetch(new URL("awake/", start), { method: "POST", body });
      if (answer.redirected) return leave();
      const token = answer.status === 200 ? await answer.text() : "";
      if (token) for (const field of attempts) field.value = token;
    } catch {
      told = 0; // no network just now: the next touch tells
    }
  }

  function touch() {
    if (isOver()) return leave();
    if (dialog.open) return;
    touched = Date.now();
    if (touched - told > TELL_EVERY) tell();
  }

  function stays() {
    if (isOver()) return leave();
    touched = Date.now();
    tell();
  }

  function look() {
    if ([...document.querySelectorAll("audio")].some((sound) => !sound.paused)) touch();
    const ends = touched + idle + warning - Date.now();
    if (ends <= 0) return leave();
    if (ends > warning) return;
    left.textContent = Math.ceil(ends / 1000);
    if (dialog.open) return;
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
  }

  for (const kind of ["pointerdown", "pointermove", "keydown", "input", "wheel", "focusin"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }
  dialog.addEventListener("click", () => dialog.open && dialog.close());
  dialog.addEventListener("close", stays);
  // The server's clock stood still without a network; this one did not.
  addEventListener("formdata", (event) => isOver() || event.formData.set("kiosk-watched", "1"));
  addEventListener("online", tell);
  addEventListener("pageshow", (event) => event.persisted && leave());
  setInterval(look, 1000);
}

// Nobody who reads why it is not open is interrupted before it is.
function looksAgain(body) {
  setInterval(async () => {
    try {
      const answer = await fetch(location.href);
      const waits = !answer.ok || (await answer.text()).includes("data-looks-again=");
      if (!waits) location.reload();
    } catch {
      // no network just now: it looks again
    }
  }, Number(body.dataset.looksAgain) * 1000);
}

const button = document.getElementById("full-screen");
if (button) fillsScreen(button);
const dialog = document.getElementById("kiosk");
if (dialog) watches(dialog);
if ("looksAgain" in document.body.dataset) looksAgain(document.body);
