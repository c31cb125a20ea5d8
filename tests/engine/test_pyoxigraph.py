"""What the library does that this project works around. A test that fails here tells that it has changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

COUNT = "SELECT (COUNT(*) AS ?n) {FROM} {{ <http://e/shared> ?p ?o }}".replace("{{", "{").replace("}}", "}")


@pytest.fixture(scope="module")
def library(store: Path) -> Store:
    """The store, opened with the library itself."""
    loaded = Store()
    loaded.bulk_load(path=str(store), format=RdfFormat.N_QUADS)
    return loaded


def counted(results: object) -> str:
    """The number in the first row."""
    assert isinstance(results, QuerySolutions)
    return str(next(results)[0].value)


def test_union_mode_counts_a_statement_of_two_graphs_twice(library: Store) -> None:
    """Hence the merge in the default graph (oxigraph issue 1919): once there, twice and once more here."""
    query = COUNT.replace("{FROM}", "")
    assert counted(library.query(query)) == "1"
    assert counted(library.query(query, use_default_graph_as_union=True)) == "3"


def test_several_from_count_a_statement_of_two_graphs_twice(library: Store) -> None:
    """SPARQL 1.1, 13.2.1 wants the merge, where it would count once: hence `engine.graphs`."""
    query = COUNT.replace("{FROM}", "FROM <http://e/g1> FROM <http://e/g2>")
    assert counted(library.query(query)) == "2"


def test_union_mode_ignores_from(library: Store) -> None:
    """Another reason to keep the merge in the default graph."""
    query = COUNT.replace("{FROM}", "FROM <http://e/g0>")
    assert counted(library.query(query)) == "0"
    assert counted(library.query(query, use_default_graph_as_union=True)) == "3"


def test_half_a_dataset_leaves_the_other_half_as_it_was(library: Store) -> None:
    """Hence both `default_graph` and `named_graphs` are given, or none."""
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    graph = [NamedNode("http://e/g0")]
    assert counted(library.query(query, default_graph=graph)) == "3"  # type: ignore[arg-type]
    assert counted(library.query(query, default_graph=graph, named_graphs=[])) == "0"  # type: ignore[arg-type]


def test_the_columns_of_a_star_come_in_the_order_of_the_alphabet(library: Store) -> None:
    """SPARQL 1.1 leaves it open; people expect the order of the query: hence `engine.columns`."""
    results = library.query("SELECT * { ?s ?p ?o }")
    assert isinstance(results, QuerySolutions)
    assert [variable.value for variable in results.variables] == ["o", "p", "s"]


def test_a_relative_iri_without_base_is_a_syntax_error(library: Store) -> None:
    """Hence `Query.base`."""
    with pytest.raises(SyntaxError):
        library.query("ASK { <a> ?p ?o }")


def test_an_unknown_function_is_a_runtime_error(library: Store) -> None:
    """Hence the mapping to an error of the asker."""
    with pytest.raises(RuntimeError, match="custom function"):
        library.query("SELECT (<http://e/f>(1) AS ?x) {}")


def test_xml_results_carry_raw_control_characters(library: Store) -> None:
    """Hence the look at XML before it is sent."""
    results = library.query('SELECT ("\\u0001" AS ?x) {}')
    assert isinstance(results, QuerySolutions)
    assert b"\x01" in (results.serialize(format=QueryResultsFormat.XML) or b"")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (
            '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        (
            '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ),
        ('"霍尔果斯"@zh-Hans', '"霍尔果斯"@zh-hans'),
    ],
)
def test_the_store_rewrites_literals(written: str, kept: str) -> None:
    """Hence the files must hold literals in their canonical form."""
    store = Store()
    store.load(f"<http://e/s> <http://e/p> {written} .", RdfFormat.N_TRIPLES)
    assert [str(quad.object) for quad in store] == [kept]


def test_results_used_by_another_thread_end_in_a_panic() -> None:
    """Hence a query process has one thread, which makes the results and writes them."""
    program = """
import threading, pyoxigraph
results = pyoxigraph.Store().query("SELECT ?s { ?s ?p ?o }")
thread = threading.Thread(target=lambda: list(results))
thread.start()
thread.join()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "unsendable" in ended.stderr
