"""What a report tells of a term: its label, its short form, and where in the files it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store
from pyoxigraph import Literal as StoredLiteral
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from horgos.terms import Label, Prefixes, best_label

StoredTerm = NamedNode | BlankNode | StoredLiteral
Place = tuple[str, int]
Locate = Callable[[str, str | None], Place | None]

_MERGE = DefaultGraph()
_NAMES = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://purl.org/dc/terms/title",
        "https://schema.org/name",
    )
)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DERIVED_FROM = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_SPACE = NamedNode("http://rdfs.org/ns/void#uriSpace")
_PLAIN = (XSD.integer, XSD.decimal, XSD.boolean)
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=\S)")
SPLIT = "\x1f"  # the unit separator of ASCII, which no message has


@dataclass(frozen=True)
class StoreView:
    """A store as a person meets it. `locate` finds the file and line of an IRI, in a graph if given one."""

    store: Store
    prefixes: Prefixes
    locate: Locate

    def label(self, iri: str) -> str | None:
        """The label of a resource, in English where it has one."""
        for name in _NAMES:
            quads = self.store.quads_for_pattern(NamedNode(iri), name, None, _MERGE)
            labels = [
                Label(quad.object.value, quad.object.language or "")
                for quad in quads
                if isinstance(quad.object, StoredLiteral)
            ]
            if label := best_label(labels, ()):
                return label.text
        return None

    def turtle(self, term: Node) -> str:
        """A term in Turtle, with the prefixes of the graph."""
        if isinstance(term, URIRef):
            return self.prefixes.short(str(term))
        if not isinstance(term, Literal):
            return f"_:{term}"
        if term.datatype in _PLAIN:
            return str(term)
        text = Literal(str(term)).n3()
        if term.language:
            return f"{text}@{term.language}"
        typed = term.datatype is not None and term.datatype != XSD.string
        return f"{text}^^{self.prefixes.short(str(term.datatype))}" if typed else text

    def fill(self, message: str, values: Mapping[str, Node]) -> str:
        """A message with the values of its variables, what is wrong and what to do still apart.

        They are parted here, at the end of the first sentence, because a label may hold a full stop.
        """

        def told(match: re.Match[str]) -> str:
            value = values.get(match[1])
            return match[0] if value is None else self._told(value)

        return _VARIABLE.sub(told, SPLIT.join(part(message)))

    def _told(self, term: Node) -> str:
        if not isinstance(term, URIRef):
            return str(term) if isinstance(term, Literal) else self.turtle(term)
        label, name = self.label(str(term)), self.prefixes.short(str(term))
        return f"“{label}” ({name})" if label else name

    def place(self, focus: str, path: str | None, value: Node | None) -> Place | None:
        """Where an editor has to look for what was found: file and line, if it stands in a file at all."""
        for term, graph in self._candidates(focus, path, value):
            if place := self.locate(term, graph):
                return place
        return None

    def _candidates(
        self, focus: str, path: str | None, value: Node | None
    ) -> Iterator[tuple[str, str | None]]:
        """Terms and graphs to look for, the most telling first."""
        node, named = NamedNode(focus), NamedNode(str(value)) if isinstance(value, URIRef) else None
        if named and self._graphs(node, graph=named):
            yield focus, named.value  # the value is the graph that the focus node must not stand in
        elif named and self._graphs(node, _SPACE):
            yield from self._anywhere(named)  # the dataset stands for all it holds; the value is what matters
        if path and value is not None:
            yield from ((focus, graph) for graph in self._graphs(node, NamedNode(path), _stored(value)))
        yield from ((focus, graph) for graph in self._graphs(node, _TYPE))
        yield focus, None
        for quad in self.store.quads_for_pattern(node, _DERIVED_FROM, None, _MERGE):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value, None

    def _anywhere(self, term: NamedNode) -> Iterator[tuple[str, str | None]]:
        """A term as a subject or a graph, else what it is a property of."""
        yield term.value, None
        for quad in self.store.quads_for_pattern(None, term, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                yield quad.subject.value, quad.graph_name.value

    def _graphs(
        self,
        subject: NamedNode,
        predicate: NamedNode | None = None,
        value: StoredTerm | None = None,
        graph: NamedNode | None = None,
    ) -> list[str]:
        """The named graphs with such a triple, sorted."""
        quads = self.store.quads_for_pattern(subject, predicate, value, graph)
        return sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)})


def part(message: str) -> tuple[str, str]:
    """What is wrong, and what to do: the first sentence of a message and the others."""
    wrong, _, advice = (
        message.partition(SPLIT)
        if SPLIT in message
        else _SENTENCE.sub(SPLIT, message, count=1).partition(SPLIT)
    )
    return wrong, advice


def _stored(term: Node) -> StoredTerm:
    if isinstance(term, Literal):
        datatype = NamedNode(str(term.datatype)) if term.datatype and not term.language else None
        return StoredLiteral(str(term), language=term.language, datatype=datatype)
    return BlankNode(str(term)) if isinstance(term, BNode) else NamedNode(str(term))
