"""What a server keeps of its clients, and how many requests it takes of each: over HTTP, in all processes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from serving import started, until

QUERY = 'SELECT ?s { ?s ?p ?o FILTER(?o != "a secret") } LIMIT 3'
BURST = 6


class Reply(NamedTuple):
    """The status, the header and the body of a response."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The access log."""
    return tmp_path_factory.mktemp("log") / "access"


@pytest.fixture(scope="module")
def address(tiny_folder: Path, tiny_cache: Path, log: Path) -> Iterator[str]:
    """A server behind a proxy on this machine, which takes `BURST` requests of a client and no more."""
    options = {
        "graph": tiny_folder,
        "cache": tiny_cache,
        "workers": 1,
        "rate": 0.0001,
        "burst": BURST,
        "trusted-proxies": "127.0.0.1",
        "access-log": log,
    }
    with started(*(f"--{name}={value}" for name, value in options.items())) as (_, address):
        yield address


def get(address: str, path: str, client: str, **headers: str) -> Reply:
    """GET a path over a connection of its own, as a proxy that names this client."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("GET", path, headers={"X-Forwarded-For": client, **headers})
    response = connection.getresponse()
    fields = {name.lower(): value for name, value in response.getheaders()}
    reply = Reply(response.status, fields, response.read())
    connection.close()
    return reply


def lines(log: Path, client: str) -> list[dict[str, Any]]:
    """The lines of a client in the access log."""
    told = [json.loads(line) for line in log.read_text().splitlines()]
    return [line for line in told if line["client"] == client]


@pytest.mark.parametrize("path", ["/", "/none", "/sparql?query=ASK%7B%7D"])
def test_a_client_that_sends_too_many_is_told_to_wait(address: str, path: str) -> None:
    """RFC 6585, 4: a problem with Retry-After, whichever process it comes to, be the answer cached or not."""
    client = f"198.51.100.{len(path)}"
    replies = [get(address, path, client) for _ in range(BURST + 4)]
    assert [reply.status == 429 for reply in replies] == [False] * BURST + [True] * 4
    refused = replies[-1]
    assert int(refused.headers["retry-after"]) > 1000
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.headers["cache-control"] == "no-store"
    problem = json.loads(refused.body)
    assert problem["status"] == 429
    assert get(address, problem["type"], "192.0.2.1").status == 200


def test_others_are_not_held_up_and_supervisors_never_are(address: str) -> None:
    """Another client, another IPv6 network; the paths of health and figures do not count at all."""
    while get(address, "/", "2001:db8::1").status != 429:
        pass
    assert get(address, "/", "2001:db8::2").status == 429
    assert get(address, "/", "2001:db8:0:1::1").status == 200
    for path in ("/healthz", "/readyz", "/metrics"):
        assert {get(address, path, "2001:db8::1").status for _ in range(3)} == {200}


def test_what_a_client_claims_of_itself_does_not_help_it(address: str) -> None:
    """The proxy puts the address that it sees at the end."""
    replies = [get(address, "/", f"203.0.113.{i}, 198.51.100.77") for i in range(BURST + 1)]
    assert replies[-1].status == 429


def test_each_request_is_a_line_in_the_access_log(address: str, log: Path) -> None:
    """With the client, what came of it, and the hash of the query but not its text."""
    client = "198.51.100.99"
    get(address, f"/sparql?query={quote(QUERY)}", client, **{"User-Agent": "test/1"})
    get(address, f"/sparql?query={quote(QUERY)}", client)
    get(address, "/sparql?query=SELECT", client)
    get(address, "/page/none%0Ax?a-secret", client, **{"User-Agent": 'a"\t\\u000ab'})
    until(lambda: len(lines(log, client)) == 4)
    first, again, wrong, none = sorted(lines(log, client), key=lambda line: line["time"])
    assert (first["query"], first["form"]) == (hashlib.sha256(QUERY.encode()).hexdigest()[:16], "SELECT")
    assert (first["status"], first["outcome"], first["agent"]) == (200, "ok", "test/1")
    assert again["query"] == first["query"]
    assert (wrong["status"], wrong["outcome"]) == (400, "malformed-query")
    assert (none["status"], none["path"], none["agent"]) == (404, "/page/none\nx", 'a"\t\\u000ab')
    assert all(
        line["bytes"] > 0 and line["ms"] > 0 and line["time"].endswith("Z") for line in lines(log, client)
    )
    assert "secret" not in log.read_text()


def test_requests_are_counted_by_route_status_and_source(address: str) -> None:
    """A refusal too, as one of the gate."""
    client = "198.51.100.111"
    while get(address, "/none", client).status != 429:
        pass
    text = get(address, "/metrics", client).body.decode()
    assert 'horgos_requests_total{route="other",source="gate",status="429"}' in text
    assert 'horgos_requests_total{route="other",source="flask",status="404"}' in text
    assert 'horgos_query_processes{state="idle"}' in text
