"""SERVICE: to the endpoints that are allowed, with the meaning of the standard; to nobody else a byte."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, RdfFormat, Store

import endpoints
from horgos.engine import Embedded, Federated, Limits, Query, Remote
from horgos.engine.service import MOST, calls
from horgos.errors import BadGateway, BadRequest, HorgosError, QueryRefused, QueryTimeout, ResultTooLarge
from horgos.formats import BY_NAME
from scripted import ONE, TRUE, Answering, answer, hang_up, scripted, trickle

LIMITS = Limits(deadline=10, query_length=5_000)
ELSEWHERE = """
<http://e/s1> <http://e/label> "one"@en , "eins"@de .
<http://e/s3> <http://e/label> "three, \\"3\\"\\n"@en ; <http://e/size> 3 .
<http://e/elsewhere> <http://e/label> "SERVICE <http://e/> { }" .
_:b <http://e/of> <http://e/s3> .
"""
HERE = [f"http://e/s{i}" for i in range(300)]
SERVICE = "SERVICE <URL>"


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another server, with other data."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "data.ttl").write_text(ELSEWHERE)
    with endpoints.oxigraph(folder / "data.ttl", folder) as url:
        yield url


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket of this machine that hears whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        yield listener


def address_of(listener: socket.socket) -> str:
    """Its address as an endpoint."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"


def rows(answer_: bytes) -> list[str]:
    """The bindings of an answer in JSON, each as text, sorted."""
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(answer_)["results"]["bindings"])


def asked(engine: Embedded, url: str, text: str, **more: object) -> bytes:
    """The answer to a query in which URL stands for the one endpoint that is allowed."""
    federated = Federated(engine, [url], LIMITS)
    try:
        return federated.run(Query(text.replace("URL", url), **more)).body  # type: ignore[arg-type]
    finally:
        federated._exchange.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <URL> { ?s <http://e/label> ?l } }",
        "SELECT * { ?s <http://e/p1> ?n . SERVICE <URL> { ?s <http://e/label> ?l } }",
        "SELECT * { SERVICE <URL> { ?s <http://e/label> ?l } ?s <http://e/p1> ?n }",
        "SELECT * { ?s <http://e/p0> ?n OPTIONAL { SERVICE <URL> { ?s <http://e/label> ?l } } } LIMIT 1000",
        "SELECT * { { SERVICE <URL> { ?s <http://e/label> ?l } } UNION { ?s <http://e/p> ?o } }",
        "SELECT * { ?s <http://e/p0> ?n MINUS { SERVICE <URL> { ?s <http://e/size> ?size } } }",
        "SELECT * { ?s <http://e/p0> ?n FILTER EXISTS { SERVICE <URL> { ?s <http://e/size> ?size } } }",
        "SELECT * { SERVICE <URL> { SELECT ?s (COUNT(*) AS ?n) { ?s <http://e/label> ?l } GROUP BY ?s } }",
        "SELECT (COUNT(*) AS ?n) { SERVICE <URL> { ?s <http://e/label> ?l } }",
        "SELECT * { SERVICE <URL> { <http://e/s3> <http://e/size> 3 } ?s <http://e/p> ?o }",
        "SELECT * { SERVICE <URL> { <http://e/s3> <http://e/size> 4 } ?s <http://e/p> ?o }",
        "SELECT * { SERVICE <URL> { ?s <http://e/label> ?l OPTIONAL { ?s <http://e/size> ?n } } }",
        "SELECT * { SERVICE SILENT <URL> { ?s <http://e/nothing> ?l } }",
        "PREFIX e: <http://e/> SELECT * { SERVICE <URL> { ?s e:label ?l } SERVICE <URL> { ?s e:size ?n } }",
        "#\nBASE <http://e/>\nPREFIX e: <label>\nSELECT * { service <URL>\n{ ?s e: ?l . # }\n<s3> ?p ?x } }",
        "SELECT * { SERVICE <URL> { ?s ?p ?l FILTER(STR(?l) = '}') } }",
    ],
)  # fmt: skip
def test_a_query_means_what_it_means_to_an_engine_with_a_network(
    engine: Embedded, store: Path, elsewhere: str, text: str
) -> None:
    """SPARQL 1.1 Federated Query, 4: pyoxigraph asks the endpoint itself, and finds the same solutions."""
    native = Store()
    native.bulk_load(path=store, format=RdfFormat.N_QUADS)
    solutions = native.query(text.replace("URL", elsewhere))
    assert isinstance(solutions, QuerySolutions)
    expected = rows(solutions.serialize(format=BY_NAME["json"].oxigraph) or b"")  # type: ignore[arg-type]
    assert rows(asked(engine, elsewhere, text)) == expected


def test_a_graph_of_this_dataset_is_none_of_the_other(engine: Embedded, elsewhere: str) -> None:
    """SPARQL 1.1 Federated Query, 4: within GRAPH too, the group alone goes to the endpoint."""
    text = "SELECT * { GRAPH ?g { ?s ?p ?n SERVICE <URL> { ?s <http://e/size> ?size } } }"
    (row,) = rows(asked(engine, elsewhere, text))
    assert "http://e/g0" in row


