"""Which graphs a query sees, and that their merge is one: on any data, and however they are named."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from horgos.engine.graphs import view

BASE = "http://e/"
COUNT = "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) {FROM} WHERE {{ ?s ?p ?o }}"

names = st.sampled_from([f"g{number}" for number in range(4)])
quads = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), names), max_size=20)
graphs = st.lists(names, min_size=1, max_size=4)
written = st.sampled_from(["FROM <{}>", "from  <http://e/{}>", "FROM e:{}", "FROM # FROM <g9>\n <{}>"])


def stored(statements: list[tuple[int, int, str]]) -> Store:
    """A store with things that have numbers, each in a named graph."""
    store = Store()
    for thing, number, graph in statements:
        subject, predicate = NamedNode(f"{BASE}s{thing}"), NamedNode(f"{BASE}p")
        store.add(Quad(subject, predicate, Literal(number), NamedNode(BASE + graph)))
    return store


def counted(store: Store, text: str, default: list[str]) -> tuple[int, int]:
    """What COUNT and SUM make of the default graph that a query sees."""
    seen = view(store, text, BASE, default, [])
    rows = seen.store.query(text, base_iri=BASE, default_graph=seen.default, named_graphs=seen.named)
    assert isinstance(rows, QuerySolutions)
    number, total = next(rows)
    return int(number.value), int(total.value)


@settings(max_examples=100)
@given(quads, graphs, st.lists(written, min_size=4, max_size=4))
def test_the_default_graph_is_the_set_of_the_statements_of_its_graphs(
    statements: list[tuple[int, int, str]], chosen: list[str], ways: list[str]
) -> None:
    """SPARQL 1.1, 13.2.1; Protocol, 2.1.4: a merge is a set, by FROM however spelled or by the request."""
    store = stored(statements)
    merge = {(thing, number) for thing, number, graph in statements if graph in chosen}
    expected = (len(merge), sum(number for _, number in merge))
    clauses = " ".join(way.format(graph) for way, graph in zip(ways, chosen, strict=False))
    prologue = f"PREFIX e: <{BASE}>\n"
    assert counted(store, prologue + COUNT.format(FROM=clauses), []) == expected
    assert counted(store, COUNT.format(FROM="FROM <g9>"), [BASE + graph for graph in chosen]) == expected


def test_a_merge_is_made_once() -> None:
    """The data does not change, so that the next query on the same graphs finds the merge made."""
    store = stored([(0, 1, "g0"), (0, 1, "g1")])
    text = "ASK FROM <g0> FROM <g1> { ?s ?p ?o }"
    assert view(store, text, BASE, [], []).store is view(store, f" {text}", BASE, [], []).store


def test_a_query_without_a_dataset_sees_the_store_as_it_is() -> None:
    """The word in a string, in a name, or inside of a group is no clause."""
    store = stored([])
    for text in ("ASK {}", "ASK { ?from ?p 'FROM <g0>' }", "PREFIX from: <g0> ASK { from:x ?p ?o }"):
        assert view(store, text, BASE, [], []) == (store, None, None)
