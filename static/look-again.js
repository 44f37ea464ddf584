// A part of a page that shows work under way asks for itself again. Only its words and
// its bar change, so the focus stays and a screen reader says how far it is. Without
// this, a link does the same.
const look = async (part) => {
  let page;
  try {
    const answer = await fetch(window.location.href);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return wait(part); // the connection is away for a moment
  }
  const now = page.querySelector("[data-look-again]");
  if (!now) return window.location.reload();
  renew(part, now);
  return wait(part);
};

const renew = (part, now) => {
  const [words, newer] = [part, now].map((one) => one.querySelector("[role=status]"));
  if (words.textContent !== newer.textContent) words.textContent = newer.textContent;
  const [bar, further] = [part, now].map((one) => one.querySelector("progress"));
  for (const { name, value } of further.attributes) bar.setAttribute(name, value);
};

const wait = (part) => setTimeout(look, Number(part.dataset.lookAgain) * 1000, part);

document.querySelectorAll("[data-look-again]").forEach(wait);
