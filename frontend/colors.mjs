// Gives the design system's fixed colours our names, so that dark mode and an
// agency's own colours need only other values (src/cx/tokens.css).
const NAMES = {
  "#005ea2": "action",
  "#1a4480": "action-strong",
  "#162e51": "action-strong",
  "#0050d8": "action",
  "#1b1b1b": "ink",
  "#454545": "muted",
  "#565c65": "muted",
  "#3d4551": "muted",
  "#757575": "muted",
  "#71767a": "line-strong",
  "#919191": "line-strong",
  "#a9aeb1": "line",
  "#c9c9c9": "line",
  "#dfe1e2": "line",
  "#e6e6e6": "shade",
  "#f0f0f0": "shade",
  "#2491ff": "focus",
  "#b50909": "error",
  "#d83933": "error",
  "#8b0a03": "error",
  "#d54309": "error",
  "#f4e3db": "error-shade",
  "#ffbe2e": "warning",
  "#faf3d1": "warning-shade",
  "#00a91c": "success",
  "#ecf3ec": "success-shade",
  "#00bde3": "info",
  "#e7f6f8": "info-shade",
  "#54278f": "visited",
  "rgba(0, 94, 162, 0.1)": "chosen",
};
const ANY = /#[0-9a-f]{6}\b|rgba\([^)]*\)|\b(?:white|black)\b/g;

function name(color, prop) {
  if (color === "black") return "var(--ink)";
  if (color === "white") return prop === "color" ? "var(--on-action)" : "var(--paper)";
  return color in NAMES ? `var(--${NAMES[color]})` : color;
}

export const colors = {
  postcssPlugin: "colors",
  AtRule: { "font-face": (rule) => rule.remove() },
  Declaration(decl) {
    // Our own pages carry no web font, and no picture that the sheet would ask for.
    if (/url\(["']?[^)"']/.test(decl.value)) return void decl.remove();
    if (decl.prop === "font-family" && decl.value !== "inherit") decl.value = "inherit";
    const value = decl.value.replace(ANY, (color) => name(color, decl.prop));
    if (value !== decl.value) decl.value = value;
  },
};
