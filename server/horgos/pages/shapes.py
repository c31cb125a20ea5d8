"""The shapes as a page to read: what each is called, what it asks for, and what it tells an editor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from horgos.terms import Label

SH = "http://www.w3.org/ns/shacl#"
_FIELDS = {f"{SH}name": "names", f"{SH}description": "descriptions", f"{SH}message": "messages"}

_FILLED = re.compile(r"\{[?$]\w+\}")  # where a value of the data comes in (SHACL, 5.2.1)


@dataclass(frozen=True)
class Shape:
    """One shape. `anchor` is what follows the # in its IRI; each text is given once for every language."""

    anchor: str
    iri: str
    names: tuple[Label, ...]
    descriptions: tuple[Label, ...]
    messages: tuple[Label, ...]


def shapes(quads: Iterable[Quad]) -> tuple[Shape, ...]:
    """The shapes that have a name, in the order of their IRIs."""
    texts: dict[str, dict[str, list[Label]]] = {}
    for quad in quads:
        field = _FIELDS.get(quad.predicate.value)
        if field and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found = texts.setdefault(quad.subject.value, {name: [] for name in _FIELDS.values()})
            text = _FILLED.sub("…", quad.object.value) if field == "messages" else quad.object.value
            found[field].append(Label(text, quad.object.language or ""))
    return tuple(
        Shape(iri.partition("#")[2], iri, **{name: tuple(labels) for name, labels in found.items()})
        for iri, found in sorted(texts.items())
        if found["names"]
    )
