// Terms of RDF: { type: "iri" | "literal" | "blank" | "triple", value, language, datatype }; undefined is unbound.

export const XSD = "http://www.w3.org/2001/XMLSchema#";
export const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
export const EDTF = "http://id.loc.gov/datatypes/edtf/EDTF";
export const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

const NUMBERS = new Set(
  ["byte", "decimal", "double", "float", "int", "integer", "long", "negativeInteger", "nonNegativeInteger",
    "nonPositiveInteger", "positiveInteger", "short", "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"]
    .map((name) => XSD + name),
);
const DATES = new Set([...["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name), EDTF]);
const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/; // a safe subset of PN_LOCAL

/** What a value counts as: "iri", "blank", "number", "date", "wkt", "boolean" or "text". */
export function kind(term) {
  if (term.type !== "literal") return term.type === "triple" ? "text" : term.type;
  if (NUMBERS.has(term.datatype)) return "number";
  if (DATES.has(term.datatype)) return "date";
  if (term.datatype === WKT) return "wkt";
  return term.datatype === `${XSD}boolean` ? "boolean" : "text";
}

/** The prefixed name of an IRI by the longest namespace that fits; null where there is none. */
export function curie(iri, prefixes) {
  let best = null;
  for (const [prefix, space] of Object.entries(prefixes)) {
    if (iri.startsWith(space) && LOCAL.test(iri.slice(space.length)) && (!best || space.length > best.space.length)) {
      best = { prefix, space };
    }
  }
  return best && `${best.prefix}:${iri.slice(best.space.length)}`;
}

/** The literal that suits a reader of these languages (the most wanted first) best; then one in none, then English.
    Of several in one language the first by `rank`, where they have one. */
export function suiting(literals, languages) {
  const wanted = [...languages, "", "en"];
  const rank = ({ language = "" }) => {
    const found = wanted.indexOf(language.split("-")[0].toLowerCase());
    return found < 0 ? wanted.length : found;
  };
  return [...literals].sort((a, b) => rank(a) - rank(b) || (a.rank ?? 0) - (b.rank ?? 0) || (a.value < b.value ? -1 : 1))[0];
}

/** A term as one reads it without markup. */
export function plain(term, { prefixes = {}, labels } = {}) {
  if (!term) return "";
  if (term.type === "iri") return labels?.get(term.value)?.value ?? curie(term.value, prefixes) ?? term.value;
  if (term.type === "blank") return `_:${term.value}`;
  if (term.type !== "triple") return term.value;
  const { subject, predicate, object } = term.value;
  return `<< ${[subject, predicate, object].map((each) => plain(each, { prefixes })).join(" ")} >>`;
}
