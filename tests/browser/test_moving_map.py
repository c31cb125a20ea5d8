"""The map page with its scripts: the same places on a map that can be moved and zoomed."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect


def test_the_map_can_be_moved_and_zoomed(browser: Browser, server: str) -> None:
    """A button draws what the page lists: each place with the mark of its kind, and what connects them.

    Each marker leads to its page, by keyboard as well, and axe finds nothing.
    """
    context = browser.new_context(base_url=server, locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/map")
    kinds = page.locator("#places .map-key .mark").evaluate_all(
        "marks => marks.map(each => each.classList[1])"
    )
    page.get_by_role("button", name="Move and zoom").click()
    drawn = page.get_by_role("region", name="Move and zoom")
    expect(drawn.get_by_role("button", name="Kuldja")).to_be_attached()
    shown = drawn.locator(".kind .mark").evaluate_all("marks => marks.map(each => each.classList[1])")
    assert sorted(shown) == sorted(kinds)
    expect(drawn.locator(".track")).to_have_count(page.locator("[data-joined]").count())
    page.keyboard.press("Tab")
    drawn.get_by_role("button", name="Kuldja").press("Enter")
    expect(drawn.get_by_role("link", name="Kuldja")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawn.get_by_role("link", name="Kuldja")).to_have_count(0)
    expect(drawn.get_by_role("button", name="Kuldja")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_the_map_of_a_year_moves_with_the_names_of_the_year(browser: Browser, server: str) -> None:
    """And without connections, as the drawing has it; all places are within its frame."""
    context = browser.new_context(base_url=server, locale="en-GB", viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto("/map?year=1962")
    page.get_by_role("button", name="Move and zoom").click()
    drawn = page.get_by_role("region", name="Move and zoom")
    expect(drawn.get_by_role("button", name="Horgos Border Port (open / closed)")).to_be_visible()
    expect(drawn.get_by_role("button", name="nearer")).to_be_visible()
    expect(drawn.locator(".track")).to_have_count(0)
    frame = drawn.bounding_box()
    assert frame
    for mark in drawn.locator(".kind").all():
        box = mark.bounding_box()
        assert box
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    context.close()


def test_without_scripts_the_map_has_no_button(browser: Browser, server: str) -> None:
    """What cannot be done is not offered."""
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/map")
    expect(page.get_by_role("button", name="Move and zoom")).to_have_count(0)
    context.close()
