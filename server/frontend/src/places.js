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
  const main = document.querySelector(".map .mark.main"); // its place is the first in the list
  const middles = new Map(); // of the places, by the address of the page of each
  for (const listed of document.querySelectorAll("[data-wkt]")) {
    const shape = geometry(listed.dataset.wkt);
    const link = listed.querySelector("h3 a");
    if (!shape || !link) continue;
    const layer = placed(L, shape, listed, main && !middles.size).addTo(drawn);
    layer.bindPopup(() => popup([link], listed.querySelector(".position")));
    middles.set(link.href, layer.getBounds().getCenter());
  }
  for (const listed of document.querySelectorAll("[data-joined]")) {
    const ends = [...listed.querySelectorAll("h3 a")].map(({ href }) => middles.get(href));
    if (ends.length !== 2 || ends.includes(undefined)) continue;
    const links = listed.querySelectorAll("li > :first-child");
    L.polyline(ends, { className: "track" }).bindPopup(() => popup([...links])).addTo(drawn);
  }
  const place = html("div", { class: "map", role: "region", "aria-label": button.textContent, tabindex: -1 });
  document.querySelector(".map").replaceWith(place);
  button.hidden = true;
  for (const still of document.querySelectorAll("[data-still]")) still.remove(); // what is true of the drawing alone
  const shown = await map(place, drawn, button.dataset);
  const marked = drawn.getLayers().flatMap((layer) => layer.getLayers?.() ?? []).filter((layer) => layer.getTooltip());
  shown.on("moveend resize", () => settle(shown, marked));
  settle(shown, marked);
  place.focus({ preventScroll: true });
}

/** Set the names beside their marks where they have room. */
function settle(shown, marked) {
  const names = marked.map((marker) => {
    const { offsetWidth: width, offsetHeight: height } = marker.getTooltip().getElement();
    return { ...shown.latLngToContainerPoint(marker.getLatLng()), width, height };
  });
  apart(names, shown.getSize()).forEach((place, at) => {
    const name = marked[at].getTooltip();
    name.getElement().classList.toggle("in-the-way", !place);
    Object.assign(name.options, place);
    name.update();
  });
}

/** A place with the mark of its kind, and what the drawing calls it. */
function placed(L, shape, listed, main) {
  const { name } = listed.dataset;
  const mark = listed.querySelector(".map-key").cloneNode(true);
  const icon = L.divIcon({ className: main ? "kind main" : "kind", iconSize: [14, 14], html: mark });
  return L.geoJSON(shape, {
    pointToLayer: (_, at) => L.marker(at, { title: name, alt: name, icon, zIndexOffset: main ? FRONT : 0 })
      .bindTooltip(html("span", {}, name), { permanent: true, opacity: 1, className: main ? "name main" : "name" }),
    style: { className: "track" },
  });
}

function popup(links, also) {
  return html("div", {}, links.map((link) => html("p", { class: "title" }, link.cloneNode(true))), also?.cloneNode(true));
}
