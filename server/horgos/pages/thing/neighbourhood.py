"""What a thing is related to by plain statements, in both directions: drawn as a fan to either side of it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.told import statements
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.told.statements import Links
    from horgos.pages.words.names import Names, Ref

MOST = 7  # things on one side
ALIKE = 4  # things of one relation
LEAST = 3  # with fewer relations there is nothing to draw

# What says more about the description of a thing than about the thing.
_LEFT_OUT = frozenset(
    (
        *statements.PARTS, v.TYPE, v.STATED_IN, v.ABOUT, v.DERIVED_FROM, v.DEFINED_BY, f"{v.SKOS}inScheme",
        f"{v.DCTERMS}type",
    )
)  # fmt: skip
_FINDINGS = {f"{v.HG}Disagreement", f"{v.HG}Finding"}


@dataclass(frozen=True)
class Bunch:
    """Things of one relation; `total` counts those that are not drawn too."""

    predicate: Ref
    things: tuple[Ref, ...]
    total: int


@dataclass(frozen=True)
class Side:
    """The bunches on one side, a row for each relation and each thing, and the paths of SVG that lead there.

    A path goes from 0 to 100 across, and a unit a row down; on the left side it is to be mirrored.
    """

    bunches: tuple[Bunch, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Neighbourhood:
    """What refers to the thing, what it refers to, and how many rows the higher side takes."""

    incoming: Side | None
    outgoing: Side | None
    rows: int


def neighbourhood(
    links: Iterable[Links], arrivals: Iterable[Links], claims: Container[str], names: Names
) -> Neighbourhood | None:
    """The neighbourhood of a thing, without claims; None where it has too few relations."""
    outgoing = _bunches(statements.by_place(links), claims, names)
    incoming = _bunches(sorted(arrivals, key=lambda each: (each.total, each.predicate)), claims, names)
    if sum(len(bunch.things) for bunch in (*outgoing, *incoming)) < LEAST:
        return None
    rows = max(_rows(outgoing), _rows(incoming))
    return Neighbourhood(_side(incoming, rows), _side(outgoing, rows), rows)


def _bunches(links: Iterable[Links], claims: Container[str], names: Names) -> tuple[Bunch, ...]:
    """The first things of each relation, as long as there is room for them."""
    made, room = [], MOST
    for each in links:
        if each.predicate in _LEFT_OUT or not room:
            continue
        ends = (term.value for term in each.ends if isinstance(term, NamedNode) and term.value not in claims)
        things = tuple(names.ref(iri) for iri in ends if _is_thing(iri, names))
        if things:
            shown = things[: min(room, ALIKE)]
            room -= len(shown)
            made.append(Bunch(names.ref(each.predicate), shown, len(things) + each.total - len(each.ends)))
    return tuple(made)


def _is_thing(iri: str, names: Names) -> bool:
    """Whether it has a page here, and is more than what the editors found."""
    return bool(names.ref(iri).page) and _FINDINGS.isdisjoint(names.types(iri))


def _rows(bunches: Iterable[Bunch]) -> int:
    return sum(len(bunch.things) + 1 for bunch in bunches)


def _side(bunches: tuple[Bunch, ...], rows: int) -> Side | None:
    """The side, which stands in the middle of all the rows."""
    if not bunches:
        return None
    at = (rows - _rows(bunches)) / 2
    middle = rows / 2
    paths = []
    for bunch in bunches:
        at += 1
        for _ in bunch.things:
            paths.append(f"M0 {middle:g}C50 {middle:g} 50 {at + 0.5:g} 100 {at + 0.5:g}")
            at += 1
    return Side(bunches, tuple(paths))
