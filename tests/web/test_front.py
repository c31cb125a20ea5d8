"""The front answers as the app does, from the cache as at first, and tells of every request."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from horgos.engine import Embedded
from horgos.site import Site
from horgos.web.exchange import Exchange
from horgos.web.front import Front
from horgos.web.front.call import Call
from horgos.web.front.loop import Loop
from horgos.web.front.queries import Queries
from horgos.web.reply import FilePart, Reply
from rsgi import Connection, Headers, Scope, ask, fields

SELECT = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?s a ?o } { ?s a ?o } ORDER BY ?s ?o LIMIT 2"
QUERIES = (SELECT, "ASK { ?s ?p ?o }", CONSTRUCT, "DESCRIBE <id/none>", "SELECT", "SELECT (RAND() AS ?r) {}")
ACCEPTS = (
    None,
    "*/*",
    "text/csv",
    "text/csv, application/sparql-results+xml;q=0.5",
    "application/sparql-results+xml",
    "text/turtle",
    "application/json",
    "text/html",
    "image/png",
)
TARGETS = (
    "/",
    "/sparql",
    "/page/gannet-light",
    "/data/gannet-light.ttl",
    "/id/gannet-light",
    "/dumps/tiny.nt",
    "/dumps",
    "/queries?q=灯",
    "/static/style.css",
    "/none",
    "/sparql?query=ASK%7B%7D&format=none",
    "/sparql?query=%zz",
    "/sparql?query=ASK%7B%7D&default-graph-uri=x",
    "/healthz",
)


@pytest.fixture(scope="module")
def told() -> list[Exchange]:
    """What the front below told of its requests."""
    return []


@pytest.fixture(scope="module")
def front(app: Flask, tiny: Site, told: list[Exchange]) -> Iterator[Front]:
    """The front of the tiny graph."""
    front = Front(app, tiny, told.append)
    yield front
    front.close()


def by_app(app: Flask, target: str, headers: list[tuple[str, str]], method: str, body: bytes | None) -> Reply:
    """The response of the app alone."""
    response = app.test_client().open(
        target, method=method, headers=headers, data=body, base_url="http://horgos.test"
    )
    return Reply(response.status_code, list(response.headers), response.get_data())


def timeless(body: bytes) -> bytes:
    """A body without how long the query took, which a page tells."""
    return re.sub(rb"In [0-9.]+ ms", b"", body)


def compare(
    front: Front,
    app: Flask,
    target: str,
    headers: list[tuple[str, str]],
    body: bytes | None = None,
    *,
    at_once: bool = False,
) -> None:
    """Ask the front twice and the app once, and find no difference but the field that tells of codings."""
    method = "GET" if body is None else "POST"
    expected = by_app(app, target, headers, method, body)
    wanted = fields(expected)
    wanted.pop("date", None)
    wanted["content-length"] = ""  # compared as the length of the body
    for _ in range(2):
        reply = ask(front, target, headers, method=method, body=body, at_once=at_once)
        found = fields(reply)
        found["vary"] = found.get("vary", "").removesuffix("Accept-Encoding").removesuffix(", ")
        content = reply.body.path.read_bytes() if isinstance(reply.body, FilePart) else reply.body
        assert found.get("content-length", str(len(content))) == str(len(content))
        found["content-length"] = ""
        assert isinstance(expected.body, bytes)
        assert (reply.status, timeless(content)) == (expected.status, timeless(expected.body))
        assert found == {"vary": "", **wanted}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("accept", ACCEPTS)
def test_the_front_responds_what_the_app_responds(
    front: Front, app: Flask, target: str, accept: str | None
) -> None:
    """Whatever is asked and accepted: the same status, header fields and bytes."""
    compare(front, app, target, [("accept", accept)] if accept else [])


@pytest.mark.parametrize("query", [query for query in QUERIES if "RAND" not in query])
@pytest.mark.parametrize("accept", ACCEPTS)
def test_a_query_is_answered_alike_on_both_ways(
    front: Front, app: Flask, query: str, accept: str | None
) -> None:
    """In the address, in a form and as the body: by the front on its loop, and by the app in a thread."""
    headers = [("accept", accept)] if accept else []
    compare(front, app, f"/sparql?query={quote(query)}", headers)
    form, direct = "application/x-www-form-urlencoded", "application/sparql-query"
    compare(front, app, "/sparql", [*headers, ("content-type", form)], urlencode({"query": query}).encode())
    compare(front, app, "/sparql", [*headers, ("content-type", direct)], query.encode())


@given(
    st.sampled_from(QUERIES[:5]),
    st.sampled_from(ACCEPTS),
    st.lists(
        st.tuples(
            st.sampled_from(["format", "timeout", "default-graph-uri", "query", "x"]), st.text(max_size=8)
        ),
        max_size=3,
    ),
)
def test_any_request_is_answered_alike_on_both_ways(
    front: Front, app: Flask, query: str, accept: str | None, more: list[tuple[str, str]]
) -> None:
    """Right or wrong."""
    given_ = [("query", query), *[(name, value.encode(errors="replace").decode()) for name, value in more]]
    compare(front, app, f"/sparql?{urlencode(given_)}", [("accept", accept)] if accept else [])


@pytest.fixture(params=[10.0, 0.0], ids=["at once", "begun at once"])
def moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tiny: Site) -> Iterator[float]:
    """The seconds that a thread of the server waits for an answer. No query is left over in the end."""
    seconds = float(request.param)
    monkeypatch.setattr("horgos.web.front.queries.MOMENT", seconds)
    yield seconds
    assert isinstance(tiny.engine, Embedded)
    assert tiny.engine.census().busy == 0


@pytest.mark.parametrize("query", [query for query in QUERIES if "RAND" not in query])
@pytest.mark.parametrize("accept", ACCEPTS)
def test_a_query_is_answered_alike_at_once(
    front: Front, app: Flask, moment: float, query: str, accept: str | None
) -> None:
    """In the thread that hands requests over, or begun there and waited for on the loop."""
    headers = [("accept", accept)] if accept else []
    compare(front, app, f"/sparql?query={quote(f'{query} # {moment}')}", headers, at_once=True)


def at_once(front: Front, target: str, headers: list[tuple[str, str]]) -> bool:
    """Whether a front answers a request to GET in the thread that hands it over."""
    return front.answered(Scope("GET", target, Headers([("host", "x"), *headers])), Connection())


def test_only_what_takes_a_moment_is_answered_at_once(
    front: Front, told: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quick query without a page, that need not be compressed at length, and whose answer is not known."""
    monkeypatch.setattr("horgos.web.front.queries.MOMENT", 10.0)
    text = f"SELECT ?n ?m {{ VALUES ?n {{ {'12345678 ' * 50} }} VALUES ?m {{ {'12345678 ' * 40} }} }}"
    accept = ("accept", "text/csv")
    assert at_once(front, f"/sparql?query={quote(text)}", [accept])
    exchange = told[-1]
    assert exchange.told
    assert (exchange.source, exchange.status, exchange.told.rows) == ("engine", 200, 2000)
    for target, headers in (
        ("/", []),
        (f"/sparql?query={quote(SELECT)}%23page", [("accept", "text/html")]),
        (f"/sparql?query={quote(text)}", [accept, ("accept-encoding", "gzip")]),
        (f"/sparql?query={quote(SELECT)}%23known", [accept, ("if-none-match", '"x"')]),
        ("/sparql?query=SELECT", [accept]),
    ):
        assert not at_once(front, target, headers)
    coded = ask(front, f"/sparql?query={quote(text)}", [accept, ("accept-encoding", "gzip")])
    assert coded.header("content-encoding") == "gzip"


