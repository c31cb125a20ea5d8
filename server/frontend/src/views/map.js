// Geometries on a map of country outlines.
import { content, named } from "../cells.js";
import { html } from "../dom.js";
import { map, L } from "../map.js";
import { geometry } from "../wkt.js";
import { part } from "./table.js";
import { say } from "../settings.js";
import { plain } from "../terms.js";

const MOST = 2000; // rows that are drawn

/** Show the places of a result. */
export async function show(container, result, { labels, roles }) {
  const { label, places } = roles.map;
  const rows = result.rows.slice(0, MOST);
  await labels.load(rows.flatMap((row) => row.filter((term) => term?.type === "iri").map(({ value }) => value)));
  if (!container.isConnected) return; // another view has been chosen meanwhile
  const place = html("div", { class: "map", role: "region", "aria-label": say("map-of-results") });
  container.append(place, part(rows.length, result.rows.length) ?? "", html("p", { class: "quiet" }, say("outlines")));
  const drawn = L.featureGroup();
  for (const row of rows) {
    for (const column of places) {
      const shape = row[column] && geometry(row[column].value);
      if (shape) layer(shape, label === null ? "" : plain(row[label], { labels })).bindPopup(popup(row, result, roles.map, labels)).addTo(drawn);
    }
  }
  await map(place, drawn, { nearer: say("nearer"), farther: say("farther"), close: say("close") });
}

function layer(shape, title) {
  return L.geoJSON(shape, {
    pointToLayer: (_, at) => L.marker(at, { title, alt: title || say("place-here"), icon: L.divIcon({ className: "place", iconSize: [14, 14] }) }),
    style: { className: "shape" },
  });
}

function popup(row, result, { label, places }, labels) {
  const others = result.columns.flatMap((name, column) => (
    row[column] && column !== label && !places.includes(column)
      ? [html("dt", {}, name), html("dd", {}, content(row[column], labels))] : []
  ));
  return html("div", {}, label === null ? "" : html("p", { class: "title" }, named(row[label], labels)), html("dl", {}, others));
}
