// The labels of IRIs in the reader's language, asked of the endpoint in batches and kept.
import { ask } from "./endpoint.js";
import template from "./queries/labels.rq";
import { say, settings } from "./settings.js";
import { suiting } from "./terms.js";

const BATCH = 150; // IRIs in one question
const SAFE = /^[^\x00-\x20<>"{}|^`\\]+$/; // what an IRI in a query may consist of

export class Labels {
  #known = new Map(); // from IRI to label, or to null where it has none

  /** The label of an IRI, where it has been asked for and there is one; else what the pages call a well-known term. */
  get(iri) {
    return this.#known.get(iri) ?? (Object.hasOwn(settings.terms, iri) ? { value: settings.terms[iri] } : undefined);
  }

  /** Ask for the labels of those that have not been asked for. What cannot be had stays as it is. */
  async load(iris) {
    const asked = [...new Set(iris)].filter((iri) => !this.#known.has(iri) && SAFE.test(iri));
    for (const iri of asked) this.#known.set(iri, null);
    const batches = Array.from({ length: Math.ceil(asked.length / BATCH) }, (_, i) => asked.slice(i * BATCH, (i + 1) * BATCH));
    await Promise.all(batches.map((batch) => this.#load(batch)));
  }

  async #load(iris) {
    const values = iris.map((iri) => `<${iri}>`).join(" ");
    const found = new Map();
    const { rows } = await ask(template.replace("$iris", () => values)).catch(() => ({ rows: [] }));
    for (const [iri, label, rank, part] of rows) {
      if (label.type === "literal") found.set(iri.value, [...(found.get(iri.value) ?? []), { ...label, value: part ? say("placed", { whole: label.value, part: part.value }) : label.value, rank: Number(rank.value) }]);
    }
    for (const [iri, labels] of found) this.#known.set(iri, suiting(labels, settings.languages));
  }
}
