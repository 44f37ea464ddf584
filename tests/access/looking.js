// What axe can't see on one page, as a list of sentences. Run in the page itself.
() => {
  const page = document.documentElement;
  const found = [];
  const shown = (one) => one.checkVisibility();
  const named = (one) => one.outerHTML.slice(0, 90).replace(/\s+/g, " ");
  if (page.scrollWidth > page.clientWidth) {
    found.push(`${page.scrollWidth} px wide in ${page.clientWidth}`);
  }
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) found.push(`${headings} main headings`);

  const stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, audio"
  )].filter((one) => shown(one) && !one.matches("[tabindex='-1']"));
  for (const one of stops) {
    if (one.tabIndex > 0) found.push(`jumps the queue: ${named(one)}`);
  }

  // Focus goes down the page as the eye does; two in one line go in reading direction.
  const sign = getComputedStyle(page).direction === "rtl" ? -1 : 1;
  let before = null;
  for (const one of stops.filter((one) => !one.matches(".usa-skipnav"))) {
    const box = one.getBoundingClientRect();
    if (before) {
      const above = box.bottom <= before.top;
      const sameLine = box.top < before.bottom && before.top < box.bottom;
      const back = sameLine && sign * (box.left - before.left) < 0 && box.top <= before.top;
      if (above || back) found.push(`comes too late: ${named(one)}`);
    }
    before = box;
  }

  // 24 px, but for links inside of a sentence (WCAG 2.5.8); 44 px for the main controls.
  const main = ".actions button, .languages a, .languages button, .usa-radio input, " +
    ".usa-checkbox input, .usa-input, .usa-select, .usa-textarea, .back";
  for (const one of stops) {
    if (one.matches(".usa-skipnav")) continue;
    const box = one.getBoundingClientRect();
    const inText = one.matches("p a, li a, bdi a, dd a") &&
      getComputedStyle(one).display === "inline";
    const least = one.matches(main) ? 44 : 24;
    if (!inText && (box.height < least || box.width < 24)) {
      found.push(`${Math.round(box.width)}×${Math.round(box.height)} px: ${named(one)}`);
    }
  }

  // What has the focus shows it: with an outline of its own, or of its label.
  for (const one of stops) {
    one.focus();
    const places = [one, one.nextElementSibling].filter(Boolean);
    const seen = places.some((place) => {
      const style = getComputedStyle(place);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (document.activeElement !== one) found.push(`takes no focus: ${named(one)}`);
    else if (!seen && !one.matches("audio")) found.push(`hides its focus: ${named(one)}`);
  }
  return found;
}
