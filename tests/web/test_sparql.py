"""The endpoint over HTTP: SPARQL 1.1 Protocol, 2.1."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph
from rdflib.query import Result

from asking import BASE, BROWSER, RDFLIB, ask, column
from horgos.formats import FORMATS, GRAPH_FORMATS, ROW_FORMATS, Format
from horgos.site import Site
from horgos.web.protocol import DIRECT, FORM

# rdflib warns of its own parsers for datasets.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph)\\b:DeprecationWarning")
LABELS = "SELECT ?label WHERE { <id/gannet-light> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <source/keeper-tower> { ?s ?p ?o } }"
ASK = "ASK { ?s ?p ?o }"


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_answered_on_every_way_and_with_a_slash_too(
    client: FlaskClient, path: str, way: str
) -> None:
    """2.1.1 to 2.1.3: three ways to send one query, and no redirect that would lose a POST."""
    response = {
        "get": lambda: client.get(path, query_string={"query": ASK}),
        "form": lambda: client.post(path, data={"query": ASK}),
        "direct": lambda: client.post(path, data=ASK, content_type="application/sparql-query"),
    }[way]()
    assert (response.status_code, response.content_type) == (200, "application/sparql-results+json")
    assert json.loads(response.data)["boolean"] is True


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_decoded_exactly_once_on_its_way(client: FlaskClient, way: str) -> None:
    """2.1.1 to 2.1.3: signs that mean something in an address or a form come through as they were asked."""
    signs = "1+1 %2B %2525 & = ? 霍尔果斯 %zz"
    query = f'SELECT ("{signs}" AS ?signs) {{}}'
    response = {
        "get": lambda: client.get(f"/sparql?query={quote(query, safe='')}"),
        "form": lambda: client.post("/sparql", data=urlencode({"query": query}), content_type=FORM),
        "direct": lambda: client.post("/sparql", data=query.encode(), content_type=DIRECT),
    }[way]()
    assert column(response, "signs") == [signs]


def test_a_relative_iri_is_resolved_against_the_base_of_the_dataset(client: FlaskClient) -> None:
    """`<id/x>` means the thing of the dataset on whatever host it is asked; BASE in the query counts more."""
    assert sorted(column(ask(client, LABELS), "label")) == ["Gannet Rock Light", "Phare du rocher aux fous"]
    assert column(ask(client, f"BASE <http://example.com/> {LABELS}"), "label") == []


def table(format_: Format, body: bytes) -> set[str]:
    """The labels in a result of any format of rows, as another implementation reads them."""
    if format_.name in ("json", "xml"):
        return {str(label) for (label,) in Result.parse(io.BytesIO(body), format=format_.name)}
    rows = list(csv.reader(io.StringIO(body.decode()), delimiter="," if format_.name == "csv" else "\t"))
    assert rows[0] in (["label"], ["?label"])
    return {row[0].partition("@")[0].strip('"') for row in rows[1:]}


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda format_: format_.name)
def test_rows_come_in_each_format_under_its_content_type(client: FlaskClient, format_: Format) -> None:
    """2.1.5: what Accept asks for is what comes, and the type says so exactly."""
    response = ask(client, LABELS, format_.media_type)
    assert (response.status_code, response.headers["Content-Type"]) == (200, format_.content_type)
    assert table(format_, response.data) == {"Gannet Rock Light", "Phare du rocher aux fous"}


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_a_graph_comes_in_each_format_under_its_content_type(client: FlaskClient, format_: Format) -> None:
    """The result of CONSTRUCT is the same graph in each format, read by another implementation."""
    response = ask(client, CONSTRUCT, format_.media_type)
    assert (response.status_code, response.headers["Content-Type"]) == (200, format_.content_type)
    found = Dataset().parse(data=response.data, format=RDFLIB[format_.name])
    expected = Graph().parse(data=ask(client, CONSTRUCT, "text/turtle").data, format="turtle")
    assert {(s, p, o) for s, p, o, _ in found.quads()} == set(expected)
    assert len(expected) > 5


def test_the_answer_goes_out_under_the_alias_it_was_asked_by(client: FlaskClient) -> None:
    """A client that accepts application/json alone is not sent another type."""
    assert ask(client, ASK, "application/json").content_type == "application/json"
    assert ask(client, CONSTRUCT, "application/json").content_type == "application/json"


@pytest.mark.parametrize("parameter", ["format", "output", "results"])
def test_the_address_may_name_the_format(client: FlaskClient, parameter: str) -> None:
    """`format=` and its synonyms count before Accept, on GET and on POST, in the address and in the form."""
    named = {parameter: "csv"}
    for response in (
        ask(client, LABELS, BROWSER, **named),
        client.post("/sparql", data={"query": LABELS, **named}, headers={"Accept": BROWSER}),
        client.post(f"/sparql?{parameter}=csv", data=LABELS, content_type="application/sparql-query"),
    ):
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_boolean_comes_in_the_next_best_format_where_the_best_is_for_tables(client: FlaskClient) -> None:
    """CSV and TSV have no booleans: ASK is answered in what else is accepted."""
    response = ask(client, ASK, "text/csv, application/sparql-results+xml;q=0.1")
    assert (response.status_code, response.content_type) == (200, "application/sparql-results+xml")
    assert b"<boolean>true</boolean>" in response.data


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "text/turtle", "*/*"])
@pytest.mark.parametrize("query", [LABELS, CONSTRUCT, ASK, "SELECT", None])
def test_an_unknown_format_is_a_problem_under_the_type_of_problems(
    client: FlaskClient, query: str | None, accept: str
) -> None:
    """`format=` with an unknown value gets 406 as problem details: no result, no page, no other type."""
    parameters = {"format": "pdf"} | ({"query": query} if query else {})
    response = client.get("/sparql", query_string=parameters, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (406, "application/problem+json")
    assert response.json["type"] == "/errors/not-acceptable"
    assert response.json["choices"]


@pytest.mark.parametrize("format_", [*FORMATS], ids=lambda format_: format_.name)
def test_an_error_never_comes_under_the_type_of_an_answer(client: FlaskClient, format_: Format) -> None:
    """2.1.7: who wanted a format learns of an error by status and type, not from a broken answer."""
    for response in (ask(client, "SELECT", format_.media_type), ask(client, "SELECT", format=format_.name)):
        assert response.status_code == 400
        assert response.mimetype in ("application/problem+json", "application/json", "text/plain")


@pytest.mark.parametrize(
    ("query", "parameters", "accept"),
    [
        (ASK, {}, "text/turtle"),
        (ASK, {}, "text/csv"),
        (ASK, {"format": "csv"}, "application/sparql-results+json"),
        (CONSTRUCT, {}, "text/csv"),
        (ASK, {"format": "ttl"}, None),
        (CONSTRUCT, {"format": "tsv"}, None),
        (ASK, {"format": "pdf"}, None),
        (ASK, {}, "image/png"),
    ],
)
def test_a_format_that_does_not_fit_the_result_is_not_acceptable(
    client: FlaskClient, query: str, parameters: dict[str, str], accept: str | None
) -> None:
    """Rows have no Turtle and a graph has no CSV: 406 with the choices, never another format unasked."""
    response = ask(client, query, accept, **parameters)
    assert response.status_code == 406
    assert set(response.json["choices"]) <= {format_.media_type for format_ in FORMATS}


def test_a_syntax_error_is_400_and_says_where(client: FlaskClient) -> None:
    """2.1.7: a malformed query is a client error; line and column are members of the problem."""
    response = ask(client, "SELECT *\nWHERE { ?s ?p }")
    assert (response.status_code, response.json["line"]) == (400, 2)
    assert response.json["type"] == "/errors/malformed-query"
    assert response.json["column"] > 8


@pytest.mark.parametrize("accept", ["*/*", "text/plain", BROWSER])
@pytest.mark.parametrize("query", ["SELECT *\nWHERE { ?s ?p }", "SELECT *\n{ SERVICE <x:y> { ?s ?p ?o } }"])
def test_the_place_of_an_error_is_told_once_in_each_form(
    client: FlaskClient, query: str, accept: str
) -> None:
    """The members `line` and `column`, the first line of a text, and the marked line of the query page."""
    told = re.findall(r'line"?:? 2,\s*"?column', ask(client, query, accept).text, re.IGNORECASE)
    assert len(told) == 1


@pytest.mark.parametrize("query", ["", " ", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "# nothing"])
def test_what_is_no_query_is_400(client: FlaskClient, query: str) -> None:
    """Nothing, a comment and an update in the place of a query are no queries."""
    assert ask(client, query).status_code == 400


def test_a_federated_query_is_refused(client: FlaskClient) -> None:
    """SERVICE would let a stranger send requests from here."""
    response = ask(client, "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (response.status_code, response.json["type"]) == (400, "/errors/query-refused")


@pytest.mark.parametrize("over", [1, 2, 1000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_bound_is_413(client: FlaskClient, tiny: Site, over: int, chunked: bool) -> None:
    """RFC 9110, 15.5.14, also where the length is not told before; never is a body cut and then read."""
    bound = tiny.config.query_length * 1024
    body = io.BytesIO(ASK.encode().ljust(bound + over, b"#"))
    how: dict[str, Any] = {"environ_overrides": {"wsgi.input_terminated": True}} if chunked else {}
    how |= {} if chunked else {"content_length": bound + over}
    response = client.post("/sparql", input_stream=body, content_type="application/sparql-query", **how)
    assert response.status_code == 413
    assert (response.json["limit"], response.json["setting"]) == (bound, "query_length")


def test_a_body_of_just_the_bound_is_read(client: FlaskClient, tiny: Site) -> None:
    """The bound itself is within the bound."""
    body = ASK.encode().ljust(tiny.config.query_length * 1024, b"#")
    assert client.post("/sparql", data=body, content_type="application/sparql-query").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_other_methods_are_405_with_allow(client: FlaskClient, method: str, path: str) -> None:
    """RFC 9110, 15.5.6: the answer lists what is allowed."""
    response = client.open(f"{path}?query={quote(ASK)}", method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    """RFC 9110, 9.3.2."""
    address = f"/sparql?query={quote(LABELS)}"
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers == get.headers
    assert int(head.headers["Content-Length"]) == len(get.data)


def test_an_answer_has_a_tag_that_depends_on_what_it_depends_on(client: FlaskClient) -> None:
    """The ETag changes with the query, the dataset of the request and the format, nothing else."""
    graph = {"default-graph-uri": f"{BASE}graph/editorial"}
    named = {"named-graph-uri": f"{BASE}graph/editorial"}
    answers = [
        ask(client, LABELS),
        ask(client, f"{LABELS} "),
        ask(client, LABELS, "text/csv"),
        ask(client, LABELS, **graph),
        ask(client, LABELS, **named),
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == len(answers)
    assert ask(client, LABELS, timeout="2").headers["ETag"] == answers[0].headers["ETag"]


def test_a_client_that_has_the_answer_is_told_so(client: FlaskClient) -> None:
    """RFC 9110, 13.1.2: If-None-Match with the tag, among others, weak or not, gives 304 with no body."""
    answer = ask(client, LABELS)
    tag = answer.headers["ETag"]
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = client.get("/sparql", query_string={"query": LABELS}, headers={"If-None-Match": sent})
        assert (response.status_code, response.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert response.headers[name] == answer.headers[name]
    other = client.get("/sparql", query_string={"query": LABELS}, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_an_error_is_not_hidden_by_a_condition(client: FlaskClient) -> None:
    """`If-None-Match: *` asks for an answer that exists; a malformed query has none."""
    response = client.get("/sparql", query_string={"query": "SELECT"}, headers={"If-None-Match": "*"})
    assert response.status_code == 400


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "now ( )"])
def test_an_answer_that_changes_has_no_tag(client: FlaskClient, function: str) -> None:
    """What is another value each time must not be answered from a cache."""
    response = ask(client, f"SELECT ({function} AS ?x) WHERE {{}}")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_an_answer_to_post_has_no_tag(client: FlaskClient) -> None:
    """RFC 9110, 9.3.3: POST selects no representation that a tag could stand for."""
    response = client.post("/sparql", data={"query": LABELS}, headers={"If-None-Match": "*"})
    assert response.status_code == 200
    assert "ETag" not in response.headers


@pytest.mark.parametrize("accept", [None, "*/*", "text/turtle", BROWSER])
def test_every_answer_varies_by_accept(client: FlaskClient, accept: str | None) -> None:
    """RFC 9110, 12.5.5: caches must know that there are other forms, of answers and of errors."""
    for query in (LABELS, CONSTRUCT, "SELECT"):
        assert "Accept" in ask(client, query, accept).headers["Vary"]
    assert "Accept" in client.get("/sparql", headers={"Accept": accept or "*/*"}).headers["Vary"]


def test_a_timeout_may_lower_the_deadline(client: FlaskClient) -> None:
    """`timeout=` ends a query before the server would; the problem says that time ran out."""
    endless = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    response = ask(client, endless, timeout="0.2")
    assert (response.status_code, response.json["type"]) == (503, "/errors/query-timeout")
    assert ask(client, ASK, timeout="86400").status_code == 200


def test_a_browser_gets_the_query_page(client: FlaskClient) -> None:
    """Without a query, a client that prefers HTML gets a form to write one in."""
    response = client.get("/sparql", headers={"Accept": BROWSER})
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert b"<form" in response.data


def test_a_browser_gets_the_answer_on_the_query_page(client: FlaskClient) -> None:
    """With a query, the page shows it and its answer."""
    response = ask(client, LABELS, BROWSER)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert "Phare du rocher aux fous" in response.text


def test_a_browser_gets_the_error_on_the_query_page_under_its_status(client: FlaskClient) -> None:
    """A page that tells of an error is not 200 and is not kept; the query is still there to be corrected."""
    response = ask(client, "SELECT ?broken", BROWSER)
    assert (response.status_code, response.content_type) == (400, "text/html; charset=utf-8")
    assert response.headers["Cache-Control"] == "no-store"
    assert "SELECT ?broken" in response.text


def test_the_shipped_graph_answers(horgos: FlaskClient) -> None:
    """The shipped graph says that the port was open in 1930, and which passages that follows from."""
    query = """
    PREFIX hg: <https://w3id.org/horgos/ns#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    SELECT ?period ?passage WHERE {
      ?period a hg:StatusPeriod ; hg:about <id/horgos-port> ; hg:status <vocab/open> ;
        hg:earliest ?start ; hg:latest ?end ; prov:wasDerivedFrom ?claim .
      ?claim hg:statedIn ?passage .
      FILTER ( ?start <= "1930-01-01"^^<http://www.w3.org/2001/XMLSchema#date>
            && ?end >= "1930-12-31"^^<http://www.w3.org/2001/XMLSchema#date> )
    }"""
    assert set(column(ask(horgos, query), "passage")) == {
        "https://w3id.org/horgos/source/atlas-1920",
        "https://w3id.org/horgos/source/atlas-1962",
    }