def test_head_has_the_fields_of_get(front: Front) -> None:
    """RFC 9110, 9.3.2: also those that tell of a coding."""
    headers = [("accept-encoding", "gzip")]
    for target in ("/", f"/sparql?query={quote(SELECT)}", "/none", "/dumps/tiny.nt"):
        head, get = ask(front, target, headers, method="HEAD"), ask(front, target, headers)
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


def test_the_second_answer_comes_from_the_cache(front: Front, told: list[Exchange]) -> None:
    """A query in the address, one in a body, a page, and data; what is told of them is the same."""
    direct = [("content-type", "application/sparql-query")]
    query = SELECT.replace("LIMIT 2", "LIMIT 3")
    for target, headers, body in (
        (f"/sparql?query={quote(query)}", [], None),
        ("/sparql", direct, query.encode()),
        ("/page/gannet-light", [("accept-language", "fr")], None),
        ("/data/gannet-light.nq", [], None),
    ):
        method = "POST" if body else "GET"
        replies = [ask(front, target, headers, method=method, body=body) for _ in range(2)]
        assert replies[0] == replies[1]
        first, second = told[-2:]
        assert (first.source, second.source) == ("flask" if "sparql" not in target else "engine", "cache")
        assert (first.told, first.status, first.bytes) == (second.told, second.status, second.bytes)


