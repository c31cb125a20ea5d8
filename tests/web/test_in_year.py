"""As it stood in a year: which claims tell of one, and that map, timeline and page of a thing agree on it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from horgos.pages.history import in_year
from horgos.pages.history.dated import Choice, Dated
from horgos.pages.history.year import year_page
from horgos.pages.places.cartography import map_page
from horgos.pages.reading import Reader
from horgos.pages.thing.entity import entity
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.site import Site

# What makes a claim of a topic.
EVENT, FIGURE, STAKE, PERIOD, NAMING = v.EVENT_TYPE, v.INDICATOR, v.HOLDER, v.STATUS, v.NAME
PORT = "https://w3id.org/horgos/id/horgos-port"


def claim(iri: str, when: str, predicate: str, thing: str = "port") -> Dated:
    """A claim about a thing with a time, of the topic that the predicate makes."""
    return Dated(iri, {v.ABOUT: (thing,), v.WHEN: (when,), predicate: ("x",)})


def part(when: str, year: int, predicate: str = EVENT) -> str:
    """The part that a single claim stands in; '' for none."""
    return next(iter(in_year.in_year([claim("c", when, predicate)], year)), "")


def sides(found: Iterable[Dated], year: int) -> dict[str, list[str]]:
    """The claims that tell of the sides of a border in a year."""
    stood = in_year.in_year(found, year)
    return {key: [each.iri for each in stood[key]] for key in ("sides", "around") if key in stood}


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("1962", 1962, 1962),
        ("1983-11", 1983, 1983),
        ("1920/1962", 1920, 1962),
        ("195X/1962", 1950, 1962),
        ("2017/..", 2017, 2099),
    ],
)
def test_a_time_tells_of_every_year_that_it_takes_in_some_of(when: str, first: int, last: int) -> None:
    """An end that is open sets no bound."""
    told = [year for year in range(1800, 2100) if part(when, year, PERIOD)]
    assert told == list(range(first, last + 1))


@pytest.mark.parametrize("when", ["../..", "XXXX-05-06", ""])
def test_a_time_without_a_year_tells_of_none(when: str) -> None:
    """Such claims are counted instead."""
    assert part(when, 1962) == ""
    found = in_year.years([claim("c", when, EVENT), claim("d", "1962", EVENT)])
    assert found
    assert found.untimed == 1


def test_a_sum_up_to_a_time_tells_of_the_years_alone_that_are_named() -> None:
    """A figure of a period that is told at both ends tells of all its years."""
    assert [bool(part("../2024-10", year, FIGURE)) for year in (2023, 2024)] == [False, True]
    assert [bool(part("2021/..", year, FIGURE)) for year in (2021, 2022)] == [True, False]
    assert [bool(part("2021/2023", year, FIGURE)) for year in (2021, 2022, 2023)] == [True] * 3


@pytest.mark.parametrize("kind", [EVENT, FIGURE, STAKE, PERIOD, NAMING])
def test_what_no_beginning_is_told_of_tells_of_the_year_alone_that_is_named(kind: str) -> None:
    """A name that an office had until 1992 may not have been in use yet in 1930: nothing says that it was."""
    assert [year for year in range(1800, 2100) if part("../1992", year, kind)] == [1992]


@pytest.mark.parametrize(
    ("when", "year", "expected"),
    [
        ("1962", 1962, "happened"),
        ("1937/1945", 1937, "happened"),
        ("1937/1945", 1945, "happened"),
        ("1937/1945", 1940, "through"),
        ("1920/..", 1940, "since"),
        ("184X", 1845, "happened"),
        ("1888-24", 1889, "happened"),
    ],
)
def test_something_happened_in_a_year_that_it_begins_or_ends_in(when: str, year: int, expected: str) -> None:
    """A date known in part may be any of its years; else it held through, or had begun."""
    assert part(when, year, STAKE) == expected


def test_statuses_and_names_have_their_own_parts() -> None:
    """In a year of change both count, what ended and what began."""
    found = [
        claim("open", "1920/1962", PERIOD),
        claim("closed", "1962/1983-11", PERIOD),
        claim("name", "1900/1962", NAMING),
    ]
    stood = in_year.in_year(found, 1962)
    assert {key: [each.iri for each in mine] for key, mine in stood.items()} == {
        in_year.STATUSES: ["open", "closed"],
        "names": ["name"],
    }


def test_the_sides_of_a_border_are_those_of_the_year_or_of_the_nearest_told_of() -> None:
    """Of each thing by itself; what is told of the years around stands apart from what is told of it."""
    found = [
        claim("empire", "../1912", v.BORDER_BETWEEN),
        claim("union", "1920", v.BORDER_BETWEEN),
        claim("later", "1983", v.BORDER_BETWEEN),
        claim("much-later", "2012", v.BORDER_BETWEEN),
        claim("no-time", "../..", v.BORDER_BETWEEN),
        claim("elsewhere", "1930", v.BORDER_BETWEEN, thing="bridge"),
    ]
    assert sides(found, 1900) == {}
    assert sides(found, 1912) == {"sides": ["empire"]}
    assert sides(found, 1916) == {"around": ["empire", "union"]}
    assert sides(found, 1930) == {"sides": ["elsewhere"], "around": ["union", "later"]}
    assert sides(found, 2020) == {"around": ["much-later", "elsewhere"]}


def test_a_page_leads_to_the_nearest_years_in_which_something_begins_or_ends() -> None:
    """To none before the first and after the last; without a year there is no nearest."""
    found = [claim("a", "1920/1962", STAKE), claim("b", "1983-11", EVENT)]
    around = [in_year.years(found, year) for year in (1900, 1930, 1962, 2000)]
    assert [(each.earlier, each.later) for each in around if each] == [
        (None, 1920),
        (1920, 1962),
        (1920, 1983),
        (1983, None),
    ]
    whole = in_year.years(found)
    assert whole
    assert (whole.first, whole.last, whole.earlier, whole.later) == (1920, 1983, None, None)
    assert in_year.years([]) is None


def test_of_many_years_of_change_the_nearest_are_offered() -> None:
    """And the others are counted."""
    found = in_year.years([claim(f"{year}", f"{year}/..", PERIOD) for year in range(1900, 2000)], 1950)
    assert found
    assert (len(found.changes), found.unlisted) == (in_year.MOST, 100 - in_year.MOST)
    assert 1950 in found.changes


def _iris(lines: Iterable[Line]) -> set[str]:
    return {line.claim.iri for line in lines}


@pytest.mark.parametrize("year", [1800, 1860, 1890, 1930, 1962, 1983, 2000, 2020])
def test_map_timeline_and_page_agree_on_a_year(real: Site, year: int) -> None:
    """On the statuses, the names and the sides of the border, claim by claim."""
    reader = Reader(real.engine, real.prefixes, real.base)
    timeline = year_page(reader, Choice({"thing": PORT}), year)
    shown = {part.key: _iris(part.lines) for part in timeline.parts}
    statuses = {period.ref.iri for state in timeline.states for period in state.periods}
    drawn = {each.thing.iri: each for each in map_page(reader, {}, year).standings}.get(PORT)
    assert {key: _iris(lines) for key, lines in (drawn.aspects if drawn else {}).items()} == {
        key: mine for key, mine in shown.items() if mine and key in ("names", "sides", "around")
    }
    assert (drawn.states if drawn else ()) == timeline.states
    page = entity(reader, PORT, year=year)
    topics = {topic.key: _iris(topic.lines) for topic in page.topics}
    assert {period.ref.iri for band in page.bands for period in band.periods} == statuses
    assert {key: topics.get(key, set()) for key in ("sides", "around")} == {
        key: shown.get(key, set()) for key in ("sides", "around")
    }
    assert set().union(
        *(mine for key, mine in topics.items() if key not in ("sides", "around"))
    ) == set().union(*(mine for key, mine in shown.items() if key not in ("sides", "around")))


@pytest.mark.parametrize(
    ("year", "key", "expected"),
    [
        (1900, "around", "port-between-qing-china-and-russia"),
        (1914, "sides", "port-between-republic-of-china-and-russia"),
        (1930, "around", "port-reopening-1920"),
        (1960, "sides", "port-between-china-and-soviet-union-to-1962"),
        (2020, "around", "port-between-china-and-kazakhstan-2012"),
    ],
)
def test_a_year_of_the_port_tells_who_was_on_either_side(
    real: Site, year: int, key: str, expected: str
) -> None:
    """In the empires, the republics, the unions and the states of today."""
    page = year_page(Reader(real.engine, real.prefixes, real.base), Choice({"thing": PORT}), year)
    (lines,) = [part.lines for part in page.parts if part.key == key]
    assert f"https://w3id.org/horgos/claim/{expected}" in _iris(lines)
