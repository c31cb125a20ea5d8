"""How pages look to everybody: light and dark, on a phone and a wide screen, and to assistive technology."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from barriers import IN_COLOUR, barriers, with_axe
from kinds import KINDS

WIDTHS = (375, 1440)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

LAZY = re.compile(r"/(editor|map|graph|chunk|outlines)[-.]")  # what comes after the page itself
STEPS = 150  # at most so many steps by keyboard
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
TRANSFERRED = """
["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .map((entry) => [entry.name, entry.transferSize])
"""
FOCUSABLE = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility() && each.tabIndex >= 0 && !each.disabled)"""
OUTLINED = """getComputedStyle(document.activeElement).outlineStyle !== "none" """


@pytest.fixture(scope="module")
def tab(browser: Browser, server: str) -> Iterator[Page]:
    """A tab in which axe may run its script; the pages themselves have none."""
    context = browser.new_context(base_url=server, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_barrier_and_no_sideways_scrolling(tab: Page, kind: str) -> None:
    """Axe finds nothing (WCAG 2.2 AA), and nothing is wider than the screen, in either theme and width."""
    tab.goto(KINDS[kind])
    with_axe(tab)
    for theme in THEMES:
        for width in WIDTHS:
            tab.emulate_media(color_scheme=theme)
            tab.set_viewport_size({"width": width, "height": 800})
            beyond = tab.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert beyond == 0, f"{theme}, {width} px wide: {beyond} px too wide"
            report = barriers(tab, **(IN_COLOUR if theme == "dark" else {}))
            assert report.violations_count == 0, f"{theme}, {width} px wide: {report.generate_report()}"


@pytest.mark.parametrize(
    ("fault", "found"),
    [("", 0), ("#odd { color: #ccc }", 1), ("li { color: #ccc }", 3), ("#back { background: #666 }", 3)],
    ids=["none", "of one row alone", "of all rows", "of what they stand on"],
)
def test_a_faint_text_is_found_among_many_of_another_kind(tab: Page, fault: str, found: int) -> None:
    """Axe looks at three texts of each kind: enough, since what makes one faint makes it of another kind."""
    rows = "".join(f"<li{' id=odd' if row == 17 else ''}>Row {row}" for row in range(30))
    tab.emulate_media(color_scheme="light")
    tab.set_content(f"<style>{fault}</style><h1>Rows</h1><ul id=back>{rows}</ul>")
    with_axe(tab)
    violations = barriers(tab, runOnly=["color-contrast"]).response["violations"]
    assert sum(len(each["nodes"]) for each in violations) == found


@pytest.fixture(scope="module")
def fresh(browser: Browser, server: str) -> Iterator[Page]:
    """A tab that runs scripts and keeps nothing from one page to the next."""
    context = browser.new_context(base_url=server, locale="en-GB", viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    context.close()


class Visit(NamedTuple):
    """What happened while a page was loaded with its scripts."""

    asked: list[str]
    complaints: list[str]
    sizes: list[tuple[str, int]]
    shifted: float


@pytest.fixture(scope="module", params=KINDS)
def visit(request: pytest.FixtureRequest, fresh: Page) -> Visit:
    """One visit to a page of each kind."""
    asked: list[str] = []
    complaints: list[str] = []
    listeners = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: complaints.append(message.text),
        "pageerror": lambda error: complaints.append(str(error)),
    }
    for event, listener in listeners.items():
        fresh.on(event, listener)
    fresh.goto(KINDS[request.param])
    fresh.wait_for_load_state("networkidle")
    for event, listener in listeners.items():
        fresh.remove_listener(event, listener)
    return Visit(asked, complaints, fresh.evaluate(TRANSFERRED), fresh.evaluate("window.shifted"))


def test_a_page_is_light_and_nothing_jumps_while_it_loads(visit: Visit) -> None:
    """Under 150 kB compressed before the editor or a map comes; the layout shifts by less than 0.1 (CLS)."""
    weight = sum(size for name, size in visit.sizes if not LAZY.search(name))
    assert weight < 150_000, visit.sizes
    assert visit.shifted < 0.1


def test_pages_ask_nothing_of_other_servers(visit: Visit, server: str) -> None:
    """No request leaves the origin, with scripts that run, and the content policy has nothing to refuse."""
    assert visit.asked
    assert all(url.startswith((server, "data:", "blob:")) for url in visit.asked)
    assert [text for text in visit.complaints if "status of 4" not in text] == []


@pytest.mark.parametrize("kind", ["home", "thing", "statistics", "map", "disagreements"])
def test_the_keyboard_reaches_every_link_and_field(fresh: Page, kind: str) -> None:
    """Tab goes from the first to the last in the order of the page, and what has the focus shows it."""
    fresh.goto(KINDS[kind])
    wanted = fresh.evaluate(f"({FOCUSABLE}).length")
    seen = 0
    while seen < min(wanted, STEPS):
        fresh.keyboard.press("Tab")
        place, visible = fresh.evaluate(f"[({FOCUSABLE}).indexOf(document.activeElement), {OUTLINED}]")
        assert (place, visible) == (seen, True), f"after {seen} steps"
        seen += 1


@pytest.mark.parametrize("width", [360, 768, 1024, 2560])
def test_nothing_is_cut_off_at_any_width(tab: Page, width: int) -> None:
    """From the smallest phone to a very wide screen the port's page fits."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(KINDS["thing"])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_themes_differ(tab: Page) -> None:
    """Dark is dark, light is light, as the reader's system asks."""
    tab.goto("/")
    colours = []
    for theme in THEMES:
        tab.emulate_media(color_scheme=theme)
        colours.append(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(int(part) for part in colour[4:-1].split(",")) for colour in colours)
    assert light > 600
    assert dark < 150


def test_a_cell_of_the_documentation_is_one_text_on_a_phone(tab: Page) -> None:
    """Code in a cell stands where the words beside it do, and not under the name of the column."""
    tab.set_viewport_size({"width": 375, "height": 800})
    tab.goto("/docs/http")
    astray, all_ = tab.evaluate("""() => {
        const cells = [...document.querySelectorAll(".documentation td[data-column]")]
            .filter((each) => getComputedStyle(each).display !== "table-cell" && each.querySelector("code"));
        const left = (each) => each.getBoundingClientRect().left;
        const named = (each) => left(each) + parseFloat(getComputedStyle(each, "::before").width);
        const astray = (each) => [...each.querySelectorAll("code")].some((code) => left(code) < named(each));
        return [cells.filter(astray).length, cells.length];
    }""")
    assert all_ > 10
    assert astray == 0


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "passage",
    ["atlas-1962", "guide-growth-2", "guide-icbc-1", "guide-infrastructure-2", "guide-key-achievements-1"],
)
def test_the_ways_to_the_passages_beside_one_take_two_lines_at_most(
    tab: Page, passage: str, language: str
) -> None:
    """On a phone one stands below the other where they are long; on a wide screen both are in one line."""
    tab.goto(f"/page/source/{passage}?lang={language}")
    for width, most in zip(WIDTHS, (2, 1), strict=True):
        tab.set_viewport_size({"width": width, "height": 800})
        lines = tab.locator(".neighbours a").evaluate_all(
            "ways => ways.map((way) => way.clientHeight / parseFloat(getComputedStyle(way).lineHeight))"
        )
        assert len(lines) == 2
        assert max(map(round, lines)) <= most


@pytest.mark.parametrize("page", ["/docs/mcp", "/docs/search", "/queries/history/between-years"])
def test_code_on_a_phone_goes_on_between_its_words(tab: Page, page: str) -> None:
    """No word is broken that a line has room for, and no block is scrolled; what is copied is the text."""
    tab.set_viewport_size({"width": 375, "height": 800})
    tab.goto(page)
    words, broken, wide, changed = tab.evaluate("""() => {
        const words = [...document.querySelectorAll(".code-line .tied")];
        const blocks = [...document.querySelectorAll(".listing:not(.drawn)")];
        const lines = (each) => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight);
        return [
            words.length,
            words.filter((each) => lines(each) > 1.5).map((each) => each.textContent),
            blocks.filter((each) => each.scrollWidth > each.clientWidth).length,
            blocks.filter((each) => each.innerText.trim() !== each.textContent.trim()).length,
        ];
    }""")
    assert words > 20
    assert (broken, wide, changed) == ([], 0, 0)
