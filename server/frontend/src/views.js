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
  const label = named(found, result.columns);
  const chart = numbers.length && (label !== null || dates.length);
  return {
    table: {},
    chart: chart ? { label, time: label === null ? dates[0] : null, numbers: numbers.slice(0, 4) } : null,
    timeline: dates.length ? { label, dates: dates.slice(0, 2) } : null,
    map: all("wkt").length ? { label, places: all("wkt") } : null,
    graph: result.graph ? { source: 0, edge: 1, target: 2 } : edges(iris),
  };
}

/** The view to open with: the one that `#defaultView:Map` names where it is possible, else what fits best. */
export function chosen(found, query, result) {
  const wanted = COMMENT.exec(query)?.[1].toLowerCase();
  const view = NAMES[wanted] ?? wanted;
  if (found[view]) return view;
  if (found.map) return "map";
  if (result.graph) return "graph";
  return "table";
}

/** A column to call the rows by: one with label in its name, a text, else an IRI that is labelled. */
function named(found, columns) {
  const fit = ["text", "iri"].flatMap((wanted) => found.flatMap((each, column) => (each === wanted ? [column] : [])));
  const called = fit.find((column) => /label|name|title/i.test(columns[column]));
  return called ?? fit[0] ?? null;
}

function edges(iris) {
  if (iris.length < 2) return null;
  return iris.length > 2 ? { source: iris[0], edge: iris[1], target: iris[2] } : { source: iris[0], edge: null, target: iris[1] };
}
