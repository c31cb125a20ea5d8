"""A year as the claims have it: what states things were in, what happened, and what held on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from horgos.pages.bands import periods
from horgos.pages.history import dated, facets, overview, timeline
from horgos.pages.told import disputes, lines
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref
from horgos.queries import shipped
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.bands.periods import Period
    from horgos.pages.history.dated import Choice, Dated
    from horgos.pages.history.overview import Overview
    from horgos.pages.reading import Reader
    from horgos.pages.told.claims import Account
    from horgos.pages.told.disputes import Disputes

BOUND = 200  # claims under one heading

PARTS = (
    ("happened", message("What happened in the year"), ""),
    ("names", message("Names in use"), ""),
    ("sides", message("On either side of the border"), message("As last told before or in the year.")),
    ("through", message("What held all the year"), message("It began earlier and ended later.")),
    ("since", message("What had begun"), message("It began earlier; no source tells an end.")),
    ("until", message("What was not over yet"), message("No source tells a beginning.")),
)
"""The parts of the page: key, title, and what is meant."""


@dataclass(frozen=True)
class State:
    """The periods of a thing that take in the year, according to one document (None: not known which)."""

    thing: Ref
    document: Ref | None
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Part:
    """The claims under one heading; `total` counts those that are not shown too."""

    key: str
    title: str
    meant: str
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class YearPage:
    """What claims tell of one year.

    `first` and `last` are the years of all claims; `earlier` and `later` the next ones in which something
    happened, None where there is none. `total` counts the claims that were chosen, of any time.
    """

    choice: Choice
    facets: tuple[facets.Facet, ...]
    total: int
    year: int
    first: int
    last: int
    earlier: int | None
    later: int | None
    overview: Overview | None
    states: tuple[State, ...]
    parts: tuple[Part, ...]
    disputes: Disputes
    query: str
    cut: bool


def year_page(reader: Reader, choice: Choice, year: int) -> YearPage:
    """The page of a year for one reader; what the reader chose beside a time narrows it.

    Raises BadRequest for a choice that no claim could suit.
    """
    every = dated.dated(reader)
    dated.check(choice, every, reader.base)
    choice = replace(choice, first=None, last=None, undated=False)
    chosen = choice.of(every)
    found = _parts(chosen, replace(choice, undated=True).of(every), year)
    states = [each for each in chosen if each.topic == "periods" and _takes_in(each, year)]
    drawn = overview.material(reader, chosen, every, timeline.scale_of(every), _wanted(found, states))
    differing = disputes.find(reader, drawn.accounts)
    counted = facets.numbers(every, choice, dated.TIMELINE)
    names = Names(reader)
    names.load(chain(drawn.mentioned(), differing.mentioned(), facets.mentioned(counted, choice)))
    first, last = dated.years(every) or (year, year)
    return YearPage(
        choice=choice,
        facets=facets.facets(counted, choice, every, names),
        total=len(chosen),
        year=year,
        first=first,
        last=last,
        earlier=max((each for each in _eventful(chosen) if each < year), default=None),
        later=min((each for each in _eventful(chosen) if each > year), default=None),
        overview=drawn.overview(names, year),
        states=tuple(_states(states, drawn.accounts, names)),
        parts=tuple(
            Part(key, title, meant, _lines(found[key][:BOUND], drawn.accounts, names), len(found[key]))
            for key, title, meant in PARTS
            if found[key]
        ),
        disputes=differing.named(names),
        query=shipped("dated"),
        cut=len(every) >= dated.BOUND,
    )


def _wanted(found: Mapping[str, list[Dated]], states: Iterable[Dated]) -> Iterator[str]:
    """The claims that the page shows, and those that the states follow from."""
    for group in found.values():
        yield from (each.iri for each in group[:BOUND])
    for each in states:
        yield from (each.iri, *each.values.get(v.DERIVED_FROM, ()))


def _lines(found: Iterable[Dated], accounts: Mapping[str, Account], names: Names) -> tuple[Line, ...]:
    return lines.lines((accounts[each.iri] for each in found if each.iri in accounts), names)


def _eventful(found: Iterable[Dated]) -> set[int]:
    """The years in which something happened: in which it begins, or what lasted ends."""
    known = [
        each.extent for each in found if each.topic == "happened" and each.extent and not each.extent.vague
    ]
    begins = {int(extent.start) for extent in known if extent.start is not None}
    return begins | {int(extent.end - 1e-9) for extent in known if extent.end is not None and extent.lasts}


def _takes_in(each: Dated, year: int) -> bool:
    """Whether its time takes in some of the year; an end that is not told sets no bound."""
    extent = each.extent
    if extent is None:
        return False
    return (extent.start is None or extent.start < year + 1) and (extent.end is None or extent.end > year)


def _parts(chosen: Iterable[Dated], undated: Iterable[Dated], year: int) -> dict[str, list[Dated]]:
    """The claims of each part of the page. A figure up to a time tells nothing of the years before it."""
    found: dict[str, list[Dated]] = {key: [] for key, _, _ in PARTS}
    given = tuple(chosen)
    sides = set(_sides((*given, *undated), year))
    for each in given:
        if each.topic != "periods" and (key := _part(each, year, each.iri in sides)):
            found[key].append(each)
    found["sides"] = [each for each in (*given, *undated) if each.iri in sides]
    return found


def _part(each: Dated, year: int, beside: bool) -> str:
    """The part that a claim stands in; '' for none. The sides of a border have their own part too."""
    if not _takes_in(each, year) or each.extent is None:
        return ""
    if each.topic == "namings":
        return "names"
    if each.touches(year, year) and not _holds(each, year):
        return "happened"
    if beside or (each.topic in ("figures", "derived") and not each.extent.whole):
        return ""
    return "through" if each.extent.whole else "since" if each.extent.end is None else "until"


def _holds(each: Dated, year: int) -> bool:
    """Whether it began before the year and ended after it."""
    extent = each.extent
    return extent is not None and extent.whole and extent.first < year and (extent.end or 0) > year + 1


def _sides(found: Iterable[Dated], year: int) -> Iterator[str]:
    """The claims that tell last, up to the year, what two sides a border had: of each thing those.

    What is told up to a time counts from the first year of all on, what names no time after the last one.
    """
    telling = [each for each in found if v.BORDER_BETWEEN in each.values]
    for thing in sorted({iri for each in telling for iri in each.about}):
        mine = [(each, _from(each)) for each in telling if thing in each.about]
        known = [begin for _, begin in mine if begin is not None]
        begun = [
            (max(known, default=0.0) if begin is None else begin, each)
            for each, begin in mine
            if not (each.extent and each.extent.start is None and (each.extent.end or 0) <= year)
        ]
        latest = max((begin for begin, _ in begun if begin < year + 1), default=None)
        yield from (each.iri for begin, each in begun if begin == latest)


def _from(each: Dated) -> float | None:
    if each.extent is None:
        return None
    return each.extent.start if each.extent.start is not None else float("-inf")


def _states(found: Iterable[Dated], accounts: Mapping[str, Account], names: Names) -> Iterator[State]:
    """The states of things in the year, by thing and document."""
    shown = {each.iri for each in found}
    for thing in sorted({iri for each in found for iri in each.about}):
        for band in periods.bands(accounts, names, thing):
            told = tuple(period for period in band.periods if period.ref.iri in shown)
            if told:
                yield State(names.ref(thing), band.document, told)
