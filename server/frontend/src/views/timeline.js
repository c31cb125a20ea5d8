// What is dated, along one axis of years: a bar from one date to another, a mark for a single one.
import { named } from "../cells.js";
import { period, ticks } from "../dates.js";
import { html, svg } from "../dom.js";
import { plain } from "../terms.js";
import { part } from "./table.js";

const MOST = 300; // rows that are drawn
const SHARE = 0.4; // of the width, for the axis
const BEYOND = 0.08; // of the years that are told, for what goes on
const TICK = 55; // pixels that a year wants

/** Show the rows of a result that are dated, the earliest first. */
export async function show(container, result, { labels, roles }) {
  const { label, dates } = roles.timeline;
  const dated = result.rows.flatMap((row) => {
    const spans = dates.map((column) => row[column] && period(row[column])).filter(Boolean);
    if (!spans.length) return [];
    return [{ row, open: spans.some(({ open }) => open), start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) }];
  }).sort((a, b) => a.start - b.start || a.end - b.end);
  const drawn = dated.slice(0, MOST);
  if (label !== null) await labels.load(drawn.flatMap(({ row }) => (row[label]?.type === "iri" ? [row[label].value] : [])));
  if (!container.isConnected) return; // another view has been chosen meanwhile
  container.append(axis(drawn, result, roles.timeline, labels, container.clientWidth), part(drawn.length, dated.length) ?? "");
}

function axis(drawn, result, { label, dates }, labels, width) {
  const first = Math.floor(Math.min(...drawn.map(({ start }) => start)));
  const told = Math.ceil(Math.max(...drawn.map(({ end }) => end)));
  const last = drawn.some(({ open }) => open) ? told + (told - first || 1) * BEYOND : told;
  const x = (year) => ((year - first) / (last - first || 1)) * 100;
  const years = ticks(first, last, Math.max(2, Math.floor((width * SHARE) / TICK))).filter((year) => x(year) > 2 && x(year) < 97);
  const lines = () => years.map((year) => svg("line", { class: "grid", x1: `${x(year)}%`, x2: `${x(year)}%`, y1: "0", y2: "100%" }));
  const scale = svg("svg", { width: "100%", height: "20", role: "img", "aria-label": `${first} – ${told}` },
    years.map((year) => svg("text", { class: "tick", x: `${x(year)}%`, y: "14" }, String(year))));
  const mark = ({ start, end, open }) => svg("svg", { width: "100%", height: "20", "aria-hidden": "true" }, lines(),
    open ? svg("rect", { class: "series-0 open", x: `${x(start)}%`, width: `${100 - x(start)}%`, y: "6", height: "8" })
      : x(end) - x(start) < 1 ? svg("circle", { class: "series-0", cx: `${(x(start) + x(end)) / 2}%`, cy: "10", r: "4" })
      : svg("rect", { class: "series-0", x: `${x(start)}%`, width: `${x(end) - x(start)}%`, y: "6", height: "8" }));
  const body = drawn.map((each) => html("tr", {},
    html("td", { class: "when" }, [...new Set(dates.map((column) => plain(each.row[column])).filter(Boolean))].join(" – ")),
    html("th", { scope: "row" }, label === null ? "" : named(each.row[label], labels)),
    html("td", { class: "drawn" }, mark(each))));
  const head = html("tr", {}, html("th", { scope: "col" }, dates.map((column) => result.columns[column]).join(", ")),
    html("th", { scope: "col" }, label === null ? "" : result.columns[label]), html("td", { class: "drawn" }, scale));
  return html("table", { class: "bars timeline" }, html("thead", {}, head), html("tbody", {}, body));
}
