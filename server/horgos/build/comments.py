"""What Turtle is given for people beside its statements: an order to read in, headings, and labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from horgos.terms import Base, Label, best_label

_HG = "https://w3id.org/horgos/ns#"
_ABOUT = NamedNode(f"{_HG}about")
_NAMES = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
        f"{_HG}locator",
        "http://purl.org/dc/terms/title",
        "https://schema.org/name",
    )
)
_KINDS = {
    "": "The dataset",
    "id": "Things, and what is said about them",
    "claim": "Claims",
    "derived": "What follows by rule",
    "source": "Documents and their passages",
    "vocab": "Concepts",
    "graph": "Graphs",
    "rule": "Rules",
    "ns": "Terms",
}
_OTHER = "Other resources"
_ELSEWHERE = "Resources of others"
_ORDER = {title: number for number, title in enumerate([*_KINDS.values(), _OTHER, _ELSEWHERE])}
# A name that tells nothing: a word of it mixes letters and digits, as in caption-c18a1 or Q956.
_OPAQUE = re.compile(r"(?:\A|[-/#_])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{3,}(?=[-/#_]|\Z)", re.IGNORECASE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
RULER = "#" * 65


@dataclass(frozen=True)
class Comments:
    """The comments of Turtle documents about one graph: its labels by IRI, and what each thing belongs to.

    `owners` leads from a claim, or what follows from it, to the one thing that it is about.
    """

    base: Base
    labels: Mapping[str, str]
    owners: Mapping[str, str]

    @classmethod
    def of(cls, store: Store, base: str) -> Comments:
        """The comments for a store, whose default graph is the merge."""
        owners: dict[str, str] = {}
        for quad in store.quads_for_pattern(None, _ABOUT, None, DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                owner = owners.get(quad.subject.value, quad.object.value)
                owners[quad.subject.value] = min(owner, quad.object.value)
        return cls(Base(base), _labels(store), owners)

    def ordered(self, triples: Iterable[Triple]) -> list[Triple]:
        """The triples, which come subject by subject, as they are read best.

        By the kind of their subject; claims follow what they are about. Otherwise the order is kept.
        """
        subjects = [list(about) for _, about in groupby(triples, key=lambda triple: triple.subject)]
        subjects.sort(key=lambda about: self._place(_iri(about[0].subject)))
        return list(chain.from_iterable(subjects))

    def heading(self, iri: str) -> str:
        """What the section is called that a subject stands in; an empty IRI stands for a blank node."""
        path = self.base.path(self.owners.get(iri, iri))
        if path is None:
            return _ELSEWHERE
        kind = path.replace("#", "/").rpartition("/")[0].partition("/")[0]
        return _KINDS.get(kind, _OTHER)

    def above(self, subject: object) -> str:
        """The comment above the statements about a subject; '' where it has no label."""
        return comment(self.labels.get(_iri(subject), ""))

    def beside(self, value: object) -> str:
        """The comment beside an object whose name does not tell what it is; '' for others."""
        iri = _iri(value)
        label = self.labels.get(iri, "")
        return comment(label) if label and _OPAQUE.search(iri[iri.rfind("/") + 1 :]) else ""

    def _place(self, iri: str) -> tuple[int, str, bool, str]:
        owner = self.owners.get(iri, iri)
        return _ORDER[self.heading(iri)], owner, owner != iri, iri


def comment(text: str) -> str:
    """A text as a comment of one line (Turtle 1.1, 6.2), '' for none: a line break in it would end it."""
    return f"# {_BREAKS.sub(' ', text).strip()}" if text.strip() else ""


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _labels(store: Store) -> dict[str, str]:
    """What each resource is called, in English where it can be; by the first property that names it."""
    found: dict[str, str] = {}
    for name in _NAMES:
        labels: dict[str, list[Label]] = defaultdict(list)
        for iri, label in _literals(store, name):
            labels[iri].append(label)
        for iri, known in labels.items():
            best = best_label(known, ("en",))
            found.setdefault(iri, best.text if best else "")
    return found


def _literals(store: Store, name: NamedNode) -> Iterator[tuple[str, Label]]:
    for quad in store.quads_for_pattern(None, name, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, Label(quad.object.value, quad.object.language or "")
