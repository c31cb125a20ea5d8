"""What this engine does beyond what every engine must: see `contract/` for that."""

from __future__ import annotations

import pytest

from horgos.engine import Embedded, Query
from horgos.errors import QuerySyntaxError
from horgos.formats import BY_NAME


def text(engine: Embedded, query: str, rows: str = "csv", **more: object) -> str:
    """The answer of a query in a format for rows, as text."""
    return engine.run(Query(query, rows=BY_NAME[rows], **more)).body.decode()  # type: ignore[arg-type]


def number(engine: Embedded, query: str, **more: object) -> int:
    """The one number that a query answers."""
    return int(text(engine, query, **more).split()[1])


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?m ?a }", "z,m,a"),
        ("SELECT*{?z ?m ?a}", "z,m,a"),
        ("PREFIX s: <http://s/> # SELECT ?a\nselect distinct # *\n * { BIND(1 AS ?z) $a s:b '?c' }", "z,a"),
        (
            "SELECT REDUCED * FROM <http://e/g0> { { SELECT * { ?z ?y ?x } } FILTER EXISTS { ?a ?y ?b } }",
            "z,y,x",
        ),
        ("SELECT * { ?z ?p ?o OPTIONAL { ?o ?q ?b } } ORDER BY ?b", "z,p,o,q,b"),
        ("SELECT * {}", ""),
        ("SELECT (3 * 2 AS ?b) (1 AS ?a) {}", "b,a"),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t"])
def test_the_columns_of_a_star_come_in_the_order_of_the_query(
    engine: Embedded, query: str, columns: str, separator: str
) -> None:
    """SPARQL 1.1, 18.2.4.4 leaves it open; a reader of CSV expects first what the query names first."""
    head = text(engine, query, "csv" if separator == "," else "tsv").splitlines()[0]
    assert head.replace("?", "") == columns.replace(",", separator)


SHARED = "SELECT (COUNT(*) AS ?n) {FROM} WHERE {{ <http://e/shared> ?p ?o }}"
BOTH = "FROM <http://e/g1> FROM <http://e/g2>"


@pytest.mark.parametrize(
    "clauses",
    [
        BOTH,
        "FROM <http://e/g1> FROM <http://e/g1>",
        "FROM <g1> # FROM NAMED <g1>\n from e:g2",
        f"{BOTH} FROM NAMED <http://e/g1>",
    ],
)
def test_a_statement_of_several_default_graphs_counts_once(engine: Embedded, clauses: str) -> None:
    """SPARQL 1.1, 13.2.1: the default graph is the merge of all graphs after FROM, and a merge is a set."""
    query = "PREFIX e: <http://e/> " + SHARED.format(FROM=clauses)
    assert number(engine, query, base="http://e/") == 1


def test_a_statement_of_several_default_graphs_of_the_request_counts_once(engine: Embedded) -> None:
    """SPARQL 1.1 Protocol, 2.1.4: so is that of several default-graph-uri, also beside FROM."""
    graphs = ("http://e/g1", "http://e/g2")
    for clauses in ("", "FROM <http://e/g0>"):
        assert number(engine, SHARED.format(FROM=clauses), default_graphs=graphs) == 1
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert number(engine, everything, default_graphs=graphs) == 201


def test_a_sum_over_several_default_graphs_adds_each_value_once(engine: Embedded) -> None:
    """SPARQL 1.1, 18.5.1.3: SUM adds what the merge has, where a triple of two graphs is one."""
    query = "SELECT (SUM(STRLEN(STR(?o))) AS ?n) {FROM} WHERE {{ <http://e/shared> <http://e/p> ?o }}"
    assert number(engine, query.format(FROM="")) == len("http://e/o")
    assert number(engine, query.format(FROM=BOTH)) == len("http://e/o")


def test_from_named_leaves_the_named_graphs_apart_from_the_merge(engine: Embedded) -> None:
    """SPARQL 1.1, 13.2.3: FROM makes the default graph, FROM NAMED what GRAPH reaches."""
    query = """SELECT (GROUP_CONCAT(DISTINCT STR(?g)) AS ?graphs) (COUNT(*) AS ?n)
        FROM <http://e/g0> FROM <http://e/g2> FROM NAMED <http://e/g1>
        WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"""
    assert text(engine, query).split() == ["graphs,n", "http://e/g1,100"]


@pytest.mark.parametrize("graph", ["?g", "5", "_:g", "'http://e/g1'", "NAMED"])
def test_what_is_no_graph_after_from_is_a_syntax_error(engine: Embedded, graph: str) -> None:
    """SPARQL 1.1, 19.8: FROM takes an IRI or a prefixed name; the error is the parser's."""
    with pytest.raises(QuerySyntaxError):
        engine.run(Query(f"ASK FROM <http://e/g1> FROM {graph} {{ ?s ?p ?o }}"))


@pytest.mark.parametrize(
    "form", ["CONSTRUCT { ?s ?p ?o } {FROM} WHERE { ?s ?p ?o }", "DESCRIBE ?s {FROM} { ?s ?p ?o }"]
)
def test_a_graph_is_made_from_the_merge_too(engine: Embedded, form: str) -> None:
    """FROM stands behind the braces of a template as well (SPARQL 1.1, 16.2)."""
    assert engine.run(Query(form.replace("{FROM}", BOTH))).rows == 201


def test_a_prefix_that_from_does_not_know_is_told(engine: Embedded) -> None:
    """The graphs of FROM are looked up before the query runs; what is wrong with them is told as ever."""
    with pytest.raises(QuerySyntaxError, match="prefix e: is not declared"):
        engine.run(Query("ASK FROM e:g1 FROM e:g2 { ?s ?p ?o }"))
