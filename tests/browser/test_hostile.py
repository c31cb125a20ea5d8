"""A graph that is meant to break pages, in a real browser: names that are markup, endless, or backwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from serving import serving

MANY = 10_000
HOSTILE = Path(__file__).parents[1] / "abuse" / "hostile.trig"
LONG = """
g:editorial {
  e:endless a org:Organization ; skos:prefLabel "%s"@en , "%s"@zh-hans .
  e:crowd a org:Organization ; skos:prefLabel "A crowd"@en .
}
g:editorial { %s }
"""
PAGES = [
    *(
        "/",
        "/browse?class=org:Organization",
        "/map",
        "/timeline",
        "/statistics",
        "/disagreements",
        "/sources",
    ),
    *("/search?q=script", "/search?q=x", "/queries", "/page/markup", "/page/template", "/page/reversed"),
    *("/page/endless", "/page/crowd", "/page/member-7", "/page/graph/editorial"),
]


@pytest.fixture(scope="module")
def hostile(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the tiny graph, hostile names, one of 5,000 letters, and a thing with 10,000 relations."""
    folder = tmp_path_factory.mktemp("hostile") / "graph"
    shutil.copytree(tiny_folder, folder)
    members = "\n".join(
        f'e:member-{each} a org:Organization ; skos:prefLabel "Member {each}"@en ; dcterms:isPartOf e:crowd .'
        for each in range(MANY)
    )
    text = HOSTILE.read_text("utf-8") + LONG % ("x" * 5000, "霍" * 5000, members)
    (folder / "data" / HOSTILE.name).write_text(text, "utf-8")
    with serving(
        "--graph", str(folder), "--cache", str(folder.parent / "cache"), "--processes", "1"
    ) as address:
        yield address


@pytest.fixture(scope="module")
def tab(browser: Browser, hostile: str) -> Iterator[Page]:
    """A tab that runs scripts and notes what none of them should do."""
    context = browser.new_context(base_url=hostile, locale="en-GB", viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.add_init_script("window.alert = () => { window.harmed = true; }")
    yield page
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_no_name_breaks_a_page(tab: Page, address: str) -> None:
    """Nothing runs, nothing fails, nothing is wider than a phone, and the page says whose it is."""
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    response = tab.goto(address)
    assert response is not None
    assert response.status == 200
    tab.wait_for_load_state("networkidle")
    assert failures == []
    assert not tab.evaluate("window.harmed === true")
    assert (
        tab.evaluate("document.querySelectorAll('main script, main img, [onclick], [onerror]').length") == 0
    )
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375
    assert tab.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_thing_with_ten_thousand_relations_tells_how_many_and_leads_to_all(tab: Page) -> None:
    """The page is no longer than others; what it leaves out is counted."""
    tab.goto("/page/crowd")
    assert "10,000" in tab.locator("main").inner_text()
    assert tab.evaluate("document.querySelectorAll('main a').length") < 1000
