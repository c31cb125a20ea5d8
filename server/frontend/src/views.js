// Which views a result has, from what its columns hold, and which of them it opens with.
import { period } from "./dates.js";
import { kind } from "./terms.js";

export const VIEWS = ["table", "chart", "timeline", "map", "graph"];
const NAMES = { barchart: "chart", linechart: "chart", areachart: "chart", scatterchart: "chart" }; // as on Wikidata
const SAMPLE = 500; // rows that are looked at
const COMMENT = /^\s*#\s*defaultView:\s*(\w+)/im;

/** What each column holds: the kind of most of its values; "" for an empty one. */
export function kinds({ columns, rows }) {
  return columns.map((_, column) => {
    const counts = new Map();
    for (const row of rows.slice(0, SAMPLE)) {
      if (row[column]) counts.set(kind(row[column]), (counts.get(kind(row[column])) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
  });
}

/** The columns that each view shows, or null where it cannot show the result: { chart: { label, time, numbers }, … }. */
export function roles(result) {
  const found = kinds(result);
  const all = (wanted) => found.flatMap((each, column) => (each === wanted ? [column] : []));
  const numbers = all("number");
  const dates = all("date").filter((column) => result.rows.some((row) => row[column] && period(row[column])));
  const iris = all("iri");
  const label = named(found, result);
  const bars = label !== null && (!dates.length || distinct(result, label) > result.rows.length / 2);
  const chart = numbers.length && (bars || dates.length);
  return {
    table: {},
    chart: chart ? { label: bars ? label : null, time: bars ? null : dates[0], numbers: numbers.slice(0, 4) } : null,
    timeline: dates.length ? { label, dates: spans(result, dates) } : null,
    map: all("wkt").length ? { label, places: all("wkt") } : null,
    graph: result.graph ? { source: 0, edge: 1, target: 2 } : edges(iris, result.columns),
  };
}

/** The view that a comment `#defaultView:Map` asks for; undefined where none does. */
export function wanted(query) {
  const name = COMMENT.exec(query)?.[1].toLowerCase();
  return NAMES[name] ?? name;
}

/** The view to open with: the one that is wanted where it is possible, else what fits best. */
export function chosen(found, query, result) {
  const view = wanted(query);
  if (found[view]) return view;
  if (found.map) return "map";
  if (result.graph) return "graph";
  return "table";
}

/**
 * A column to call the rows by: one with label in its name that tells most of them apart, else the one that tells most
 * apart; of equals one with label in its name, a text, an IRI that is labelled.
 */
function named(found, result) {
  const fit = ["text", "iri"].flatMap((wanted) => found.flatMap((each, column) => (each === wanted ? [column] : [])));
  const called = fit.filter((column) => /label|name|title/i.test(result.columns[column]));
  const counts = new Map(fit.map((column) => [column, distinct(result, column)]));
  const telling = called.find((column) => counts.get(column) > Math.min(result.rows.length, SAMPLE) / 2);
  const most = [...called, ...fit].reduce((best, column) => (best === null || counts.get(column) > counts.get(best) ? column : best), null);
  return telling ?? most;
}

/** How many different values a column has. */
function distinct(result, column) {
  return new Set(result.rows.slice(0, SAMPLE).map((row) => row[column]?.value)).size;
}

/** The columns that tell when something was: one that has whole spans, else where it begins and ends. */
function spans(result, dates) {
  const whole = dates.find((column) => result.rows.some((row) => row[column]?.value.includes("/")));
  return whole === undefined ? dates.slice(0, 2) : [whole];
}

/** What is related to what: the column that says how is told by its name, or stands between the two. */
function edges(iris, columns) {
  if (iris.length < 2) return null;
  if (iris.length === 2) return { source: iris[0], edge: null, target: iris[1] };
  const edge = iris.slice(0, 3).find((column) => /relation|property|predicate/i.test(columns[column])) ?? iris[1];
  const [source, target] = iris.filter((column) => column !== edge);
  return { source, edge, target };
}
