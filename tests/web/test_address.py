"""Behind a proxy, below a path, and under the digest of a release."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from horgos.site import Site
from horgos.web.front import Front
from horgos.web.protocol import DIRECT
from rsgi import ask
from web.conftest import app_of

PUBLIC = "https://data.example.org/other/graph/"
ROOT = "/other/graph"
HTML = {"Accept": "text/html"}


@pytest.fixture
def behind(tiny: Site) -> FlaskClient:
    """A client of a server that a proxy shows at another address."""
    return app_of(replace(tiny, config=replace(tiny.config, public_url=PUBLIC))).test_client()


@pytest.mark.parametrize("root", ["", ROOT], ids=["stripped", "kept"])
def test_a_query_is_posted_through_the_proxy(tiny: Site, root: str) -> None:
    """The body of a query is read at the endpoint, whichever path of it the proxy passes on."""
    site = replace(tiny, config=replace(tiny.config, public_url=PUBLIC))
    front = Front(app_of(site), site)
    reply = ask(front, f"{root}/sparql", [("content-type", DIRECT)], method="POST", body=b"ASK {}")
    front.close()
    assert (reply.status, json.loads(reply.body)["boolean"]) == (200, True)


@pytest.fixture
def release(tiny: Site) -> str:
    """The path of the release of the tiny graph."""
    return f"/release/{tiny.publication.digest}"


@pytest.mark.parametrize("path", ["/", "/page/gannet-light", "/sparql", "/ns", "/dumps/", "/shapes"])
@pytest.mark.parametrize("root", ["", "/other/graph"], ids=["stripped", "kept"])
def test_every_link_of_a_page_leads_through_the_proxy(behind: FlaskClient, path: str, root: str) -> None:
    """Whether the proxy takes its own path off or passes it on, the links have it."""
    response = behind.get(f"{root}{path}", headers=HTML)
    assert response.status_code == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', response.get_data(as_text=True))
    assert links
    assert [link for link in links if not link.startswith(f"{ROOT}/")] == []


def test_redirects_and_headers_lead_through_the_proxy(behind: FlaskClient) -> None:
    """RFC 9110, 10.2.2 and RFC 8288: Location and Link name paths of the public address."""
    response = behind.get("/id/gannet-light", headers=HTML)
    assert response.headers["Location"] == f"{ROOT}/page/gannet-light"
    assert f"<{ROOT}/data/gannet-light.ttl>" in response.headers["Link"]


def test_the_description_names_the_public_endpoint(behind: FlaskClient) -> None:
    """SPARQL 1.1 Service Description, 3.1: the endpoint is the one that clients use, whatever Host says."""
    response = behind.get("/sparql", headers={"Accept": "application/n-triples", "Host": "evil.example"})
    assert b"<https://data.example.org/other/graph/sparql>" in response.data
    assert b"evil" not in response.data


@pytest.mark.parametrize("path", ["/other/graphs/ns", "/other", "/x/other/graph/ns"])
def test_another_path_is_not_the_root(behind: FlaskClient, path: str) -> None:
    """Only the whole root at the start counts."""
    assert behind.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/dumps/tiny.nq", "/data/gannet-light.ttl", "/dumps/SHA256SUMS"])
def test_what_a_release_holds_never_changes_under_its_digest(
    client: FlaskClient, release: str, path: str
) -> None:
    """RFC 8246, 2: immutable for a year, with the bytes that stand at the changing address too."""
    kept, plain = client.get(f"{release}{path}"), client.get(path)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.data == plain.data
    assert plain.cache_control.no_cache


@pytest.mark.parametrize("path", ["/", "/page/gannet-light", "/sparql?query=ASK%7B%7D", "/report"])
def test_what_changes_with_the_program_has_no_address_in_a_release(
    client: FlaskClient, release: str, path: str
) -> None:
    """A correction of the program must reach those who have a page in their cache."""
    assert client.get(f"{release}{path}").status_code == 404


def test_the_list_of_dumps_names_the_release(client: FlaskClient, behind: FlaskClient, release: str) -> None:
    """Whoever wants what never changes finds its address there."""
    json = {"Accept": "application/json"}
    assert client.get("/dumps/", headers=json).get_json()["release"] == f"{release}/"
    assert behind.get("/dumps/", headers=json).get_json()["release"] == f"{ROOT}{release}/"


def test_another_release_is_not_here(client: FlaskClient) -> None:
    """The digest of another dataset is not answered with this one, and the error is not kept."""
    response = client.get(f"/release/{'0' * 64}/dumps/tiny.nq")
    assert response.status_code == 404
    assert response.cache_control.no_store


def test_an_error_in_a_release_is_not_kept(client: FlaskClient, release: str) -> None:
    """What is not there may be, once the program knows another format."""
    response = client.get(f"{release}/dumps/tiny.zip")
    assert response.status_code == 404
    assert response.cache_control.no_store


def test_behind_a_proxy_a_release_is_below_its_path(behind: FlaskClient, release: str) -> None:
    """Both at once."""
    assert "immutable" in behind.get(f"/other/graph{release}/dumps/tiny.nq").headers["Cache-Control"]
