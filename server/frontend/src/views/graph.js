// Triples, or pairs of resources, as a graph.
import { named } from "../cells.js";
import { html } from "../dom.js";
import { graph } from "../graph.js";
import { say, settings } from "../settings.js";
import { plain, RDF_TYPE } from "../terms.js";
import { part } from "./table.js";

const MOST = 300; // edges that are drawn

/** Show the relations of a result. Literals are left to the table. */
export async function show(container, result, { labels, roles }) {
  const { source, edge, target } = roles.graph;
  const related = result.rows.filter((row) => isNode(row[source]) && isNode(row[target]));
  const rows = related.slice(0, MOST);
  const iris = rows.flatMap((row) => [source, edge, target].filter((column) => column !== null).map((column) => row[column]));
  await labels.load(iris.filter((term) => term?.type === "iri").map(({ value }) => value));
  if (!container.isConnected) return; // another view has been chosen meanwhile
  const words = (term) => ended(plain(term, { labels, prefixes: settings.prefixes }), term);
  const nodes = new Map(rows.flatMap((row) => [row[source], row[target]]).map((term) => [id(term), term]));
  const place = html("div", { class: "graph", role: "img", "aria-label": say("graph-of-results", { nodes: nodes.size, edges: rows.length }) });
  const picked = html("p", { class: "picked", role: "status" }, say("pick-a-node"));
  const zooming = html("p", { class: "zoom quiet" });
  container.append(place, zooming, picked, part(rows.length, related.length) ?? "");
  const zoom = graph(place, {
    nodes: [...nodes].map(([name, term]) => ({ id: name, label: words(term) })),
    edges: rows.map((row) => ({
      source: id(row[source]), target: id(row[target]), label: edge === null ? "" : words(row[edge]),
      kind: edge !== null && row[edge]?.value === RDF_TYPE ? "type" : "",
    })),
    onpick: (name) => picked.replaceChildren(named(nodes.get(name), labels)),
  });
  for (const [name, by] of [["nearer", 1.4], ["farther", 1 / 1.4]]) {
    zooming.append(html("button", { type: "button", class: "plain", onclick: () => zoom(by) }, say(name)));
  }
}

/** An IRI that has neither label nor prefix by its end alone. */
function ended(text, term) {
  return term.type === "iri" && text === term.value ? `…${/[^/#]*[/#]?$/.exec(text)[0]}` : text;
}

function isNode(term) {
  return term?.type === "iri" || term?.type === "blank";
}

function id(term) {
  return `${term.type} ${term.value}`;
}
