// Questions to the endpoint of this server, and to no other.
import { fromJson, fromTriples } from "./results.js";
import { settings } from "./settings.js";

const ROWS = "application/sparql-results+json";
const TRIPLES = "application/n-triples";
const LONG = 4000; // characters of an address from which on a query goes into a body

/** An error of the endpoint: a problem details object (RFC 9457), with line and column where it is in the query. */
export class Problem extends Error {
  constructor({ title, detail, advice, line, column, dumps }) {
    super(detail ?? title);
    Object.assign(this, { title, detail, advice, line, column, dumps });
  }
}

/** The answer to a query, with `bytes`, `milliseconds` and `truncated`. Throws Problem, AbortError, TypeError. */
export async function ask(query, { signal } = {}) {
  const begun = performance.now();
  const response = await fetch(...request(query, signal));
  const text = await response.text();
  const type = response.headers.get("Content-Type") ?? "";
  if (!response.ok) throw new Problem(type.includes("json") ? JSON.parse(text) : { title: response.statusText });
  const result = type.startsWith(ROWS) ? fromJson(JSON.parse(text)) : fromTriples(text);
  return { ...result, bytes: text.length, milliseconds: performance.now() - begun };
}

function request(query, signal) {
  const headers = { Accept: `${ROWS}, ${TRIPLES};q=0.9` };
  const body = new URLSearchParams({ query });
  if (String(body).length > LONG) return [settings.endpoint, { method: "POST", headers, body, signal }];
  return [`${settings.endpoint}?${body}`, { headers, signal }]; // the server keeps answers to GET
}
