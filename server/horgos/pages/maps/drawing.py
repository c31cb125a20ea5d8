"""A map as numbers: land, borders, graticule, lines, marks, and names that do not hide each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor

from babel import Locale
from babel.core import get_global

from horgos.pages.maps import clipping
from horgos.pages.maps.frame import POLE, Bar, Frame, Grid, Point, fit
from horgos.pages.maps.land import Land, land, size
from horgos.pages.maps.lettering import Box, Lettering, across, width
from horgos.pages.maps.outlines import Country, outlines
from horgos.pages.maps.spots import BOLD, EDGE, LETTERS, Mark, Spot, degrees, sheet, spots

WIDE, NARROW = (880, 460), (360, 300)  # the sizes that a map is drawn in, for a wide place and for a phone
COUNTRY = 11.5  # units that names of countries are high
SPACED = 1.5  # how much wider the names of countries are set
FOOT = 26.0  # units at the foot, for the degrees of the graticule and the scale
AROUND, ROUND = 4, 8  # degrees from a place to the edge of a small drawing, at least, and its steps

Course = tuple[Point, ...]
"""A line on a map, by longitudes and latitudes."""


@dataclass(frozen=True)
class Drawing:
    """One drawing of a map; all numbers are units of its width and height."""

    width: int
    height: int
    land: str
    borders: str
    meridians: tuple[Grid, ...]
    parallels: tuple[Grid, ...]
    countries: tuple[Lettering, ...]
    tracks: str
    spots: tuple[Spot, ...]
    bar: Bar


@dataclass(frozen=True)
class Map:
    """A map in its sizes. `merged` counts the marks that stand at the same spot as one before them."""

    wide: Drawing
    narrow: Drawing
    merged: int

    @property
    def crowded(self) -> tuple[str, ...]:
        """The sizes, `wide` and `narrow`, in which a mark is without its name."""
        sizes = (("wide", self.wide), ("narrow", self.narrow))
        return tuple(
            name for name, drawn in sizes if self.merged or not all(spot.name for spot in drawn.spots)
        )


def prepare(languages: Iterable[str]) -> None:
    """Read what all maps are drawn from, which takes a moment: for processes that are forked afterwards."""
    for country in outlines().countries[:1]:
        for language in languages:
            country_name(country, language)


def draw(
    marks: Sequence[Mark],
    tracks: Sequence[Course],
    language: str,
    *,
    least: float = 24,
    countries: bool = True,
) -> Map:
    """The map of these marks and lines, at least `least` degrees wide.

    The names of countries are those of the language (CLDR), or left out.
    """
    places = [(mark.longitude, mark.latitude) for mark in marks]
    places += [point for track in tracks for point in track]
    wide, narrow = (
        _drawing(fit(places, *size, least=least * part), marks, tracks, language if countries else "")
        for size, part in ((WIDE, 1.0), (NARROW, 0.6))
    )
    return Map(wide, narrow, len(marks) - len(wide.spots))


def locate(mark: Mark, tracks: Sequence[Course], language: str) -> Drawing:
    """A small drawing of where one thing is, or of the course of a line.

    Its frame is that of `region`.
    """
    points = [(mark.longitude, mark.latitude), *(point for track in tracks for point in track)]
    return _drawing(region(points), (mark,), tracks, language)


def region(points: Iterable[Point]) -> Frame:
    """The frame of a small drawing of these points.

    It keeps to round degrees, so that things near each other share their land, which takes long.
    """
    (west, east), (south, north) = (
        (floor((min(axis) - AROUND) / ROUND) * ROUND, ceil((max(axis) + AROUND) / ROUND) * ROUND)
        for axis in zip(*points, strict=True)
    )
    corners = ((west, max(south, -POLE)), (east, min(north, POLE)))
    return fit(corners, *NARROW, least=ROUND)


def room(name: str) -> int:
    """How many characters of a main name have room beside each other in a small drawing."""
    return int(len(name) * (NARROW[0] - 2 * EDGE) / max(width(name, LETTERS * BOLD), 1))


def _drawing(frame: Frame, marks: Sequence[Mark], tracks: Sequence[Course], language: str) -> Drawing:
    shown = land(frame)
    taken = [Box(0, frame.height - FOOT, frame.width, frame.height)]
    courses = [[frame.at(*point) for point in track] for track in tracks]
    placed = tuple(spots(frame, marks, courses, taken))
    return Drawing(
        frame.width,
        frame.height,
        shown.path,
        shown.borders,
        frame.meridians(),
        tuple(_parallels(frame, taken)),
        tuple(_countries(frame, shown, language, courses, taken)) if language else (),
        clipping.path((course for course in courses if len(course) > 1), closed=False),
        placed,
        frame.bar(),
    )


def _parallels(frame: Frame, taken: Sequence[Box]) -> Iterator[Grid]:
    """The parallels, without the degrees that a name hides."""
    for each in frame.parallels():
        yield replace(each, named=not any(degrees(each).meets(other) for other in taken))


def _countries(
    frame: Frame, shown: Land, language: str, courses: Sequence[Sequence[Point]], taken: list[Box]
) -> Iterator[Lettering]:
    """The names of countries that have room, those with the most land first; off all lines where they can."""
    lines = [ends for course in courses for ends in pairwise(course)]
    for country, rings in sorted(shown.rings, key=lambda each: -max(map(size, each[1]))):
        name = country_name(country, language)
        free = [
            (at, box)
            for at, box in across(rings, name, COUNTRY * SPACED, frame.height)
            if sheet(frame).holds(box) and not any(box.meets(other) for other in taken)
        ]
        if free:
            (x, y), box = min(free, key=lambda each: sum(each[1].crossed(*line) for line in lines))
            taken.append(box)
            yield Lettering(name, "", x, y, "middle")


def country_name(country: Country, language: str) -> str:
    """What a country is called in a language (CLDR); as in the outlines where the language does not tell."""
    codes = get_global("territory_aliases").get(country.number) or [""]
    return str(Locale.parse(language).territories.get(codes[0], country.name))
