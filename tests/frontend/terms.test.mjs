import assert from "node:assert/strict";
import { test } from "node:test";
import { curie, EDTF, kind, plain, suiting, WKT, XSD } from "../../server/frontend/src/terms.js";

const literal = (value, datatype, language) => ({ type: "literal", value, datatype, language });

test("a value counts as what its datatype says", () => {
  assert.equal(kind({ type: "iri", value: "urn:x" }), "iri");
  assert.equal(kind(literal("1", `${XSD}integer`)), "number");
  assert.equal(kind(literal("1.5", `${XSD}decimal`)), "number");
  assert.equal(kind(literal("1851", `${XSD}gYear`)), "date");
  assert.equal(kind(literal("184X", EDTF)), "date");
  assert.equal(kind(literal("POINT(1 2)", WKT)), "wkt");
  assert.equal(kind(literal("true", `${XSD}boolean`)), "boolean");
  assert.equal(kind(literal("1851")), "text");
});

test("a prefixed name is by the longest namespace, and only where the local name needs no escape", () => {
  const prefixes = { a: "http://x/", b: "http://x/y/" };
  assert.equal(curie("http://x/y/z", prefixes), "b:z");
  assert.equal(curie("http://x/z", prefixes), "a:z");
  assert.equal(curie("http://x/y.", prefixes), null);
  assert.equal(curie("http://other/z", prefixes), null);
});

test("a label is in the first language of the reader that there is, else in none, else in English", () => {
  const labels = [literal("Port", undefined, "en"), literal("口岸", undefined, "zh-hans"), literal("P")];
  assert.equal(suiting(labels, ["zh", "en"]).value, "口岸");
  assert.equal(suiting(labels, ["fr"]).value, "P");
  assert.equal(suiting(labels.slice(0, 2), ["fr"]).value, "Port");
  assert.equal(suiting([], ["en"]), undefined);
  const ranked = [{ ...literal("A name", undefined, "en"), rank: 1 }, { ...literal("The label", undefined, "en"), rank: 0 }];
  assert.equal(suiting(ranked, ["en"]).value, "The label");
});

test("a term is told by its label, its prefixed name, or itself", () => {
  const iri = { type: "iri", value: "http://x/z" };
  assert.equal(plain(iri, { labels: new Map([["http://x/z", literal("Zed")]]) }), "Zed");
  assert.equal(plain(iri, { prefixes: { a: "http://x/" } }), "a:z");
  assert.equal(plain(iri), "http://x/z");
  assert.equal(plain({ type: "blank", value: "b0" }), "_:b0");
  assert.equal(plain({ type: "triple", value: { subject: iri, predicate: iri, object: literal("1") } }), "<< http://x/z http://x/z 1 >>");
  assert.equal(plain(undefined), "");
});
