"""What places on a page are called: the ends of the IRIs of the resources that stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def end(iri: str) -> str:
    """What follows the last slash or hash of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def keys(iris: Iterable[str]) -> dict[str, str]:
    """A key for each of these resources: the end of its IRI; of two that end alike, the IRIs."""
    known = set(iris)
    ends = Counter(map(end, known))
    return {iri: end(iri) if ends[end(iri)] == 1 else iri for iri in sorted(known)}
