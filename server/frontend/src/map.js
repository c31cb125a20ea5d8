// Maps with country outlines and no tiles: nothing is asked of anybody else.
import * as L from "leaflet";
import { sheet } from "./dom.js";

const CLOSEST = 4; // zoom at which a single place is shown
const MARGIN = [40, 40]; // pixels around what is shown

export { L };

/** Draw a map into an element, and these layers upon it, fitted to them. Resolves when the outlines are there. */
export async function map(element, layers) {
  await sheet("map"); // the map has no height before
  const drawn = L.map(element, { attributionControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 12, fadeAnimation: false });
  drawn.createPane("outlines").classList.add("outlines");
  const bounds = layers.getBounds();
  if (bounds.isValid()) drawn.fitBounds(bounds, { maxZoom: CLOSEST, padding: MARGIN });
  else drawn.setView([30, 60], 2);
  layers.addTo(drawn);
  new ResizeObserver(() => drawn.invalidateSize()).observe(element);
  const response = await fetch(new URL("outlines.json", import.meta.url));
  const style = { className: "country", interactive: false, pane: "outlines" };
  L.geoJSON(await response.json(), { style, interactive: false, pane: "outlines" }).addTo(drawn);
  return drawn;
}
