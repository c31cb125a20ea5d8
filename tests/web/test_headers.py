"""What every response has, and where the app may be mounted."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from horgos.site import Site
from horgos.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ADDRESSES = [
    "/",
    "/sparql",
    "/sparql?query=ASK{}",
    "/sparql?query=broken",
    "/id/gannet-light",
    "/page/gannet-light",
    "/data/gannet-light.ttl",
    "/ns",
    "/dumps/",
    "/dumps/tiny.ttl",
    "/dumps",
    "/report",
    "/shapes",
    "/prefixes.json",
    "/errors/busy",
    "/static/none",
    "/none",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_may_be_read_by_every_site(client: FlaskClient, address: str, method: str) -> None:
    """CORS on everything, errors and redirects included: what is public is public to scripts."""
    headers = client.open(address, method=method, headers={"Origin": "https://example.com"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "ETag", "Retry-After"} <= set(headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_is_safe_to_show(client: FlaskClient, address: str, accept: str) -> None:
    """Nothing from elsewhere, nothing inline, no frame, no guessing of types."""
    headers = client.get(address, headers={"Accept": accept}).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert {policy[name] for name in ("base-uri", "frame-ancestors", "object-src")} == {"'none'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_preflight_is_answered(client: FlaskClient, method: str) -> None:
    """Fetch Standard, 3.3.2: what a script of another site may send, asked before it does."""
    response = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.com",
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert (response.status_code, response.data) == (204, b"")
    assert method in response.headers["Access-Control-Allow-Methods"].split(", ")
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"].split(", ")


def test_options_tells_the_methods(client: FlaskClient) -> None:
    """RFC 9110, 9.3.7: Allow, sorted, with no body."""
    assert client.options("/sparql").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert client.options("/dumps/tiny.ttl").headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_asks_for_what_the_policy_forbids(client: FlaskClient, address: str) -> None:
    """No style, script or handler stands in a page, and nothing is loaded from elsewhere."""
    page = client.get(address, headers={"Accept": BROWSER})
    if page.mimetype != "text/html":
        return
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page.text)
    loaded = re.findall(r"<(?:script|img|iframe|source)[^>]*\ssrc=\"([^\"]*)\"", page.text)
    assert all(source.startswith("/") for source in loaded)


def test_a_redirect_names_no_host(client: FlaskClient) -> None:
    """What a client writes into Host leads nobody anywhere (RFC 9110, 10.2.2 allows a path)."""
    response = client.get("/dumps?format=json", headers={"Host": "evil.example"})
    assert (response.status_code, response.headers["Location"]) == (308, "/dumps/?format=json")
    assert "evil.example" not in response.text


@pytest.fixture(scope="module")
def mounted(tiny: Site) -> Client:
    """A client of the app as it is mounted below a path."""

    def nothing(environ: object, start_response: object) -> list[bytes]:
        raise AssertionError(f"{environ} for {start_response} is outside the mount")

    return Client(DispatcherMiddleware(nothing, {"/deep/down": create_app(tiny)}))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_stays_below_the_path_that_the_app_is_mounted_at(mounted: Client, address: str) -> None:
    """Addresses on pages, in headers and in problems begin with the path of the mount."""
    response = mounted.get(f"/deep/down{address}", headers={"Accept": BROWSER}, buffered=True)
    found = (
        re.findall(r"(?:href|src|action)=\"(/[^\"]*)\"", response.text)
        if response.mimetype == "text/html"
        else []
    )
    found += re.findall(r"<(/[^>]*)>", response.headers.get("Link", ""))
    found += [response.headers[name] for name in ("Location", "Content-Location") if name in response.headers]
    assert all(re.sub(r"^http://localhost", "", address).startswith("/deep/down/") for address in found), (
        found
    )


def test_problems_and_descriptions_know_the_mount(mounted: Client) -> None:
    """The type of a problem and the address of the endpoint are below the mount too."""
    assert mounted.get("/deep/down/none").json["type"] == "/deep/down/errors/not-found"
    assert "sd:endpoint <http://localhost/deep/down/sparql>" in mounted.get("/deep/down/sparql").text
