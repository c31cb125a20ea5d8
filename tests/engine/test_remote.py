"""How a remote engine deals with a server that is slow, wrong, broken or not there."""

from __future__ import annotations

import gzip
import json
import threading
import time

import pytest

import endpoints
from horgos.engine import Limits, Query, Remote
from horgos.errors import (
    BadGateway,
    BadRequest,
    Busy,
    ConfigError,
    HorgosError,
    QuerySyntaxError,
    QueryTimeout,
    RequestTooLarge,
    ResultTooLarge,
)
from horgos.formats import BY_NAME
from scripted import (
    ONE,
    ROWS,
    TRUE,
    Answering,
    Handler,
    Script,
    answer,
    hang_up,
    scripted,
    stop_half_way,
    trickle,
)
from serving import until

LIMITS = Limits(deadline=20, result=10_000, workers=2, queue=0)
SELECT = Query("SELECT ?x { ?x ?p ?o }")


def asked(script: Script, query: Query = SELECT, limits: Limits = LIMITS, authorization: str = "") -> bytes:
    """The body of the answer to one query."""
    with Remote(script.url, limits, authorization=authorization) as remote:
        return remote.run(query).body


def test_the_query_and_its_dataset_are_sent_as_a_form() -> None:
    """SPARQL 1.1 Protocol, 2.1.2 and 2.1.4: query, default-graph-uri, named-graph-uri, a graph a value."""
    query = Query(
        SELECT.text, default_graphs=("http://e/a", "http://e/b"), named_graphs=("http://e/é?x=1&y",)
    )
    with scripted(answer()) as script:
        asked(script, query)
    assert script.forms == [
        {
            "query": [SELECT.text],
            "default-graph-uri": ["http://e/a", "http://e/b"],
            "named-graph-uri": ["http://e/é?x=1&y"],
        }
    ]
    assert script.headers[0]["accept"] == ROWS


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("ASK { <x> ?p ?o }", True),
        ("BASE <b/> ASK { <x> ?p ?o }", True),
        ("PREFIX e: <e/> ASK { e:x ?p ?o }", True),
        ("BASE <http://b/> ASK { <x> ?p ?o }", False),
        ("ASK { <http://e/x> ?p '<x>' } # <x>", False),
        ("ASK { ?s ?p ?o FILTER(?s < 1 && ?o > 2) }", False),
    ],
)
def test_the_base_is_declared_where_an_iri_counts_from_it(text: str, declared: bool) -> None:
    """SPARQL 1.1, 4.1.1.1: a relative IRI counts from the dataset's base, which the server does not know."""
    with scripted(answer(TRUE)) as script:
        asked(script, Query(text, base="http://e/"))
    assert script.forms[0]["query"] == [f"BASE <http://e/> {text}" if declared else text]


def test_the_place_of_an_error_is_that_in_the_query_as_it_was_asked() -> None:
    """What is put before a query does not count in the column of its first line."""
    message = b"error at 1:34: expected something"
    with scripted(answer(message, "text/plain", 400)) as script, pytest.raises(QuerySyntaxError) as caught:
        asked(script, Query("ASK { <x> ?p ?o ! }", base="http://e/"))
    assert (caught.value.line, caught.value.column) == (1, 17)


def test_every_format_for_rows_is_made_here() -> None:
    """The other server is asked for SPARQL JSON, and the client gets what it wanted."""
    with scripted(answer()) as script:
        assert asked(script, Query(SELECT.text, rows=BY_NAME["csv"])) == b"x\r\nhttp://e/x\r\n"


@pytest.mark.parametrize("type_", ["application/n-triples", "text/turtle; charset=utf-8"])
def test_turtle_has_the_prefixes_of_the_dataset(type_: str) -> None:
    """Whatever the other server calls its prefixes."""
    body = b"<http://e/s> <http://e/p> <http://e/o> .\n"
    query = Query("CONSTRUCT WHERE { ?s ?p ?o }", prefixes={"e": "http://e/"})
    with scripted(answer(body, type_)) as script:
        assert asked(script, query) == b"@prefix e: <http://e/> .\n\ne:s e:p e:o .\n"


