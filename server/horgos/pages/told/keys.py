"""What resources are called in the parameters of an address: the ends of their IRIs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from horgos.errors import BadRequest


def end(iri: str) -> str:
    """What follows the last slash or hash of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def keys(iris: Iterable[str]) -> dict[str, str]:
    """A key for each of these resources: the end of its IRI; of two that end alike, the IRIs."""
    known = set(iris)
    ends = Counter(map(end, known))
    return {iri: end(iri) if ends[end(iri)] == 1 else iri for iri in sorted(known)}


def chosen(key: str, known: dict[str, str], parameter: str) -> str:
    """The resource that a key stands for. Raises BadRequest, naming the parameter and the keys there are."""
    for iri, each in known.items():
        if key in (each, iri):
            return iri
    raise BadRequest(
        f"The parameter {parameter} is {key!r}, which is none of those there are.",
        advice=f"Use one of: {', '.join(sorted(known.values()))}; or leave it out.",
        parameter=parameter,
    )
