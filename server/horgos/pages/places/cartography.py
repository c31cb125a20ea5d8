"""The map page: everything that is placed, what lies in it, what connects it, and how it stood in a year."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.facets import Choosing, Facet, Part
from horgos.pages.history import in_year
from horgos.pages.history.in_year import Years
from horgos.pages.maps import Course, Map, Mark, draw
from horgos.pages.places import places, standing
from horgos.pages.places.places import Connection, Located, Placed, Places
from horgos.pages.places.standing import Past, Standing
from horgos.pages.places.wkt import Point
from horgos.pages.told import disputes
from horgos.pages.told.claims import Account
from horgos.pages.told.disputes import Disputes
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice, clip
from horgos.queries import shipped
from horgos.terms import Label
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

BOUND = 200  # places on the map and in its list, and things in or at each
STYLES = 4  # kinds of marks; of more kinds of things the last ones share one
NAME = 40  # characters of a name on the map
NEAR = 0.6  # degrees around the main place that a map of its own shows, where marks would hide each other
SPAN = 0.5  # degrees that this map is wide at least


@dataclass(frozen=True)
class Inside:
    """A thing in or at another that has a position; `place` is what it is in, where that is another still."""

    ref: Ref
    place: Ref | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Entry:
    """A thing with a position, who says where it is, and the first of `total` things in or at it.

    `name` is what the map calls it. `wkt` is the position as the graph has it (GeoSPARQL), `position` in
    words.
    """

    ref: Ref
    name: Label
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

    `near` is a second map of what lies close together, `legend` has the kinds of things by the style of their
    marks. `years` are those that claims tell of. `total` counts what is placed, `shown` what was chosen,
    `cut` the places of these that are not on the page, and `unread` positions that could not be read;
    `forgotten` says that more may be told of years. `query` asks for the positions.
    """

    map: Map | None
    near: Map | None
    main: Ref | None
    entries: tuple[Entry, ...]
    joined: tuple[Joined, ...]
    legend: tuple[tuple[int, tuple[Ref, ...]], ...]
    year: int | None
    years: Years | None
    facets: tuple[Facet, ...]
    standings: tuple[Standing, ...]
    disputes: Disputes
    total: int
    shown: int
    cut: int
    unread: int
    forgotten: bool
    query: str


def map_page(reader: Reader, wanted: Mapping[str, str], year: int | None = None) -> MapPage:
    """The map page for one reader, of what has the `wanted` kind or source, as it stood in a year.

    Raises BadRequest for a kind or a document that nothing placed has.
    """
    found = places.ask(reader.round())()
    things = tuple(dict.fromkeys(found.things))
    round_ = reader.round()
    told_in = round_.ask("told-in", thing=[NamedNode(thing) for thing in things])
    then = standing.ask(round_, things)
    documents: dict[str, list[str]] = {}
    for row in told_in():
        documents.setdefault(row["thing"].value, []).append(row["document"].value)
    past = then()
    stood = {} if year is None else past.stood(things, year)
    accounts = standing.accounts(reader, stood, past.dated)
    differing = disputes.find(reader, accounts)
    names = Names(reader)
    names.load(chain(_mentioned(found, documents, accounts), differing.mentioned()))
    choosing = Choosing(
        things,
        {
            "kind": Part(message("Kind"), names.types),
            "source": Part(message("Source"), lambda thing: documents.get(thing, ())),
        },
        wanted,
    )
    choosing.check(reader.prefixes)
    shown = {thing: stood[thing] for thing in choosing.chosen if thing in stood}
    standings = standing.standings(shown, accounts, names)
    return _Writer(found, names, choosing, standings, differing.named(names), year).page(past)


def _mentioned(
    found: Places, documents: Mapping[str, Iterable[str]], accounts: Mapping[str, Account]
) -> Iterator[str]:
    yield from found.mentioned()
    for each in documents.values():
        yield from each
    for account in accounts.values():
        yield from account.mentioned()


