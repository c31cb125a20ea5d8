// Numbers as bars beside what they are about, or, where that is a time, as stems along an axis of years.
import { named } from "../cells.js";
import { period, ticks } from "../dates.js";
import { html, svg } from "../dom.js";
import { settings, time as spelt } from "../settings.js";
import { plain } from "../terms.js";
import { part } from "./table.js";

const BARS = 200; // rows that are drawn
const STEMS = 2000;

/** Show the numbers of a result. */
export async function show(container, result, { labels, roles }) {
  const { label, time, numbers } = roles.chart;
  if (label === null) return container.append(stems(result, time, numbers[0]), part(STEMS, result.rows.length) ?? "");
  const rows = result.rows.slice(0, BARS);
  await labels.load(rows.flatMap((row) => (row[label]?.type === "iri" ? [row[label].value] : [])));
  if (!container.isConnected) return; // another view has been chosen meanwhile
  container.append(legend(result, numbers), bars(rows, result, label, numbers, labels), part(rows.length, result.rows.length) ?? "");
}

function bars(rows, result, label, numbers, labels) {
  const values = rows.flatMap((row) => numbers.map((column) => value(row[column])));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const across = (x) => ((x - least) / (most - least || 1)) * 100;
  const bar = (x, series) => svg("svg", { class: "bar", width: "100%", height: "12", "aria-hidden": "true" },
    svg("rect", { class: `series-${series}`, x: `${across(Math.min(0, x))}%`, width: `${across(Math.max(0, x)) - across(Math.min(0, x))}%`, height: "12" }));
  const head = html("tr", {}, html("th", { scope: "col" }, result.columns[label]),
    html("td"), html("th", { scope: "col", class: "number" }, numbers.map((column) => result.columns[column]).join(", ")));
  const lines = rows.map((row) => html("tr", {}, html("th", { scope: "row" }, named(row[label], labels)),
    html("td", { class: "drawn" }, numbers.map((column, series) => bar(value(row[column]), series))),
    html("td", { class: "number" }, numbers.map((column) => html("div", {}, amount(row[column]))))));
  return html("table", { class: "bars" }, html("thead", {}, head), html("tbody", {}, lines));
}

function stems(result, time, column) {
  const points = result.rows.slice(0, STEMS).flatMap((row) => {
    const at = row[time] && period(row[time]);
    return at && row[column] ? [{ at: (at.start + at.end) / 2, value: value(row[column]), when: spelt(row[time].value) }] : [];
  });
  const [first, last] = [Math.floor(Math.min(...points.map(({ at }) => at))), Math.ceil(Math.max(...points.map(({ at }) => at)))];
  const marks = levels(Math.min(0, ...points.map((each) => each.value)), Math.max(0, ...points.map((each) => each.value)));
  const [least, most] = [marks[0], marks.at(-1)];
  const x = (at) => `${6 + ((at - first) / (last - first || 1)) * 88}%`;
  const y = (number) => 260 - ((number - least) / (most - least || 1)) * 240;
  const title = `${result.columns[column]}, ${result.columns[time]}`;
  const drawing = svg("svg", { class: "stems", width: "100%", height: "300", role: "img", "aria-label": title },
    marks.filter(Boolean).map((number) => [
      svg("line", { class: "grid", x1: "0", x2: "100%", y1: y(number), y2: y(number) }),
      svg("text", { class: "tick scale", x: "0", y: y(number) - 4 }, written(number)),
    ]).flat(),
    svg("line", { class: "axis", x1: "0", x2: "100%", y1: y(0), y2: y(0) }),
    ticks(first, last).map((year) => svg("text", { class: "tick", x: x(year), y: "290" }, String(year))),
    points.map(({ at, value: number, when }) => svg("g", {},
      svg("title", {}, `${when}: ${number}`),
      svg("line", { class: "stem", x1: x(at), x2: x(at), y1: y(0), y2: y(number) }),
      svg("circle", { class: "series-0", cx: x(at), cy: y(number), r: "4" }))));
  return html("figure", { class: "chart" }, drawing, html("figcaption", { class: "quiet" }, title));
}

/** Round numbers from one under `least` to one over `most`, about `wanted` steps apart. */
function levels(least, most, wanted = 4) {
  const rough = (most - least || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((each) => each * power >= rough * (1 - 1e-9));
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** A number as a table of the page has it; what may be a year is left as it stands. */
function amount(term) {
  return value(term) >= 10_000 ? written(value(term)) : plain(term);
}

function written(number) {
  return new Intl.NumberFormat(settings.languages, { maximumFractionDigits: 2 }).format(number);
}

function legend(result, numbers) {
  if (numbers.length < 2) return "";
  return html("p", { class: "quiet legend" }, numbers.map((column, series) => html("span", {},
    svg("svg", { width: "12", height: "12", "aria-hidden": "true" }, svg("rect", { class: `series-${series}`, width: "12", height: "12" })), ` ${result.columns[column]} `)));
}

function value(term) {
  const found = Number(term?.value);
  return Number.isFinite(found) ? found : 0;
}
