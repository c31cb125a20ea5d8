// Answers of the endpoint as { columns, rows, graph }: a row is an array of terms; or { boolean }.

const TERM = String.raw`<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?`;
const TRIPLE = new RegExp(String.raw`^\s*(?:${TERM})\s+<([^>]*)>\s+(?:${TERM})\s*\.`);
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const CHARACTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** The result in SPARQL 1.1 Query Results JSON. */
export function fromJson({ head, boolean, results }) {
  if (boolean !== undefined) return { boolean };
  const columns = head.vars ?? [];
  return { columns, rows: results.bindings.map((binding) => columns.map((name) => binding[name] && term(binding[name]))) };
}

/** The triples of N-Triples (RDF 1.1 N-Triples), as a result with three columns. */
export function fromTriples(text) {
  const rows = text.split("\n").map((line) => TRIPLE.exec(line)).filter(Boolean).map((match) => {
    const [subject, predicate, object] = [match.slice(1, 6), match[6], match.slice(7, 12)];
    return [node(subject), { type: "iri", value: unescaped(predicate) }, node(object)];
  });
  return { columns: ["subject", "predicate", "object"], rows, graph: true };
}

function term({ type, value, datatype, "xml:lang": language }) {
  if (type === "uri") return { type: "iri", value };
  if (type === "bnode") return { type: "blank", value };
  if (type !== "triple") return { type: "literal", value, datatype, language };
  return { type, value: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, term(each)])) };
}

function node([iri, blank, literal, language, datatype]) {
  if (iri !== undefined) return { type: "iri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "blank", value: blank };
  return { type: "literal", value: unescaped(literal), language, datatype };
}

function unescaped(text) {
  return text.replace(ESCAPE, (_, short, long, one) => (
    one ? CHARACTERS[one] ?? one : String.fromCodePoint(parseInt(short ?? long, 16))
  ));
}
