"""Names of the graph: which there are below a path, and in which languages something is labelled."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store

BASE = "https://w3id.org/horgos/"
EDITORIAL = NamedNode(f"{BASE}graph/editorial")
ONTOLOGY = NamedNode(f"{BASE}graph/ontology")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def local(term: object) -> str:
    """Return a name without the base of the graph."""
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(BASE)


def under(quads: Iterable[Quad], path: str) -> set[NamedNode]:
    """Return every name below this path that any statement mentions."""
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    return {term for term in terms if isinstance(term, NamedNode) and term.value.startswith(BASE + path)}


def languages(
    store: Store, subject: NamedNode, predicate: NamedNode, graph: NamedNode | None = None
) -> list[str]:
    """Return the language of each literal that the subject has, in one graph or in any."""
    literals = {quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)}
    return sorted(literal.language or "" for literal in literals if isinstance(literal, Literal))


def objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    """Return the names that the subject points at, in the order of their letters."""
    found = {quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)}
    return sorted((term for term in found if isinstance(term, NamedNode)), key=lambda term: term.value)