def test_what_is_being_made_is_not_made_twice(front: Front, told: list[Exchange]) -> None:
    """Who asks for a page that is being made for another waits for it."""

    async def together() -> None:
        scope = Scope("GET", "/page/gannet-light?together", Headers([("host", "horgos.test")]))
        await asyncio.gather(*[front.__rsgi__(scope, Connection()) for _ in range(8)])

    asyncio.run(together())
    assert [exchange.source for exchange in told[-8:]].count("cache") == 7


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(many))} }}", status)
        for many, status in ((1, 200), (9, 503))
    ],
    ids=["answered", "too long"],
)
def test_a_query_that_is_being_asked_is_not_asked_twice(
    front: Front, told: list[Exchange], monkeypatch: pytest.MonkeyPatch, query: str, status: int
) -> None:
    """Its answer is for all who ask it meanwhile, and so is its error: each would come to the same."""
    asked = []
    ask_of = Queries.ask

    async def spy(queries: Queries, call: Call) -> object:
        asked.append(call)
        await asyncio.sleep(0)  # until the others have come, however soon there is an answer
        return await ask_of(queries, call)

    monkeypatch.setattr(Queries, "ask", spy)

    async def together() -> None:
        target = f"/sparql?query={quote(query)}%23together" + ("&timeout=0.3" if status == 503 else "")
        scope = Scope("GET", target, Headers([("host", "horgos.test"), ("accept", "text/csv")]))
        await asyncio.gather(*[front.__rsgi__(scope, Connection()) for _ in range(8)])

    asyncio.run(together())
    assert [exchange.status for exchange in told[-8:]] == [status] * 8
    assert len({(exchange.told, exchange.outcome) for exchange in told[-8:]}) == 1
    assert len(asked) == 1


def test_who_takes_over_from_a_client_that_has_gone_is_answered(front: Front, told: list[Exchange]) -> None:
    """The query of the one that left is given up; the next that waits asks it, and all others wait on."""

    async def together() -> None:
        query = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(9))} }}"
        scope = Scope(
            "GET", f"/sparql?query={quote(query)}%23over&timeout=1", Headers([("host", "horgos.test")])
        )
        first = Connection()
        asking = [asyncio.ensure_future(front.__rsgi__(scope, each)) for each in (first, Connection())]
        await asyncio.sleep(0)
        first.leaves.set()
        await asyncio.gather(*asking)

    asyncio.run(together())
    assert {(exchange.status, exchange.outcome) for exchange in told[-2:]} == {
        (0, "client-gone"),
        (503, "query-timeout"),
    }


def test_what_was_begun_for_nobody_is_given_up(front: Front, tiny: Site) -> None:
    """A request that is answered otherwise meanwhile leaves no process behind that nobody waits for."""
    queries = Queries(tiny)
    long = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(9))} }}"
    for number in range(2 * tiny.config.workers):
        scope = Scope("GET", f"/sparql?query={quote(long)}%23{number}", Headers([("host", "horgos.test")]))
        call = Call(scope, Connection())
        assert queries.begin(call) is None
        queries.drop(call)
    assert ask(front, f"/sparql?query={quote('ASK {} # after all')}").status == 200


