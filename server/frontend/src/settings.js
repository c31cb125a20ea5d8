// What the page tells its scripts: addresses, prefixes, formats, limits, the reader's languages, and words.
import { inWords } from "./edtf.js";

const element = document.querySelector("[data-settings]");

export const settings = element ? JSON.parse(element.dataset.settings) : null;

/** A text of the interface, with what belongs into it: say("rows", { count: 3 }). */
export function say(name, values = {}) {
  return settings.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A number as the reader's language writes it. */
export function number(value) {
  return new Intl.NumberFormat(document.documentElement.lang).format(value);
}

/** A time as the reader says it. */
export function time(text) {
  return inWords(text, { say, language: document.documentElement.lang });
}

/** The address of the page about an IRI, and whether it is elsewhere; null where there is none. */
export function page(iri) {
  const { base, vocabulary, home, suffix } = settings;
  if (iri.startsWith(vocabulary)) return { href: `${home}ns${suffix}#${encodeURIComponent(iri.slice(vocabulary.length))}` };
  const path = iri.startsWith(base) ? iri.slice(base.length) : "";
  if (path.includes("/") && !path.includes("#")) {
    const name = path.replace(/^id\//, "").split("/").map(encodeURIComponent).join("/");
    return { href: `${home}page/${name}${suffix}` };
  }
  return /^https?:\/\//.test(iri) ? { href: iri, rel: "external" } : null;
}
