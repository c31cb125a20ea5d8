// The map of the places, to be moved and zoomed: what the page lists, with the marks, names and connections of its drawing.
import { apart } from "./apart.js";
import { html } from "./dom.js";

const FRONT = 10000; // the main place is not hidden by others

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
  const middles = new Map(); // of the places, by the address of the page of each
  for (const listed of document.querySelectorAll("[data-wkt]")) {
    const shape = geometry(listed.dataset.wkt);
    const link = listed.querySelector("h3 a");
    if (!shape || !link) continue;
    const layer = placed(L, shape, listed, !middles.size).bindPopup(() => popup(link)).addTo(drawn);
    middles.set(link.href, layer.getBounds().getCenter());
  }
  for (const listed of document.querySelectorAll("[data-joined]")) {
    const ends = [...listed.querySelectorAll("h3 a")].map(({ href }) => middles.get(href));
    if (ends.length !== 2 || ends.includes(undefined)) continue;
    const links = listed.querySelectorAll("li > :first-child");
    L.polyline(ends, { className: "track" }).bindPopup(() => popup(...links)).addTo(drawn);
  }
  const place = html("div", { class: "map", role: "region", "aria-label": button.textContent, tabindex: -1 });
  document.querySelector(".map").replaceWith(place);
  button.hidden = true;
  const shown = await map(place, drawn);
  const names = [...place.querySelectorAll(".name")];
  const clear = () => {
    const free = apart(names.map((name) => name.getBoundingClientRect()));
    names.forEach((name, at) => name.classList.toggle("in-the-way", !free[at]));
  };
  shown.on("zoomend resize", clear);
  clear();
  place.focus({ preventScroll: true });
}

/** A place with the mark of its kind, and what the drawing calls it. */
function placed(L, shape, listed, main) {
  const { name } = listed.dataset;
  const mark = listed.querySelector(".map-key").cloneNode(true);
  const icon = L.divIcon({ className: main ? "kind main" : "kind", iconSize: [14, 14], html: mark });
  return L.geoJSON(shape, {
    pointToLayer: (_, at) => L.marker(at, { title: name, alt: name, icon, zIndexOffset: main ? FRONT : 0 })
      .bindTooltip(html("span", {}, name), { permanent: true, direction: "auto", offset: [5, 0], className: main ? "name main" : "name" }),
    style: { className: "track" },
  });
}

function popup(...links) {
  return html("div", {}, links.map((link) => html("p", { class: "title" }, link.cloneNode(true))));
}
