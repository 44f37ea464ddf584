// Turns left and right into start and end, so that one file serves both directions.
import postcss from "postcss";

const SIDES = { left: "inline-start", right: "inline-end" };
const CORNERS = {
  "top-left": "start-start",
  "top-right": "start-end",
  "bottom-right": "end-end",
  "bottom-left": "end-start",
};

function oneSide(prop) {
  const corner = prop.match(/^border-(top|bottom)-(left|right)-radius$/);
  if (corner) return `border-${CORNERS[`${corner[1]}-${corner[2]}`]}-radius`;
  if (prop in SIDES) return `inset-${SIDES[prop]}`;
  return prop.replace(
    /^((?:scroll-)?(?:margin|padding)|border)-(left|right)(-(?:color|style|width))?$/,
    (_, base, side, rest = "") => `${base}-${SIDES[side]}${rest}`,
  );
}

function fourSides(prop, values) {
  const [top, right = top, bottom = top, left = right] = values;
  if (prop === "border-radius") {
    if (new Set([top, right, bottom, left]).size === 1) return null;
    return Object.values(CORNERS).map((corner, index) => [
      `border-${corner}-radius`,
      [top, right, bottom, left][index],
    ]);
  }
  if (right === left) return null;
  const [base, rest = ""] = prop.split(/-(?=color|style|width)/);
  const tail = rest && `-${rest}`;
  return [
    [`${base}-block${tail}`, `${top} ${bottom}`],
    [`${base}-inline${tail}`, `${left} ${right}`],
  ];
}

export const logical = {
  postcssPlugin: "logical",
  Declaration(decl) {
    const prop = oneSide(decl.prop);
    if (prop !== decl.prop) decl.prop = prop;
    if (/^(text-align|float|clear)$/.test(prop)) {
      const inline = prop === "text-align" ? "" : "inline-";
      const value = decl.value.replace(/^left$/, `${inline}start`).replace(/^right$/, `${inline}end`);
      if (value !== decl.value) decl.value = value;
    }
    if (!/^(margin|padding|inset|border-(width|style|color|radius))$/.test(prop)) return;
    const values = postcss.list.space(decl.value);
    if (values.length < 2 || decl.value.includes("/")) return;
    const parts = fourSides(prop, values);
    if (!parts) return;
    decl.replaceWith(
      parts.map(([name, value]) => decl.clone({ prop: name, value })),
    );
  },
};

// What has no logical form, and would sit on the wrong side of an Arabic page.
export const refusePhysical = {
  postcssPlugin: "refuse-physical",
  OnceExit(root) {
    const wrong = /^((margin|padding|border)-(left|right)|left|right)\b/;
    root.walkDecls((decl) => {
      const aside = /^(text-align|float|background-position)/.test(decl.prop);
      if (wrong.test(decl.prop) || (aside && /\b(left|right)\b/.test(decl.value))) {
        throw decl.error(`${decl.prop}: ${decl.value} works in one direction only`);
      }
    });
  },
};
