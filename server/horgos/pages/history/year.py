"""A year as the claims have it: what states things were in, what happened, and what held on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from horgos.pages.history import dated, in_year, overview, states, timeline
from horgos.pages.told import disputes, lines
from horgos.pages.told.lines import Line
from horgos.pages.words.names import Names
from horgos.queries import shipped

if TYPE_CHECKING:
    from horgos.pages.facets import Facet
    from horgos.pages.history.dated import Choice, Dated
    from horgos.pages.history.in_year import Stood, Years
    from horgos.pages.history.overview import Overview
    from horgos.pages.history.states import State
    from horgos.pages.reading import Reader
    from horgos.pages.told.claims import Account
    from horgos.pages.told.disputes import Disputes

BOUND = 200  # claims under one heading


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
    """What claims tell of one year. `total` counts the claims that were chosen, of any time."""

    year: int
    years: Years | None
    facets: tuple[Facet, ...]
    total: int
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
    choosing = replace(choice, first=None, last=None, undated=None).among(every, dated.TIMELINE)
    choosing.check(reader.prefixes)
    chosen = choosing.chosen
    found = in_year.in_year(chosen, year)
    told = found.get(in_year.STATUSES, ())
    drawn = overview.material(reader, chosen, every, timeline.scale_of(every), _wanted(found, told))
    differing = disputes.find(reader, drawn.accounts)
    names = Names(reader)
    names.load(chain(drawn.mentioned(), differing.mentioned(), choosing.mentioned()))
    return YearPage(
        year=year,
        years=in_year.years(chosen or every, year),
        facets=choosing.facets(names),
        total=len(chosen),
        overview=drawn.overview(names, year),
        states=tuple(states.states(told, drawn.accounts, names)),
        parts=tuple(
            Part(key, title, meant, _lines(found[key][:BOUND], drawn.accounts, names), len(found[key]))
            for key, title, meant in in_year.PARTS
            if key in found
        ),
        disputes=differing.named(names),
        query=shipped("dated"),
        cut=len(every) >= dated.BOUND,
    )


def _wanted(found: Stood, told: Iterable[Dated]) -> Iterator[str]:
    """The claims that the page shows, and those that the states follow from."""
    for group in found.values():
        yield from (each.iri for each in group[:BOUND])
    yield from states.wanted(told)


def _lines(found: Iterable[Dated], accounts: Mapping[str, Account], names: Names) -> tuple[Line, ...]:
    shown = (accounts[each.iri] for each in found if each.iri in accounts)
    return lines.lines(shown, names, "", accounts)
