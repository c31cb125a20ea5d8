"""Three people come with a question and leave with what they came for, in a real browser."""

from __future__ import annotations

import gzip
import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pyoxigraph import NamedNode, RdfFormat, parse

PORT = NamedNode("https://w3id.org/horgos/id/horgos-port")


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A reader of English whose browser runs scripts, and who lets pages use the clipboard."""
    context = browser.new_context(
        base_url=server, locale="en-GB", permissions=["clipboard-read", "clipboard-write"]
    )
    foreign: list[str] = []
    context.on("request", lambda request: foreign.append(request.url) if server not in request.url else None)
    yield context
    assert foreign == []
    context.close()


def test_a_journalist_sees_two_growth_rates_and_takes_the_citation(visitor: BrowserContext) -> None:
    """She looks for the passengers of 2024, learns who says which, why one is preferred, and cites it."""
    page = visitor.new_page()
    page.goto("/")
    figure = (
        page.locator("main")
        .get_by_text("growth of passengers")
        .locator("xpath=ancestor::*[self::li or self::div][1]")
    )
    expect(figure).to_contain_text("90")
    figure.get_by_role("link", name=re.compile("disputed")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("90 % or 112 %")
    main = page.locator("main")
    for told in ("90", "112", "2024 Achievements ¶1", "Record-Breaking Milestones ¶4"):
        expect(main.get_by_text(told).first).to_be_visible()
    main.get_by_role("link", name=re.compile("2024 Achievements ¶1")).first.click()
    passage = page.get_by_role("dialog", name="2024 Achievements ¶1")
    expect(passage).to_contain_text("Guide")
    expect(passage).to_contain_text("90")
    page.keyboard.press("Escape")
    expect(passage).to_be_hidden()
    main.get_by_role("link", name=re.compile("90")).first.click()
    cited = page.request.get(str(page.get_by_role("link", name="RIS").first.get_attribute("href")))
    assert cited.ok
    assert "2024 Achievements" in cited.text()
    assert "UR  - https://w3id.org/horgos/claim/passenger-growth-2024-90" in cited.text()


def test_a_user_of_sparql_completes_a_class_sees_a_map_and_copies_a_line_that_works(
    visitor: BrowserContext,
) -> None:
    """He writes with what the editor offers, looks at the answer as a map, and takes it to his shell."""
    page = visitor.new_page()
    page.goto("/sparql")
    editor = page.locator(".CodeMirror").first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?port ?where { ?port a hg:BorderP")
    page.keyboard.press("Control+Space")
    page.get_by_text("hg:BorderPort").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" ; geo:hasGeometry/geo:asWKT ?where }")
    page.keyboard.press("Escape")
    editor.click()
    page.keyboard.press("Control+Enter")
    results = page.locator("#results")
    expect(results).to_contain_text("1 row")
    expect(results.locator(".leaflet-container")).to_be_visible()
    page.get_by_role("button", name="curl").click()
    expect(page.get_by_role("button", name="copied")).to_be_visible()
    line = page.evaluate("navigator.clipboard.readText()")
    answer = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout
    assert PORT.value in answer
    assert "POINT" in answer


def test_a_librarian_finds_the_port_by_its_chinese_name_and_takes_its_data_and_all_of_it(
    visitor: BrowserContext,
) -> None:
    """From a name to a page, from the page to its Turtle, and from there to the dump of the whole."""
    page = visitor.new_page()
    page.goto("/")
    page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first.fill("霍尔果斯")
    page.get_by_role("button", name="Search").first.click()
    page.locator("main").get_by_role("link", name="Horgos Border Port", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Horgos Border Port")
    turtle = page.request.get(
        str(page.get_by_role("link", name="Turtle", exact=True).first.get_attribute("href"))
    )
    assert any(quad.subject == PORT for quad in parse(turtle.body(), RdfFormat.TURTLE))
    page.get_by_role("link", name="Download", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="N-Quads, horgos.nq.gz", exact=True).click()
    dump = gzip.decompress(taken.value.path().read_bytes())
    assert any(quad.subject == PORT for quad in parse(dump, RdfFormat.N_QUADS))
