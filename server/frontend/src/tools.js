// What can be done with a query beside running it: its address, and the same from a terminal or a program.
import { curl, javascript, python } from "./code.js";
import { arm } from "./copy.js";
import { settings } from "./settings.js";

const MEDIA = { SELECT: "text/csv", ASK: "application/sparql-results+json" };

/** Arm the buttons that copy; `query` and `type` give what stands in the editor. */
export function tools(form, query, type) {
  const endpoint = () => new URL(settings.endpoint, location).href;
  const program = (write) => () => write(endpoint(), query(), MEDIA[type()] ?? "text/turtle");
  const address = () => `${endpoint()}?${new URLSearchParams({ query: query() })}`;
  const offered = { address, curl: program(curl), python: program(python), javascript: program(javascript) };
  for (const button of form.querySelectorAll("[data-code]")) arm(button, offered[button.dataset.code]);
}
