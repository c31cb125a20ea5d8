"""The map page: everything that is placed, what lies in it, what connects it, and how it stood in a year."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.maps import Course, Map, Mark, draw
from horgos.pages.places import places, standing
from horgos.pages.places.choices import Choices, Wish, choices
from horgos.pages.places.places import Connection, Located, Placed, Places
from horgos.pages.places.standing import Standing
from horgos.pages.told.claims import Account
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice, clip
from horgos.queries import shipped
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row

BOUND = 200  # places on the map and in its list, and things in or at each
STYLES = 4  # kinds of marks; of more kinds of things the last ones share one
NAME = 32  # characters of a name on the map
NEAR = 0.6  # degrees around the main place that a map of its own shows, where marks would hide each other
SPAN = 0.6  # degrees that this map is wide at least


@dataclass(frozen=True)
class Inside:
    """A thing in or at another that has a position; `place` is what it is in, where that is another still."""

    ref: Ref
    place: Ref | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Entry:
    """A thing with a position, who says where it is, and the first of `total` things in or at it.

    `wkt` is the position as the graph has it (GeoSPARQL), `position` the same in words.
    """

    ref: Ref
    kinds: tuple[Ref, ...]
    style: int
    position: Text
    wkt: str
    voices: tuple[Voice, ...]
    inside: tuple[Inside, ...]
    total: int


@dataclass(frozen=True)
class Joined:
    """Two things on the map, what connects them, and who says so."""

    start: Ref
    end: Ref
    links: tuple[Ref, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class MapPage:
    """Everything on the map page.

    `near` is a second map of what lies close together, `legend` has the styles of the kinds of marks. `first`
    and `last` are the years that claims tell of, `changes` those in which a status began. `total` counts what
    is placed, `shown` what of it was chosen, `cut` the places of these that are not on the page, and `unread`
    positions that could not be read. `query` asks for the positions.
    """

    map: Map | None
    near: Map | None
    main: Ref | None
    entries: tuple[Entry, ...]
    joined: tuple[Joined, ...]
    legend: tuple[tuple[int, Ref], ...]
    offered: Choices
    standings: tuple[Standing, ...]
    first: int | None
    last: int | None
    changes: tuple[int, ...]
    total: int
    shown: int
    cut: int
    unread: int
    query: str


def map_page(reader: Reader, wish: Wish) -> MapPage:
    """The map page for one reader. Raises BadRequest for a kind or a document that nothing placed has."""
    first = reader.round()
    asked, years = places.ask(first), standing.ask_span(first)
    found = asked()
    things = found.things
    second = reader.round()
    told_in = second.ask("told-in", thing=[NamedNode(thing) for thing in things])
    then = standing.ask(second, things)
    told, past = told_in(), then()
    accounts = past.accounts(reader, wish.year)
    names = Names(reader)
    names.load(_mentioned(found, told, accounts))
    documents: dict[str, list[str]] = {}
    for row in told:
        documents.setdefault(row["thing"].value, []).append(row["document"].value)
    offered = choices(things, documents, names, wish)
    stood = [each for each in past.standings(accounts, names, wish.year) if each.thing.iri in offered.things]
    writer = _Writer(found, names, offered, {each.thing.iri: each for each in stood})
    return writer.page(past.changes, years())


def _mentioned(found: Places, told: Iterable[Row], accounts: Mapping[str, Account]) -> Iterator[str]:
    yield from found.mentioned()
    yield from (row["document"].value for row in told)
    for account in accounts.values():
        yield from account.mentioned()


@dataclass(frozen=True)
class _Writer:
    """Puts what is placed on a page for one reader; `stood` is how things stood in the year wished for."""

    found: Places
    names: Names
    offered: Choices
    stood: Mapping[str, Standing]

    def page(self, changes: tuple[int, ...], years: tuple[int, int] | None) -> MapPage:
        """The page, once the names are loaded."""
        chosen = [(placed, entry) for placed in self.found.placed if (entry := self._entry(placed))]
        entries = chosen[:BOUND]
        shown = {placed.thing for placed, _ in entries}
        joined = [] if self._dated else [*self._connections(shown)]
        marks = list(self._marks(entries))
        tracks = [*self._courses(shown), *map(self._between, joined)]
        drawn = self._draw(marks, tracks) if entries else None
        return MapPage(
            map=drawn,
            near=self._near(marks) if drawn and drawn.merged else None,
            main=entries[0][1].ref if entries else None,
            entries=tuple(entry for _, entry in entries),
            joined=tuple(self._joined(each) for each in joined),
            legend=tuple((style, self.names.ref(kind)) for kind, style in self._styles.items()),
            offered=self.offered,
            standings=tuple(self.stood.values()),
            first=years[0] if years else None,
            last=years[1] if years else None,
            changes=changes,
            total=len(self.found.things),
            shown=len(chosen) + sum(entry.total for _, entry in chosen),
            cut=len(chosen) - len(entries),
            unread=self.found.unread,
            query=shipped("places"),
        )

    @cached_property
    def _styles(self) -> dict[str, int]:
        """The style of each kind of things with a position."""
        kinds = dict.fromkeys(kind for each in self.found.placed for kind in self.names.types(each.thing)[:1])
        return {kind: min(style, STYLES - 1) for style, kind in enumerate(kinds)}

    def _style(self, thing: str) -> int:
        return next((self._styles[kind] for kind in self.names.types(thing)[:1]), 0)

    def _entry(self, placed: Placed) -> Entry | None:
        """The entry of a thing with a position; None where neither it nor anything in it was chosen."""
        within = self.found.located.get(placed.thing, ())
        inside = tuple(self._inside(each, placed) for each in within if each.thing in self.offered.things)
        if not inside and placed.thing not in self.offered.things:
            return None
        position = Literal(placed.wkt, datatype=NamedNode(f"{v.GEO}wktLiteral"))
        reader = self.names.reader
        return Entry(
            self.names.ref(placed.thing),
            tuple(map(self.names.ref, self.names.types(placed.thing))),
            self._style(placed.thing),
            literals.text(position, reader.language, reader.prefixes),
            placed.wkt,
            self.names.voices(placed.graphs),
            inside[:BOUND],
            len(inside),
        )

    def _inside(self, located: Located, placed: Placed) -> Inside:
        place = None if located.place == placed.thing else self.names.ref(located.place)
        return Inside(self.names.ref(located.thing), place, self.names.voices(located.graphs))

    def _joined(self, connection: Connection) -> Joined:
        return Joined(
            self.names.ref(connection.start),
            self.names.ref(connection.end),
            tuple(map(self.names.ref, connection.links)),
            self.names.voices(connection.graphs),
        )

    def _marks(self, entries: Iterable[tuple[Placed, Entry]]) -> Iterator[Mark]:
        for place, (placed, entry) in enumerate(entries):
            label = called(entry.ref.label, self.stood.get(placed.thing))
            if not placed.geometry.line:
                yield Mark(label.text, label.language, *placed.geometry.middle, entry.style, not place)

    def _courses(self, shown: Container[str]) -> Iterator[Course]:
        """The things that are lines themselves."""
        for placed in self.found.placed:
            if placed.geometry.line and placed.thing in shown:
                yield placed.geometry.points

    def _between(self, connection: Connection) -> Course:
        at = {each.thing: each.geometry.middle for each in self.found.placed}
        return at[connection.start], at[connection.end]

    @property
    def _dated(self) -> bool:
        """Whether a year is wished for. Then no connection is shown: when it was is hardly ever told."""
        return self.offered.wish.year is not None

    def _connections(self, shown: Container[str]) -> Iterator[Connection]:
        """The connections of what is shown."""
        for each in self.found.connections:
            if each.start in shown and each.end in shown:
                yield each

    def _draw(self, marks: Sequence[Mark], tracks: Sequence[Course]) -> Map:
        return draw(marks, tracks, self.names.reader.language, countries=not self._dated)

    def _near(self, marks: Sequence[Mark]) -> Map | None:
        """A map of what lies close to the main place."""
        main, language = marks[0], self.names.reader.language
        close = [mark for mark in marks if mark.distance(main) < NEAR]
        return draw(close, (), language, least=SPAN) if len(close) > 1 else None


def called(label: Label, stood: Standing | None) -> Label:
    """What a map calls a thing: as it was called in a year, and with the status that it had, where told."""
    if stood is None:
        return clip(label, NAME)
    then = [Label(line.phrase.main.words, line.phrase.main.language) for line in stood.names]
    statuses = dict.fromkeys(line.phrase.main.words for line in stood.statuses)
    name = clip(then[0] if len(then) == 1 else label, NAME)
    opened, closed = ("（", "）") if (name.language or "").startswith("zh") else (" (", ")")
    told = " / ".join(statuses)
    return Label(f"{name.text}{opened}{told}{closed}", name.language) if statuses else name
