"""What comes back for a query that is fine, whichever engine answers it."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from pyoxigraph import Dataset, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from horgos.engine import Engine, Query
from horgos.errors import BadRequest, NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Format

SELECT = 'SELECT DISTINCT ?o ?s { ?s <http://e/p> ?o BIND("a, \\"b\\"\\n" AS ?x) }'
ASK = "ASK { <http://e/shared> ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s <http://e/q> ?o } WHERE { ?s <http://e/p1> ?o }"
DESCRIBE = "DESCRIBE <http://e/shared>"
XML = {"s": "http://www.w3.org/2005/sparql-results#"}


def text(engine: Engine, query: str, rows: str = "csv", **more: object) -> str:
    """The answer of a query in a format for rows, as text."""
    return engine.run(Query(query, rows=BY_NAME[rows], **more)).body.decode()  # type: ignore[arg-type]


def number(engine: Engine, query: str, **more: object) -> int:
    """The one number that a query answers."""
    return int(text(engine, query, **more).split()[1])


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda format_: format_.name)
def test_select_is_answered_in_the_format_for_rows(engine: Engine, format_: Format) -> None:
    """SPARQL 1.1 Protocol, 2.1.5: the rows come in the asked format, with the columns in the asked order."""
    answer = engine.run(Query(SELECT, rows=format_))
    assert (answer.form, answer.format) == ("SELECT", format_)
    assert answer.body.index(b"e/o") < answer.body.index(b"e/shared")
    assert answer.rows in (1, None)


@pytest.mark.parametrize("name", ["json", "xml"])
def test_ask_is_answered_with_a_boolean(engine: Engine, name: str) -> None:
    """SPARQL 1.1 Query Results JSON, 3.3, and XML, 2.3.2: a boolean stands in the place of the rows."""
    answer = engine.run(Query(ASK, rows=BY_NAME[name]))
    assert answer.form == "ASK"
    assert b"true" in answer.body


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_ask_is_refused_where_the_format_knows_rows_only(engine: Engine, name: str) -> None:
    """SPARQL 1.1 Query Results CSV and TSV, 1: these formats are defined for SELECT alone."""
    with pytest.raises(NotAcceptable, match="JSON"):
        engine.run(Query(ASK, rows=BY_NAME[name]))


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["CONSTRUCT", "DESCRIBE"])
def test_graphs_are_answered_in_the_format_for_graphs(engine: Engine, query: str, format_: Format) -> None:
    """CONSTRUCT and DESCRIBE give the same graph in every format that the table has for graphs."""
    answer = engine.run(Query(query, graph=format_, prefixes={"e": "http://e/", "unused": "http://u/"}))
    assert (answer.form, answer.format) == (query.split(maxsplit=1)[0], format_)
    assert isinstance(format_.oxigraph, RdfFormat)
    triples = Dataset(parse(answer.body, format_.oxigraph))
    expected = Dataset(parse(engine.run(Query(query, graph=BY_NAME["nt"])).body, RdfFormat.N_TRIPLES))
    assert triples == expected
    assert answer.rows == len(expected)


def test_turtle_has_the_prefixes_it_uses_and_no_others(engine: Engine) -> None:
    """Turtle for people: prefixed names, a prefix only where something uses it, in a fixed order."""
    prefixes = {"f": "http://e/", "b": "http://b/", "a": "http://a/"}
    query = "CONSTRUCT { ?s a <http://a/T> ; <http://a/q> 1 } WHERE { ?s <http://e/p> ?o }"
    body = engine.run(Query(query, prefixes=prefixes)).body.decode()
    assert body == ("@prefix a: <http://a/> .\n@prefix f: <http://e/> .\n\nf:shared a a:T ;\n\ta:q 1 .\n")


def test_graphs_come_without_doubles_and_in_one_order(engine: Engine) -> None:
    """SPARQL 1.1, 16.2: a graph is a set. The same graph gives the same bytes, so that caches work."""
    query = "CONSTRUCT { <http://e/x> <http://e/y> ?v } WHERE { ?s ?p ?o VALUES ?v { 3 1 2 } }"
    answer = engine.run(Query(query, graph=BY_NAME["nt"]))
    lines = answer.body.decode().splitlines()
    assert answer.rows == 3
    assert lines == sorted(set(lines))


def test_a_second_library_reads_the_same_graph(engine: Engine) -> None:
    """What is sent can be read by others: rdflib sees one graph in Turtle and in RDF/XML."""
    bodies = {name: engine.run(Query(CONSTRUCT, graph=BY_NAME[name])).body for name in ("ttl", "rdf")}
    turtle = Graph().parse(data=bodies["ttl"], format="turtle")
    xml = Graph().parse(data=bodies["rdf"], format="xml")
    assert len(turtle) == 100
    assert isomorphic(turtle, xml)


@pytest.mark.parametrize("name", ["tsv", "xml", "csv"])
def test_rows_are_counted_where_that_is_cheap(engine: Engine, name: str) -> None:
    """`Answer.rows` is the number of rows in TSV and XML, and in CSV without quotes."""
    query = "SELECT ?s { ?s <http://e/p0> ?o }"
    assert engine.run(Query(query, rows=BY_NAME[name])).rows == 100


def test_rows_are_not_guessed(engine: Engine) -> None:
    """A quoted value of CSV may hold a line end, so the rows are not counted."""
    query = 'SELECT ("a\\nb" AS ?x) {}'
    answer = engine.run(Query(query, rows=BY_NAME["csv"]))
    assert answer.rows is None
    assert list(csv.reader(io.StringIO(answer.body.decode(), newline=""))) == [["x"], ["a\nb"]]


def test_the_default_graph_counts_a_statement_of_two_graphs_once(engine: Engine) -> None:
    """RDF 1.1 Semantics: the merge of graphs that share a triple has that triple once."""
    assert number(engine, "SELECT (COUNT(*) AS ?n) { <http://e/shared> ?p ?o }") == 1


def test_every_graph_is_named_where_the_request_names_none(engine: Engine) -> None:
    """Without a dataset in the request, GRAPH reaches all graphs of the store."""
    assert number(engine, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { <http://e/shared> ?p ?o } }") == 2


def test_default_graphs_of_the_request_are_the_default_graph(engine: Engine) -> None:
    """SPARQL 1.1 Protocol, 2.1.4: default-graph-uri says what patterns outside GRAPH see."""
    counted = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert number(engine, counted, default_graphs=("http://e/g0",)) == 100
    assert number(engine, counted, default_graphs=("http://e/g1",)) == 101


def test_with_default_graphs_alone_no_graph_is_named(engine: Engine) -> None:
    """SPARQL 1.1, 13.2: a dataset that names no graph has none for GRAPH."""
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(engine, query, default_graphs=("http://e/g0",)) == 0


def test_with_named_graphs_alone_the_default_graph_is_empty(engine: Engine) -> None:
    """SPARQL 1.1, 13.2: with FROM NAMED alone, the default graph is empty."""
    named = ("http://e/g1", "http://e/g2")
    assert number(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", named_graphs=named) == 0
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(engine, query, named_graphs=named) == 2


def test_the_dataset_of_the_request_counts_before_that_of_the_query(engine: Engine) -> None:
    """SPARQL 1.1 Protocol, 2.1.4: the dataset of the protocol takes the place of FROM."""
    query = "SELECT (COUNT(*) AS ?n) FROM <http://e/g1> { ?s ?p ?o }"
    assert number(engine, query) == 101
    assert number(engine, query, default_graphs=("http://e/g0",)) == 100


@pytest.mark.parametrize("parameter", ["default_graphs", "named_graphs"])
def test_a_graph_must_have_an_iri(engine: Engine, parameter: str) -> None:
    """A graph that is no IRI is an error of the request, not a graph that is empty."""
    with pytest.raises(BadRequest, match="IRI"):
        engine.run(Query(ASK, **{parameter: ("not an iri",)}))  # type: ignore[arg-type]


def test_relative_iris_are_resolved_against_the_base(engine: Engine) -> None:
    """SPARQL 1.1, 4.1.1.1: relative IRIs count from the base."""
    query = "ASK { <shared> <p> <o> }"
    assert "true" in text(engine, query, "json", base="http://e/")


def test_a_base_must_be_an_iri(engine: Engine) -> None:
    """A base that is no IRI is told as such."""
    with pytest.raises(BadRequest, match="base IRI"):
        engine.run(Query(ASK, base="not an iri"))


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("a\\u0001b" AS ?x) {}',
        'SELECT ("a\\uFFFEb" AS ?x) {}',
        'CONSTRUCT { <http://e/s> <http://e/p> "\\u001F" } WHERE {}',
    ],
)
def test_xml_is_refused_where_it_would_not_be_xml(engine: Engine, query: str) -> None:
    """XML 1.0, 2.2 has no way to write most control characters; the message names a format that can."""
    with pytest.raises(NotAcceptable, match=r"take (SPARQL JSON|Turtle)"):
        engine.run(Query(query, rows=BY_NAME["xml"], graph=BY_NAME["rdf"]))
    assert engine.run(Query(query)).body


def test_xml_keeps_a_carriage_return(engine: Engine) -> None:
    """XML 1.0, 2.11: a raw carriage return would arrive as a line feed."""
    root = ElementTree.fromstring(text(engine, 'SELECT ("a\\r\\nb" AS ?x) {}', "xml"))  # noqa: S314  # our own
    assert root.findtext(".//s:literal", namespaces=XML) == "a\r\nb"


def test_rdf_xml_is_refused_for_a_predicate_that_is_no_xml_name(engine: Engine) -> None:
    """RDF/XML writes predicates as elements, and an element needs a name (RDF 1.1 XML Syntax, 2.2)."""
    query = "CONSTRUCT { <http://e/s> <http://e/> 1 } WHERE {}"
    with pytest.raises(NotAcceptable, match="Turtle"):
        engine.run(Query(query, graph=BY_NAME["rdf"]))


def test_a_blank_node_comes_back_as_one(engine: Engine) -> None:
    """SPARQL 1.1 Query Results JSON, 3.2.2: a blank node is told as such, whatever its label."""
    answer = json.loads(text(engine, "SELECT ?s { ?s <http://e/blank> ?o }", "json"))
    assert answer["results"]["bindings"][0]["s"]["type"] == "bnode"
    graph = engine.run(Query("CONSTRUCT WHERE { ?s <http://e/blank> ?o }", graph=BY_NAME["nt"])).body
    assert graph.startswith(b"_:")


@pytest.mark.parametrize("head", ["SELECT ?o", "CONSTRUCT { ?s <http://e/wkt> ?o } WHERE"])
def test_a_geometry_keeps_its_datatype(engine: Engine, head: str) -> None:
    """GeoSPARQL 1.0, 8.5.1: well-known text is a literal of the type geo:wktLiteral."""
    body = engine.run(Query(f"{head} {{ ?s <http://e/wkt> ?o }}", graph=BY_NAME["nt"])).body
    assert b"POINT(80.369444 44.195556)" in body
    assert b"http://www.opengis.net/ont/geosparql#wktLiteral" in body


def test_a_value_outside_of_ascii_comes_back_as_it_was(engine: Engine) -> None:
    """Query and answer are Unicode throughout."""
    answer = json.loads(text(engine, 'SELECT ("霍尔果斯 é 𠀀" AS ?x) {}', "json"))
    assert answer["results"]["bindings"][0]["x"]["value"] == "霍尔果斯 é 𠀀"


def test_several_queries_are_answered_in_their_order(engine: Engine) -> None:
    """Whatever their forms and formats, each gets the answer that it gets alone; none gives no answer."""
    queries = [
        Query(SELECT, rows=BY_NAME["tsv"]),
        Query(ASK, rows=BY_NAME["xml"]),
        Query(CONSTRUCT, graph=BY_NAME["nt"]),
    ]
    for some in (queries, queries[::-1], queries[:1], []):
        told = [(answer.form, answer.format, answer.body, answer.rows) for answer in engine.run_all(some)]
        alone = map(engine.run, some)
        assert told == [(answer.form, answer.format, answer.body, answer.rows) for answer in alone]
