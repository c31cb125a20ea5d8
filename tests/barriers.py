"""What axe finds on a page. Its colours are measured once for each kind of text, since that takes so long."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

QUICK = {
    "reporter": "no-passes",  # to list all that is well takes a fifth of the time
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2 AA, but left out unless it is asked for
}
IN_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what a theme can change
SAMPLED = 'axe.configure({ rules: [{ id: "color-contrast", selector: "[data-sampled]" }] })'

# Texts are of one kind that look the same and stand in elements that look the same, up to the root; of each
# kind three that can be seen are marked, and every field. Of texts in drawings axe says nothing at all.
MARK = """() => {
  const LOOKS = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight",
    "position", "filter", "textShadow"];
  const numbers = new Map(), kinds = new Map(), marked = new Map();
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const look = [kinds.get(element.parentElement), element.localName, element.getAttribute("class"),
      ...LOOKS.map((each) => style[each])].join();
    const kind = numbers.get(look) ?? numbers.size;
    numbers.set(look, kind);
    kinds.set(element, kind);
    const text = [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim().length > 1);
    const field = element.matches("input, select, textarea");
    const count = marked.get(kind) ?? 0;
    const mark = field || (text && count < 3 && !element.closest("svg") && element.checkVisibility());
    if (mark) marked.set(kind, count + 1);
    element.toggleAttribute("data-sampled", mark);
  }
}"""


def with_axe(page: Page) -> None:
    """Bring axe into the page, which `barriers` needs once for each page that is opened."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(SAMPLED)


def barriers(page: Page, **options: Any) -> AxeResults:
    """What axe finds on the page as it looks now, with these options of `axe.run`."""
    page.evaluate(MARK)
    return AxeResults(page.evaluate("(options) => axe.run(options)", QUICK | options))
