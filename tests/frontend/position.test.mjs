import assert from "node:assert/strict";
import { test } from "node:test";
import { position } from "../../server/frontend/src/position.js";

const CASES = {
  "SELECT * { ?x a bord": ["class", "bord"],
  "SELECT * { ?x a ": ["class", ""],
  "SELECT * { ?x rdf:type hg:B": ["class", "hg:B"],
  "SELECT * { ?x a ?y ; hg:w": ["property", "hg:w"],
  "SELECT * { ?x a ?y ; rdfs:label 'a. {' ; wh": ["property", "wh"],
  "SELECT * { ?x hg:about khor": ["entity", "khor"],
  "SELECT * { ?x hg:about e:a , e:h": ["entity", "e:h"],
  "SELECT * { ?x hg:about/sk": ["property", "sk"],
  "SELECT * { ?x hg:about e:horgos-port . ?x ": ["property", ""],
  "SELECT * { ?x a hg:Event . e:ho": ["entity", "e:ho"],
  "SELECT * { VALUES ?x { 霍尔": ["entity", "霍尔"],
  "SELECT * { ?x a hg:Event FILTER ( ?y = e:ho": ["entity", "e:ho"],
  "SELECT * { OPTIONAL { ?x <urn:p> <http://x": ["entity", "<http://x"],
  "SELECT * { GRAPH ?g { ?x a ": ["class", ""],
  "SELECT * { ?x a hg:Event } ORDER BY ?x": ["variable", "?x"],
  "SELECT ?th": ["variable", "?th"],
  "PREFIX sk": ["prefix", "sk"],
  "SELECT * { ?x ?y 'text in": [null, ""],
  "SELECT * { ?x ?y ?z # about hor": [null, ""],
  "SEL": [null, "SEL"],
};

for (const [text, [kind, fragment]] of Object.entries(CASES)) {
  test(`${text}| wants ${kind ?? "nothing"}`, () => {
    assert.deepEqual(position(text), { kind, fragment });
  });
}