@dataclass(frozen=True)
class _Writer:
    """Puts what is placed on a page for one reader, as it stood in a year; None for no year."""

    found: Places
    names: Names
    choosing: Choosing[str]
    standings: tuple[Standing, ...]
    disputes: Disputes
    year: int | None

    def page(self, past: Past) -> MapPage:
        """The page, once the names are loaded."""
        chosen = [(placed, entry) for placed in self.found.placed if (entry := self._entry(placed))]
        entries = chosen[:BOUND]
        shown = {placed.thing for placed, _ in entries}
        joined = [] if self.year is not None else [*self._connections(shown)]
        marks = list(self._marks(entries))
        tracks = [*self._courses(shown), *map(self._between, joined)]
        drawn = self._draw(marks, tracks) if entries else None
        return MapPage(
            map=drawn,
            near=self._near(marks) if drawn and drawn.merged else None,
            main=entries[0][1].ref if entries else None,
            entries=tuple(entry for _, entry in entries),
            joined=tuple(self._joined(each) for each in joined),
            legend=self._legend(entry.style for _, entry in entries),
            year=self.year,
            years=in_year.years(past.dated, self.year),
            facets=self.choosing.facets(self.names),
            standings=self.standings,
            disputes=self.disputes,
            total=len(self.choosing.items),
            shown=len(chosen) + sum(entry.total for _, entry in chosen),
            cut=len(chosen) - len(entries),
            unread=self.found.unread,
            forgotten=past.cut,
            query=shipped("places"),
        )

    @cached_property
    def _chosen(self) -> frozenset[str]:
        return frozenset(self.choosing.chosen)

    @cached_property
    def _stood(self) -> dict[str, Standing]:
        return {each.thing.iri: each for each in self.standings}

    @cached_property
    def _styles(self) -> dict[str, int]:
        """The style of each kind of things with a position."""
        kinds = dict.fromkeys(kind for each in self.found.placed for kind in self.names.types(each.thing)[:1])
        return {kind: min(style, STYLES - 1) for style, kind in enumerate(kinds)}

    def _legend(self, styles: Iterable[int]) -> tuple[tuple[int, tuple[Ref, ...]], ...]:
        """The kinds of the marks that are drawn."""
        by_style: dict[int, list[Ref]] = {style: [] for style in sorted(set(styles))}
        for kind, style in self._styles.items():
            if style in by_style:
                by_style[style].append(self.names.ref(kind))
        return tuple((style, tuple(kinds)) for style, kinds in by_style.items())

    def _style(self, thing: str) -> int:
        return next((self._styles[kind] for kind in self.names.types(thing)[:1]), 0)

    def _entry(self, placed: Placed) -> Entry | None:
        """The entry of a thing with a position; None where neither it nor anything in it was chosen."""
        within = self.found.located.get(placed.thing, ())
        inside = tuple(self._inside(each, placed) for each in within if each.thing in self._chosen)
        if not inside and placed.thing not in self._chosen:
            return None
        position = Literal(placed.wkt, datatype=NamedNode(v.WKT))
        reader = self.names.reader
        ref = self.names.ref(placed.thing)
        return Entry(
            ref,
            called(ref.label, self._stood.get(placed.thing)),
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
        for placed, entry in entries:
            if not placed.geometry.line:
                name, middle = entry.name, placed.geometry.middle
                yield Mark(name.text, name.language, *middle, entry.style, placed is self.found.placed[0])

    def _courses(self, shown: Container[str]) -> Iterator[Course]:
        """The things that are lines themselves."""
        for placed in self.found.placed:
            if placed.geometry.line and placed.thing in shown:
                yield placed.geometry.points

    @cached_property
    def _at(self) -> dict[str, Point]:
        return {each.thing: each.geometry.middle for each in self.found.placed}

    def _between(self, connection: Connection) -> Course:
        return self._at[connection.start], self._at[connection.end]

    def _connections(self, shown: Container[str]) -> Iterator[Connection]:
        """The connections of what is shown. A year has none: when one was is hardly ever told."""
        for each in self.found.connections:
            if each.start in shown and each.end in shown:
                yield each

    def _draw(self, marks: Sequence[Mark], tracks: Sequence[Course]) -> Map:
        return draw(marks, tracks, self.names.reader.language, countries=self.year is None)

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
    statuses = [status.label.text for status in stood.statuses]
    name = clip(then[0] if len(then) == 1 else label, NAME)
    opened, closed = ("（", "）") if (name.language or "").startswith("zh") else (" (", ")")
    told = " / ".join(statuses)
    return Label(f"{name.text}{opened}{told}{closed}", name.language) if statuses else name
