// Graphs of things and their relations, in the colours of the page.
import cytoscape from "cytoscape";
import { sheet } from "./dom.js";
import { filling, spiral } from "./layout.js";

// The sheet has the rule that cytoscape would write into the page, which the page's policy forbids.
const SHEET = "__________cytoscape_stylesheet";
const EDGE = { x: 70, y: 30 }; // pixels at the sides of the place that names need
const LONG = 60; // characters of a name; the whole of it is told where it is picked
const SIDES = ["below", "above", "right", "left"]; // of a point, where its name is tried
const DOT = { includeLabels: false, includeOverlays: false };
const NAME = { includeNodes: false, includeEdges: false, includeOverlays: false };

/** Draw a graph into an element; `onpick` is called with the id of a node that is picked. Returns a way to zoom. */
export function graph(element, { nodes, edges, onpick }) {
  sheet("graph", SHEET);
  const drawn = cytoscape({
    container: element,
    elements: [
      ...nodes.map(({ label, ...data }, index) => ({ data: { ...data, label: cut(label) }, position: spiral(index) })),
      ...edges.map(({ label, ...data }) => ({ data: { ...data, label: cut(label) } })),
    ],
    style: style(element),
    layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, randomize: false, fit: false },
    maxZoom: 3,
    userZoomingEnabled: false, // the wheel belongs to the page
  });
  fill(drawn);
  write(drawn);
  drawn.on("tap", "node", ({ target }) => {
    drawn.elements().removeClass("near");
    target.closedNeighborhood().addClass("near");
    onpick?.(target.id());
  });
  const restyle = () => { drawn.style(style(element, 1 / drawn.zoom())); write(drawn); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  return (by) => {
    drawn.zoom({ level: drawn.zoom() * by, renderedPosition: { x: drawn.width() / 2, y: drawn.height() / 2 } });
    restyle(); // names and points stay as large as they are, and have more room
  };
}

/** Spread the points over the place, whatever shape the layout gave them. */
function fill(drawn) {
  const places = filling(drawn.nodes().map((node) => node.position()), { width: drawn.width(), height: drawn.height() }, EDGE);
  drawn.nodes().positions((_, index) => places[index]);
  drawn.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
}

/** Show the names that find room, those of what has most relations first; the names of relations come after them. */
function write(drawn) {
  drawn.batch(() => drawn.elements().removeClass([...SIDES, "named"].join(" ")));
  const taken = drawn.nodes().map((node) => ({ of: node, ...node.renderedBoundingBox(DOT) }));
  const place = { x1: 0, y1: 0, x2: drawn.width(), y2: drawn.height() };
  for (const node of drawn.nodes().sort((a, b) => b.degree() - a.degree())) name(node, SIDES, taken, place);
  for (const edge of drawn.edges()) name(edge, ["along"], taken, place);
}

function name(element, sides, taken, place) {
  for (const side of sides) {
    element.addClass(`named ${side}`);
    const box = element.renderedBoundingBox(NAME);
    const inside = box.x1 >= place.x1 && box.y1 >= place.y1 && box.x2 <= place.x2 && box.y2 <= place.y2;
    if (inside && !taken.some((other) => other.of !== element && meet(box, other))) {
      taken.push(box);
      return;
    }
    element.removeClass(`named ${side}`);
  }
}

function meet(one, other) {
  return one.x1 < other.x2 && other.x1 < one.x2 && one.y1 < other.y2 && other.y1 < one.y2;
}

function cut(text) {
  return [...text].length > LONG ? `${[...text].slice(0, LONG - 1).join("").trimEnd()}…` : text;
}

/** `scale` is how many units a pixel of the page has. */
function style(element, scale = 1) {
  const token = (name) => getComputedStyle(element).getPropertyValue(`--${name}`).trim();
  const text = { label: "data(label)", color: token("ink"), "font-family": token("sans"), "font-size": 12 * scale, "text-background-color": token("paper"), "text-background-opacity": 0.85, "text-opacity": 0, "text-events": "yes" };
  const gap = 3 * scale;
  return [
    { selector: "node", style: { ...text, width: 10 * scale, height: 10 * scale, "background-color": token("link"), "text-valign": "bottom", "text-margin-y": gap, "text-wrap": "wrap", "text-max-width": 140 * scale } },
    { selector: "node.above", style: { "text-valign": "top", "text-margin-y": -gap } },
    { selector: "node.right", style: { "text-valign": "center", "text-halign": "right", "text-margin-y": 0, "text-margin-x": gap, "text-justification": "left" } },
    { selector: "node.left", style: { "text-valign": "center", "text-halign": "left", "text-margin-y": 0, "text-margin-x": -gap, "text-justification": "right" } },
    { selector: "node:selected", style: { "background-color": token("derived"), width: 14 * scale, height: 14 * scale } },
    { selector: "edge", style: { ...text, color: token("quiet"), width: scale, "line-color": token("quiet"), "line-opacity": 0.5, "target-arrow-color": token("quiet"), "target-arrow-shape": "triangle", "arrow-scale": 0.7 * scale, "curve-style": "bezier", "font-size": 10 * scale, "text-rotation": "autorotate" } },
    { selector: "edge[kind = 'type']", style: { "line-style": "dotted" } },
    { selector: ".named, .near", style: { "text-opacity": 1 } },
    { selector: ".near", style: { "text-background-opacity": 1, "z-index": 1 } },
    { selector: "edge.near", style: { "line-opacity": 1 } },
  ];
}
