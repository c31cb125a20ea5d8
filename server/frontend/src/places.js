// The map of the places, to be moved and zoomed: drawn when it is asked for, from what the page lists.
import { html } from "./dom.js";

/** Offer it where a page has the button for it. */
export function places(page) {
  const button = page.querySelector("button[data-places]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => draw(button), { once: true });
}

async function draw(button) {
  const [{ map, L }, { geometry }] = await Promise.all([import("./map.js"), import("./wkt.js")]);
  const drawn = L.featureGroup();
  for (const listed of document.querySelectorAll("[data-wkt]")) {
    const shape = geometry(listed.dataset.wkt);
    const link = listed.querySelector("h3 a");
    if (!shape || !link) continue;
    const icon = L.divIcon({ className: "place", iconSize: [14, 14] });
    L.geoJSON(shape, {
      pointToLayer: (_, at) => L.marker(at, { title: link.textContent, alt: link.textContent, icon }),
      style: { className: "shape" },
    }).bindPopup(() => html("p", { class: "title" }, link.cloneNode(true))).addTo(drawn);
  }
  const place = html("div", { class: "map", role: "region", "aria-label": button.textContent, tabindex: -1 });
  document.querySelector(".map").replaceWith(place);
  button.hidden = true;
  await map(place, drawn);
  place.focus({ preventScroll: true });
}
