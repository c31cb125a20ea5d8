"""A real browser that looks at the server that users start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

STARTING = 120  # seconds for starting the browser, on a machine that is busy
# No sandbox, because tests may run as root in a container; nothing that calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")  # not longer: its event loop would be in the way of tests with a loop
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without it these tests fail, they are not passed over."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("There is no chromium. On Debian: apt-get install chromium libatomic1", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=ARGUMENTS, timeout=STARTING * 1000
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A reader of English whose browser does not run scripts."""
    context = browser.new_context(base_url=server, locale="en-GB", java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab of that reader."""
    return context.new_page()
