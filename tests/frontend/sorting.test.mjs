import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOf, sorted } from "../../server/frontend/src/sorting.js";
import { EDTF, XSD } from "../../server/frontend/src/terms.js";

const CONTEXT = { languages: ["en"], prefixes: {}, labels: new Map() };
const column = (values, datatype, language) => values.map((value) => [value === null ? undefined : { type: "literal", value, datatype, language }]);
const order = (rows, descending = false, context = CONTEXT) => sorted(rows, 0, descending, context).map((index) => rows[index][0]?.value ?? null);

test("numbers are in the order of their values", () => {
  assert.deepEqual(order(column(["10", "9", "-1", "1e1"], `${XSD}double`)), ["-1", "9", "10", "1e1"]);
});

test("dates are in the order of time, whatever their precision", () => {
  const dates = column(["1962", "1881-05", "../1851", "184X", "-0044", "2024-12-31"], EDTF);
  assert.deepEqual(order(dates), ["-0044", "184X", "../1851", "1881-05", "1962", "2024-12-31"]);
});

test("texts are as their language has them", () => {
  assert.deepEqual(order(column(["Öl", "Zug", "Ofen"], undefined, "de")), ["Ofen", "Öl", "Zug"]);
  assert.deepEqual(order(column(["Öl", "Zug", "Ofen"], undefined, "sv")), ["Ofen", "Zug", "Öl"]);
});

test("what is unbound comes last in both directions", () => {
  const rows = column(["2", null, "1"], `${XSD}integer`);
  assert.deepEqual(order(rows), ["1", "2", null]);
  assert.deepEqual(order(rows, true), ["2", "1", null]);
});

test("kinds stay together, and equal values stay in the order of the answer", () => {
  const rows = [...column(["b"]), ...column(["3"], `${XSD}integer`), [{ type: "iri", value: "urn:a" }], ...column(["B", "b"])];
  assert.deepEqual(sorted(rows, 0, false, CONTEXT), [1, 0, 4, 3, 2]);
});

test("a number that is none is a text", () => {
  assert.deepEqual(order(column(["x", "1"], `${XSD}integer`)), ["1", "x"]);
});

test("resources are in the order of their labels", () => {
  const rows = [[{ type: "iri", value: "urn:a" }], [{ type: "iri", value: "urn:b" }]];
  const labels = new Map([["urn:a", { value: "Zug" }], ["urn:b", { value: "Alma" }]]);
  assert.deepEqual(order(rows, false, { ...CONTEXT, labels }), ["urn:b", "urn:a"]);
});

test("a column is in the language that most of its texts have", () => {
  const rows = [...column(["a"], undefined, "de"), ...column(["b", "c"], undefined, "sv"), ...column(["d"])];
  assert.equal(languageOf(rows, 0), "sv");
  assert.equal(languageOf(column(["1"], `${XSD}integer`), 0), "");
});
