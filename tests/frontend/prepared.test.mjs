import assert from "node:assert/strict";
import { test } from "node:test";
import { prepared } from "../../server/frontend/build/prepared.mjs";

const WEST = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
const EAST = [[1, 0], [2.25, 0], [2.25, 1], [1, 1], [1, 0]];
const feature = (name, geometry, id) => ({ type: "Feature", id, properties: { name }, geometry });
const found = prepared({
  features: [
    feature("W", { type: "Polygon", coordinates: [WEST] }, "156"),
    feature("E", { type: "MultiPolygon", coordinates: [[EAST]] }),
  ],
});

test("countries have their numbers, their names and their rings in hundredths of a degree", () => {
  assert.deepEqual(found.countries.map(({ number, name }) => [number, name]), [["156", "W"], ["", "E"]]);
  assert.deepEqual(found.countries[1].rings, [[100, 0, 225, 0, 225, 100, 100, 100, 100, 0]]);
});

test("a stretch that two countries have in common is a border, and is there once; a coast is none", () => {
  assert.deepEqual(found.borders, [[100, 0, 100, 100]]);
});
