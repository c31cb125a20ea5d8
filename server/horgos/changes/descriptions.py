"""What two states say of the resources that differ, and what all that is mentioned there is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from horgos.changes.snapshot import Snapshot
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import NAMING, spoken
from horgos.pages.words.well_known import LABELS
from horgos.terms import Label, best_label
from horgos.translation import LANGUAGES, MESSAGES, placed

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Description: TypeAlias = dict[tuple[str, Term], frozenset[str]]
"""What is stated of a resource: for each predicate and object the graphs that say it."""

_Facts = dict[str, list[Quad]]


@dataclass(frozen=True)
class Described:
    """The statements of both states about the resources that differ (`old`, `new`), and what they name."""

    old: _Facts
    new: _Facts
    named: _Facts

    @classmethod
    def by(cls, old: Snapshot, new: Snapshot, subjects: set[str]) -> Described:
        """Read them: what differs, what that mentions, and what the mentioned is part of."""
        before, after = old.about(subjects), new.about(subjects)
        named: _Facts = {}
        asked = set(subjects)
        mentioned = _mentioned(chain(*before.values(), *after.values())) | set(map(whole, subjects))
        while missing := mentioned - asked:
            asked |= missing
            found = {**old.about(missing), **new.about(missing)}
            named.update(found)
            mentioned = {
                quad.object.value
                for quad in chain(*found.values())
                if quad.predicate.value in (v.PART_OF, v.TYPE) and isinstance(quad.object, NamedNode)
            }
        return cls(before, after, named)

    def statements(self, iri: str) -> list[Quad]:
        """What the new state says of a resource, else what the old one said."""
        return self.new.get(iri) or self.old.get(iri) or self.named.get(iri) or []

    def objects(self, iri: str, predicate: str) -> list[Term]:
        """The objects of a property, each once, in order."""
        found = {quad.object for quad in self.statements(iri) if quad.predicate.value == predicate}
        return sorted(found, key=str)

    def is_rule(self, graph: str) -> bool:
        """Whether a graph holds what a rule derives."""
        return NamedNode(v.RULE) in self.objects(graph, v.TYPE)

    def stated(self, facts: _Facts, iri: str) -> Description:
        """What passages and editors say of a resource in one of the states, without what rules derive."""
        found: dict[tuple[str, Term], set[str]] = {}
        for quad in facts.get(iri, ()):
            graph = graph_of(quad)
            if not self.is_rule(graph):
                found.setdefault((quad.predicate.value, quad.object), set()).add(graph)
        return {said: frozenset(graphs) for said, graphs in found.items()}

    def derived(self, facts: _Facts, iri: str) -> Description:
        """What rules say of a resource in one of the states."""
        return {
            (quad.predicate.value, quad.object): frozenset((graph_of(quad),))
            for quad in facts.get(iri, ())
            if self.is_rule(graph_of(quad))
        }

    def is_derived(self, iri: str) -> bool:
        """Whether rules alone tell of a resource that differs."""
        stated = self.stated(self.old, iri) or self.stated(self.new, iri)
        return not stated and (iri in self.old or iri in self.new)

    def entity(self, iri: str) -> str:
        """What a change is listed under: of a claim what it is about, of a part (`iri#part`) the whole.

        What a rule makes of claims and says nothing else of is listed under what the first of them is about.
        """
        for predicate in (v.ABOUT, v.DERIVED_FROM) if self.is_derived(iri) else (v.ABOUT,):
            for term in self.objects(iri, predicate)[:1]:
                if isinstance(term, NamedNode):
                    return term.value if predicate == v.ABOUT else self.entity(term.value)
        return whole(iri) if self.statements(whole(iri)) else iri

    def labels(self, iri: str) -> tuple[Label, ...]:
        """What a resource is called in all languages, or made from its IRI where nothing names it."""
        for predicate in NAMING:
            found = [term for term in self.objects(iri, predicate) if isinstance(term, Literal)]
            if found:
                return tuple(Label(term.value, term.language or "") for term in found)
        return LABELS.get(iri) or (Label(spoken(iri) if "/" in iri else iri),)

    def label(self, iri: str, languages: Iterable[str] = ("en",)) -> Label:
        """What a reader of these languages calls a resource; a passage after its document."""
        wanted = tuple(languages)
        own = best_label(self.labels(iri), wanted) or Label(iri)
        is_passage = NamedNode(v.PASSAGE) in self.objects(iri, v.TYPE)
        for document in self.objects(iri, v.PART_OF) if is_passage else ():
            if isinstance(document, NamedNode):
                within = self.label(document.value, wanted)
                language = within.language.partition("-")[0]
                language = language if language in LANGUAGES else MESSAGES
                return Label(placed(own.text, within.text, language), within.language)
        return own


def whole(iri: str) -> str:
    """What a part (`iri#part`) is of."""
    return iri.partition("#")[0]


def graph_of(quad: Quad) -> str:
    """The graph of a statement; '' for the default graph."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _mentioned(quads: Iterable[Quad]) -> set[str]:
    found: set[str] = set()
    for quad in quads:
        found.add(graph_of(quad))
        found.add(quad.predicate.value)
        if isinstance(quad.object, NamedNode):
            found.add(quad.object.value)
    return found - {""}
