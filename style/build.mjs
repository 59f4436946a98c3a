// `node build.mjs GLUE OUT`: the stylesheet, the font and the islands' files from GLUE, each named by a hash of its
// content and compressed once and for all, with `site.json` that says which is which. The server embeds OUT.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const [glue, out] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
// Browsers of the last five years; old phones are the reason for the limit.
const target = ["chrome100", "edge100", "firefox100", "safari15.4"];

const files = new Map();
const names = {};

const hash = (...contents) => {
  const sum = createHash("sha256");
  for (const content of contents) sum.update(content);
  return sum.digest("hex").slice(0, 12);
};

const bundle = await build({
  absWorkingDir: here,
  entryPoints: ["main.css"],
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  target,
});
for (const file of bundle.outputFiles) {
  const name = basename(file.path);
  files.set(name, Buffer.from(file.contents));
  if (name.endsWith(".css")) names.stylesheet = name;
  if (name.startsWith("inter-latin-wght")) names.font = name;
}

// A class of Designsystemet whose component main.css does not import would change nothing, and nobody would be told.
const imported = readFileSync(join(here, "main.css"), "utf8");
const components = join(here, "node_modules/@digdir/designsystemet-css/dist/src");
const source = ["../app/src", "../server/src"].flatMap((folder) =>
  readdirSync(join(here, folder), { recursive: true }).filter((name) => name.endsWith(".rs")).map((name) => readFileSync(join(here, folder, name), "utf8")));
const classes = new Set(source.join("\n").match(/\bds-[a-z]+(-[a-z]+)*/g));
const stylesheets = [...classes].map((name) => `${name.replace("ds-", "")}.css`);
const missing = stylesheets.filter((name) => existsSync(join(components, name)) && !imported.includes(`/${name}"`));
if (missing.length) throw new Error(`main.css does not import ${missing.join(", ")}`);

const icon = readFileSync(join(here, "icon.svg"));
names.icon = `icon-${hash(icon)}.svg`;
files.set(names.icon, icon);

// Both licences ask to go where the files go.
const licences = ["@fontsource-variable/inter", "@digdir/designsystemet-css"]
  .map((name) => `${name}\n\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8")}`)
  .join("\n\n");
files.set(`licences-${hash(licences)}.txt`, Buffer.from(licences));

const wasm = readFileSync(join(glue, "site_bg.wasm"));
const script = Buffer.from((await transform(readFileSync(join(glue, "site.js")), { minify: true, format: "esm", target: ["chrome100", "firefox100", "safari15.4"] })).code);
names.islands = `site-${hash(wasm, script)}`;
files.set(`${names.islands}.js`, script);
files.set(`${names.islands}_bg.wasm`, wasm);

// A file whose name is there already has the same content: leave it, so that nothing is compiled again in vain.
mkdirSync(out, { recursive: true });
const wanted = new Set(["site.json"]);
for (const [name, content] of files) {
  wanted.add(name);
  if (![".css", ".js", ".svg", ".txt", ".wasm"].includes(extname(name))) {
    if (!existsSync(join(out, name))) writeFileSync(join(out, name), content);
    continue;
  }
  wanted.add(`${name}.br`).add(`${name}.gz`);
  if (existsSync(join(out, `${name}.gz`))) continue;
  const hint = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
  writeFileSync(join(out, name), content);
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(content, { params: hint }));
  writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
}
for (const name of readdirSync(out)) if (!wanted.has(name)) rmSync(join(out, name));
const list = `${JSON.stringify(names, null, 2)}\n`;
const listed = join(out, "site.json");
if (!existsSync(listed) || readFileSync(listed, "utf8") !== list) writeFileSync(listed, list);
