// Completion of variables, prefixes, classes, properties and of entities by their label, from this endpoint alone.
import { ask } from "./endpoint.js";
import { position } from "./position.js";
import classes from "./queries/classes.rq";
import entities from "./queries/entities.rq";
import properties from "./queries/properties.rq";
import { html } from "./dom.js";
import { say, settings } from "./settings.js";
import { curie, plain, suiting } from "./terms.js";

const MOST = 60; // suggestions shown
const LEAST = 2; // characters of a fragment from which on suggestions come by themselves

export class Completion {
  #vocabulary = new Map(); // the terms used as class and as property, asked once
  #asked = new AbortController();

  /** `tell` says something to the reader who asked. */
  constructor(editor, labels, tell) {
    Object.assign(this, { editor, labels, tell });
  }

  /** Show what could stand at the cursor. `typed`: while somebody types, only where it costs nothing. */
  show(typed = false) {
    const { kind, fragment } = this.#position();
    const cheap = (kind === "class" || kind === "property") && fragment.length >= LEAST;
    if (typed && (!cheap || this.editor.state.completionActive)) return;
    this.editor.showHint({ hint: () => this.#hints(typed), completeSingle: false, closeCharacters: /[\s{}()>;,]/ });
  }

  #position() {
    const doc = this.editor.getDoc();
    return position(doc.getRange({ line: 0, ch: 0 }, doc.getCursor()));
  }

  async #hints(typed) {
    const { kind, fragment } = this.#position();
    const to = this.editor.getDoc().getCursor();
    const from = { line: to.line, ch: to.ch - fragment.length };
    const list = kind ? await this.#suggestions(kind, fragment) : [];
    if (!typed) this.tell(list.length ? "" : say("no-completion"));
    return { list, from, to };
  }

  async #suggestions(kind, fragment) {
    if (kind === "variable") return this.#variables(fragment);
    if (kind === "prefix") return this.#prefixes(fragment);
    const found = kind === "entity" ? await this.#entities(fragment) : await this.#terms(kind, fragment);
    return found.slice(0, MOST).map(({ iri, label }) => this.#hint(iri, label));
  }

  #variables(fragment) {
    const written = this.editor.getValue().match(/[?$]\w+/g) ?? [];
    return [...new Set(written)].filter((name) => name.startsWith(fragment) && name !== fragment).sort();
  }

  #prefixes(fragment) {
    const fits = Object.entries(settings.prefixes).filter(([prefix]) => `${prefix}:`.startsWith(fragment.split(":")[0]));
    return fits.map(([prefix, space]) => `${prefix}: <${space}>`);
  }

  /** The classes or properties whose label or name has the fragment in it, the most used first. */
  async #terms(kind, fragment) {
    if (!this.#vocabulary.has(kind)) this.#vocabulary.set(kind, this.#vocabularyOf(kind));
    const wanted = fragment.replace(/^</, "").toLowerCase();
    return (await this.#vocabulary.get(kind)).filter(({ iri, label }) => (
      [iri, curie(iri, settings.prefixes), label].some((name) => name?.toLowerCase().includes(wanted))
    ));
  }

  async #vocabularyOf(kind) {
    const { rows } = await ask(kind === "class" ? classes : properties).catch(() => ({ rows: [] }));
    const iris = rows.map(([term]) => term.value);
    await this.labels.load(iris);
    return iris.map((iri) => ({ iri, label: this.labels.get(iri)?.value }));
  }

  /** The entities that have a name with the fragment in it, or an IRI that begins so. */
  async #entities(fragment) {
    if (!fragment) return [];
    this.#asked.abort();
    this.#asked = new AbortController();
    const literal = (text) => JSON.stringify(text);
    const [prefix, local] = fragment.split(":");
    const space = local === undefined ? undefined : settings.prefixes[prefix];
    const start = space ? space + local : fragment.startsWith("<h") ? fragment.slice(1) : "urn:x-none:";
    const words = space || fragment.startsWith("<") ? "\n\n\n" : fragment.toLowerCase();
    const query = entities.replace("$words", () => literal(words)).replace("$start", () => literal(start));
    const { rows } = await ask(query, { signal: this.#asked.signal }).catch(() => ({ rows: [] }));
    const names = new Map();
    for (const [term, name] of rows) names.set(term.value, [...(names.get(term.value) ?? []), name]);
    return [...names].map(([iri, found]) => ({ iri, label: suiting(found, settings.languages).value }));
  }

  #hint(iri, label) {
    const short = curie(iri, settings.prefixes);
    return {
      text: short ?? `<${iri}>`,
      render: (element) => element.append(
        html("span", { class: "hint-label" }, label ?? short ?? iri), " ", html("code", { class: "short" }, short ?? plain({ type: "iri", value: iri })),
      ),
      hint: (editor, { from, to }, { text }) => {
        editor.getDoc().replaceRange(text, from, to, "complete");
        declare(this.editor, text.split(":")[0]);
      },
    };
  }
}

/** Declare a prefix of this dataset at the top of the query, where it is not declared. */
export function declare(editor, prefix) {
  const space = settings.prefixes[prefix];
  if (space && !(prefix in editor.getPrefixesFromQuery())) editor.addPrefixes({ [prefix]: space });
}
