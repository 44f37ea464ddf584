// Builds static/cx.css, the one sheet of every page outside the studio.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";
import { colors } from "./colors.mjs";
import { logical, refusePhysical } from "./logical.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const OWN = ["tokens", "page", "text", "forms", "kinds", "parts", "kiosk", "results", "forced", "print"];

// The oldest browsers that know logical properties, so that none is written twice.
const targets = { chrome: 89 << 16, firefox: 78 << 16, safari: 15 << 16 };

async function uswds() {
  const { css } = compile(join(here, "src/uswds.scss"), {
    loadPaths: [join(here, "node_modules/@uswds/uswds/packages")],
    quietDeps: true,
    silenceDeprecations: ["import", "if-function", "global-builtin"],
  });
  const ours = await postcss([colors, logical]).process(css, { from: undefined });
  // Only what docs/components.md shows is kept: a class absent there has no style.
  const [purged] = await new PurgeCSS().purge({
    content: [join(root, "docs/components.md"), join(root, "templates/{base,components/**/*,django/**/*}*.html")],
    css: [{ raw: ours.css }],
    fontFace: true,
    keyframes: true,
    variables: false,
  });
  return purged.css;
}

async function own() {
  const css = OWN.map((name) => readFileSync(join(here, `src/cx/${name}.css`), "utf8"));
  return (await postcss([refusePhysical]).process(css.join("\n"), { from: undefined })).css;
}

const sheet = `${await uswds()}\n${await own()}`;
const { code } = transform({ filename: "cx.css", code: Buffer.from(sheet), minify: true, targets });
writeFileSync(join(root, "static/cx.css"), code);
const kb = (bytes) => (bytes.length / 1024).toFixed(1);
console.log(`static/cx.css: ${kb(code)} KB, ${kb(gzipSync(code))} KB gzip, ${kb(brotliCompressSync(code))} KB brotli`);
