"""Marks of evidence with scripts: the passage opens where the mark stands, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect


@pytest.fixture
def tab(browser: Browser, server: str) -> Iterator[Page]:
    """A tab of a reader of English, in which scripts run."""
    context = browser.new_context(base_url=server, locale="en-GB", bypass_csp=True)
    yield context.new_page()
    context.close()


def mark_of(tab: Page, claim: str) -> Locator:
    """The mark of a claim on the port's page."""
    tab.goto("/page/horgos-port")
    line = tab.locator("#happened .line", has=tab.locator(f'a[href="/page/claim/{claim}"]'))
    return line.locator(".voice.sign-passage a")


def test_a_mark_opens_the_passage_in_place(tab: Page) -> None:
    """Document, heading, position and the statement; Escape closes it, and the focus is where it was."""
    mark = mark_of(tab, "port-official-opening-1881")
    mark.focus()
    tab.keyboard.press("Enter")
    box = tab.get_by_role("dialog", name="1881")
    expect(box).to_contain_text("Atlas, characters")
    expect(box).to_contain_text("Korgas becomes an official port")
    expect(box.get_by_role("link", name="1881", exact=True)).to_be_focused()
    assert Axe().run(tab).violations_count == 0
    tab.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(mark).to_be_focused()
    assert tab.url.endswith("/page/horgos-port")


def test_a_mark_of_the_editors_opens_as_that_of_a_passage(tab: Page) -> None:
    """With what they state; without scripts, the mark is the link to both."""
    tab.goto("/page/aecom")
    mark = tab.locator("main .voice.sign-editors a").first
    mark.click()
    box = tab.get_by_role("dialog", name="The editors")
    expect(box.locator(".evidence-stated")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(mark).to_be_focused()
    assert str(mark.get_attribute("href")).startswith("/page/graph/editorial#says-")


def test_the_box_leads_to_the_statement_in_the_passage(tab: Page) -> None:
    """Its title is the way to the page of the passage, where the statement is marked."""
    mark_of(tab, "port-official-opening-1881").click()
    tab.get_by_role("dialog", name="1881").get_by_role("link", name="1881", exact=True).click()
    tab.wait_for_url(re.compile("/page/source/atlas-1881#"))
    assert tab.locator(":target").inner_text().startswith("1881")


def test_a_mark_that_cannot_be_opened_is_a_link(tab: Page) -> None:
    """Where the passage does not come, the browser goes there as without scripts."""
    tab.route(
        "**/page/source/**",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    mark_of(tab, "port-official-opening-1881").click()
    tab.wait_for_url(re.compile("/page/source/atlas-1881#"))
