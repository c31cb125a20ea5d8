// Elements from their parts: texts are always texts, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element with attributes (`class`, `onclick`, …; null and false leave one out) and children. */
export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

const sheets = new Map();

/** Load a sheet of the build once, as the element with this id. Resolves when it counts, or cannot be had. */
export function sheet(name, id = `sheet-${name}`) {
  if (!sheets.has(name)) {
    sheets.set(name, new Promise((done) => {
      const href = new URL(SHEETS[`${name}.css`], import.meta.url).href;
      document.head.append(html("link", { id, rel: "stylesheet", href, onload: done, onerror: done }));
    }));
  }
  return sheets.get(name);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}
