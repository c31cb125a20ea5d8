// Graphs of things and their relations, in the colours of the page.
import cytoscape from "cytoscape";
import { sheet } from "./dom.js";

// The sheet has the rule that cytoscape would write into the page, which the page's policy forbids.
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
  drawn.on("tap", "node", ({ target }) => onpick?.(target.id()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.style(style(element)));
  return (by) => drawn.zoom({ level: drawn.zoom() * by, renderedPosition: { x: drawn.width() / 2, y: drawn.height() / 2 } });
}

function style(element) {
  const token = (name) => getComputedStyle(element).getPropertyValue(`--${name}`).trim();
  const text = { label: "data(label)", color: token("ink"), "font-family": token("sans"), "text-background-color": token("paper"), "text-background-opacity": 0.85 };
  return [
    { selector: "node", style: { ...text, width: 10, height: 10, "background-color": token("link"), "font-size": 12, "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 140 } },
    { selector: "node:selected", style: { "background-color": token("derived"), width: 14, height: 14 } },
    { selector: "edge", style: { ...text, color: token("quiet"), width: 1, "line-color": token("hair"), "target-arrow-color": token("quiet"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier", "font-size": 9, "text-rotation": "autorotate", "min-zoomed-font-size": 7 } },
    { selector: "edge[kind = 'type']", style: { "line-style": "dotted" } },
  ];
}
