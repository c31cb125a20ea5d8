// Geometries of GeoSPARQL (wktLiteral) as GeoJSON (RFC 7946), in longitude and latitude.

const LITERAL = /^\s*(?:<([^>]+)>)?\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON)\s*(?:ZM?|M)?\s*(\(.*\))\s*$/is;
const NAMES = { POINT: "Point", LINESTRING: "LineString", POLYGON: "Polygon", MULTIPOINT: "MultiPoint", MULTILINESTRING: "MultiLineString", MULTIPOLYGON: "MultiPolygon" };
const LATITUDE_FIRST = /EPSG\/0\/4326$/; // the order of axes in that system; without a system it is CRS84

/** The geometry of a literal; null for one that is empty or not of these kinds. */
export function geometry(text) {
  const match = LITERAL.exec(text);
  if (!match) return null;
  const type = NAMES[match[2].toUpperCase()];
  const swapped = LATITUDE_FIRST.test(match[1] ?? "");
  const numbers = match[3].replace(/-?[\d.]+(?:e[+-]?\d+)?(?:\s+-?[\d.]+(?:e[+-]?\d+)?)+/gi, (point) => {
    const [x, y] = point.split(/\s+/).map(Number);
    return JSON.stringify(swapped ? [y, x] : [x, y]);
  });
  try {
    const nested = JSON.parse(numbers.replaceAll("(", "[").replaceAll(")", "]"));
    return { type, coordinates: shaped(type, nested) };
  } catch {
    return null; // not well-formed
  }
}

/** A point stands in one pair of brackets too many; points of a MultiPoint may stand in their own. */
function shaped(type, nested) {
  if (type === "Point") return nested[0];
  return type === "MultiPoint" ? nested.map((each) => (Array.isArray(each[0]) ? each[0] : each)) : nested;
}
