"""A graph that somebody else lays out is served as theirs: nothing there is about the shipped one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

from horgos.config import Config
from horgos.init import Wish, lay_out
from horgos.site import Site, open_site, publish
from web.conftest import app_of

STARTS = (
    *("/", "/?lang=zh", "/about?lang=zh", "/ns?lang=zh", "/shapes?lang=zh", "/openapi.json", "/sitemap.xml"),
    *("/prefixes.json", "/prefixes.ttl", "/report?format=ttl", "/search?q=bridge", "/search.json?q=bridge"),
    *(
        "/reconcile",
        "/id/atlantis",
        "/nowhere",
        "/sparql?query=nonsense",
        "/sparql?format=ttl",
        "/robots.txt",
    ),
    *("/healthz", "/dumps/SHA256SUMS", "/llms.txt", "/void.ttl", "/.well-known/void"),
)
# What may stand there: the program by its name, and the terms and shapes that it brings by their IRIs.
ALLOWED = re.compile(
    r"https://w3id\.org/horgos/(?:ns|shapes)\b|<code>horgos validate</code>|(?:by|由) horgos [0-9.]+"
    r"|`horgos mcp`|The authors of horgos"
)
SHIPPED = re.compile(
    "horgos|khorgo|korgas|nikan|霍尔果斯|kazakhstan|哈萨克斯坦|icbc|/my-graph/|/tiny/", re.IGNORECASE
)
# Links within the server, without files of the pages and questions; the data as a whole is in the dumps.
LINK = re.compile(r'(?:href="|<loc>[^<]*//[^/<]*)(/(?!static|cite|release|data)[^"#?<]*(?<!\.gz))["#<]')


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a graph as `horgos init` lays it out."""
    folder = tmp_path_factory.mktemp("laid-out") / "bridges"
    lay_out(folder, Wish.of(folder, None, None, None, date(2026, 5, 4)))
    config = Config.load({"graph": folder, "cache": tmp_path_factory.mktemp("cache"), "workers": 1}, {})
    with open_site(config, publish(config, lambda _: None)) as site:
        yield site


def walk(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every text that links lead to, from the first pages on, with its address."""
    waiting, seen = list(STARTS), set(STARTS)
    for path in waiting:
        response = client.get(path, headers={"Accept": "text/html,*/*;q=0.5"}, follow_redirects=True)
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, path
        yield path, response.text
        found = set(map(unescape, LINK.findall(response.text)))
        waiting += sorted(found - seen)
        seen |= found


def shipped_in(text: str) -> str:
    """What of the shipped graph stands in a text, with what is around it; empty where there is nothing."""
    left = ALLOWED.sub("", re.sub(r"<wbr>|</?span[^>]*>", "", text))
    found = SHIPPED.search(left)
    return left[max(0, found.start() - 60) : found.end() + 60] if found else ""


def test_nothing_of_the_shipped_graph_shows(laid_out: Site) -> None:
    """No page, download, error or list holds its name in any spelling, or a country or thing of it."""
    shown = {path: shipped_in(text) for path, text in walk(app_of(laid_out).test_client())}
    assert {
        "/page/old-bridge",
        "/dumps/bridges.trig",
        "/errors/not-found",
        "/ns",
        "/shapes.ttl",
    } <= shown.keys()
    assert {path: text for path, text in shown.items() if text} == {}


def test_what_is_of_the_shipped_graph_would_be_found(horgos: FlaskClient) -> None:
    """The same search finds it on the pages of that graph."""
    for path in ("/", "/data/graph/ontology.ttl", "/page/icbc", "/dumps/horgos.nq"):
        assert shipped_in(horgos.get(path).text), path


def test_the_vocabulary_of_another_graph_begins_with_its_own_terms(laid_out: Site) -> None:
    """The page of the vocabulary names both ontologies, and has the terms of the graph among the others."""
    page = app_of(laid_out).test_client().get("/ns", headers={"Accept": "text/html"}).text
    assert "Terms of Bridges" in page
    assert 'id="Bridge"' in page
