// The licences of what travels to the browser: every package of the lock file that is not only a tool of the build.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FRONTEND = join(import.meta.dirname, "..");
const PERMISSIVE = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);
const RULE = "\n" + "-".repeat(78) + "\n\n";

/** The text of all licences; fails where a package is under none that is permissive. */
export function licences() {
  const { packages } = JSON.parse(readFileSync(join(FRONTEND, "package-lock.json"), "utf8"));
  const shipped = Object.entries(packages).filter(([path, entry]) => path && !entry.dev && !entry.optional);
  return shipped.map(([path]) => licence(join(FRONTEND, path))).join(RULE);
}

function licence(folder) {
  const { name, version, license, author, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const choices = String(license).replace(/[()]/g, "").split(" OR ");
  const chosen = choices.find((each) => PERMISSIVE.has(each));
  if (!chosen) throw new Error(`${name} ${version} is under ${license}, which is none of ${[...PERMISSIVE].join(", ")}.`);
  const by = typeof author === "object" ? author.name : author;
  return [`${name} ${version}: ${chosen}`, by && `By ${by}`, homepage, "", text(folder, chosen)]
    .filter((line) => line !== undefined).join("\n");
}

/** What the package says itself, else the standard's text from a package that brings it. */
function text(folder, chosen) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file) return readFileSync(join(folder, file), "utf8").trim() + "\n";
  return readFileSync(join(import.meta.dirname, `${chosen}.txt`), "utf8");
}
