"""The description of a resource as RDF: the one that `/data/…` sends and that its page is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from horgos.build.turtle import trig, turtle
from horgos.engine import Query
from horgos.formats import Format, Kind
from horgos.pages.reading import Row, select
from horgos.queries import bind, shipped

if TYPE_CHECKING:
    from horgos.engine import Engine
    from horgos.terms import Prefixes

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def describe(engine: Engine, iri: str) -> tuple[Quad, ...]:
    """All quads that describe a resource, in a fixed order; empty where the dataset does not mention it.

    They are those where it is the subject, with its parts (`iri#…`), and those where it is the object; for a
    thing also the claims about it in full, for a passage or another graph all that the graph states.
    Raises what the engine raises.
    """
    rows = select(engine, "description", resource=NamedNode(iri))
    return tuple(sorted(map(_quad, rows), key=lambda quad: _order(quad, iri)))


def is_known(engine: Engine, iri: str) -> bool:
    """Whether the dataset has the resource as a subject or as the name of a graph."""
    answer = engine.run(Query(bind(shipped("known"), {"resource": NamedNode(iri)})))
    return b"true" in answer.body


def is_described(quads: Iterable[Quad], iri: str) -> bool:
    """Whether these quads hold more of a resource than mentions of it: see `is_known`."""
    return any(iri in (_value(quad.subject), _value(quad.graph_name)) for quad in quads)


def graph_sizes(engine: Engine) -> dict[str | None, int]:
    """How many triples each named graph has, by its IRI, and the default graph, under None."""
    return {
        graph.value if isinstance(graph := row.get("graph"), NamedNode) else None: int(row["triples"].value)
        for row in select(engine, "graphs")
    }


def serialise(quads: Iterable[Quad], format_: Format, prefixes: Prefixes) -> bytes:
    """The quads in a format, in the order given, which has to be subject by subject.

    A format of one graph gets the merge of the graphs, each triple once; a format of datasets gets them all.
    Turtle, TriG and RDF/XML declare the prefixes of the dataset that they use.
    """
    given = list(quads)
    triples = list(dict.fromkeys(quad.triple for quad in given))
    voices = _voices(given)
    if format_.oxigraph == RdfFormat.TURTLE or (format_.oxigraph == RdfFormat.TRIG and not voices):
        return turtle(triples, prefixes)
    if format_.oxigraph == RdfFormat.TRIG:
        return trig(voices.items(), prefixes)
    if not isinstance(format_.oxigraph, RdfFormat):
        raise TypeError(f"{format_.title} is no format of RDF")
    content: list[Quad] | list[Triple] = triples if format_.kind is Kind.GRAPH else given
    return serialize(content, format=format_.oxigraph, prefixes=_used(prefixes.namespaces, triples)) or b""


def _voices(quads: Iterable[Quad]) -> dict[str, list[Triple]]:
    """The triples of each named graph, the graphs in the order of their names."""
    voices: dict[str, list[Triple]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            voices.setdefault(quad.graph_name.value, []).append(quad.triple)
    return dict(sorted(voices.items()))


def _quad(row: Row) -> Quad:
    """The quad of one solution, whose subject, predicate and graph cannot be literals."""
    subject, predicate, graph = row["subject"], row["predicate"], row["graph"]
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode) or isinstance(graph, Literal):
        raise TypeError(f"{subject} {predicate} {graph} is no part of a quad")
    return Quad(subject, predicate, row["object"], graph)


def _order(quad: Quad, iri: str) -> tuple[bool, str, bool, str, str, str]:
    """The resource itself first, then by subject; of one subject its types first."""
    subject, graph = _value(quad.subject), _value(quad.graph_name)
    return (
        subject != iri,
        subject,
        quad.predicate != _TYPE,
        quad.predicate.value,
        str(quad.object),
        graph,
    )


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else "" if isinstance(term, DefaultGraph) else str(term)


def _used(namespaces: Mapping[str, str], triples: Iterable[Triple]) -> dict[str, str]:
    """The namespaces that one of the IRIs begins with."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, NamedNode)}
    return {
        prefix: space
        for prefix, space in sorted(namespaces.items())
        if any(iri.startswith(space) for iri in iris)
    }
