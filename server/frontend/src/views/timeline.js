// What is dated, along one axis of years: a bar from one date to another, a mark for a single one.
import { named } from "../cells.js";
import { period, ticks } from "../dates.js";
import { html, svg } from "../dom.js";
import { number, say, time } from "../settings.js";
import { part } from "./table.js";

const MOST = 300; // rows that are drawn
const NARROW = 600; // pixels under which the drawing of a row stands below its words, as in the sheet
const SHARE = 0.4; // of the width, for the axis beside words
const BEYOND = 0.08; // of the years that are told, for what goes on
const TICK = 55; // pixels that a year wants
const HALF = 18; // pixels that half a year takes

/** Show the rows of a result that are dated, the earliest first. */
export async function show(container, result, { labels, roles }) {
  const { label, dates } = roles.timeline;
  const dated = result.rows.flatMap((row) => {
    const spans = dates.map((column) => row[column] && period(row[column])).filter(Boolean);
    return spans.length ? [{ row, ...whole(spans) }] : [];
  }).sort((a, b) => a.start - b.start || a.end - b.end);
  const drawn = dated.slice(0, MOST);
  if (label !== null) await labels.load(drawn.flatMap(({ row }) => (row[label]?.type === "iri" ? [row[label].value] : [])));
  if (!container.isConnected) return; // another view has been chosen meanwhile
  const left = result.rows.length - dated.length;
  container.append(axis(drawn, result, roles.timeline, labels, container.clientWidth), part(drawn.length, dated.length) ?? "",
    left ? html("p", { class: "cut" }, say(left === 1 ? "undated-row" : "undated-rows", { count: number(left) })) : "");
}

/** The stretch that several take together. */
function whole(spans) {
  return {
    start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)),
    open: spans.some(({ open }) => open), before: spans.some(({ before }) => before),
  };
}

function axis(drawn, result, { label, dates }, labels, width) {
  const across = width < NARROW ? width : width * SHARE;
  const first = Math.floor(Math.min(...drawn.map(({ start }) => start)));
  const told = Math.ceil(Math.max(...drawn.map(({ end }) => end)));
  const last = drawn.some(({ open }) => open) ? told + (told - first || 1) * BEYOND : told;
  const x = (year) => ((year - first) / (last - first || 1)) * 100;
  const inside = (year) => (x(year) * across) / 100 > HALF && ((100 - x(year)) * across) / 100 > HALF;
  const years = ticks(first, last, Math.max(2, Math.floor(across / TICK))).filter(inside);
  const lines = () => years.map((year) => svg("line", { class: "grid", x1: `${x(year)}%`, x2: `${x(year)}%`, y1: "0", y2: "100%" }));
  const scale = svg("svg", { width: "100%", height: "20", role: "img", "aria-label": `${first} – ${told}` },
    years.map((year) => svg("text", { class: "tick", x: `${x(year)}%`, y: "14" }, String(year))));
  const bar = (from, to, open) => svg("rect", { class: `series-0${open ? " open" : ""}`, x: `${from}%`, width: `${to - from}%`, y: "6", height: "8" });
  const mark = ({ start, end, open, before }) => svg("svg", { width: "100%", height: "20", "aria-hidden": "true" }, lines(),
    open || before ? bar(before ? 0 : x(start), open ? 100 : x(end), true)
      : x(end) - x(start) < 1 ? svg("circle", { class: "series-0", cx: `${(x(start) + x(end)) / 2}%`, cy: "10", r: "4" })
      : bar(x(start), x(end)));
  const written = (row) => [...new Set(dates.map((column) => row[column]?.value).filter(Boolean))];
  const body = drawn.map((each) => html("tr", {},
    html("td", { class: "when", title: written(each.row).join(" – ") }, written(each.row).map(time).join(" – ")),
    html("th", { scope: "row" }, label === null ? "" : named(each.row[label], labels)),
    html("td", { class: "drawn" }, mark(each))));
  const head = html("tr", {}, html("th", { scope: "col" }, dates.map((column) => result.columns[column]).join(", ")),
    html("th", { scope: "col" }, label === null ? "" : result.columns[label]), html("td", { class: "drawn" }, scale));
  return html("table", { class: "bars timeline" }, html("thead", {}, head), html("tbody", {}, body));
}
