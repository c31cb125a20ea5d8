"""Entities, types and properties as a client of the reconciliation service meets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.pages.reading import is_iri
from horgos.pages.words.names import Names
from horgos.search import Index, fold, solid
from horgos.terms import Base

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

DEFAULTS = 5  # types that are proposed where nothing else is known
SUGGESTED = 20  # entities, types or properties that are suggested at once


@dataclass(frozen=True)
class Term:
    """A type or a property: its IRI, its name for this reader, its prefixed name ('' where it has none).

    `things` is how many things are of the type, or have the property.
    """

    id: str
    name: str
    short: str
    things: int


def identifier(base: Base, iri: str) -> str:
    """The identifier of an entity."""
    return base.path(iri) or iri


def entity(base: Base, identifier_: str) -> str:
    """The IRI of an entity, which may also be given itself; empty for what cannot be one."""
    iri = identifier_ if "://" in identifier_ else f"{base.iri}{identifier_}"
    return iri if base.name(iri) and is_iri(iri) else ""


def types(reader: Reader, index: Index, prefix: str = "") -> tuple[Term, ...]:
    """The types whose name begins so, those of the most things first."""
    return _beginning(_terms(reader, index.kinds()), prefix)


def properties(reader: Reader, index: Index, prefix: str = "", class_: str = "") -> tuple[Term, ...]:
    """The properties of things of a class, or of all, whose name begins so; the most used first."""
    return _beginning(_terms(reader, index.properties(class_)), prefix)


def _terms(reader: Reader, found: Iterable[tuple[str, int]]) -> list[Term]:
    found = list(found)
    names = Names(reader)
    names.load(iri for iri, _ in found)
    return [Term(iri, names.label(iri).text, reader.prefixes.curie(iri) or "", n) for iri, n in found]


def _beginning(terms: Iterable[Term], prefix: str) -> tuple[Term, ...]:
    """Those whose name, or a word of it, begins so, or that are identified so."""
    wanted = solid(prefix)
    return tuple(
        term
        for term in terms
        if prefix in (term.id, term.short)
        or solid(term.name).startswith(wanted)
        or any(word.startswith(wanted) for word in fold(f"{term.name} {term.short}").split())
    )
