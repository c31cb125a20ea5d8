"""As it stood in a year: what claims tell of one. The map, the timeline and the page of a thing all ask here.

1. A time tells of a year where it takes in some of it; an end that is open, or not told, sets no bound. But
   where no beginning is told it tells of the years named alone: since when it was so, nothing says.
2. A figure whose time is not told at both ends is a sum up to then: it tells of the years named alone.
3. Of a year of change both count, what ended and what began: each document has its own statuses.
4. The sides of a border are those told of the year; where none is, those told of the years nearest to it,
   unless nothing is told of an earlier one.
5. Something happened in a year that it begins or ends in, and perhaps in any year of a date known in part;
   what else is told of the year held all through it, or had begun.
6. A page leads on to the nearest years in which something that it tells of begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from horgos.pages.history.dated import Dated
from horgos.pages.words import vocabulary as v
from horgos.translation import message

MOST = 24  # years of change that a page offers

PARTS = (
    ("happened", message("What happened in the year"), ""),
    ("names", message("Names in use"), ""),
    ("sides", message("On either side of the border"), ""),
    ("around", message("On either side of the border, as told of the nearest years"), ""),
    ("through", message("What held all the year"), message("It began earlier and ended later.")),
    ("since", message("What had begun"), message("It began earlier; no source tells an end.")),
)
"""What claims tell of a year, beside statuses: key, title, and what is meant."""
STATUSES = "statuses"

Stood = Mapping[str, tuple[Dated, ...]]
"""The claims that tell of a year, by the key of PARTS, or STATUSES; a happening can tell of sides too."""


@dataclass(frozen=True)
class Years:
    """A year to choose: `year` is the one shown, None for none.

    `first` and `last` are the years between which something is told, `earlier` and `later` the nearest of
    which something is. `changes` are those in which a status began, of many the nearest, `unlisted` counts
    the others; `untimed` are as many claims as name no year.
    """

    year: int | None
    first: int
    last: int
    earlier: int | None
    later: int | None
    changes: tuple[int, ...]
    unlisted: int
    untimed: int


def years(found: Iterable[Dated], year: int | None = None) -> Years | None:
    """The years that these claims tell of, around the one shown; None where they name none, and none is."""
    given = tuple(found)
    named = sorted({each for claim in given if claim.extent for each in claim.extent.years})
    if not named and year is None:
        return None
    here = year if year is not None else named[-1]
    starts = {
        int(each.extent.start)
        for each in given
        if each.topic == "periods" and each.extent and each.extent.start is not None
    }
    nearest = sorted(starts, key=lambda each: (abs(each - here), each))[:MOST]
    return Years(
        year=year,
        first=named[0] if named else here,
        last=named[-1] if named else here,
        earlier=max((each for each in named if each < here), default=None) if year is not None else None,
        later=min((each for each in named if each > here), default=None) if year is not None else None,
        changes=tuple(sorted(nearest)),
        unlisted=len(starts) - len(nearest),
        untimed=sum(each.extent is None for each in given),
    )


def in_year(found: Iterable[Dated], year: int) -> Stood:
    """What these claims tell of a year, in their order. A claim that tells nothing of it is in no part."""
    given = tuple(found)
    borders = dict(_borders(given, year))
    stood: dict[str, tuple[Dated, ...]] = {}
    for each in given:
        beside = borders.get(each.iri, "")
        for part in dict.fromkeys((_part(each, year), beside)):
            if part:
                stood[part] = (*stood.get(part, ()), each)
    return stood


def tells(each: Dated, year: int) -> bool:
    """Whether a claim tells of a year."""
    extent = each.extent
    if extent is None:
        return False
    known = extent.whole if each.topic in ("figures", "derived") else extent.start is not None
    return extent.takes_in(year) if known else year in extent.years


def _part(each: Dated, year: int) -> str:
    """The part that a claim stands in; '' for none, and for one that tells of the sides of a border alone."""
    if not tells(each, year) or each.extent is None:
        return ""
    if each.topic in ("periods", "namings"):
        return STATUSES if each.topic == "periods" else "names"
    if year in each.extent.years or not each.lasting:
        return "happened"
    if v.BORDER_BETWEEN in each.values:
        return ""
    return "through" if each.extent.whole else "since"


def _borders(found: Iterable[Dated], year: int) -> Iterator[tuple[str, str]]:
    """The claims that tell what two sides a border had, of each thing those of the year or the nearest."""
    telling = [each for each in found if v.BORDER_BETWEEN in each.values and each.extent]
    for thing in sorted({iri for each in telling for iri in each.about}):
        mine = [each for each in telling if thing in each.about]
        within = [each for each in mine if tells(each, year)]
        yield from ((each.iri, "sides") for each in within)
        if not within:
            yield from ((each.iri, "around") for each in _nearest(mine, year))


def _nearest(told: Iterable[Dated], year: int) -> list[Dated]:
    """Of claims that do not tell of a year those of the nearest before and after it; none before them all."""
    ends = [(each, each.extent.years) for each in told if each.extent]
    before = max((years[-1] for _, years in ends if years[-1] < year), default=None)
    after = min((years[0] for _, years in ends if years[0] > year), default=None)
    return [each for each, years in ends if before and (years[-1] == before or years[0] == after)]
