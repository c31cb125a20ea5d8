// Names on a map: where each stands beside its mark.
import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../../server/frontend/src/apart.js";

const SHEET = { x: 400, y: 400 };
const name = (x, y, width = 60, height = 14) => ({ x, y, width, height });
const sides = (...names) => apart(names, SHEET).map((place) => place && place.direction);

test("a name stands right of its mark where nothing is in its way", () => {
  assert.deepEqual(sides(name(100, 100), name(100, 200)), ["right", "right"]);
});

test("a name goes to another side rather than hide a mark or a name, or be cut by the edge", () => {
  assert.deepEqual(sides(name(100, 100), name(130, 100)), ["left", "right"]);
  assert.deepEqual(sides(name(100, 100), name(190, 100), name(100, 110)), ["right", "right", "left"]);
  assert.deepEqual(sides(name(390, 100)), ["left"]);
  assert.deepEqual(sides(name(420, 100)), ["right"]);
});

test("without room a name is not shown; the first one stands in any case", () => {
  const crowd = [-30, -15, 0, 15, 30].flatMap((right) => [-24, -12, 0, 12, 24].map((down) => name(200 + right, 200 + down)));
  const [middle] = crowd.splice(12, 1);
  assert.notEqual(sides(middle, ...crowd)[0], null);
  assert.equal(sides(name(40, 40), middle, ...crowd)[1], null);
});
