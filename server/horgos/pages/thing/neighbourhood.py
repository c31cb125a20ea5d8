"""What a thing is related to, by plain statements and by claims: drawn as a fan to either side of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.told.links import Links
from horgos.pages.told.predicates import PARTS, by_place
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.told.claims import Account
    from horgos.pages.words.names import Names, Ref

MOST = 7  # things on one side; the last relation may go beyond it
ALIKE = 4  # things of one relation, or one more where that is all
LEAST = 3  # with fewer relations there is nothing to draw

# What says more about the description of a thing than about the thing.
_LEFT_OUT = frozenset(
    (
        *PARTS, v.TYPE, v.STATED_IN, v.ABOUT, v.DERIVED_FROM, v.DEFINED_BY, f"{v.SKOS}inScheme",
        f"{v.DCTERMS}type", v.STATUS,
    )
)  # fmt: skip
_DESCRIBING = {  # what a claim says of itself, as who did something and where, and not of its thing
    v.EVENT_TYPE, v.INDICATOR, v.UNIT, v.QUALIFIER, v.STATUS, v.ACCORDING_TO, v.CONFLICTS_WITH, v.CONCERNS,
    f"{v.PROV}wasAttributedTo", v.SPATIAL, f"{v.DCTERMS}coverage",
    *(f"{v.SCHEMA}{name}" for name in ("location", "agent", "participant", "recipient", "superEvent")),
}  # fmt: skip
_NO_THINGS = frozenset((v.DISAGREEMENT, v.FINDING, *v.CLAIMS))
_RELATION, _THING = 2.2, 2.7  # heights of the rows, in em (static/pages/entity.css)


@dataclass(frozen=True)
class Bunch:
    """Things of one relation; `total` counts those that are not drawn too."""

    predicate: Ref
    things: tuple[Ref, ...]
    total: int


@dataclass(frozen=True)
class Side:
    """The bunches on one side, with the paths of SVG that lead to their things, and the height of it all.

    A path goes from 0 to 100 across, and down in em; on the left side it is to be mirrored.
    """

    bunches: tuple[Bunch, ...]
    paths: tuple[str, ...]
    height: float


@dataclass(frozen=True)
class Neighbourhood:
    """What refers to the thing, and what it refers to."""

    incoming: Side | None
    outgoing: Side | None


def neighbourhood(
    iri: str,
    links: Iterable[Links],
    arrivals: Iterable[Links],
    claims: Mapping[str, Account],
    names: Names,
    *,
    told: Mapping[str, Account] | None = None,
) -> Neighbourhood | None:
    """The neighbourhood of a thing; None where it has too few relations.

    A claim is not shown itself: it relates what it is about to what else it names. `told` are those claims
    that do so; None for all.
    """
    told = claims if told is None else told
    referring = sorted(arrivals, key=lambda each: (each.total, each.predicate))
    plain = [each for each in referring if any(term.value not in claims for term in each.ends)]
    outgoing = _bunches(iri, _joined(by_place(links), _told(iri, told)), claims, names)
    incoming = _bunches(iri, _joined(plain, _telling(referring, told)), claims, names)
    if sum(len(bunch.things) for bunch in (*outgoing, *incoming)) < LEAST:
        return None
    return Neighbourhood(_side(incoming), _side(outgoing))


def _told(iri: str, claims: Mapping[str, Account]) -> Iterator[tuple[str, str]]:
    """What the claims about the thing name, by predicate."""
    for account in claims.values():
        if iri in account.iris(v.ABOUT):
            for predicate in account.values.keys() - _DESCRIBING:
                yield from ((predicate, other) for other in account.iris(predicate))


def _telling(arrivals: Iterable[Links], claims: Mapping[str, Account]) -> Iterator[tuple[str, str]]:
    """What the claims that name the thing are about, by the predicate by which they name it."""
    for each in arrivals:
        for term in each.ends:
            if term.value in claims and each.predicate not in _DESCRIBING:
                yield from ((each.predicate, other) for other in claims[term.value].iris(v.ABOUT))


def _joined(links: Iterable[Links], told: Iterable[tuple[str, str]]) -> Iterable[Links]:
    """The links, and what claims tell beside them: by the same predicates, then by others."""
    found = {each.predicate: each for each in links}
    for predicate, other in sorted(told):
        known = found.setdefault(predicate, Links(predicate, {}, 0))
        if NamedNode(other) not in known.ends:
            found[predicate] = Links(predicate, {**known.ends, NamedNode(other): ()}, known.total + 1)
    return found.values()


def _bunches(
    iri: str, links: Iterable[Links], claims: Mapping[str, Account], names: Names
) -> tuple[Bunch, ...]:
    """The first things of each relation, as long as there is room for them."""
    made, room = [], MOST
    for each in links:
        if each.predicate in _LEFT_OUT or room <= 0:
            continue
        ends = (term.value for term in each.ends if isinstance(term, NamedNode))
        things = tuple(
            names.ref(end) for end in ends if end != iri and end not in claims and _is_thing(end, names)
        )
        if things:
            shown = things if len(things) == ALIKE + 1 else things[:ALIKE]
            room -= len(shown)
            made.append(Bunch(names.ref(each.predicate), shown, len(things) + each.total - len(each.ends)))
    return tuple(made)


def _is_thing(iri: str, names: Names) -> bool:
    """Whether it has a page here, and is neither a claim nor what the editors found."""
    return bool(names.ref(iri).page) and _NO_THINGS.isdisjoint(names.types(iri))


def _side(bunches: tuple[Bunch, ...]) -> Side | None:
    if not bunches:
        return None
    height = sum(_RELATION + _THING * len(bunch.things) for bunch in bunches)
    at, paths = 0.0, []
    for bunch in bunches:
        at += _RELATION
        for _ in bunch.things:
            end = at + _THING / 2
            paths.append(f"M0 {height / 2:.4g}C50 {height / 2:.4g} 50 {end:.4g} 100 {end:.4g}")
            at += _THING
    return Side(bunches, tuple(paths), round(height, 2))
