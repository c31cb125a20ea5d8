import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, fromTriples } from "../../server/frontend/src/results.js";

test("rows of SPARQL JSON are in the order of the columns, unbound values missing", () => {
  const bindings = [{ b: { type: "literal", value: "x", "xml:lang": "en" } }, { a: { type: "uri", value: "urn:a" }, b: { type: "bnode", value: "b0" } }];
  const { columns, rows } = fromJson({ head: { vars: ["a", "b"] }, results: { bindings } });
  assert.deepEqual(columns, ["a", "b"]);
  assert.deepEqual(rows[0], [undefined, { type: "literal", value: "x", datatype: undefined, language: "en" }]);
  assert.deepEqual(rows[1], [{ type: "iri", value: "urn:a" }, { type: "blank", value: "b0" }]);
});

test("a triple is a term of three terms", () => {
  const iri = { type: "uri", value: "urn:a" };
  const [[term]] = fromJson({ head: { vars: ["t"] }, results: { bindings: [{ t: { type: "triple", value: { subject: iri, predicate: iri, object: iri } } }] } }).rows;
  assert.deepEqual(term.value.object, { type: "iri", value: "urn:a" });
});

test("the answer to ASK is a boolean", () => {
  assert.deepEqual(fromJson({ head: {}, boolean: false }), { boolean: false });
});

test("N-Triples are rows of three, with escapes undone and lines that are none left out", () => {
  const { rows, graph } = fromTriples(String.raw`<urn:a> <urn:p> "say \"hi\"\n\u00e9"@en-GB .
# a comment
_:b0 <urn:p> <urn:c> .
<urn:a> <urn:p> "1"^^<urn:int> .
`);
  assert.equal(graph, true);
  assert.equal(rows.length, 3);
  assert.deepEqual(rows[0][2], { type: "literal", value: 'say "hi"\né', language: "en-GB", datatype: undefined });
  assert.deepEqual(rows[1], [{ type: "blank", value: "b0" }, { type: "iri", value: "urn:p" }, { type: "iri", value: "urn:c" }]);
  assert.equal(rows[2][2].datatype, "urn:int");
});
