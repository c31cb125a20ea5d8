// Maps with country outlines and no tiles: nothing is asked of anybody else.
import * as L from "leaflet";
import { sheet } from "./dom.js";

const CLOSEST = 4; // zoom at which a single place is shown
const MARGIN = [40, 40]; // pixels around what is shown
const SCALE = 120; // pixels that the scale is long at most

export { L };

/**
 * Draw a map into an element, and these layers upon it, fitted to them. `words` say what its controls do: `nearer`,
 * `farther`, `close`. Resolves when the outlines are there.
 */
export async function map(element, layers, words) {
  await sheet("map"); // the map has no height before
  const drawn = L.map(element, { attributionControl: false, zoomControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 12, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: words.nearer, zoomOutTitle: words.farther }).addTo(drawn);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: SCALE }).addTo(drawn);
  popups(drawn, words.close);
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

/** A popup takes the focus of who opens it by keyboard, and gives it back; Escape closes it wherever the focus is. */
function popups(drawn, close) {
  let before = null;
  drawn.on("popupopen", ({ popup }) => {
    const element = popup.getElement();
    element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
    before = drawn.getContainer().querySelector(":focus-visible");
    if (before) element.querySelector(".leaflet-popup-content a")?.focus({ preventScroll: true });
  });
  drawn.on("popupclose", () => before?.focus({ preventScroll: true }));
  drawn.getContainer().addEventListener("keydown", ({ key }) => { if (key === "Escape") drawn.closePopup(); });
}
