// A part of a page that shows work under way asks for itself again, in place, so that
// neither the focus nor what is being read jumps. Without it, a link does the same.
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
  part.replaceChildren(...now.childNodes);
  return wait(part);
};

const wait = (part) => setTimeout(look, Number(part.dataset.lookAgain) * 1000, part);

document.querySelectorAll("[data-look-again]").forEach(wait);
