// Names on a map: which of them are shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../../server/frontend/src/apart.js";

const box = (left, top, width = 10, height = 10) => ({ left, top, right: left + width, bottom: top + height });

test("a name is shown where it touches none that matters more", () => {
  assert.deepEqual(apart([box(0, 0), box(5, 5), box(10, 0), box(0, 30)]), [true, false, true, true]);
});

test("what is not shown hides nothing", () => {
  assert.deepEqual(apart([box(0, 0), box(8, 0), box(16, 0)]), [true, false, true]);
});
