// The rows as a table. Of a long one only what is near the window is in the document: rows come in chunks, and a
// chunk that is far away is one empty row as high as its rows were.
import { content } from "../cells.js";
import { html } from "../dom.js";
import { number, say, settings } from "../settings.js";
import { sorted } from "../sorting.js";
import { kind } from "../terms.js";
import { kinds } from "../views.js";

const CHUNK = 50; // rows
const HEIGHT = 38; // pixels that a row is taken for before it has been shown
const BY_ROW = matchMedia("(max-width: 37.99rem)"); // where each row is read for itself (style.css)
const NEAR = "800px 0px"; // how far from the window a chunk is shown

/** Show a result as a table. */
export function show(container, result, { labels }) {
  new Table(container, result, labels).fill();
}

class Table {
  constructor(container, result, labels) {
    Object.assign(this, { result, labels, kinds: kinds(result), descending: false, column: null, order: result.rows.map((_, index) => index) });
    this.heads = result.columns.map((name, column) => this.#head(name, column));
    this.table = html("table", { class: "by-row", "aria-rowcount": result.rows.length + 1 },
      html("colgroup", {}, result.columns.map(() => html("col"))),
      html("thead", {}, html("tr", { "aria-rowindex": 1 }, this.heads)));
    this.region = html("div", { class: "table rows", tabindex: 0, role: "region", "aria-label": say("table-of-results") }, this.table);
    container.append(this.region);
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), { root: this.region, rootMargin: NEAR });
  }

  /** Lay the rows out anew, in their order. */
  fill() {
    this.observer.disconnect();
    this.table.querySelectorAll("tbody").forEach((body) => body.remove());
    for (let first = 0; first < this.order.length; first += CHUNK) {
      const body = html("tbody");
      Object.assign(body, { first, rows_: Math.min(CHUNK, this.order.length - first), height: null });
      this.table.append(body);
      if (first === 0) this.#open(body);
      else this.#close(body);
    }
    if (this.order.length > CHUNK) this.#fix();
    this.table.querySelectorAll("tbody").forEach((body) => this.observer.observe(body));
  }

  #head(name, column) {
    const button = html("button", { type: "button", class: "sort", onclick: () => this.#sort(column) }, name);
    return html("th", { scope: "col", class: this.kinds[column] === "number" ? "number" : null }, button);
  }

  async #sort(column) {
    this.descending = this.column === column && !this.descending;
    this.column = column;
    await this.labels.load(this.result.rows.flatMap((row) => (row[column]?.type === "iri" ? [row[column].value] : [])));
    const context = { labels: this.labels, languages: settings.languages, prefixes: settings.prefixes };
    this.order = sorted(this.result.rows, column, this.descending, context);
    this.heads.forEach((head, each) => {
      if (each === column) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.fill();
    this.region.scrollTop = 0;
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#open(target);
      else if (!target.contains(document.activeElement)) this.#close(target);
    }
  }

  #open(body) {
    if (body.open) return;
    body.open = true;
    const indices = this.order.slice(body.first, body.first + body.rows_);
    const draw = () => body.replaceChildren(...indices.map((index, at) => this.#row(index, body.first + at)));
    draw();
    const iris = indices.flatMap((index) => this.result.rows[index].filter((term) => term?.type === "iri").map(({ value }) => value));
    this.labels.load(iris).then(() => { if (body.open && !body.contains(document.activeElement)) draw(); });
  }

  #close(body) {
    if (body.open) body.height = body.getBoundingClientRect().height;
    body.open = false;
    const gap = html("td", { colspan: this.result.columns.length, class: "gap" });
    gap.style.height = `${body.height ?? body.rows_ * HEIGHT}px`;
    body.replaceChildren(html("tr", { "aria-hidden": "true" }, gap));
  }

  #row(index, at) {
    const cells = this.result.rows[index].map((term, column) => (
      html("td", { "data-column": this.result.columns[column], class: term && kind(term) === "number" ? "number" : null }, content(term, this.labels))
    ));
    return html("tr", { "aria-rowindex": at + 2 }, cells);
  }

  /** Keep the widths of the columns while rows come and go. */
  #fix() {
    if (this.table.style.tableLayout || BY_ROW.matches) return;
    const widths = this.heads.map((head) => head.getBoundingClientRect().width);
    this.table.querySelectorAll("col").forEach((col, column) => { col.style.width = `${Math.ceil(widths[column])}px`; });
    this.table.style.width = `${Math.ceil(widths.reduce((sum, width) => sum + width, 0))}px`;
    this.table.style.tableLayout = "fixed";
  }
}

/** What a part of many is called: "the first 200 of 5,000". */
export function part(shown, total) {
  return shown < total ? html("p", { class: "cut" }, say("first-of", { shown: number(shown), total: number(total) })) : null;
}
