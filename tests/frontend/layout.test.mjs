// Where the points of a graph stand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filling, spiral } from "../../server/frontend/src/layout.js";

const PLACE = { width: 1000, height: 400 };
const EDGE = { x: 70, y: 30 };

test("many points fill the place up to its edge", () => {
  const points = filling(Array.from({ length: 50 }, (_, at) => spiral(at)), PLACE, EDGE);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  assert.deepEqual([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], [70, 930, 30, 370]);
});

test("what is high is laid down in a place that is wide", () => {
  const points = filling([{ x: 0, y: 0 }, { x: 1, y: 10 }], PLACE, EDGE);
  assert.ok(Math.abs(points[0].x - points[1].x) > Math.abs(points[0].y - points[1].y));
});

test("a few points stand together in the middle, a single one alone", () => {
  assert.deepEqual(filling([{ x: 5, y: 5 }], PLACE, EDGE), [{ x: 500, y: 200 }]);
  const [left, right] = filling([{ x: 0, y: 0 }, { x: 9, y: 1 }], PLACE, EDGE);
  assert.deepEqual([left.x + right.x, right.x - left.x], [1000, 170]);
});

test("a layout begins the same each time, with no two points at one place", () => {
  const points = Array.from({ length: 300 }, (_, at) => spiral(at));
  assert.equal(new Set(points.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`)).size, 300);
  assert.deepEqual(spiral(7), spiral(7));
});
