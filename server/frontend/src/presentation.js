// An answer, or an error, as the page shows it.
import { limit } from "./code.js";
import { html } from "./dom.js";
import { number, say, settings } from "./settings.js";
import { chosen, roles, VIEWS, wanted } from "./views.js";
import { show as table } from "./views/table.js";
import { show as chart } from "./views/chart.js";
import { show as timeline } from "./views/timeline.js";

const SHOW = {
  table, chart, timeline,
  map: async (...given) => (await import("./views/map.js")).show(...given),
  graph: async (...given) => (await import("./views/graph.js")).show(...given),
};
const DRAWN = new Set(["map", "graph"]); // as high whatever the result
const KIB = 1024;

/** Show an answer in a section; returns what there is to tell of it in a line. */
export async function present(section, result, query, labels) {
  const asked = result.boolean !== undefined;
  const title = html("h2", {}, asked ? say(result.boolean ? "yes" : "no") : counted(result));
  const told = summary(result, query);
  if (asked || !result.rows.length) section.classList.remove("drawn");
  section.replaceChildren(title, html("p", { class: "quiet" }, told), downloads(result, query));
  section.hidden = false;
  if (!asked && result.rows.length) await views(section, result, query, labels);
  else if (!asked) section.append(html("p", {}, say("nothing")));
  return `${title.textContent}${say("stop")}${told}`;
}

/** A problem as the page of the server shows it. */
export function problem({ title, detail, advice, line, column, dumps }) {
  const place = line ? html("p", { class: "here" }, say("place", { line, column })) : null;
  const all = dumps ? [" ", html("a", { href: dumps }, say("dumps"))] : [];
  return html("section", { class: "problem", role: "alert" }, html("h2", {}, settings.titles[title] ?? title),
    html("p", {}, html("bdi", { lang: "en" }, detail ?? ""), advice ? [" ", html("bdi", { lang: "en" }, advice)] : [], all), place);
}

function counted({ rows, graph }) {
  return say(`${graph ? "triple" : "row"}${rows.length === 1 ? "" : "s"}`, { count: number(rows.length) });
}

function summary(result, query) {
  const parts = [say("in", { milliseconds: number(Math.round(result.milliseconds)), size: size(result.bytes) })];
  if (limit(query) !== null && limit(query) === result.rows?.length) parts.push(say("limit-reached", { limit: number(limit(query)) }));
  parts.push(say("limits", { seconds: number(settings.deadline), size: number(settings.result) }));
  return parts.join(say("gap"));
}

function size(bytes) {
  return bytes < KIB ? `${number(bytes)} B` : bytes < KIB * KIB ? `${number(Math.round(bytes / KIB))} KiB` : `${number(Math.round(bytes / KIB / KIB))} MiB`;
}

function downloads(result, query) {
  const line = html("p", { class: "quiet" }, say("download"));
  for (const { name, title, extension } of settings.formats[result.graph ? "graphs" : "rows"]) {
    if (result.boolean !== undefined && ["csv", "tsv"].includes(name)) continue;
    const address = `${settings.endpoint}?${new URLSearchParams({ query, format: name })}`;
    line.append(" ", html("a", { href: address, download: `result.${extension}` }, title));
  }
  return line;
}

async function views(section, result, query, labels) {
  const found = roles(result);
  let place = html("div");
  const buttons = VIEWS.filter((view) => found[view]).map((view) => (
    html("button", { type: "button", class: "plain", "data-view": view, onclick: () => open(view) }, say(view))
  ));
  const open = async (view) => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.view === view));
    const fresh = html("div", { class: "view", "data-view": view }); // what another view still draws is lost with the old
    place.replaceWith(fresh);
    place = fresh;
    section.classList.toggle("drawn", DRAWN.has(view));
    await SHOW[view](fresh, result, { labels, roles: found });
  };
  if (buttons.length > 1) section.append(html("p", { class: "views", role: "group", "aria-label": say("view") }, buttons));
  const view = wanted(query);
  if (VIEWS.includes(view) && !found[view]) section.append(html("p", { class: "cut" }, say("no-such-view", { view: say(view) })));
  section.append(place);
  await open(chosen(found, query, result));
}