def test_the_authorization_is_sent_and_never_shown() -> None:
    """RFC 9110, 11.6.2. Where it is not let in, the setting is named and its value is not."""
    with scripted(answer(), answer(b"no", "text/plain", 401)) as script:
        asked(script, authorization="Bearer s3cret")
        with pytest.raises(ConfigError, match="HORGOS_ENGINE_AUTHORIZATION") as caught:
            asked(script, authorization="Bearer s3cret")
    assert script.headers[0]["authorization"] == "Bearer s3cret"
    assert "s3cret" not in str(caught.value)


def test_nothing_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy that a variable names gets the query."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with scripted(answer()) as script:
        assert asked(script)
    assert "authorization" not in script.headers[0]


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (answer(b"Line 3 is odd\n\nmore", "text/plain", 400), QuerySyntaxError, "Line 3 is odd"),
        (answer(b'{"exception": "odd"}', "application/json", 400), QuerySyntaxError, "odd"),
        (answer(b"[1]", "application/json", 400), QuerySyntaxError, "malformed"),
        (answer(b"no", "text/plain", 403), ConfigError, "403"),
        (answer(b"", "text/plain", 404), BadGateway, "--engine"),
        (answer(b"long", "text/plain", 413), RequestTooLarge, "long"),
        (answer(b"", "text/plain", 429, Retry_After="7"), Busy, "429"),
        (answer(b"out of order", "text/plain", 500), BadGateway, "out of order"),
        (answer(b"", "text/html", 301, Location="http://127.0.0.1:9/"), BadGateway, "301"),
        (answer(b"<p>hello", "text/html"), BadGateway, "text/html where SPARQL JSON"),
        (answer(ONE[:-5]), BadGateway, "broken"),
        (answer(ONE.replace(b"/x", b"/ x")), BadGateway, "broken"),
        (answer(TRUE), BadGateway, "boolean"),
        (answer(b"not gzip", Content_Encoding="gzip"), BadGateway, "cannot be asked"),
        (stop_half_way, BadGateway, "cannot be asked"),
    ],
)  # fmt: skip
def test_each_way_to_fail_is_told_apart(reply: Answering, error: type[HorgosError], words: str) -> None:
    """What the asker can mend, what the operator can, and what neither of them is to blame for."""
    with scripted(reply) as script, pytest.raises(error, match=words):
        asked(script)


def test_a_page_of_html_is_not_passed_on() -> None:
    """The error page of a proxy says nothing to the asker, and may hold anything."""
    page = b"<html><script>alert(1)</script> internal-host-7</html>"
    with scripted(answer(page, "text/html", 502)) as script, pytest.raises(BadGateway) as caught:
        asked(script)
    assert "script" not in str(caught.value)
    assert "internal" not in str(caught.value)


def test_ask_needs_a_boolean() -> None:
    """Rows are no answer to ASK, but for the way in which Virtuoso 7 writes one."""
    with scripted(answer()) as script, pytest.raises(BadGateway, match="ASK"):
        asked(script, Query("ASK {}"))


def test_a_server_that_is_not_there_is_told() -> None:
    """A refused connection is tried again, and then told as what it is."""
    url = f"http://127.0.0.1:{endpoints.free_port()}/"
    with Remote(url, LIMITS) as remote, pytest.raises(BadGateway, match="cannot be asked"):
        remote.run(SELECT)


def test_a_connection_that_breaks_before_an_answer_is_tried_again() -> None:
    """A query changes nothing: RFC 9110, 9.2.2 lets a client repeat what is idempotent."""
    with scripted(hang_up, hang_up, answer()) as script:
        assert b"http://e/x" in asked(script)
    assert len(script.forms) == 3


def test_tries_come_to_an_end() -> None:
    """Three and no more."""
    with scripted(hang_up) as script, pytest.raises(BadGateway):
        asked(script)
    assert len(script.forms) == 3


