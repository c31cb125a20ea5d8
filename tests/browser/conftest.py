"""A server started as users start it, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Empty, Queue
from typing import IO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

STARTING = 120  # seconds for building the graph and for starting the browser, on a machine that is busy
# No sandbox, because tests may run as root in a container; nothing that calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that `horgos serve` started on a free port, without a slash at its end."""
    folder = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "horgos.cli", "serve", "--host", "127.0.0.1", "--port", "0"]
    with (
        (folder / "errors").open("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            [*command, "--cache", str(folder / "cache")],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        found: Queue[str | None] = Queue()
        listener = threading.Thread(target=_listen, args=(process.stdout, found))
        listener.start()
        try:
            address = _address(found)
            if address is None:
                errors.seek(0)
                pytest.fail(f"The server did not say that it is ready.\n{errors.read()}")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
            listener.join(timeout=30)


@pytest.fixture(scope="session")
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


def _address(found: Queue[str | None]) -> str | None:
    """The address in the line that says the server is ready; None if it ends, or takes too long to say so."""
    try:
        return found.get(timeout=STARTING)
    except Empty:
        return None


def _listen(output: IO[str] | None, found: Queue[str | None]) -> None:
    for line in output or ():
        if match := re.search(r"(http://127\.0\.0\.1:\d+)/", line):
            found.put(match[1])
    found.put(None)