@pytest.mark.parametrize(
    "query", ["SELECT (RAND() AS ?x) {}", "SELECT (NOW() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}", "SELECT"]
)
def test_what_changes_and_what_fails_is_not_kept(front: Front, told: list[Exchange], query: str) -> None:
    """It is asked each time."""
    for body in (None, query.encode()):
        for _ in range(2):
            target = f"/sparql?query={quote(query)}" if body is None else "/sparql"
            ask(
                front,
                target,
                [("content-type", "application/sparql-query")],
                method="POST" if body else "GET",
                body=body,
            )
            assert told[-1].source == "engine"


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "evil.example")],
        [("x-forwarded-host", "evil.example")],
        [("x-forwarded-proto", "https")],
        [("x-forwarded-prefix", "/evil.example")],
        [("forwarded", "host=evil.example")],
        [("x-original-url", "/evil.example")],
        [("script_name", "/evil.example"), ("script-name", "/evil.example")],
        [("cookie", "evil.example")],
        [("origin", "https://evil.example")],
        [("referer", "https://evil.example")],
    ],
    ids=lambda headers: headers[0][0],
)
def test_no_client_chooses_what_another_gets(front: Front, headers: list[tuple[str, str]]) -> None:
    """What one sends in its header fields does not stand in the answer to the next one."""
    rdf = ("accept", "text/turtle")
    for target in ("/sparql", "/", "/page/gannet-light", "/dumps"):
        ask(front, f"{target}?{headers[0][0]}", [*headers, rdf])
        answer = ask(front, f"{target}?{headers[0][0]}", [rdf])
        assert b"evil.example" not in (answer.body if isinstance(answer.body, bytes) else b"")
        assert "evil.example" not in str(answer.headers)


def test_an_answer_that_names_the_host_is_kept_for_that_host(front: Front) -> None:
    """The service description tells its own address (SPARQL 1.1 Service Description, 3.2.1)."""

    async def described(host: str) -> Reply | None:
        connection = Connection()
        scope = Scope("GET", "/sparql", Headers([("host", host), ("accept", "text/turtle")]))
        await front.__rsgi__(scope, connection)
        return connection.reply

    for host in ("one.example", "two.example", "one.example", "two.example"):
        reply = asyncio.run(described(host))
        assert reply
        assert isinstance(reply.body, bytes)
        assert f"http://{host}/sparql".encode() in reply.body


@pytest.mark.parametrize(
    "target", [f"/sparql?query={quote(SELECT)}", "/page/gannet-light", "/static/style.css"]
)
@pytest.mark.parametrize("coding", [None, "gzip", "br"])
def test_who_has_the_answer_is_told_so(front: Front, target: str, coding: str | None) -> None:
    """RFC 9110, 13.1.2: at first and from the cache, in each coding by its own tag."""
    headers = [("accept-encoding", coding), ("x", "y")] if coding else []
    tag = fields(ask(front, target, headers))["etag"]
    kept = [("if-none-match", f'"other", {tag}')]
    for again in (headers, [*headers, ("accept-language", f"en;q=0.{len(coding or '')}")]):
        reply = ask(front, target, [*again, *kept])
        if reply.status == 200:  # the page is another one in another language
            assert "accept-language" in fields(reply)["vary"].lower()
            continue
        assert (reply.status, reply.body) == (304, b"")
        assert fields(reply)["etag"] == tag
        assert not {"content-length", "content-type", "content-encoding"} & set(fields(reply))


def test_each_coding_has_a_tag_of_its_own(front: Front) -> None:
    """RFC 9110, 8.8.3.3."""
    codings = ("identity", "gzip", "br")
    replies = [ask(front, "/page/gannet-light", [("accept-encoding", coding)]) for coding in codings]
    assert len({fields(reply)["etag"] for reply in replies}) == 3
    assert all(fields(reply)["vary"] == "Accept, Accept-Language, Accept-Encoding" for reply in replies)
    assert isinstance(replies[1].body, bytes)
    assert gzip.decompress(replies[1].body) == replies[0].body


def test_a_client_that_leaves_takes_its_query_along(front: Front, told: list[Exchange], tiny: Site) -> None:
    """The process that ran it is free of it long before the deadline, and the log knows."""
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"

    async def leave() -> Connection:
        connection = Connection()
        scope = Scope("GET", f"/sparql?query={quote(endless)}", Headers([("host", "x")]))
        asked = asyncio.ensure_future(front.__rsgi__(scope, connection))
        await asyncio.sleep(tiny.config.patience)
        connection.leaves.set()
        await asked
        return connection

    assert asyncio.run(leave()).reply is None
    assert (told[-1].status, told[-1].outcome) == (0, "client-gone")
    assert told[-1].seconds < tiny.config.deadline / 2


