"""The page of a resource as it stood in one year (history/in_year.py): names, statuses, sides, and claims."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from horgos.pages.history import in_year, lifeline
from horgos.pages.history.dated import of_account
from horgos.pages.told.contests import Contest
from horgos.pages.told.links import Links

if TYPE_CHECKING:
    from horgos.pages.history.in_year import Stood
    from horgos.pages.thing.page import EntityPage, Topic
    from horgos.pages.thing.resource import Resource
    from horgos.pages.thing.spellings import Spelling
    from horgos.pages.told.claims import Account
    from horgos.pages.told.lines import Line

BESIDE = tuple((key, title) for key, title, _ in in_year.PARTS if key in ("sides", "around"))
"""The parts that have claims which other parts may have as well."""


def as_of(page: EntityPage, year: int) -> EntityPage:
    """The page with what is told of the year alone; what it is related to has been so chosen (`related`)."""
    stood = in_year.in_year(page.about, year)
    told = _iris(stood, (key for key in stood if key not in dict(BESIDE)))
    topics = (_kept(topic, told) for topic in page.topics)
    bands = (
        replace(band, periods=tuple(each for each in band.periods if each.ref.iri in told))
        for band in page.bands
    )
    return replace(
        page,
        topics=(*(topic for topic in topics if topic.lines), *_beside(page, stood)),
        bands=tuple(band for band in bands if band.periods),
        spellings=tuple(_spellings(page.spellings, told)),
        facts=(),
        timeline=lifeline.at_year(page.timeline, page.scale, year),
        sections=(),
        content=None,
        map=None,
        incoming=(),
        years=in_year.years(page.about, year),
    )


def related(found: Resource, year: int) -> tuple[tuple[Links, ...], dict[str, Account]]:
    """The claims that tell of the year: those that refer to a thing, and all. Nothing else has a time."""
    stood = in_year.in_year(map(of_account, found.accounts.values()), year)
    told = _iris(stood, stood.keys() - {"around"})
    arrivals = (
        Links(each.predicate, ends, len(ends))
        for each in found.arrivals
        if (ends := {term: graphs for term, graphs in each.ends.items() if term.value in told})
    )
    return tuple(arrivals), {iri: found.accounts[iri] for iri in found.accounts if iri in told}


def _iris(stood: Stood, keys: Iterable[str]) -> frozenset[str]:
    return frozenset(each.iri for key in keys for each in stood.get(key, ()))


def _beside(page: EntityPage, stood: Stood) -> Iterator[Topic]:
    """What is told of the two sides of a border."""
    lines = tuple(chain.from_iterable(topic.lines for topic in page.topics))
    for key, title in BESIDE:
        iris = _iris(stood, (key,))
        if mine := tuple(line for line in lines if line.claim.iri in iris):
            yield replace(page.topics[0], key=key, title=title, lines=mine, entries=mine)


def _kept(topic: Topic, told: Container[str]) -> Topic:
    """The topic with the claims alone that tell of the year, by themselves and set together."""
    lines = tuple(line for line in topic.lines if line.claim.iri in told)
    entries: list[Line | Contest] = []
    for each in topic.entries:
        if not isinstance(each, Contest):
            entries += [each] if each.claim.iri in told else []
        elif together := tuple(line for line in each.lines if line.claim.iri in told):
            entries.append(replace(each, lines=together) if len(together) > 1 else together[0])
    return replace(topic, lines=lines, entries=tuple(entries))


def _spellings(found: Iterable[Spelling], told: Container[str]) -> Iterator[Spelling]:
    """The names of that year, and the editors' own."""
    for each in found:
        timed = tuple(line for line in each.timed if line.claim.iri in told)
        editors = tuple(
            (at, mine)
            for at, voices in each.used
            if (mine := tuple(voice for voice in voices if voice.kind == "editors"))
        )
        if timed or (editors and not each.kinds):
            yield replace(each, timed=timed, used=editors)
