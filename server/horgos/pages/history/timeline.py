"""The timeline: everything with a time, filtered as the reader chose, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from horgos.pages import paging
from horgos.pages.bands.scale import Scale, reaching, step_of_years
from horgos.pages.facets import Facet
from horgos.pages.history import dated, in_year, overview
from horgos.pages.history.dated import Choice, Dated
from horgos.pages.history.in_year import Years
from horgos.pages.history.overview import Material, Overview, Strip
from horgos.pages.told import disputes, lines
from horgos.pages.told.disputes import Disputes
from horgos.pages.told.lines import Line
from horgos.pages.words import edtf
from horgos.pages.words.names import Names
from horgos.queries import shipped

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

BOUND = 200  # claims on one page
LONG = 30  # years from which on the list is by decades
SHORTEST = 8  # years that a scale shows at least, so that a single one stands among others


@dataclass(frozen=True)
class Entry:
    """A claim of the list, and where it stands in the whole time; None for one whose time names no year."""

    line: Line
    strip: Strip | None


@dataclass(frozen=True)
class Era:
    """The claims that begin in a year or a decade: `year` is its first one, '' where they name none."""

    year: str
    decade: bool
    number: int
    page: int
    entries: tuple[Entry, ...] = ()

    @property
    def key(self) -> str:
        """Its anchor."""
        return f"y{self.year or 'none'}"


@dataclass(frozen=True)
class TimelinePage:
    """One page of the timeline. `eras` are those on this page, `contents` all of them.

    `total` claims were chosen, `undated` of those that suit otherwise name no year. `years` are those of all
    claims, `told` those of the chosen ones. `overview` is None where nothing names a year.
    """

    choice: Choice
    facets: tuple[Facet, ...]
    overview: Overview | None
    contents: tuple[Era, ...]
    eras: tuple[Era, ...]
    disputes: Disputes
    total: int
    undated: int
    years: Years | None
    told: Years | None
    page: int
    pages: int
    query: str
    cut: bool

    @property
    def shown(self) -> tuple[int, int]:
        """The numbers of the first and the last claim on this page, from 1."""
        return (self.page - 1) * BOUND + 1, min(self.page * BOUND, self.total)


def timeline(reader: Reader, choice: Choice, page: int = 1) -> TimelinePage:
    """A page of the timeline for one reader; the last page where there are fewer.

    Raises BadRequest for a choice that no claim could suit.
    """
    every = dated.dated(reader)
    replace(choice, first=None, last=None, undated=None).among(every, dated.TIMELINE).check(reader.prefixes)
    choosing = choice.among(every, dated.TIMELINE)
    chosen = choosing.chosen
    pages = paging.pages(len(chosen), BOUND)
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * BOUND : page * BOUND]
    scale = scale_of(chosen, choice.first, choice.last)
    drawn = overview.material(reader, chosen, every, scale, (each.iri for each in shown))
    differing = disputes.find(reader, drawn.accounts)
    names = Names(reader)
    names.load(chain(drawn.mentioned(), differing.mentioned(), choosing.mentioned()))
    contents = _contents(chosen)
    return TimelinePage(
        choice=choice,
        facets=choosing.facets(names),
        overview=drawn.overview(names),
        contents=contents,
        eras=_eras(_entries(shown, drawn, names), contents),
        disputes=differing.named(names),
        total=len(chosen),
        undated=0 if choice.undated else len(replace(choice, first=None, last=None, undated=True).of(every)),
        years=in_year.years(every),
        told=in_year.years(chosen),
        page=page,
        pages=pages,
        query=shipped("dated"),
        cut=len(every) >= dated.BOUND,
    )


def scale_of(found: Iterable[Dated], first: int | None = None, last: int | None = None) -> Scale | None:
    """The scale that these claims stand on, or the years asked for; None where no claim names a year.

    It has some years around them where they are few, and begins with a round one, as columns do.
    """
    known = in_year.years(found)
    if known is None:
        return None
    begin = first if first is not None else known.first
    end = 1 + (last if last is not None else known.last)
    more = max(SHORTEST - (end - begin), 0)
    begin, end = begin - more // 2, end + more - more // 2
    return reaching(begin - begin % step_of_years(end - begin, overview.COLUMNS), end)


def _entries(shown: Iterable[Dated], drawn: Material, names: Names) -> Iterator[tuple[Dated, Entry]]:
    for each in shown:
        if each.iri in drawn.accounts:
            placed = overview.strip(each.extent, drawn.scale) if each.extent and drawn.scale else None
            yield each, Entry(lines.line(drawn.accounts[each.iri], names, "", drawn.accounts), placed)


def _contents(chosen: tuple[Dated, ...]) -> tuple[Era, ...]:
    """The decades, or the years where there are few, with the number of their claims, and their pages."""
    known = [year for each in chosen if (year := edtf.year(each.when))]
    decade = bool(known) and int(max(known)) - int(min(known)) > LONG
    made, before = [], 0
    for year, group in groupby(chosen, key=lambda each: _begins(each.when, decade)):
        number = len(list(group))
        made.append(Era(year, decade, number, before // BOUND + 1))
        before += number
    return tuple(made)


def _begins(when: str, decade: bool) -> str:
    year = edtf.year(when)
    return f"{year[:3]}0" if year and decade else year


def _eras(entries: Iterable[tuple[Dated, Entry]], contents: Iterable[Era]) -> tuple[Era, ...]:
    """The decades or years of these claims, with them."""
    by_year = {era.year: era for era in contents}
    decade = any(era.decade for era in by_year.values())
    groups = groupby(entries, key=lambda item: _begins(item[0].when, decade))
    return tuple(replace(by_year[year], entries=tuple(entry for _, entry in group)) for year, group in groups)
