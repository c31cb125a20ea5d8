"""The map page with its scripts: the same places on a map that can be moved and zoomed."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect


def test_the_map_can_be_moved_and_zoomed(browser: Browser, server: str) -> None:
    """A button draws the places that the page lists; each marker leads to its page, and axe finds nothing."""
    context = browser.new_context(base_url=server, locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/map")
    page.get_by_role("button", name="Move and zoom").click()
    drawn = page.get_by_role("region", name="Move and zoom")
    expect(drawn.get_by_role("button", name="Kuldja")).to_be_attached()
    expect(drawn.locator(".place")).to_have_count(page.locator("[data-wkt]").count())
    page.keyboard.press("Tab")
    drawn.get_by_role("button", name="Kuldja").press("Enter")
    expect(drawn.get_by_role("link", name="Kuldja")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_without_scripts_the_map_has_no_button(browser: Browser, server: str) -> None:
    """What cannot be done is not offered."""
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/map")
    expect(page.get_by_role("button", name="Move and zoom")).to_have_count(0)
    context.close()
