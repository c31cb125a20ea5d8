// On every page. Each enhancement looks for what it enhances; a page without scripts has all the content.
import { copyable } from "./copy.js";
import { evidence } from "./evidence.js";
import { places } from "./places.js";
import { suggesting } from "./suggest.js";

copyable(document);
evidence(document);
suggesting(document);
places(document);
const form = document.querySelector("form.query");
if (form) import("./editor.js").then(({ start }) => start(form));