@pytest.mark.parametrize(
    ("text", "contained"),
    [
        ("ASK { SERVICE <URL> { ?s <http://e/size> 3 } }", b"true"),
        ("CONSTRUCT { ?s <http://e/n> ?n } WHERE { SERVICE <URL> { ?s <http://e/size> ?n } }", b"/n> 3"),
        ("DESCRIBE ?s { ?s <http://e/p1> ?n SERVICE <URL> { ?s <http://e/label> ?n2 } }", b"<http://e/s1>"),
    ],
    ids=["ASK", "CONSTRUCT", "DESCRIBE"],
)
def test_every_form_may_ask(engine: Embedded, elsewhere: str, text: str, contained: bytes) -> None:
    """SERVICE stands in a group, and every form may have one."""
    assert contained in asked(engine, elsewhere, text)


def test_relative_iris_in_the_group_count_from_the_base(engine: Embedded, elsewhere: str) -> None:
    """SPARQL 1.1, 4.1.1.1: the other server does not know the base of this one, and is told."""
    assert b"true" in asked(engine, elsewhere, "ASK { SERVICE <URL> { <s3> <size> 3 } }", base="http://e/")


def test_a_blank_node_comes_as_an_iri_that_nobody_else_uses(engine: Embedded, elsewhere: str) -> None:
    """RDF 1.1 Concepts, 3.5: within an answer the same node has the same IRI, in the next one another."""
    text = "SELECT * { SERVICE <URL> { ?b <http://e/of> ?x } SERVICE <URL> { ?x <http://e/size> ?n } }"
    first, second = (json.loads(asked(engine, elsewhere, text))["results"]["bindings"] for _ in range(2))
    assert first[0]["b"]["type"] == "uri"
    assert "/.well-known/genid/" in first[0]["b"]["value"]
    assert first != second


def test_the_place_of_an_error_is_that_in_the_query_as_it_was_asked(engine: Embedded, elsewhere: str) -> None:
    """The lines after a SERVICE keep their numbers."""
    text = "SELECT * {\n SERVICE <URL> {\n ?s <http://e/size> ?n\n }\n ?s nope:p ?o }"
    with pytest.raises(BadRequest) as caught:
        asked(engine, elsewhere, text)
    assert caught.value.extra["line"] == 5


REFUSED = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE <URL/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } VALUES ?where { <URL> } }",
    "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "SELECT * { SERVICE <GOOD> { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <GOOD> { ?s ?p ?o } SERVICE <URL> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <GOOD> { ?s ?p ?o } }",
    "LOAD <URL>",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_allowed_is_refused_before_a_byte_leaves(
    engine: Embedded, listener: socket.socket, text: str
) -> None:
    """Neither the endpoint that is not allowed nor the one that is hears of such a query."""
    with socket.create_server(("127.0.0.1", 0)) as good:
        good.settimeout(0.05)
        text = text.replace("URL", address_of(listener)).replace("GOOD", address_of(good))
        with Embeddable(engine, address_of(good)) as federated, pytest.raises(QueryRefused):
            federated.run(Query(text))
        for heard in (listener, good):
            with pytest.raises(TimeoutError):
                heard.accept()


@pytest.mark.parametrize("clause", ["FROM <URL>", "FROM NAMED <URL>", "FROM <file:///etc/hostname>"])
def test_a_graph_of_another_server_is_not_fetched(
    engine: Embedded, listener: socket.socket, clause: str
) -> None:
    """SPARQL 1.1, 13.2: a graph that the store does not have is empty; nothing is read to fill it."""
    text = f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    with Embeddable(engine, "http://127.0.0.1:9/") as federated:
        assert rows(federated.run(Query(text.replace("URL", address_of(listener)))).body) == []
    with pytest.raises(TimeoutError):
        listener.accept()


class Embeddable(Federated):
    """A federated engine that leaves the shared one open."""

    def __init__(self, engine: Embedded, *allowed: str) -> None:
        super().__init__(engine, allowed, LIMITS)

    def close(self) -> None:
        """Close the connections alone."""
        self._exchange.close()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(b"", "text/plain", 500), BadGateway),
        (answer(b"", "text/html", 302, Location="http://127.0.0.1:9/"), BadGateway),
        (answer(b"<html>", "text/html"), BadGateway),
        (answer(ONE[:-3]), BadGateway),
        (answer(TRUE), BadGateway),
        (hang_up, BadGateway),
        (answer(ONE.replace(b"e/x", b"e/" + b"x" * 6_000)), ResultTooLarge),
        (answer(ONE.replace(b"e/x", b"e/" + b"x" * 60_000)), ResultTooLarge),
        (trickle, QueryTimeout),
    ],
)
def test_an_endpoint_that_fails_fails_the_query_unless_silent(
    engine: Embedded, reply: Answering, error: type[HorgosError]
) -> None:
    """SPARQL 1.1 Federated Query, 2.3: with SILENT, a failure is one solution that binds nothing."""
    text = "SELECT * {{ ?s <http://e/p> ?o SERVICE {} <URL> {{ ?s ?q ?x }} }}"
    deadline = 0.5 if reply is trickle else 10
    with scripted(reply) as script:
        with pytest.raises(error):
            asked(engine, script.url, text.format(""), deadline=deadline)
        (row,) = rows(asked(engine, script.url, text.format("SILENT"), deadline=deadline))
    assert "http://e/shared" in row


