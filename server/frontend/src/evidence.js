// A mark of evidence opens where it stands: the passage, and in it the statement that the mark is for.
// The link leads to a page; this shows what that page shows, without leaving this one.

const EDITORS = ".voice.sign-editors > a[href], .aside.sign-editors > a[href]";
const MARKS = `.sign-passage a[href], .sign-rule > a[href], ${EDITORS}`;
const TITLE = "header.title h1";
const ABOUT = "header.title .place, header.title .summary";

let open = null; // what is shown, and the mark that it is for

/** Let the marks of evidence below a node open in place. */
export function evidence(root) {
  if (!("popover" in HTMLElement.prototype)) return;
  root.addEventListener("click", (event) => {
    const mark = event.target.closest?.(MARKS);
    if (!mark || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (mark.closest(".evidence-box") || new URL(mark.href).origin !== location.origin) return;
    event.preventDefault();
    show(mark).catch(() => location.assign(mark.href));
  });
}

/** Fetch the page of a mark, and show its parts beside it. */
async function show(mark) {
  const url = new URL(mark.href);
  mark.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url.pathname + url.search, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    place(made(page, url, mark), mark);
  } finally {
    mark.removeAttribute("aria-busy");
  }
}

/** The box: which passage, which leads to its page, where it stands, and what is stated there. */
function made(page, url, mark) {
  const box = document.createElement("div");
  box.className = "evidence-box";
  box.popover = "auto";
  box.setAttribute("role", "dialog");
  const title = document.createElement("a");
  title.className = "evidence-title";
  title.href = mark.href;
  title.append(...taken(page.querySelector(TITLE), "title", "span").childNodes);
  box.setAttribute("aria-label", title.textContent.trim());
  box.append(title);
  for (const part of page.querySelectorAll(ABOUT)) box.append(taken(part, "evidence-about", "p"));
  const stated = page.getElementById(decodeURIComponent(url.hash.slice(1)));
  if (stated) box.append(taken(stated, "evidence-stated", "div"));
  return box;
}

/** A copy of a part of another page, without what must be there once only. */
function taken(part, name, tag) {
  const copy = document.createElement(tag);
  copy.className = name;
  const inside = document.importNode(part, true);
  for (const each of inside.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const each of inside.querySelectorAll("script, link")) each.remove();
  copy.append(...inside.childNodes);
  return copy;
}

/** Show a box by its mark; where it closes, the focus is on the mark again. */
function place(box, mark) {
  open?.remove();
  open = box;
  document.body.append(box);
  box.showPopover();
  const { left, bottom, top } = mark.getBoundingClientRect();
  const width = box.offsetWidth;
  const below = bottom + box.offsetHeight + 16 < innerHeight || top < innerHeight / 2;
  box.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`;
  if (below) box.style.top = `${bottom + 6}px`;
  else box.style.bottom = `${innerHeight - top + 6}px`;
  box.style.maxHeight = `${Math.max(160, below ? innerHeight - bottom - 20 : top - 20)}px`;
  box.querySelector("a").focus({ preventScroll: true });
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    box.remove();
    if (document.activeElement === document.body || !document.activeElement) mark.focus({ preventScroll: true });
  });
}
