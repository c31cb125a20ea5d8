"""The home page: what there is and where, the life of the main thing, and the figures that tell most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import headlines
from horgos.pages.bands import flags, periods
from horgos.pages.bands.flags import Layouts, Wish
from horgos.pages.bands.periods import Band
from horgos.pages.bands.scale import Scale
from horgos.pages.headlines import Headline
from horgos.pages.maps import Map, Mark, draw
from horgos.pages.places import places
from horgos.pages.places.places import Connection, Placed, Places
from horgos.pages.told import claims, disputes
from horgos.pages.told.claims import Account
from horgos.pages.words import edtf
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref, clip

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row

PLACES = (
    12  # on the map: the one with the most claims, those that a connection leads to, those with many claims
)
NAME = 32  # characters of a name on it
ROWS = 6  # lines of labels above the life of the main thing


@dataclass(frozen=True)
class Counts:
    """How large the dataset is."""

    statements: int
    things: int
    claims: int
    documents: int
    passages: int


@dataclass(frozen=True)
class Agreed:
    """An agreement, and the year in which it came about."""

    ref: Ref
    year: int

    @property
    def dated(self) -> bool:
        """Whether its name tells the year."""
        return str(self.year) in self.ref.label.text


@dataclass(frozen=True)
class Life:
    """How the status of a thing changed: a band for each document, the one with the most periods first.

    `statuses` are those that occur, each with the number of its style. The scale reaches back to the first of
    the `agreements`; `labels` has a layout of their names for each size of `flags.SIZES`.
    """

    thing: Ref
    bands: tuple[Band, ...]
    agreements: tuple[Agreed, ...]
    labels: Layouts

    @property
    def statuses(self) -> tuple[tuple[int, Ref], ...]:
        """The statuses and their styles, in the order of their styles."""
        found = {period.style: period.status for band in self.bands for period in band.periods}
        return tuple(sorted(found.items()))


@dataclass(frozen=True)
class Told:
    """A thing, and how many claims are about it."""

    ref: Ref
    kinds: tuple[Ref, ...]
    claims: int


@dataclass(frozen=True)
class HomePage:
    """What the home page shows beside the dataset's own description.

    `main` is the thing that the figures are about; `places` are those on the map, of `placed` in all.
    """

    counts: Counts
    main: Ref | None
    map: Map | None
    places: tuple[Ref, ...]
    placed: int
    life: Life | None
    headlines: tuple[Headline, ...]
    described: tuple[Told, ...]


def home(reader: Reader) -> HomePage:
    """The home page for one reader."""
    round_ = reader.round()
    most, changed, counted = (round_.ask(name) for name in ("most-described", "things-with-status", "counts"))
    things = round_.ask("things-count", space=Literal(reader.base.named("")))
    concluded = round_.ask("agreements")
    asked = places.ask(round_)
    told = [row for row in most() if isinstance(row.get("thing"), NamedNode)]
    with_status = [row["thing"].value for row in changed() if "thing" in row]
    main = next(iter([*with_status, *(row["thing"].value for row in told)]), "")
    about, first = _claims(reader, main) if main else ((), ())
    accounts = claims.accounts(reader, (*about, *first))
    disputed = disputes.find(reader, first)
    placed = asked()
    names = Names(reader)
    names.load(_mentioned(accounts, placed))
    agreed = {row["agreement"].value: edtf.order(row["first"].value)[0] for row in concluded() if row}
    names.load((*disputed.mentioned(), *(row["thing"].value for row in told), main, *agreed))
    shown = _shown(placed)
    return HomePage(
        counts=_counts(counted()[0], things()[0]),
        main=names.ref(main) if main else None,
        map=_map(shown, placed.connections, names) if shown else None,
        places=tuple(names.ref(each.thing) for each in shown),
        placed=len(placed.placed),
        life=_life(accounts, agreed, names, main) if main in with_status else None,
        headlines=headlines.headlines(first, accounts, disputed.named(names), names, main),
        described=tuple(
            Told(
                names.ref(row["thing"].value),
                tuple(map(names.ref, names.types(row["thing"].value))),
                int(row["claims"].value),
            )
            for row in told
        ),
    )


def _mentioned(accounts: Mapping[str, Account], placed: Places) -> Iterator[str]:
    for account in accounts.values():
        yield from account.mentioned()
    yield from (each.thing for each in _shown(placed))


def _claims(reader: Reader, main: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The claims about the main thing, and those that make its headlines."""
    round_ = reader.round()
    about = round_.ask("claims-about", thing=NamedNode(main))
    first = headlines.ask(round_, main)
    return tuple(row["claim"].value for row in about()), first()


def _counts(row: Row, things: Row) -> Counts:
    statements, told, documents, passages = (
        int(row[name].value) for name in ("statements", "claims", "documents", "passages")
    )
    return Counts(statements, int(things["things"].value), told, documents, passages)


def _shown(placed: Places) -> tuple[Placed, ...]:
    """The places on the map."""
    connected = {end for each in placed.connections for end in (each.start, each.end)}
    first, *others = placed.placed or (None,)
    ordered = sorted(others, key=lambda each: each.thing not in connected)
    return (first, *ordered[: PLACES - 1]) if first else ()


def _map(shown: Iterable[Placed], connections: Iterable[Connection], names: Names) -> Map:
    at = {each.thing: each.geometry.middle for each in shown}
    marks = []
    for place, (thing, middle) in enumerate(at.items()):
        label = clip(names.ref(thing).label, NAME)
        marks.append(Mark(label.text, label.language, *middle, style=0 if place == 0 else 1, main=not place))
    ends = ((each.start, each.end) for each in connections)
    tracks = [(at[start], at[end]) for start, end in ends if start in at and end in at]
    return draw(marks, tracks, names.reader.language)


def _life(accounts: Mapping[str, Account], agreed: Mapping[str, int], names: Names, thing: str) -> Life:
    scale = periods.scale_of(accounts, thing, (*_years(accounts.values()), *agreed.values()))
    bands = periods.bands(accounts, names, thing, scale=scale)
    concluded = tuple(Agreed(names.ref(iri), year) for iri, year in agreed.items())
    return Life(
        names.ref(thing),
        tuple(sorted(bands, key=lambda band: -len(band.periods))),
        concluded,
        _labels(concluded, scale) if scale else (),
    )


def _labels(agreed: Iterable[Agreed], scale: Scale) -> Layouts:
    wishes = []
    for rank, each in enumerate(agreed):
        name = clip(each.ref.label, NAME).text
        words = name if each.dated else f"{each.year} {name}"
        wishes.append(Wish(each.ref.iri, words, scale.at(each.year), (rank,)))
    return flags.layouts(wishes, ROWS)


def _years(accounts: Iterable[Account]) -> Iterator[float]:
    """The years in which an event begins, and the last one in which any claim does."""
    every = []
    for account in accounts:
        if year := edtf.year(account.lexical(v.WHEN)):
            every.append(float(year))
            if account.terms(v.EVENT_TYPE):
                yield float(year)
    yield from [max(every)] if every else []