def test_an_answer_that_has_begun_is_not_asked_for_again() -> None:
    """What broke half-way may have cost the server much."""
    with scripted(stop_half_way) as script, pytest.raises(BadGateway):
        asked(script)
    assert len(script.forms) == 1


def test_a_server_that_says_when_it_is_back_is_asked_then() -> None:
    """RFC 9110, 10.2.3: Retry-After tells when to try again."""
    with scripted(answer(b"", "text/plain", 503, Retry_After="0"), answer()) as script:
        assert b"http://e/x" in asked(script)


@pytest.mark.parametrize(("after", "told"), [("100", 100), ("Wed, 21 Oct 2015 07:28:00 GMT", 1), ("soon", 1)])
def test_a_server_that_is_busy_for_too_long_makes_this_one_busy(after: str, told: int) -> None:
    """503 comes with the time that the other server told, where the deadline leaves no room for it."""
    reply = answer(b"full", "text/plain", 503, Retry_After=after)
    with scripted(reply) as script, pytest.raises(Busy, match="full") as caught:
        asked(script)
    assert caught.value.retry_after == told


@pytest.mark.parametrize("turn", [trickle, lambda _: time.sleep(2)], ids=["trickle", "silence"])
def test_the_deadline_bounds_the_whole_exchange(turn: Answering) -> None:
    """However the server spends the time: a byte now and then does not make it longer."""
    with scripted(turn) as script, pytest.raises(QueryTimeout) as caught:
        asked(script, Query(SELECT.text, deadline=0.3))
    assert caught.value.extra["seconds"] == 0.3


@pytest.mark.parametrize("packed", [False, True])
def test_a_result_over_the_bound_is_refused_whole(packed: bool) -> None:
    """Never cut: the bound counts what comes out of a compressed answer."""
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}, "more": "a" * 20_000}).encode()
    reply = answer(gzip.compress(body), Content_Encoding="gzip") if packed else answer(body)
    with scripted(reply) as script, pytest.raises(ResultTooLarge):
        asked(script)


def test_more_queries_than_there_are_places_for_are_refused() -> None:
    """As many as there are connections run, `queue` wait, and one more is told to come back."""
    release = threading.Event()

    def wait(handler: Handler) -> None:
        release.wait(20)
        answer()(handler)

    with scripted(wait) as script, Remote(script.url, LIMITS) as remote:
        threads = [threading.Thread(target=remote.run, args=(SELECT,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        until(lambda: len(script.forms) == 2)
        with pytest.raises(Busy):
            remote.run(SELECT)
        release.set()
        for thread in threads:
            thread.join()


def test_connections_are_kept_and_shared_by_threads() -> None:
    """Thirty queries from six threads need no more connections than there may be."""
    ports = set()

    def note(handler: Handler) -> None:
        ports.add(handler.client_address[1])
        answer()(handler)

    limits = Limits(workers=2, queue=30)
    with scripted(note) as script, Remote(script.url, limits) as remote:
        bodies: list[bytes] = []
        run = lambda: bodies.extend(remote.run(SELECT).body for _ in range(5))  # noqa: E731
        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(bodies) == 30
    assert len(set(bodies)) == 1
    assert len(ports) <= 2


@pytest.mark.parametrize("text", ["DEFINE get:soft 'replace' SELECT * {}", "", "PREFIX e: <http://e/>"])
def test_what_is_no_query_of_the_standard_is_not_sent(text: str) -> None:
    """An extension of another server might read files or fetch what it is told to."""
    with scripted(answer()) as script, pytest.raises(QuerySyntaxError):
        asked(script, Query(text))
    assert script.forms == []


def test_a_deadline_must_leave_time() -> None:
    """A deadline of zero is the asker's mistake."""
    with scripted(answer()) as script, pytest.raises(BadRequest, match="leaves no time"):
        asked(script, Query(SELECT.text, deadline=0))
