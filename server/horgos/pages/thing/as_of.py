"""The page of a resource as it stood in one year: names, states, and what happened and held then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from horgos.pages.history import lifeline
from horgos.pages.told.contests import Contest
from horgos.pages.words import edtf

if TYPE_CHECKING:
    from horgos.pages.bands.periods import Band
    from horgos.pages.thing.entity import EntityPage, Topic
    from horgos.pages.thing.spellings import Spelling
    from horgos.pages.told.lines import Line
    from horgos.pages.words.edtf import Extent
    from horgos.pages.words.literals import Text


@dataclass(frozen=True)
class Year:
    """A year to look at. `earlier` and `later` are the next ones of which the page tells something.

    `first` and `last` are the years between which it does; `untimed` counts claims that tell no year.
    """

    year: int
    earlier: int | None
    later: int | None
    first: int
    last: int
    untimed: int


def years(topics: Iterable[Topic], bands: Iterable[Band]) -> tuple[int, ...]:
    """The years in which something begins or ends, in their order."""
    times = [line.when for topic in topics for line in topic.lines]
    times += [period.when for band in bands for period in band.periods]
    return tuple(sorted({year for when in times if (extent := _extent(when)) for year in _ends(extent)}))


def as_of(page: EntityPage, year: int) -> EntityPage:
    """The page with what is told of the year alone, of states, names and claims."""
    known = years(page.topics, page.bands)
    lines = [line for topic in page.topics for line in topic.lines]
    topics = (_kept(topic, year) for topic in page.topics)
    bands = (
        replace(band, periods=tuple(each for each in band.periods if _takes_in(each.when, year)))
        for band in page.bands
    )
    return replace(
        page,
        topics=tuple(topic for topic in topics if topic.lines),
        bands=tuple(band for band in bands if band.periods),
        spellings=tuple(_spellings(page.spellings, year)),
        facts=(),
        timeline=lifeline.at_year(page.timeline, page.scale, year),
        sections=(),
        content=None,
        near=None,
        map=None,
        incoming=(),
        year=Year(
            year,
            max((each for each in known if each < year), default=None),
            min((each for each in known if each > year), default=None),
            known[0] if known else year,
            known[-1] if known else year,
            sum(_extent(line.when) is None for line in lines),
        ),
    )


def _kept(topic: Topic, year: int) -> Topic:
    """The topic with the claims alone that tell of the year, by themselves and set together."""
    lines = tuple(line for line in topic.lines if _tells(topic.key, line.when, year))
    kept = {line.claim.iri for line in lines}
    entries: list[Line | Contest] = []
    for each in topic.entries:
        if not isinstance(each, Contest):
            entries += [each] if each.claim.iri in kept else []
        elif together := tuple(line for line in each.lines if line.claim.iri in kept):
            entries.append(replace(each, lines=together) if len(together) > 1 else together[0])
    return replace(topic, lines=lines, entries=tuple(entries))


def _spellings(found: Iterable[Spelling], year: int) -> Iterator[Spelling]:
    """The names of that year, and the editors' own."""
    for each in found:
        timed = tuple(line for line in each.timed if _extent(line.when) and _takes_in(line.when, year))
        editors = tuple(voice for voice in each.voices if voice.kind == "editors")
        if timed or (editors and not each.kinds):
            yield replace(each, timed=timed, voices=editors)


def _tells(key: str, when: Text | None, year: int) -> bool:
    """Whether a claim tells of the year.

    What was so up to a time began nobody knows when, and a figure is one of the time that it is given for:
    both tell of the years that are named alone.
    """
    extent = _extent(when)
    if extent is None:
        return False
    if extent.start is None or (key in ("figures", "derived") and not extent.whole):
        return year in _ends(extent)
    return _takes_in(when, year)


def _takes_in(when: Text | None, year: int) -> bool:
    """Whether a time takes in some of the year; an end that is open sets no bound."""
    extent = _extent(when)
    if extent is None:
        return False
    return (extent.start is None or extent.start < year + 1) and (extent.end is None or extent.end > year)


def _ends(extent: Extent) -> Iterator[int]:
    """The years that a stretch begins and ends in."""
    if extent.start is not None:
        yield int(extent.start)
    if extent.end is not None:
        yield int(extent.end) - (extent.end == int(extent.end))


def _extent(when: Text | None) -> Extent | None:
    return edtf.extent(when.exact or when.words) if when else None
