"""Search in a real browser: suggestions by keyboard and by pointer, and the page without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def tab(browser: Browser, server: str) -> Iterator[Page]:
    """The search page of a reader of English whose browser runs scripts."""
    context = browser.new_context(base_url=server, locale="en-GB", bypass_csp=True)
    page = context.new_page()
    page.goto("/search")
    yield page
    context.close()


def test_a_librarian_finds_the_port_without_a_script(page: Page) -> None:
    """The form alone leads to it, and what is chosen is removed again by a link."""
    page.goto("/search")
    page.get_by_role("searchbox").fill("霍尔果斯")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile("^facility")).click()
    assert "kind=" in page.url
    page.get_by_role("link", name="remove: facility").click()
    page.get_by_role("link", name="Horgos Border Port", exact=True).click()
    assert page.url.endswith("/page/horgos-port")


def test_suggestions_are_chosen_by_keyboard(tab: Page) -> None:
    """ARIA Authoring Practices: arrows move, the count is told, Enter goes to what is chosen."""
    field = tab.get_by_role("combobox")
    field.press_sequentially("huoerg")
    expect(tab.get_by_role("option").first).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    expect(tab.get_by_text(re.compile(r"^Suggestions: \d"))).to_have_count(1)
    field.press("ArrowDown")
    chosen = tab.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    field.press("Enter")
    tab.wait_for_url("**/page/horgos-port")


def test_escape_closes_the_list_and_keeps_what_was_typed(tab: Page) -> None:
    """And Enter without a choice sends the form."""
    field = tab.get_by_role("combobox")
    field.press_sequentially("horgos")
    expect(tab.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(tab.get_by_role("option")).to_have_count(0)
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "horgos"
    field.press("Enter")
    tab.wait_for_url("**/search?q=horgos")


def test_suggestions_are_chosen_by_pointer(tab: Page) -> None:
    """A click leads to the page."""
    tab.get_by_role("combobox").press_sequentially("nikan")
    tab.get_by_role("option").first.click()
    tab.wait_for_url("**/page/**")


def test_axe_finds_nothing_while_the_list_is_open(tab: Page) -> None:
    """The combobox has the roles and states that it needs."""
    tab.get_by_role("combobox").press_sequentially("horgos")
    expect(tab.get_by_role("option").first).to_be_visible()
    report = Axe().run(tab)
    assert report.violations_count == 0, report.generate_report()
