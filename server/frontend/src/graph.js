// Graphs of things and their relations, in the colours of the page.
import cytoscape from "cytoscape";
import { sheet } from "./dom.js";

// The sheet has the rule that cytoscape would write into the page, which the page's policy forbids.
const LARGEST = 1.4; // times: names that are drawn larger would cover each other
const SHEET = "__________cytoscape_stylesheet";

/** Draw a graph into an element; `onpick` is called with the id of a node that is picked. Returns a way to zoom. */
export function graph(element, { nodes, edges, onpick }) {
  sheet("graph", SHEET);
  const drawn = cytoscape({
    container: element,
    elements: [...nodes, ...edges].map((data) => ({ data })),
    style: style(element),
    layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, randomize: true, padding: 20 },
    maxZoom: 2,
    userZoomingEnabled: false, // the wheel belongs to the page
  });
  const scale = Math.min(LARGEST, Math.max(1, 1 / drawn.zoom())); // names of a large graph can be read all the same
  drawn.style(style(element, scale));
  drawn.on("tap", "node", ({ target }) => onpick?.(target.id()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.style(style(element, scale)));
  return (by) => drawn.zoom({ level: drawn.zoom() * by, renderedPosition: { x: drawn.width() / 2, y: drawn.height() / 2 } });
}

function style(element, scale = 1) {
  const token = (name) => getComputedStyle(element).getPropertyValue(`--${name}`).trim();
  const text = { label: "data(label)", color: token("ink"), "font-family": token("sans"), "text-background-color": token("paper"), "text-background-opacity": 0.85 };
  return [
    { selector: "node", style: { ...text, width: 10 * scale, height: 10 * scale, "background-color": token("link"), "font-size": 12 * scale, "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 140 * scale } },
    { selector: "node:selected", style: { "background-color": token("derived"), width: 14 * scale, height: 14 * scale } },
    { selector: "edge", style: { ...text, color: token("quiet"), width: scale, "line-color": token("quiet"), "line-opacity": 0.5, "target-arrow-color": token("quiet"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier", "font-size": 10, "text-rotation": "autorotate", "min-zoomed-font-size": 9 } },
    { selector: "edge[kind = 'type']", style: { "line-style": "dotted" } },
  ];
}
