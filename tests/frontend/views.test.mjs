import assert from "node:assert/strict";
import { test } from "node:test";
import { WKT, XSD } from "../../server/frontend/src/terms.js";
import { chosen, kinds, roles } from "../../server/frontend/src/views.js";

const iri = (name) => ({ type: "iri", value: `urn:${name}` });
const text = (value) => ({ type: "literal", value, language: "en" });
const number = (value) => ({ type: "literal", value, datatype: `${XSD}integer` });
const date = (value) => ({ type: "literal", value, datatype: `${XSD}date` });
const point = { type: "literal", value: "POINT(1 2)", datatype: WKT };
const result = (columns, ...rows) => ({ columns, rows });
const possible = (answer) => Object.entries(roles(answer)).filter(([, role]) => role).map(([view]) => view);
const open = (answer, query = "") => chosen(roles(answer), query, answer);

test("a column holds what most of its values are, and nothing where it is empty", () => {
  assert.deepEqual(kinds(result(["a", "b"], [number("1"), undefined], [number("2"), undefined], [text("x"), undefined])), ["number", ""]);
});

test("a label with a number can be a chart, and one with a date a timeline", () => {
  assert.deepEqual(possible(result(["thing", "n"], [iri("a"), number("1")])), ["table", "chart"]);
  assert.deepEqual(possible(result(["thing", "when"], [iri("a"), date("1851-01-01")])), ["table", "timeline"]);
});

test("numbers over time are a chart without labels", () => {
  assert.deepEqual(roles(result(["when", "n"], [date("1851-01-01"), number("1")])).chart, { label: null, time: 0, numbers: [1] });
});

test("the rows are called by a column with label in its name, else by a text, else by a resource", () => {
  assert.equal(roles(result(["x", "n", "text", "xLabel"], [iri("a"), number("1"), text("t"), text("l")])).chart.label, 3);
  assert.equal(roles(result(["x", "n", "text"], [iri("a"), number("1"), text("t")])).chart.label, 2);
  assert.equal(roles(result(["x", "n"], [iri("a"), number("1")])).chart.label, 0);
});

test("a column that calls most rows the same gives way to one that tells them apart", () => {
  const rows = ["a", "b", "c"].map((each) => [text("annual"), text(each), number("1"), iri(each)]);
  assert.equal(roles(result(["periodLabel", "what", "n", "figure"], ...rows)).chart.label, 1);
  assert.equal(roles(result(["periodLabel", "n"], ...rows.map(([period, , n]) => [period, n]))).chart.label, 0);
});

test("numbers of several times that have one name are a chart over time", () => {
  const rows = ["2023", "2024", "2025"].map((year) => [date(`${year}-01-01`), number("1"), text("train")]);
  assert.deepEqual(roles(result(["day", "n", "unitLabel"], ...rows)).chart, { label: null, time: 0, numbers: [1] });
});

test("a column of spans tells all of a time", () => {
  const span = { type: "literal", value: "1881/1917", datatype: "http://id.loc.gov/datatypes/edtf/EDTF" };
  assert.deepEqual(roles(result(["when", "since", "until"], [span, date("1881-01-01"), date("1917-12-31")])).timeline.dates, [0]);
  assert.deepEqual(roles(result(["since", "until"], [date("1881-01-01"), date("1917-12-31")])).timeline.dates, [0, 1]);
});

test("a column that is called a relation is one, wherever it stands", () => {
  assert.deepEqual(roles(result(["relation", "line", "other"], [iri("p"), iri("a"), iri("b")])).graph, { source: 1, edge: 0, target: 2 });
});

test("two resources in a row are a graph, a third between them names the edge", () => {
  assert.deepEqual(roles(result(["a", "b"], [iri("a"), iri("b")])).graph, { source: 0, edge: null, target: 1 });
  assert.deepEqual(roles(result(["s", "p", "o"], [iri("a"), iri("p"), iri("b")])).graph, { source: 0, edge: 1, target: 2 });
});

test("places open as a map, triples as a graph, all else as a table", () => {
  assert.equal(open(result(["place", "where"], [iri("a"), point])), "map");
  assert.equal(open({ ...result(["s", "p", "o"], [iri("a"), iri("p"), iri("b")]), graph: true }), "graph");
  assert.equal(open(result(["thing", "n"], [iri("a"), number("1")])), "table");
});

test("#defaultView: names the view, in any case and by Wikidata's names, where it is possible", () => {
  const answer = result(["thing", "n"], [iri("a"), number("1")]);
  assert.equal(open(answer, "#defaultView:Chart\nSELECT"), "chart");
  assert.equal(open(answer, "SELECT *\n  # defaultView: BarChart"), "chart");
  assert.equal(open(answer, "#defaultView:Map\nSELECT"), "table");
  assert.equal(open(answer, "#defaultView:constructor"), "table");
});
