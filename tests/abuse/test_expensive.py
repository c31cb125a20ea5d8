"""Queries that want more than there is: each ends in an error that says at which limit, or in an answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from refusals import refused
from wire import Endpoint

EVERYTHING = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ANY = "(!<urn:x>|!^<urn:x>)*"


def chain(step: str, times: int, start: str = "'aaaaaaaaaaaaaaaa'") -> str:
    """BIND over BIND, each value made of the one before."""
    bound = (f"BIND({step.replace('?x', f'?x{number}')} AS ?x{number + 1})" for number in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND({start} AS ?x0) {' '.join(bound)} }}"


SLOW = {
    "a product of everything": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}",
    "long paths": f"SELECT (COUNT(*) AS ?n) {{ ?a {ANY} ?b . ?b {ANY} ?c . ?c {ANY} ?d }}",
    "a path of many steps": f"ASK {{ ?a {'/'.join([ANY] * 190)} ?b }}",
    "a pattern on a product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER(REGEX(CONCAT(STR(?a), STR(?d)), '(.*)(.*)(.*)(.*)[0-9]{50}x')) }",
    "many sums in one": f"SELECT (1{'+1' * 20_000} AS ?x) {{}}",
    "many unions": f"ASK {{ {{}} {'UNION {}' * 6000} }}",
    "many optional parts": f"SELECT * {{ {'OPTIONAL { ?a ?b ?c }' * 3000} }}",
    "many objects": f"ASK {{ ?s ?p ?o {'; ?p ?o' * 5000} }}",
    "a description of products": f"DESCRIBE * {{ {EVERYTHING} }}",
    "no row of a product": f"SELECT * {{ {EVERYTHING} }} OFFSET 18446744073709551615",
}


@pytest.mark.parametrize("query", SLOW.values(), ids=SLOW)
def test_a_query_that_takes_too_long_is_stopped(server: Endpoint, query: str) -> None:
    """503, with the deadline that it was given and the setting that bounds it."""
    refused(server.ask(query, timeout="0.3"), 503, "query-timeout", setting="deadline", says="0.3 s")


LARGE = {
    "text of everything": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?x) {{ {EVERYTHING} }}",
    "an ordered product": f"SELECT * {{ {EVERYTHING} }} ORDER BY ?a ?d ?g",
    "concatenation over concatenation": chain("CONCAT(?x, ?x, ?x, ?x)", 20),
    "replacement over replacement": chain("REPLACE(?x, 'a', 'aaaaaaaaaaaaaaaa')", 9),
    "one encoding after another": chain("ENCODE_FOR_URI(CONCAT('%', ?x, ?x))", 30),
    "a graph of products": "CONSTRUCT { [] ?b ?c . [] ?e ?f } { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?d) }",
    "a template of many triples": f"CONSTRUCT {{ {' '.join(f'?s <urn:{n}> ?o .' for n in range(2000))} }} "
    "{ ?s ?p ?o }",
}


@pytest.mark.parametrize("query", LARGE.values(), ids=LARGE)
def test_a_query_that_needs_too_much_memory_is_stopped(server: Endpoint, query: str) -> None:
    """503, with the amount and its setting. Its process is ended, and no other."""
    refused(server.ask(query), 503, "query-memory", setting="memory", says="64 MiB")


LONG = {
    "the rows of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "the distinct rows of a product": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }",
    "eighty thousand values": f"SELECT ?x ('a text' AS ?y) {{ VALUES ?x {{ {'11111 ' * 80_000} }} }}",
    "one very long value": chain("CONCAT(?x, ?x)", 17).replace("STRLEN(?x17)", "?x17"),
}


@pytest.mark.parametrize("format_", ["json", "csv"])
@pytest.mark.parametrize("query", LONG.values(), ids=LONG)
def test_a_result_that_is_too_long_is_refused_whole(server: Endpoint, query: str, format_: str) -> None:
    """503 instead of a part of it, with the amount, its setting, and another way to have the data."""
    body = refused(server.ask(query, format=format_), 503, "result-too-large", setting="result", says="1 MiB")
    assert "dump" in body["advice"]


DEEP = {
    "groups": "ASK " + "{" * 300 + "}" * 300,
    "lists": "ASK { " + "(" * 300 + "1" + ")" * 300 + " ?p ?o }",
    "nodes": "ASK { " + "[ ?p " * 300 + "?o" + "]" * 300 + " }",
    "paths": "ASK { ?a " + "(" * 300 + "<urn:a>" + ")*" * 300 + " ?b }",
    "filters": "ASK { " + "FILTER NOT EXISTS {" * 300 + "}" * 300 + " }",
    "functions": "SELECT (" + "ABS(" * 300 + "1" + ")" * 300 + " AS ?x) {}",
    "hidden by comments": "ASK " + "{ # }\n" * 300 + "}" * 300,
    "hidden by texts": "ASK { FILTER(" + "CONCAT(')', " * 300 + "''" + ")" * 300 + " = '') }",
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_before_it_is_parsed(server: Endpoint, query: str) -> None:
    """400, with the place, the depth and its setting."""
    body = refused(server.ask(query), 400, "query-refused", says="200 brackets")
    assert "HORGOS_NESTING" in body["advice"]
    assert body["line"] > 0


STRANGE = {
    "a pattern that others go back in": f"SELECT * {{ FILTER(REGEX('{'a' * 4000}!', '^(a+)+$')) }}",
    "a pattern of patterns": "ASK { FILTER(REGEX('a', '((((a{1,100}){1,100}){1,100}){1,100}){1,100}')) }",
    "a pattern that is none": "ASK { FILTER(REGEX('a', '((((')) }",
    "many negations": f"ASK {{ FILTER({'!' * 20_000}true) }}",
    "many alternatives": f"ASK {{ FILTER(false{'||false' * 8000}) }}",
    "many members": f"ASK {{ FILTER(1 IN ({','.join(['2'] * 20_000)})) }}",
    "many failures": f"SELECT (COALESCE({','.join(['1/0'] * 10_000)}) AS ?x) {{}}",
    "many columns": f"SELECT * {{ VALUES ({' '.join(f'?x{n}' for n in range(2000))}) "
    f"{{ ({'UNDEF ' * 2000}) }} }}",
    "many aggregates": f"SELECT {' '.join(f'(COUNT(?o) AS ?o{n})' for n in range(500))} {{ ?s ?p ?o }}",
    "many prefixes": "".join(f"PREFIX p{n}: <urn:{n}>\n" for n in range(2500)) + "ASK {}",
    "many subqueries": "SELECT * {" * 199 + "}" * 199,
    "everything described": "DESCRIBE ?s { ?s ?p ?o }",
    "a variable bound by itself": "SELECT * { BIND(?b AS ?a) BIND(?a AS ?b) }",
    "integers over the bound": "SELECT (9223372036854775807 + 1 AS ?x) (9223372036854775807 * 9 AS ?y) "
    "(-9223372036854775808 / -1 AS ?z) (ABS(-9223372036854775808) AS ?a) (1/0 AS ?b) {}",
    "numbers of many digits": f"SELECT ({'9' * 5000} + 1 AS ?x) ({'9' * 5000}.5 * 3 AS ?y) (1e9999 AS ?z) "
    "{}",
    "sums over the bound": "SELECT (SUM(?x) AS ?s) (AVG(?x) AS ?a) "
    "{ VALUES ?x { 9223372036854775807 1 1.5 1e308 } }",
    "times out of time": "PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT "
    "(YEAR('9223372036854775807-01-01T00:00:00'^^x:dateTime) AS ?a) "
    "('9999-12-31T23:59:59Z'^^x:dateTime + 'P170141183460469231Y'^^x:yearMonthDuration AS ?b) "
    "('2020-02-30T99:99:99Z'^^x:dateTime < NOW() AS ?c) (x:dateTime('999999999999-01-01T00:00:00Z') AS ?d) "
    "('2020-01-01T00:00:00+99:99'^^x:dateTime AS ?e) (TZ('-0000-00-00T00:00:00'^^x:dateTime) AS ?f) {}",
    "places out of a text": "SELECT (SUBSTR('abc', -9223372036854775808, 9223372036854775807) AS ?x) "
    "(SUBSTR('abc', 1e300) AS ?y) (ROUND(1e300) AS ?z) (CEIL(-1e400) AS ?w) {}",
    "a long IRI": f"ASK {{ <http://e/{'a' * 200_000}> ?p ?o }}",
    "a long name": f"SELECT (1 AS ?{'x' * 200_000}) {{}}",
    "a long comment": f"#{'x' * 400_000}\nASK {{}}",
    "long white space": " " * 400_000 + "ASK {}",
    "a character of no text": "SELECT ('a\0b\x01\x7f\ufffe' AS ?x) {}",
}


@pytest.mark.parametrize("query", STRANGE.values(), ids=STRANGE)
def test_a_strange_query_is_answered_like_any_other(server: Endpoint, query: str) -> None:
    """What looks dangerous and is not: an answer that can be read, within the time of a query."""
    reply = server.ask(query)
    assert reply.status == 200
    assert reply.headers["content-type"].partition(";")[0] in (
        "application/sparql-results+json",
        "text/turtle",
    )
    assert reply.text


WRONG = {
    "many turns of a path": f"ASK {{ ?a {'^' * 20_000}<urn:a> ?b }}",
    "many signs": f"SELECT ({'-' * 20_000}1 AS ?x) {{}}",
    "a limit of many digits": f"SELECT * {{ ?s ?p ?o }} LIMIT {'9' * 5000}",
    "half a character": r"SELECT ('\uD800' AS ?x) {}",
    "an open quote": "ASK { FILTER('" + "a" * 400_000,
    "many open quotes": "ASK { " + "'" * 400_001,
    "many open brackets": "ASK " + "{" * 199,
    "many closed brackets": "ASK " + "}" * 400_000,
    "many errors": "ASK { " + "? " * 200_000,
    "an IRI in an IRI": f"ASK {{ {'<' * 20_000} }}",
    "no words": "\u202e\u2066" * 50_000,
    "nothing": " ",
}


@pytest.mark.parametrize("query", WRONG.values(), ids=WRONG)
def test_a_query_that_is_wrong_at_length_is_told_shortly(server: Endpoint, query: str) -> None:
    """400 soon, with a message that does not repeat the query."""
    body = refused(server.ask(query), 400, "malformed-query")
    assert len(body["detail"]) < 300


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_thousands_of_graphs_are_one_dataset_or_too_much(server: Endpoint, name: str) -> None:
    """A dataset of thousands of graphs is searched within the limits of a query, as FROM or as parameter."""
    graphs = [f"urn:g{number}" for number in range(5000)]
    word = "FROM" if name.startswith("default") else "FROM NAMED"
    query = f"SELECT * {' '.join(f'{word} <{graph}>' for graph in graphs)} {{ ?s ?p ?o }}"
    form = "&".join([*(f"{name}={graph}" for graph in graphs), "query=ASK{?s ?p ?o}"]).encode()
    sent = server.send(b"POST /sparql", b"Content-Type: application/x-www-form-urlencoded", body=form)
    for reply in (sent, server.ask(query)):
        if reply.status != 200:
            refused(reply, 503, "query-timeout", setting="deadline")


@pytest.mark.parametrize("function", ["RAND()", "UUID()", "STRUUID()", "RAND # \n()", "uuid\t()"])
def test_what_changes_each_time_is_not_kept(server: Endpoint, function: str) -> None:
    """SPARQL 1.1, 17.4: a random value is another one each time, however the call is written."""
    path = f"/sparql?query=SELECT({function}AS%3Fx)%7B%7D".replace("#", "%23").replace("\n", "%0A")
    path = path.replace(" ", "%20").replace("\t", "%09")
    first, second = server.get(path.encode()), server.get(path.encode())
    assert first.status == second.status == 200
    assert first.body != second.body
    assert first.headers["cache-control"] == second.headers["cache-control"] == "no-store"


def test_many_that_ask_for_too_much_are_all_told_so(server: Endpoint) -> None:
    """Thirty at once: each is stopped at its limit or told to come again, none is left without an answer."""
    slow = f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}"
    large = f"SELECT * {{ {EVERYTHING} }} ORDER BY ?a ?d ?g"
    ask: Callable[[str], int] = lambda query: server.ask(query, timeout="0.5").status  # noqa: E731
    with ThreadPoolExecutor(30) as threads:
        assert set(threads.map(ask, [slow, large] * 15)) == {503}


def test_many_small_queries_are_all_answered(server: Endpoint) -> None:
    """Three hundred from sixteen clients, each on a connection of its own."""
    with ThreadPoolExecutor(16) as threads:
        replies = threads.map(lambda number: server.ask(f"ASK {{ FILTER({number} >= 0) }}"), range(300))
        assert {(reply.status, reply.body) for reply in replies} == {(200, b'{"head":{},"boolean":true}')}
