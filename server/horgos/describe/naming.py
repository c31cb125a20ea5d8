"""The IRIs that the description gives to what has none: no blank nodes, and the same anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pyoxigraph import NamedNode

from horgos.sources import Dataset
from horgos.terms import Prefixes

PUBLICATION = "graph/publication"
"""The path of the graph with the description, below the base of the dataset."""


@dataclass(frozen=True)
class Naming:
    """Makes IRIs out of the base of a dataset, and of the prefixed names of what is told of."""

    dataset: Dataset
    prefixes: Prefixes

    @property
    def graph(self) -> NamedNode:
        """The graph with the description, which is also the document that it is."""
        return self.at(PUBLICATION)

    @property
    def subject(self) -> NamedNode:
        """The dataset that is described."""
        return NamedNode(self.dataset.iri)

    def at(self, path: str) -> NamedNode:
        """What this dataset has at a path below its base."""
        return NamedNode(self.dataset.iri_of(path))

    def part(self, *names: str) -> NamedNode:
        """A part of the description: `graph/publication#void/hg:Claim/hg:about`."""
        return NamedNode(f"{self.graph.value}#{'/'.join(names)}")

    def name(self, iri: str) -> str:
        """The prefixed name of an IRI, else a part of its SHA-256; both fit a fragment (RFC 3986, 3.5)."""
        return self.prefixes.curie(iri) or hashlib.sha256(iri.encode()).hexdigest()[:16]
