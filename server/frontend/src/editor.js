// The query page: an editor in the place of the plain field, and results that come without a new page.
import Yasqe from "@zazuko/yasqe";
import { Completion, declare } from "./completion.js";
import { html, sheet } from "./dom.js";
import { ask, Problem } from "./endpoint.js";
import { Labels } from "./labels.js";
import { position } from "./position.js";
import { present, problem } from "./presentation.js";
import { say, settings } from "./settings.js";
import { tools } from "./tools.js";

Yasqe.defaults.autocompleters = []; // its own ask others; a list in the configuration would be merged with this one

/** Put the editor into the form of the query page; where the page came with an answer, ask for it again. */
export function start(form) {
  sheet("editor");
  new QueryPage(form).begin();
}

class QueryPage {
  #running = null; // the AbortController of the query that runs

  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.labels = new Labels();
    this.button = form.querySelector("button[type=submit]");
    this.cancel = document.getElementById("cancel");
    this.status = document.getElementById("status");
    this.editor = this.#editor();
    this.completion = new Completion(this.editor, this.labels, (words) => this.#tell(words));
    this.section = document.getElementById("results") ?? html("section", { id: "results", hidden: true });
    this.message = document.querySelector("main > .problem");
  }

  begin() {
    tools(this.form, () => this.editor.getValue(), () => this.editor.getQueryType());
    this.cancel.addEventListener("click", () => this.#running?.abort());
    this.form.after(this.section);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.run(); });
    addEventListener("popstate", () => this.#arrive());
    if (this.message) this.#mark(settings.error);
    else if (new URLSearchParams(location.search).has("query")) this.run({ remember: false });
  }

  /** Run the query in the editor and show what comes of it. A query that runs still is ended. */
  async run({ remember = true } = {}) {
    const query = this.editor.getValue();
    this.#running?.abort();
    const controller = this.#running = new AbortController();
    this.#forget();
    this.#busy(true);
    const begun = performance.now();
    if (remember) this.#remember(query);
    const result = await ask(query, { signal: controller.signal }).catch((error) => error);
    if (controller !== this.#running) return; // another runs
    this.#busy(false);
    if (result instanceof Error) this.#failed(result, performance.now() - begun);
    else this.#tell(await present(this.section, result, query, this.labels), true);
  }

  #editor() {
    const place = html("div", { class: "editor" });
    this.form.classList.add("scripts");
    this.field.before(place);
    this.field.hidden = true;
    this.field.required = false; // the browser would look for it
    const editor = new Yasqe(place, {
      value: this.field.value,
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "auto",
      syntaxErrorCheck: false, // the endpoint tells it in words
      screenReaderLabel: "SPARQL",
      requestConfig: { endpoint: settings.endpoint },
      extraKeys: {
        "Ctrl-Enter": () => this.run(),
        "Cmd-Enter": () => this.run(),
        "Ctrl-Space": () => this.completion.show(),
        "Alt-/": () => this.completion.show(), // where Ctrl+Space changes what one writes with, as for Chinese
        Esc: () => this.button.focus(),
        "Ctrl-S": () => {},
      },
    });
    editor.getInputField().setAttribute("aria-describedby", "keys");
    editor.getScrollerElement().tabIndex = 0; // a long query can be scrolled without writing in it
    editor.on("change", () => { this.field.value = editor.getValue(); this.#unmark(); });
    editor.on("inputRead", (_, { text }) => this.#typed(text.join("\n")));
    this.form.querySelector("label").addEventListener("click", () => editor.focus());
    return editor;
  }

  /** A prefix is declared as soon as it is used. */
  #typed(text) {
    const doc = this.editor.getDoc();
    const { kind, fragment } = position(doc.getRange({ line: 0, ch: 0 }, doc.getCursor()));
    if (text === ":" && kind && kind !== "prefix") declare(this.editor, fragment.slice(0, -1));
    else this.completion.show(true);
  }

  #busy(busy) {
    this.cancel.hidden = !busy;
    this.section.setAttribute("aria-busy", busy);
    if (busy) this.#tell(say("running"));
    else this.#running = null;
  }

  /** Say something to all, or, where it is shown elsewhere, to those who listen alone. */
  #tell(words, shown = false) {
    this.status.replaceChildren(html("span", { class: shown ? "unseen" : null }, words));
  }

  #failed(error, milliseconds) {
    if (error.name === "AbortError") {
      this.#tell(say("cancelled", { seconds: (milliseconds / 1000).toFixed(1) }));
      this.button.focus();
      return;
    }
    this.section.hidden = true;
    this.#tell("");
    const told = error instanceof Problem ? error : new Problem({ title: say("unreachable"), detail: error.message });
    this.message = problem(told);
    this.form.before(this.message);
    this.#mark(told);
  }

  /** Mark the place of an error in the query; its column counts characters, the editor counts UTF-16 units. */
  #mark({ line, column, detail }) {
    if (!line) return;
    const doc = this.editor.getDoc();
    const text = doc.getLine(line - 1) ?? "";
    const ch = [...text].slice(0, (column ?? 1) - 1).join("").length;
    const from = { line: line - 1, ch: Math.min(ch, Math.max(0, text.length - 1)) };
    const word = /^\s*\S+/.exec(text.slice(from.ch))?.[0] ?? " "; // where it ends the endpoint does not tell
    doc.markText(from, { line: line - 1, ch: from.ch + word.length }, { className: "wrong-here" });
    doc.addLineClass(line - 1, "background", "wrong-line");
    this.editor.setGutterMarker(line - 1, "gutterErrorBar", html("span", { class: "wrong-mark", title: detail }, "●"));
    doc.setCursor(from);
  }

  #unmark() {
    const doc = this.editor.getDoc();
    doc.getAllMarks().filter((mark) => mark.className === "wrong-here").forEach((mark) => mark.clear());
    doc.eachLine((line) => { doc.removeLineClass(line, "background", "wrong-line"); });
    this.editor.clearGutter("gutterErrorBar");
  }

  #forget() {
    this.#unmark();
    this.message?.remove();
    this.message = null;
  }

  /** The address of the page leads to this query. */
  #remember(query) {
    const address = new URL(location);
    if (address.searchParams.get("query") === query) return;
    address.searchParams.set("query", query);
    address.hash = "";
    history.pushState(null, "", address);
  }

  #arrive() {
    const query = new URLSearchParams(location.search).get("query");
    if (query === null || query === this.editor.getValue()) return;
    this.editor.setValue(query);
    this.run({ remember: false });
  }
}