def test_each_request_is_told_once(front: Front, told: list[Exchange]) -> None:
    """With the start of the hash of its query, its form, its rows, and what it came to."""
    before = len(told)
    accept = [("accept", "text/csv")]
    ask(front, f"/sparql?query={quote(SELECT)}&told", accept)
    ask(front, "/sparql?query=SELECT")
    ask(front, "/none", method="DELETE")
    select, wrong, refused = told[before:]
    assert select.told is not None
    assert (select.told.form, select.told.rows, select.outcome, select.status) == ("SELECT", 2, "ok", 200)
    assert (wrong.outcome, wrong.status, wrong.client) == ("malformed-query", 400, "192.0.2.1:4711")
    assert wrong.told is not None
    assert len(wrong.told.query_hash) == 16
    assert (refused.outcome, refused.status, refused.told) == ("method-not-allowed", 405, None)


@pytest.mark.parametrize("kept", [True, False])
def test_the_loop_is_not_woken_for_what_is_kept(kept: bool) -> None:
    """A request comes as a coroutine and what it watches; one that is answered does not come to the loop."""
    handled: list[str] = []

    async def handle() -> None:
        handled.append("on the loop")
        loop.stop()

    class Watched(NamedTuple):
        scope: str
        proto: str

    def answered(*request: str) -> bool:
        handled.append(" ".join(request))
        return kept

    loop = Loop()
    loop.answered = answered  # type: ignore[assignment]  # a request of its own kind
    loop.call_soon_threadsafe(lambda handler, _: loop.create_task(handler), handle(), Watched("a", "request"))
    loop.call_later(0.1, loop.stop)
    loop.run_forever()
    loop.close()
    assert handled == ["a request"] + ["on the loop"] * (not kept)


def test_what_goes_wrong_in_the_cache_is_left_to_the_loop(caplog: pytest.LogCaptureFixture) -> None:
    """Told in the log, and the request is handled all the same."""
    handled: list[bool] = []

    async def handle() -> None:
        handled.append(True)
        loop.stop()

    class Watched(NamedTuple):
        scope: int = 0

    loop = Loop()
    loop.answered = lambda *_: True  # never called: what is watched has no `proto`
    loop.call_soon_threadsafe(lambda handler, _: loop.create_task(handler), handle(), Watched())
    loop.run_forever()
    loop.close()
    assert handled == [True]
    assert "The cache could not be asked." in caplog.text


def test_an_error_that_nobody_foresaw_is_told_without_its_details(tiny: Site) -> None:
    """The log has it, the client a problem."""

    def broken(*_: object) -> list[bytes]:
        raise RuntimeError("secret")

    front = Front(broken, tiny)
    reply = ask(front, "/")
    front.close()
    assert (reply.status, fields(reply)["content-type"]) == (500, "application/problem+json")
    assert isinstance(reply.body, bytes)
    assert b"secret" not in reply.body


@pytest.mark.parametrize(
    "host", ['a"><script>', "a b", "a/../b", "[::1", "user@evil.example", "evil.example:99999", "a,b", "a:b"]
)
def test_a_host_that_is_none_is_refused(front: Front, told: list[Exchange], host: str) -> None:
    """RFC 9112, 3.2: with 400, on every path, and nothing that it says stands in an address."""
    for target in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/none"):
        connection = Connection()
        asyncio.run(front.__rsgi__(Scope("GET", target, Headers([("host", host)])), connection))
        assert connection.reply
        assert (connection.reply.status, told[-1].outcome) == (400, "bad-request")


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:8000", "a_b.example", "127.0.0.1:1", "[::1]:8000", "x:"]
)
def test_a_host_may_be_a_name_or_an_address(front: Front, host: str) -> None:
    """With or without a port."""
    connection = Connection()
    asyncio.run(
        front.__rsgi__(Scope("GET", "/sparql?query=ASK%7B%7D", Headers([("host", host)])), connection)
    )
    assert connection.reply
    assert connection.reply.status == 200
