// Country outlines as plain GeoJSON in degrees, for maps drawn in the browser and by the server alike: finer in the
// box where the corridor lies, coarser elsewhere, and cut at the 180th meridian so that no line crosses the map.
import { createRequire } from "node:module";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const BOX = [20, 10, 140, 65]; // west, south, east, north
const DEGREES = 180 / Math.PI;

/** A FeatureCollection of Polygons and MultiPolygons with `id` (ISO 3166-1 numeric, where there is one) and `name`. */
export function outlines() {
  const fine = countries("50m").filter((each) => meets(each.geometry));
  const known = new Set(fine.map((each) => each.name));
  const coarse = countries("110m").filter((each) => !known.has(each.name));
  const features = [...fine, ...coarse].map(({ id, name, geometry }) => (
    { type: "Feature", id, properties: { name }, geometry }
  ));
  return { type: "FeatureCollection", features };
}

function countries(scale) {
  const atlas = require(`world-atlas/countries-${scale}.json`);
  const plane = geoEquirectangular().scale(DEGREES).translate([0, 0]).reflectY(true).precision(0);
  return feature(atlas, atlas.objects.countries).features.flatMap(({ id, properties, geometry }) => {
    const cut = compact(geoProject(geometry, plane));
    return cut ? [{ id, name: properties.name, geometry: cut }] : [];
  });
}

/** The polygons with two decimals (about a kilometre), without what then has no area. */
function compact(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const kept = polygons.map((rings) => rings.map(rounded).filter((ring) => ring.length > 3)).filter((rings) => rings.length);
  if (!kept.length) return null;
  return kept.length === 1 ? { type: "Polygon", coordinates: kept[0] } : { type: "MultiPolygon", coordinates: kept };
}

function rounded(ring) {
  const points = ring.map((point) => point.map((degree) => Math.round(degree * 100) / 100 + 0));
  return points.filter(([x, y], i) => i === 0 || x !== points[i - 1][0] || y !== points[i - 1][1]);
}

function meets(geometry) {
  const points = geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2);
  const [west, south, east, north] = BOX;
  return points.some(([x, y]) => x >= west && x <= east && y >= south && y <= north);
}
