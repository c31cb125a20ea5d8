"""The timeline of one thing: what happened by name, and how many of its claims begin when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from horgos.pages.bands import flags
from horgos.pages.bands.flags import Wish
from horgos.pages.bands.scale import Scale
from horgos.pages.history import overview
from horgos.pages.history.dated import Dated
from horgos.pages.history.overview import Overview
from horgos.pages.history.timeline import scale_of

if TYPE_CHECKING:
    from horgos.pages.told.lines import Line

LEAST = 6  # claims whose beginning is known; with fewer there is nothing to draw
NAMED = 16  # happenings that may get a label
ROWS = 6  # lines of labels
_LENGTHS = (30, 60)  # characters of a label, and of one that has room


def lifeline(about: Iterable[Dated], lines: Iterable[Line]) -> tuple[Scale | None, Overview | None]:
    """The scale of the claims about a thing, and what is drawn on it; None where too few have a time.

    `lines` are the same claims as lines.
    """
    found = tuple(about)
    begun = {each.iri: each for each in found if each.extent and each.extent.start is not None}
    scale = scale_of(found)
    if scale is None or len(begun) < LEAST:
        return scale, None
    columns = overview.columns(begun.values(), scale)
    wishes = tuple(_wishes(lines, begun, scale))
    return scale, Overview(
        marks=scale.marks(10),
        few_marks=scale.marks(5),
        columns=columns,
        most=max((each.number for each in columns), default=0),
        labels=flags.layouts(wishes, ROWS),
        statuses=(),
        year=None,
    )


def at_year(drawn: Overview | None, scale: Scale | None, year: int) -> Overview | None:
    """The same, with a mark at a year."""
    if drawn is None or scale is None:
        return None
    return replace(drawn, year=(scale.within(year), scale.within(year + 1)))


def _wishes(lines: Iterable[Line], begun: dict[str, Dated], scale: Scale) -> Iterator[Wish]:
    """The labels of what happened: one for each year first, then what the most voices tell of."""
    seen: Counter[str] = Counter()
    able = [line for line in lines if line.topic == "happened" and line.claim.iri in begun]
    able.sort(key=lambda line: (-len(line.voices), line.order))
    for rank, line in enumerate(able[:NAMED]):
        extent = begun[line.claim.iri].extent
        if extent and extent.start is not None and not extent.vague:
            short, whole = overview.dated_words(line.year, line.phrase.main.words, _LENGTHS)
            yield Wish(line.claim.iri, short, scale.at(extent.start), (seen[line.year], rank), whole)
            seen[line.year] += 1
