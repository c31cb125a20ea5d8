// Builds what the pages run: node build.mjs FOLDER. Every file but manifest.json, outlines.json, prepared.json and
// LICENSES.txt has the hash of its content in its name, and everything lies there compressed as well.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { licences } from "./build/licences.mjs";
import { outlines } from "./build/outlines.mjs";
import { prepared } from "./build/prepared.mjs";

const SCRIPTS = ["page", "editor", "map", "graph"];
const SHEETS = ["editor", "map", "graph"];
const WORTH = 1024; // bytes under which compressing saves nothing

const folder = resolve(process.argv[2]);
const options = {
  absWorkingDir: import.meta.dirname,
  outdir: folder,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  target: "es2022",
};
const manifest = {};

/** Bundle the sources of one kind; the manifest then tells the names that they got. */
async function bundle(entryPoints, more) {
  const { metafile } = await build({ ...options, entryPoints, ...more });
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[basename(entryPoint)] = basename(path);
  }
}

/** Every file compressed beside itself, as the server sends it. */
function compress() {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    if (content.length < WORTH || name.endsWith(".png")) continue;
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
  }
}

mkdirSync(folder, { recursive: true });
const countries = outlines();
writeFileSync(join(folder, "outlines.json"), JSON.stringify(countries));
writeFileSync(join(folder, "prepared.json"), JSON.stringify(prepared(countries)));
await bundle(SHEETS.map((name) => `src/${name}.css`), { loader: { ".svg": "file", ".png": "file" } });
const define = { SHEETS: JSON.stringify(manifest) };
await bundle(SCRIPTS.map((name) => `src/${name}.js`), { format: "esm", splitting: true, define, loader: { ".rq": "text" } });
writeFileSync(join(folder, "LICENSES.txt"), licences());
compress();
writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
