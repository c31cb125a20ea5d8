"""The changes between two states as a page shows them, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad

from horgos.changes.descriptions import Term, graph_of
from horgos.changes.entities import Change, Changes, Entity, Kind
from horgos.changes.patch import ADDED
from horgos.changes.telling import SIGNS, shown
from horgos.pages import paging
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text, text
from horgos.pages.words.names import Ref, Voice, clip
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

AT_ONCE = 100  # changes on a page
LISTED = 60  # statements of rules that are listed for a thing; the others are counted
WORDS = {
    Kind.VALUE: message("changed in value"),
    Kind.SOURCE: message("changed in source"),
    Kind.ADDED: message("added"),
    Kind.REMOVED: message("removed"),
    Kind.OTHER: message("changed in labels and notes"),
    Kind.FOLLOWS: message("changed in references"),
}

Piece: TypeAlias = Ref | Text


@dataclass(frozen=True)
class Sign:
    """A kind of change: its sign, and its name as a message."""

    sign: str
    words: str


@dataclass(frozen=True)
class Difference:
    """The values of a property that went and those that came."""

    predicate: Ref
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def alike(self) -> bool:
        """Whether what went and what came are called the same, so that their names alone do not tell."""
        before, after = (
            [getattr(piece, "label", None) for piece in side] for side in (self.before, self.after)
        )
        return bool(before) and before == after and None not in before


@dataclass(frozen=True)
class Shown:
    """One change of a resource; `was` is what it was called before, '' where that is the same."""

    signs: tuple[Sign, ...]
    ref: Ref
    was: str
    differences: tuple[Difference, ...]
    lost: tuple[Voice, ...]
    gained: tuple[Voice, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Derived:
    """What a rule no longer derives and what it derives now: how many statements, and the first as Turtle."""

    rule: Voice
    went: int
    came: int
    lines: tuple[str, ...]

    @property
    def left_out(self) -> int:
        """How many are not listed."""
        return self.went + self.came - len(self.lines)


@dataclass(frozen=True)
class Group:
    """What changed about one thing, or the part of it that is on this page."""

    ref: Ref
    changes: tuple[Shown, ...]
    derived: tuple[Derived, ...]


@dataclass(frozen=True)
class Page:
    """One page of changes; `page` of `pages` counts from 1, `total` counts the changes on all of them."""

    groups: tuple[Group, ...]
    summary: dict[str, int]
    page: int
    pages: int
    total: int


_Row: TypeAlias = tuple[Entity, Change | None]


def page(changes: Changes, reader: Reader, number: int) -> Page:
    """A page of the changes for this reader; the last where there are not so many. Raises as the engine."""
    rows: list[_Row] = [
        (entity, each)
        for entity in changes.entities
        for each in (*entity.changes, *([None] if entity.derived else []))
    ]
    pages = paging.pages(len(rows), AT_ONCE)
    here = min(number, pages)
    wanted = rows[(here - 1) * AT_ONCE : here * AT_ONCE]
    writing = _Writing(changes, reader, wanted)
    return Page(tuple(writing.groups(wanted)), changes.summary(), here, pages, len(rows))


class _Writing:
    """Puts rows into words; a resource has a link where the dataset of the reader describes it."""

    def __init__(self, changes: Changes, reader: Reader, rows: Sequence[_Row]) -> None:
        self._described, self._reader = changes.described, reader
        asked = sorted({iri for entity, change in rows for iri in _mentioned(entity, change)})
        found = reader.select("described", thing=list(map(NamedNode, asked))) if asked else ()
        self._known = {row["thing"].value for row in found}

    def groups(self, rows: Iterable[_Row]) -> Iterator[Group]:
        for entity, each in groupby(rows, key=lambda row: row[0]):
            here = [change for _, change in each]
            yield Group(
                self._ref(entity.iri),
                tuple(self._shown(change) for change in here if change),
                tuple(self._rules(entity)) if None in here else (),
            )

    def _ref(self, iri: str) -> Ref:
        base = self._reader.base
        return Ref(
            iri=iri,
            label=clip(self._described.label(iri, self._reader.languages)),
            short=self._reader.prefixes.curie(iri) or "",
            page=(base.name(iri) or "") if iri in self._known else "",
            outside=iri if base.path(iri) is None and iri.startswith(("https://", "http://")) else "",
        )

    def _voice(self, graph: str) -> Voice:
        kind: Literal["passage", "editors", "rule"] = "editors"
        if self._described.is_rule(graph):
            kind = "rule"
        elif NamedNode(v.PASSAGE) in self._described.objects(graph, v.TYPE):
            kind = "passage"
        return Voice(kind, self._ref(graph))

    def _voices(self, graphs: Iterable[str]) -> tuple[Voice, ...]:
        return tuple(self._voice(graph) for graph in graphs if graph)

    def _piece(self, term: Term) -> Piece:
        if isinstance(term, NamedNode):
            return self._ref(term.value)
        if isinstance(term, RdfLiteral):
            return text(term, self._reader.language, self._reader.prefixes)
        return Text(str(term))

    def _shown(self, change: Change) -> Shown:
        lost = dict.fromkeys(graph for moved in change.moved for graph in moved.lost)
        gained = dict.fromkeys(graph for moved in change.moved for graph in moved.gained)
        renamed = change.old and change.new and change.old != change.new
        return Shown(
            tuple(Sign(SIGNS[kind], WORDS[kind]) for kind in change.kinds),
            self._ref(change.iri),
            self._reader.prefixes.short(change.old) if renamed else "",
            tuple(
                Difference(
                    self._ref(part.predicate),
                    tuple(map(self._piece, part.before)),
                    tuple(map(self._piece, part.after)),
                )
                for part in change.parts
            ),
            self._voices(lost),
            self._voices(gained),
            self._voices(change.voices),
        )

    def _rules(self, entity: Entity) -> Iterator[Derived]:
        ordered = sorted(entity.derived, key=lambda row: graph_of(row[1]))
        for graph, rows in groupby(ordered, key=lambda row: graph_of(row[1])):
            statements = list(rows)
            came = sum(code == ADDED for code, _ in statements)
            lines = (
                f"{'+' if code == ADDED else '-'} {self._turtle(quad)}" for code, quad in statements[:LISTED]
            )
            yield Derived(self._voice(graph), len(statements) - came, came, tuple(lines))

    def _turtle(self, quad: Quad) -> str:
        terms = (quad.subject, quad.predicate, quad.object)
        return " ".join(shown(term, self._reader.prefixes) for term in terms)


def _mentioned(entity: Entity, change: Change | None) -> Iterator[str]:
    """The resources of a row that have a link."""
    yield entity.iri
    if change is None:
        yield from (graph_of(quad) for _, quad in entity.derived)
        return
    yield change.iri
    yield from filter(None, change.voices)
    for moved in change.moved:
        yield from filter(None, (*moved.lost, *moved.gained))
    for part in change.parts:
        yield part.predicate
        yield from (term.value for term in (*part.before, *part.after) if isinstance(term, NamedNode))
