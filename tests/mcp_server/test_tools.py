"""What a language model can ask, over both transports, and that every answer carries what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from jsonschema import Draft202012Validator
from mcp.shared.exceptions import MCPError
from mcp_types import TextResourceContents
from pyoxigraph import RdfFormat, parse

from model_context import Caller, text

BASE = "https://w3id.org/horgos/"
PORT = f"{BASE}id/horgos-port"
GROWTH = f"{BASE}claim/passenger-growth-2024-112"
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("search", {"query": "Khorgas"}),
    ("describe", {"iri": PORT, "limit": 1000}),
    ("describe", {"iri": "claim/heg-stake-2017"}),
    ("describe", {"iri": "source/atlas-1962"}),
    ("describe", {"iri": "source/guide"}),
    ("describe", {"iri": "disagreement-passenger-growth", "language": "zh"}),
    ("describe", {"iri": "derived/horgos-port-closed-atlas-1962"}),
    ("list_queries", {}),
    ("run_query", {"id": "history/status-in-year"}),
    ("sparql", {"query": "SELECT ?claim { ?claim a <ns#Stake> } ORDER BY ?claim"}),
    ("sparql", {"query": "ASK {}"}),
    ("sparql", {"query": "DESCRIBE <claim/heg-stake-2017>"}),
    ("list_disagreements", {}),
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?c) < STR(?i)) }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "DELETE WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p",
    "SELECT * {" + "{" * 300 + "}" * 300 + "}",
]


def test_every_tool_says_that_it_only_reads(either: Caller) -> None:
    """Annotations, a title and a description, so that a client can let a model use it unasked."""
    tools = either.tools()
    assert [tool.name for tool in tools] == [
        "search",
        "describe",
        "list_queries",
        "run_query",
        "sparql",
        "list_disagreements",
    ]
    for tool in tools:
        assert tool.title
        assert tool.description
        assert tool.annotations
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_an_answer_is_what_its_schema_says(either: Caller, name: str, arguments: dict[str, Any]) -> None:
    """Structured content of the output schema; the text ends in the passages, or says that there are none."""
    (tool,) = (tool for tool in either.tools() if tool.name == name)
    assert tool.output_schema
    Draft202012Validator(tool.input_schema).validate(arguments)
    result = either.call(name, **arguments)
    answer = result.structured_content
    Draft202012Validator(tool.output_schema).validate(answer)
    assert answer
    assert answer["evidence"] in text(result)
    assert all(f"“{passage['heading']}”" in text(result) for passage in answer["passages"])


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_whoever_says_something_is_named(caller: Caller, name: str, arguments: dict[str, Any]) -> None:
    """Each IRI of `said_by` is a passage with document, heading and place, or the editors, or a rule."""
    answer = caller.answer(name, **arguments)
    passages = {passage["iri"]: passage for passage in answer["passages"]}
    others = {voice["iri"] for voice in answer["other_voices"]}
    assert set(said_by(answer)) <= passages.keys() | others
    for passage in passages.values():
        assert passage["document"] in ("Atlas", "Guide", "News report", "地图集", "指南", "新闻报道")
        assert passage["heading"]
        assert 0 <= passage["start"] < passage["end"]


@pytest.mark.parametrize("query", ["Korgas", "霍尔果斯", "HUO'ERGUOSI", "Khrogas", "horgos border"])
def test_things_are_found_in_any_spelling_and_script(caller: Caller, query: str) -> None:
    """The same index as that of the page."""
    assert PORT in [hit["iri"] for hit in caller.answer("search", query=query)["results"]]


def test_a_name_that_fits_comes_with_the_passages_that_use_it(caller: Caller) -> None:
    """It is the document's name for the thing, and not the editors'."""
    answer = caller.answer("search", query="Korgas", kind="hg:BorderPort")
    (hit,) = answer["results"]
    assert (hit["label"], hit["name"]) == ("Horgos Border Port", "Korgas")
    assert {passage["document"] for passage in answer["passages"]} == {"Atlas"}


def test_a_description_tells_names_claims_and_disputes(caller: Caller) -> None:
    """Each with who says it; what is disputed with the verdict and its reason."""
    answer = caller.answer("describe", iri="e:horgos-port", limit=1000)
    names = {name["text"]: name["said_by"] for name in answer["names"]}
    assert f"{BASE}source/atlas-1864" in names["Nikan"]
    (growth,) = (claim for claim in answer["claims"] if claim["iri"] == GROWTH)
    assert growth["said_by"] == [f"{BASE}source/guide-milestones-4"]
    assert growth["disputed_in"] == [f"{BASE}id/disagreement-passenger-growth"]
    reasons = [each for each in answer["disputes"] if each["claim"] == growth["iri"]]
    assert [(each["verdict"], each["preferred"], len(each["reasons"])) for each in reasons] == [
        ("decided", False, 1)
    ]


def test_a_derived_claim_rests_on_the_passages_of_what_it_follows_from(caller: Caller) -> None:
    """The rule says it, the atlas tells of the closure and of the reopening."""
    answer = caller.answer("describe", iri="derived/horgos-port-closed-atlas-1962")
    headings = {(passage["document"], passage["heading"]) for passage in answer["passages"]}
    assert {("Atlas", "1962"), ("Atlas", "1983")} <= headings
    assert "rule" in {voice["kind"] for voice in answer["other_voices"]}


def test_a_passage_tells_what_it_states_and_a_document_its_passages(caller: Caller) -> None:
    """In the order of the text."""
    passage = caller.answer("describe", iri="source/atlas-1962")
    assert f"{BASE}claim/port-closure-1962" in [claim["iri"] for claim in passage["states"]]
    assert [each["iri"] for each in passage["passages"]] == [f"{BASE}source/atlas-1962"]
    document = caller.answer("describe", iri="source/atlas")
    assert [each["label"] for each in document["contains"]][:3] == [
        "Coordinates",
        "Caption C18A1",
        "Caption C18B1",
    ]


def test_what_is_left_out_is_told(caller: Caller) -> None:
    """A bound on what is told is never silent."""
    answer = caller.answer("describe", iri=PORT, limit=3)
    assert len(answer["claims"]) == 3
    assert any(told.startswith("claims: 3 of ") for told in answer["left_out"])


def test_every_query_of_the_library_is_listed_and_runs(caller: Caller) -> None:
    """With its defaults, or with values as texts."""
    listed = caller.answer("list_queries")
    assert len(listed["queries"]) == listed["total"] >= 96
    found = caller.answer("list_queries", words="passenger growth")["queries"]
    assert "statistics/figure-in-year" in [query["id"] for query in found]
    answer = caller.answer("run_query", id="history/status-in-year", parameters={"year": "1990"})
    assert {row["bindings"]["statusLabel"]["value"] for row in answer["rows"]} == {"open"}


def test_a_row_rests_on_the_passages_of_what_it_names(caller: Caller) -> None:
    """Of its claims those that state them, of its passages themselves; two claims of one row on both."""
    claims = "<claim/passenger-growth-2024-90> <claim/passenger-growth-2024-112>"
    query = f"SELECT ?claim {{ VALUES ?claim {{ {claims} }} }}"
    answer = caller.answer("sparql", query=query)
    assert [row["passages"] for row in answer["rows"]] == [
        [f"{BASE}source/guide-achievements-2024"],
        [f"{BASE}source/guide-milestones-4"],
    ]


def test_a_row_rests_on_the_passages_that_state_the_triple_it_shows(caller: Caller) -> None:
    """Together with what the query names: the name is the atlas's word, the label is the editors'."""
    query = """
        PREFIX e: <https://w3id.org/horgos/id/>
        SELECT ?predicate ?name {
          VALUES ?name { "Nikan"@en "Horgos Border Port"@en }
          e:horgos-port ?predicate ?name
        }"""
    rows = caller.answer("sparql", query=query)["rows"]
    told = {row["bindings"]["name"]["value"]: row["passages"] for row in rows if "schema.org" in str(row)}
    assert told["Nikan"] == [f"{BASE}source/atlas-1864"]
    labels = [row["passages"] for row in rows if "prefLabel" in str(row)]
    assert labels == [[]]


def test_a_graph_rests_on_the_passages_that_state_its_triples(caller: Caller) -> None:
    """Its very triples: nothing else that those passages say counts."""
    answer = caller.answer(
        "sparql", query=f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ BIND(<{PORT}> AS ?s) ?s ?p ?o }}"
    )
    assert len(answer["passages"]) > 3
    assert len(list(parse(answer["graph"].encode(), RdfFormat.TURTLE))) == answer["shown"]


def test_an_answer_that_names_no_passage_says_so(caller: Caller) -> None:
    """A count rests on passages that nobody can tell from the number."""
    answer = caller.answer("sparql", query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert answer["passages"] == []
    assert "No passage can be named" in answer["evidence"]


def test_all_rows_are_counted(caller: Caller) -> None:
    """`limit` bounds what is told and not what is asked."""
    answer = caller.answer("sparql", query="SELECT * { ?s ?p ?o } LIMIT 120", limit=7)
    assert (answer["total"], answer["shown"], len(answer["rows"])) == (120, 7, 7)


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_is_refused_as_the_endpoint_refuses_it(caller: Caller, server: str, query: str) -> None:
    """The same detail and the same place, as an error of the tool."""
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{server}sparql?query={quote(query)}")
    problem = json.load(refused.value)
    told = caller.error("sparql", query=query)
    assert told.startswith(problem["title"])
    assert problem["detail"] in told
    assert f"line {problem['line']}, column {problem['column']}" in told


@pytest.mark.parametrize(
    ("query", "more", "setting"),
    [(ENDLESS, {"timeout": 0.3}, "deadline"), (LARGE, {}, "result")],
)
def test_the_limits_are_those_of_the_endpoint(
    caller: Caller, query: str, more: dict[str, float], setting: str
) -> None:
    """The error names the setting, and the server goes on."""
    assert f"the setting {setting} (HORGOS_{setting.upper()})" in caller.error("sparql", query=query, **more)
    assert caller.answer("sparql", query="ASK {}")["boolean"] is True


def test_findings_are_told_with_both_sides_and_the_verdict(caller: Caller) -> None:
    """Filtered as the page filters them; the choices are told."""
    answer = caller.answer("list_disagreements", kind="v:contradiction", source="d:guide")
    (growth,) = (each for each in answer["findings"] if each["iri"].endswith("passenger-growth"))
    assert growth["is_disagreement"]
    assert [(side["preferred"], side["differs"]) for side in growth["claims"][:2]] == [
        (True, True),
        (False, True),
    ]
    assert growth["reasons"]
    assert {"d:guide", "d:atlas", "d:news"} == set(answer["choices"]["source"])


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("find", {}, "search, describe"),
        ("search", {}, "query: Field required"),
        ("search", {"query": "x", "limt": 3}, "It takes: language, query, kind, source, limit"),
        ("search", {"query": "x", "limit": 0}, "greater than or equal to 1"),
        ("search", {"query": "x" * 201}, "at most 200 characters"),
        ("describe", {"iri": "no-such-thing"}, "`search` finds what there is"),
        ("describe", {"iri": "http://[/"}, "names no resource"),
        ("run_query", {"id": "a/b"}, "`list_queries` tells them all"),
        (
            "run_query",
            {"id": "history/status-in-year", "parameters": {"yaer": "1"}},
            "Its parameters: thing, year",
        ),
        ("run_query", {"id": "history/status-in-year", "parameters": {"year": "x"}}, "a whole number"),
        ("list_disagreements", {"kind": "none"}, "contradiction"),
        ("list_disagreements", {"page": 99}, "The last one is"),
    ],
)
def test_a_wrong_call_is_told_what_is_right(
    caller: Caller, name: str, arguments: dict[str, Any], told: str
) -> None:
    """An error of the tool, which a model can read and mend."""
    assert told in caller.error(name, **arguments)


def test_every_iri_is_a_resource_that_can_be_read(either: Caller) -> None:
    """In TriG, whose graphs are named after the passages; the dataset and its documents are listed."""
    listed, (template,) = either.resources()
    assert {f"{BASE}dataset", f"{BASE}source/atlas"} <= {str(resource.uri) for resource in listed}
    assert template.uri_template == f"{BASE}{{+path}}"
    (content,) = either.read(f"{BASE}claim/heg-stake-2017").contents
    assert isinstance(content, TextResourceContents)
    assert content.mime_type == "application/trig"
    quads = parse(content.text.encode(), RdfFormat.TRIG)
    assert f"{BASE}source/atlas-2017" in {getattr(quad.graph_name, "value", "") for quad in quads}


def test_a_resource_that_there_is_not_is_an_error(either: Caller) -> None:
    """Invalid params (Model Context Protocol, Resources, Error Handling), with what would be right."""
    with pytest.raises(MCPError, match="search finds what there is"):
        either.read(f"{BASE}id/nothing")


def test_the_client_is_told_what_the_dataset_is_and_how_it_is_modelled(either: Caller) -> None:
    """The instructions of the server."""
    instructions = either.client.instructions or ""
    assert "Horgos" in instructions
    assert "GRAPH ?passage" in instructions


def said_by(part: Any) -> Iterator[str]:
    """Every IRI under `said_by` and `passages` of rows in an answer."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "said_by" or (key == "passages" and value and isinstance(value[0], str)):
                yield from value
            else:
                yield from said_by(value)
    elif isinstance(part, list):
        for each in part:
            yield from said_by(each)
