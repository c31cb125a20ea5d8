"""A constraint is put to the store once for all focus nodes, where that cannot change what it finds."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse
from rdflib import SH, Graph

from horgos.errors import InvalidGraph
from horgos.sources import LineIndex, Sources
from horgos.terms import Prefixes
from horgos.validation.batch import start
from horgos.validation.run import run
from horgos.validation.shapes import Shapes, read_shapes
from second_opinion import results, told

AT_ONCE = {
    "triples": "SELECT $this WHERE { $this a ?type }",
    "a filter": "SELECT $this WHERE { $this ?p ?o FILTER($this != ?o) }",
    "an absence": "SELECT $this WHERE { $this a ?t FILTER NOT EXISTS { ?s a ?t FILTER(?s < $this) } }",
    "triples in a graph": "SELECT $this WHERE { GRAPH ?graph { $this a ?type } }",
    "triples in what may be": "SELECT $this WHERE { $this a ?t OPTIONAL { $this ?p ?o } }",
    "a filter beside what may be": "SELECT $this WHERE { OPTIONAL { ?s ?p $this } FILTER(!BOUND(?s)) }",
    "braces in a text": 'SELECT $this WHERE { $this a ?t FILTER(STR($this) != "OPTIONAL { ($this") }',
    "a comment": "SELECT $this WHERE { $this a ?type # no more: OPTIONAL { BIND($this AS ?x) }\n}",
}
ONE_BY_ONE = {
    "a value made in what may be": "SELECT $this WHERE { OPTIONAL { BIND(STR($this) AS ?text) } }",
    "a filter in a group": "SELECT $this WHERE { { ?s ?p ?o FILTER(?o = $this) } }",
    "a filter in a graph": "SELECT $this WHERE { GRAPH ?g { ?s ?p ?o FILTER(?o != $this) } }",
    "what is not in a graph": "SELECT $this WHERE { GRAPH ?g { ?s ?p ?o FILTER NOT EXISTS { $this a ?o } } }",
    "a cut": "SELECT $this WHERE { $this a ?type } LIMIT 1",
    "alternatives": "SELECT $this WHERE { { $this a ?type } UNION { ?type a $this } }",
    "a query in a query": "SELECT $this WHERE { { SELECT $this WHERE { $this a ?type } } }",
    "rows": "SELECT $this WHERE { VALUES ?type { 1 } $this a ?type }",
}


@pytest.mark.parametrize("query", AT_ONCE.values(), ids=AT_ONCE)
def test_where_every_part_sees_the_node_all_are_asked_for_at_once(query: str) -> None:
    """The nodes are given at the start of the outermost group."""
    assert query[: start(query)] == query[: query.index("{") + 1]


@pytest.mark.parametrize("query", ONE_BY_ONE.values(), ids=ONE_BY_ONE)
def test_where_a_part_does_not_see_the_node_each_is_asked_for(query: str) -> None:
    """A group is evaluated before it is joined with what is around it; a cut would cut all nodes together."""
    assert start(query) is None


def test_every_shape_that_comes_with_the_program_can_be_asked_for_at_once(real_sources: Sources) -> None:
    """One that cannot would cost as much as all others together."""
    queries = {str(text) for text in read_shapes(real_sources).graph.objects(None, SH.select)}
    assert [query for query in queries if start(query) is None] == []


PROLOGUE = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> ."
DATA = "".join(f"x:n{n} a x:Node ; x:next x:n{n + 1} . " for n in range(5)) + "_:b a x:Node ; x:next x:n1 ."


def _findings(select: str) -> set[tuple[str, ...]]:
    """What a constraint of the class x:Node finds in five nodes in a row and a nameless one."""
    constraint = f'[ sh:message "!" ; sh:select """{select}""" ]'
    shape = f"x:S a sh:NodeShape ; sh:targetClass x:Node ; sh:sparql {constraint} ."
    graph = Graph().parse(data=PROLOGUE + shape, format="turtle")
    shapes = Shapes(graph, Store(), LineIndex(dict), Prefixes({}))
    quads = parse((PROLOGUE + DATA).encode(), RdfFormat.TURTLE)
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return results(run(store, shapes, told))


LAST = "SELECT $this WHERE { $this <https://example.org/next> ?n FILTER NOT EXISTS { ?n ?p ?o } }"


def test_a_node_that_is_at_fault_is_found_among_the_others() -> None:
    """The last of the row leads to nothing."""
    assert [focus for _, focus, *_ in _findings(LAST)] == ["https://example.org/n4"]


def test_a_node_without_a_name_is_asked_for_by_itself() -> None:
    """A blank node cannot be written into a query: a variable would stand there in its place."""
    named = {f"https://example.org/n{n}" for n in range(5)}
    found = {focus for _, focus, *_ in _findings("SELECT $this WHERE { $this a ?type }")}
    assert named < found
    assert len(found) == 6


def test_the_store_is_asked_once_where_nothing_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly every focus node conforms, and a query for each of them is what took the time."""
    asked = list[str]()
    query = Graph.query

    def counted(self: Graph, text: Any, *args: Any, **options: Any) -> Any:
        asked.append(str(text))
        return query(self, text, *args, **options)

    monkeypatch.setattr(Graph, "query", counted)
    _findings("SELECT $this WHERE { $this <https://example.org/none> ?none }")
    assert len([text for text in asked if "none" in text]) == 2  # the named nodes; the nameless one


def test_a_query_that_does_not_tell_the_node_is_refused() -> None:
    """Its solutions could not be told apart (SHACL, 5.3.1)."""
    with pytest.raises(InvalidGraph):
        _findings("SELECT (STR($this) AS ?value) WHERE { $this a ?type }")
