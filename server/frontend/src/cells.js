// A term as a cell or a line shows it: the label with a link, and the name beside it.
import { html } from "./dom.js";
import { page, settings } from "./settings.js";
import { curie, kind, plain, XSD } from "./terms.js";

const LONG = 400; // characters of a text from which on it is cut
const PLAIN = new Set([undefined, `${XSD}string`]);

/** The content of a cell. */
export function content(term, labels) {
  if (!term) return [];
  if (term.type === "iri") return iri(term.value, labels);
  if (term.type !== "literal") return [html("span", { class: "quiet" }, plain(term, settings))];
  const type = kind(term);
  const marked = type === "number" || PLAIN.has(term.datatype) || term.language ? null : shortened(term.datatype);
  return [
    term.value.length > LONG ? cut(term) : html("bdi", { lang: term.language ?? null, class: type === "date" ? "whole" : null }, term.value),
    ...[term.language, marked].filter(Boolean).map((tag) => html("span", { class: "tag" }, tag)),
  ];
}

/** A resource by its label, where that is known, with a link to its page. */
export function named(term, labels) {
  if (term?.type !== "iri") return html("bdi", { lang: term?.language ?? null }, plain(term, settings));
  const label = labels.get(term.value);
  const words = html("bdi", { lang: label?.language || null }, label?.value ?? shortened(term.value));
  const to = page(term.value);
  return to ? html("a", { ...to, title: term.value }, words) : html("span", { title: term.value }, words);
}

/** A long text by its beginning, which opens the whole. */
function cut({ value, language }) {
  const lang = language ?? null;
  return html("details", {}, html("summary", {}, html("bdi", { lang }, `${[...value.slice(0, LONG)].slice(0, -1).join("")}…`)), html("bdi", { lang, class: "opened" }, value));
}

function iri(value, labels) {
  const known = labels.get(value);
  const beside = known ? html("code", { class: "short" }, shortened(value)) : null;
  return [named({ type: "iri", value }, labels), beside].filter(Boolean);
}

function shortened(iri) {
  return curie(iri, settings.prefixes) ?? iri;
}
