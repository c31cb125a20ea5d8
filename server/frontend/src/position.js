// What is being written at the end of a piece of query: what could stand there, and what of it is there already.

const TOKEN = /#[^\n]*|"""(?:[^\\]|\\.)*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|<[^<>\s"{}|^`\\]*>|<[^<>\s"{}|^`\\=]*$|[?$][\w]*|@[A-Za-z-]+|\^\^|[{}()[\],;|/^*+!=<>&]|\.(?!\d)|[^\s{}()[\],;|/^*+!=<>&.?$"'#@]+(?:\.(?=[\w])[^\s{}()[\],;|/^*+!=<>&?$"'#@]*)*/gu;
const CLASS_VALUED = /^(?:a|(?:rdf:)?type|rdf:type|rdfs:(?:domain|range|subClassOf)|owl:equivalentClass|<http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#type>)$/;
const CLAUSES = /^(?:select|construct|describe|ask|where|from|named|filter|optional|union|minus|graph|bind|values|service|group|order|having|limit|offset|by|distinct|reduced|exists|not|as|in|undef|base|prefix|count|sum|avg|min|max|sample|asc|desc)$/i;

/** { kind: "prefix" | "variable" | "class" | "property" | "entity" | null, fragment }. */
export function position(text) {
  const tokens = text.match(TOKEN) ?? [];
  const open = /[\s]$|^$/.test(text) ? "" : tokens.pop() ?? "";
  if (/^#|^["'@]|^\d/.test(open)) return { kind: null, fragment: "" };
  const before = tokens.filter((token) => !token.startsWith("#"));
  const fragment = /^[\p{L}\p{N}_:<?$]/u.test(open) ? open : "";
  if (open && !fragment) before.push(open);
  if (/^[?$]/.test(fragment)) return { kind: "variable", fragment };
  if (/^prefix$/i.test(before.at(-1) ?? "")) return { kind: "prefix", fragment };
  return { kind: slot(before), fragment };
}

/** The part of a triple that comes next, after these tokens. */
function slot(before) {
  if (depth(before) === 0) return null;
  const terms = [];
  for (const token of before) {
    if (/^[{}.[]$/.test(token) || CLAUSES.test(token)) terms.length = 0;
    if (token === "[") terms.push("[]");
    if (token === ";") terms.length = Math.min(terms.length, 1);
    if (token === ",") terms.length = Math.min(terms.length, 2);
    if (token === "]" || token === ")") terms.push("[]");
    if (isTerm(token) && !CLAUSES.test(token)) terms.push(token);
  }
  if (/^[|/^!]$/.test(before.at(-1) ?? "") && terms.length) return "property";
  if (insideBrackets(before)) return "entity";
  if (terms.length === 0) return "entity";
  if (terms.length === 1) return "property";
  return CLASS_VALUED.test(terms.at(-1)) && terms.length === 2 ? "class" : "entity";
}

function isTerm(token) {
  return /^(?:<.*>|[?$]\w+|[\p{L}\p{N}_"':-].*)$/su.test(token);
}

function depth(tokens) {
  return tokens.reduce((sum, token) => sum + (token === "{") - (token === "}"), 0);
}

/** Whether a round bracket is open: within FILTER, BIND and the like. */
function insideBrackets(tokens) {
  return tokens.reduce((sum, token) => (/^[{}]$/.test(token) ? 0 : sum + (token === "(") - (token === ")")), 0) > 0;
}
