// Typed sorting: numbers by value, dates by time, texts as their language has it; what is unbound comes last.
import { period } from "./dates.js";
import { kind, plain } from "./terms.js";

const ORDER = ["number", "date", "boolean", "text", "wkt", "iri", "blank"];

/** The indices of the rows in the order of a column. `descending` turns all round but what is unbound. */
export function sorted(rows, column, descending, context) {
  const keys = rows.map((row) => key(row[column], context));
  const collator = new Intl.Collator([languageOf(rows, column), ...context.languages].filter(Boolean), { numeric: true });
  const sign = descending ? -1 : 1;
  return rows.map((_, index) => index).sort((a, b) => {
    const [one, other] = [keys[a], keys[b]];
    if (!one || !other) return Number(!one) - Number(!other) || a - b;
    return sign * compare(one, other, collator) || a - b;
  });
}

/** The language that most texts of a column are in; "" for none. */
export function languageOf(rows, column) {
  const counts = new Map();
  for (const row of rows) {
    const language = row[column]?.language;
    if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

function key(term, context) {
  if (!term) return null;
  const found = kind(term);
  const value = { number: () => Number(term.value), date: () => period(term)?.start ?? NaN }[found]?.();
  if (value !== undefined && !Number.isNaN(value)) return { rank: ORDER.indexOf(found), value };
  return { rank: ORDER.indexOf(["number", "date"].includes(found) ? "text" : found), value: plain(term, context) };
}

function compare(one, other, collator) {
  if (one.rank !== other.rank) return one.rank - other.rank;
  return typeof one.value === "number" ? one.value - other.value : collator.compare(one.value, other.value);
}
