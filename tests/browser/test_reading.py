"""What a person finds with a browser, without scripts and without leaving this server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from kinds import KINDS


def test_the_port_was_opened_in_1881_and_the_mark_leads_to_the_passage(page: Page) -> None:
    """From the IRI of the port to its page, to the year 1881, to the passage that says so."""
    response = page.goto("/id/horgos-port")
    assert response is not None
    assert response.request.redirected_from is not None
    assert page.url.endswith("/page/horgos-port")
    expect(page.get_by_role("heading", level=1)).to_have_text("Horgos Border Port")
    line = page.locator("#happened .line").filter(has_text="official port")
    expect(line.locator(".when")).to_have_text("1881")
    mark = line.locator(".voices").get_by_role("link", name="Atlas, 1881")
    expect(mark).to_be_visible()
    mark.click()
    assert page.url.endswith("/page/source/atlas-1881#says-claim/port-official-opening-1881")
    expect(page.get_by_role("heading", level=1)).to_have_text("1881")
    expect(page.locator("header.title")).to_contain_text("in Atlas, characters")
    expect(page.locator("#content")).to_contain_text("official port")


def test_when_it_was_closed_can_be_read_and_followed(page: Page) -> None:
    """The derived periods stand on the port's page, with the rule and the passages they follow from."""
    page.goto("/page/horgos-port")
    period = page.locator("#status .line").filter(has_text="from 1962 to November 1983")
    expect(period.locator(".phrase").first).to_have_text("closed")
    expect(period.locator(".voices")).to_contain_text("derived by")
    period.locator(".voices").get_by_role("link", name="Atlas, 1962").click()
    assert page.url.partition("#")[0].endswith("/page/source/atlas-1962")


def test_the_map_can_be_seen_as_it_stood_in_a_year(page: Page) -> None:
    """From home to the map; a year typed into the form, the next one told of, and the passage that tells."""
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Map").click()
    page.wait_for_url("**/map")  # with its styles, which show one of two sizes
    expect(page.get_by_role("img", name="Map of the places")).to_be_visible()
    page.get_by_label("As it stood in the year").fill("1961")
    page.get_by_role("form", name="A year").get_by_role("button", name="Show").click()
    expect(page.locator("#year-1961 .value > .claim").filter(has_text="open")).not_to_have_count(0)
    expect(page.locator("#year-1961 .value > .claim").filter(has_text="closed")).to_have_count(0)
    page.get_by_role("link", name="Told of after: 1962").click()
    told = page.locator("#year-1962")
    expect(told.locator(".value > .claim").filter(has_text="closed")).not_to_have_count(0)
    told.get_by_role("link", name="Atlas, 1962").first.click()
    assert page.url.partition("#")[0].endswith("/page/source/atlas-1962")


def test_a_question_of_the_home_page_is_answered(page: Page) -> None:
    """Home, a question, its query with a table of results, and from a cell to a page."""
    page.goto("/")
    page.locator("#questions").get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name="SPARQL")).to_be_visible()
    table = page.get_by_role("table")
    expect(table).to_be_visible()
    table.locator("td a").first.click()
    assert "/page/" in page.url


def test_a_query_can_be_typed_and_its_error_is_shown(page: Page) -> None:
    """A mistake is marked with its line; corrected, it is answered. Keyboard alone is enough."""
    page.goto("/sparql")
    field = page.get_by_role("textbox", name="SPARQL")
    field.fill("SELECT ?s\nWHERE { ?s ?p ?o")
    field.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("line 2")
    page.get_by_role("textbox", name="SPARQL").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()


def test_a_reader_of_chinese_reads_chinese(browser: Browser, server: str) -> None:
    """Labels and times come in the language that the browser asks for."""
    page = browser.new_page(base_url=server, locale="zh-CN", java_script_enabled=False)
    page.goto("/page/horgos-port")
    expect(page.get_by_role("heading", level=1)).to_have_text("霍尔果斯口岸")
    expect(page.locator("#happened")).to_contain_text("1983年11月")
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_works_without_scripts(page: Page, kind: str) -> None:
    """Its heading and its content are there, and every form goes somewhere and has a button for it."""
    page.goto(KINDS[kind])
    assert page.locator("h1").count() == 1
    assert page.locator("main, body.preview").first.inner_text().strip()
    for form in page.locator("form").all():
        assert form.get_attribute("action")
        assert (form.get_attribute("method") or "get") == "get"
        expect(form.get_by_role("button").first).to_be_visible()


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    """The first stop of the keyboard passes over the masthead (WCAG 2.2, 2.4.1)."""
    page.goto("/page/horgos-port")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