def test_the_headers_for_the_engine_are_not_for_others(
    engine: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lets this server into its engine is not told to an endpoint."""
    monkeypatch.setenv("HORGOS_ENGINE_AUTHORIZATION", "Bearer s3cret")
    with scripted(answer()) as script:
        asked(engine, script.url, "SELECT * { SERVICE <URL> { ?x ?p ?o } }")
    assert "authorization" not in script.headers[0]


def test_a_query_may_not_ask_without_end(engine: Embedded) -> None:
    """Each SERVICE is a request to somebody else's server, so that their number is bounded."""
    with scripted(answer()) as script, pytest.raises(QueryRefused, match=str(MOST)):
        asked(engine, script.url, "ASK {" + "SERVICE <URL> {} " * (MOST + 1) + "}")
    assert script.forms == []


def test_the_deadline_counts_the_time_of_endpoints(engine: Embedded) -> None:
    """What an endpoint takes is not given to the query once more."""
    with scripted(lambda handler: (time.sleep(0.2), answer()(handler))[1]) as script:
        federated = Embeddable(engine, script.url)
        with federated:
            query = Query(f"SELECT * {{ SERVICE <{script.url}> {{ ?x ?p ?o }} }}", deadline=5)
            assert federated.run(query).seconds >= 0.2


def test_queries_that_ask_nobody_go_on_together(engine: Embedded, elsewhere: str) -> None:
    """Of several queries those with SERVICE are answered too, in the place where they were asked."""
    here = Query("SELECT ?s { ?s <http://e/p> ?o }", rows=BY_NAME["csv"])
    there = Query(f"SELECT ?s {{ SERVICE <{elsewhere}> {{ ?s <http://e/size> 3 }} }}", rows=BY_NAME["csv"])
    with Embeddable(engine, elsewhere) as federated:
        assert [answer.body.split() for answer in federated.run_all([here, there])] == [
            [b"s", b"http://e/shared"],
            [b"s", b"http://e/s3"],
        ]
        assert federated.run_all([here, here])[1].body == federated.run(here).body


def test_what_the_query_processes_do_is_handed_on(engine: Embedded) -> None:
    """The figures of the server are those of the engine that it stands before; another server has none."""
    with Embeddable(engine) as federated:
        assert federated.census() == engine.census()
    with Remote("http://127.0.0.1:9/", LIMITS) as remote:
        assert remote.census() is None


STRINGS = st.sampled_from(
    ['"SERVICE <http://e/> { }"', "'''SERVICE <http://e/> {'''", '"""a"SERVICE <http://e/>"""']
)
HIDDEN = st.one_of(
    STRINGS,
    st.sampled_from(
        ["# SERVICE <http://e/> { }\n", "<http://e/SERVICE>", "ex:SERVICE", "SERVICE:x", "?SERVICE"]
    ),
    st.sampled_from(["_:SERVICE", "@service", "ex:a.SERVICE", "\\u0053ERVICE"]),
)  # fmt: skip


@given(st.lists(HIDDEN, max_size=6), st.lists(HIDDEN, max_size=6))
def test_the_word_counts_only_where_it_is_a_keyword(before: list[str], after: list[str]) -> None:
    """SPARQL 1.1, 19.8: in strings, comments, IRIs, names, variables and tags it is none."""
    head, tail = " ".join(before), " ".join(after)
    assert calls(f"SELECT * {{ {head} }} {tail}") == ()
    text = f"SELECT * {{ {head} SERVICE SILENT <http://e/x> {{ {tail} }} }}"
    (call,) = calls(text)
    assert (call.endpoint, call.silent, call.group) == ("http://e/x", True, f"{{ {tail} }}")
    assert text[call.start : call.end] == f"SERVICE SILENT <http://e/x> {call.group}"


@given(st.text(alphabet="SERVICE service<>{}()?:\"'#\\\n .aé@_-", max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    """Whatever is sent: calls lie in order, apart from one another, and none is made of what is not there."""
    try:
        found = calls(text)
    except QueryRefused:
        return
    ends = [0, *(call.end for call in found)]
    assert all(end <= call.start < call.end for end, call in zip(ends, found, strict=False))
    assert all(text[call.start : call.start + 7].upper() == "SERVICE" for call in found)
