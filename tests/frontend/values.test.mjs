import assert from "node:assert/strict";
import { test } from "node:test";
import { period, ticks } from "../../server/frontend/src/dates.js";
import { geometry } from "../../server/frontend/src/wkt.js";

const at = (value) => period({ value });

test("a date is the stretch of time that it names", () => {
  assert.deepEqual(at("1851"), { start: 1851, end: 1852 });
  assert.deepEqual(at("184X"), { start: 1840, end: 1850 });
  assert.deepEqual(at("18XX"), { start: 1800, end: 1900 });
  assert.deepEqual(at("2024-01"), { start: 2024, end: 2024 + 1 / 12 });
  assert.deepEqual(at("1881/1883"), { start: 1881, end: 1884 });
  assert.equal(Math.floor(at("2024-12-31T12:00:00Z").start), 2024);
  assert.equal(at("-0044").start, -44);
});

test("an interval that is open on one side stands where it is known", () => {
  assert.deepEqual(at("../1851"), { start: 1851, end: 1852, before: true });
  assert.deepEqual(at("1983/.."), { start: 1983, end: 1984, open: true });
});

test("what names no time has no period", () => {
  for (const value of ["", "..", "../..", "soon", "12:00:00"]) assert.equal(at(value), null, value);
});

test("an axis is marked at round years, and not too often", () => {
  assert.deepEqual(ticks(1851, 2025), [1875, 1900, 1925, 1950, 1975, 2000, 2025]);
  assert.deepEqual(ticks(2020, 2024), [2020, 2021, 2022, 2023, 2024]);
  assert.deepEqual(ticks(1851, 2025, 3), [1900, 2000]);
  assert.deepEqual(ticks(2020, 2020), [2020]);
});

test("geometries are in longitude and latitude", () => {
  assert.deepEqual(geometry("POINT(80.37 44.2)"), { type: "Point", coordinates: [80.37, 44.2] });
  assert.deepEqual(geometry("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(44.2 80.37)").coordinates, [80.37, 44.2]);
  assert.deepEqual(geometry("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> point z (1 2 3)").coordinates, [1, 2]);
  assert.deepEqual(geometry("LINESTRING(1 2, 3 4)"), { type: "LineString", coordinates: [[1, 2], [3, 4]] });
  assert.deepEqual(geometry("POLYGON((0 0,1 0,1 1,0 0))").coordinates, [[[0, 0], [1, 0], [1, 1], [0, 0]]]);
  assert.deepEqual(geometry("MULTIPOINT((1 2),(3 4))").coordinates, [[1, 2], [3, 4]]);
  assert.deepEqual(geometry("MULTIPOINT(1 2, 3 4)").coordinates, [[1, 2], [3, 4]]);
  assert.deepEqual(geometry("MULTIPOLYGON(((0 0,1 0,1 1,0 0)))").coordinates, [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]);
});

test("what is no geometry is none", () => {
  for (const value of ["", "POINT EMPTY", "POINT(1 2", "POINT(a b)", "CIRCLE(1 2)"]) assert.equal(geometry(value), null, value);
});
