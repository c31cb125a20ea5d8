"""The outlines of the countries of today, as the frontend's build made them (Natural Earth, in degrees)."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from horgos.config import PACKAGE
from horgos.pages.maps.frame import Point

FILE = PACKAGE / "static" / "build" / "outlines.json"


@dataclass(frozen=True)
class Packed:
    """Points one after the other, packed as longitude, latitude, longitude…, and the box they lie in."""

    degrees: array[float]
    west: float
    east: float
    south: float
    north: float

    @classmethod
    def of(cls, points: Iterable[Point]) -> Packed:
        """Pack these points."""
        packed = array("f", (degree for point in points for degree in point))
        longitudes, latitudes = packed[::2], packed[1::2]
        return cls(packed, min(longitudes), max(longitudes), min(latitudes), max(latitudes))

    def points(self) -> Iterator[Point]:
        """The points."""
        return zip(self.degrees[::2], self.degrees[1::2], strict=True)


@dataclass(frozen=True)
class Country:
    """A country: its number in ISO 3166-1 ('' for none), its English name, and the rings of its polygons."""

    number: str
    name: str
    rings: tuple[Packed, ...]


@dataclass(frozen=True)
class Outlines:
    """Countries, and the borders that two of them share."""

    countries: tuple[Country, ...] = ()
    borders: tuple[Packed, ...] = ()


@cache
def outlines() -> Outlines:
    """The outlines that were built; none where the frontend was left out."""
    return read(FILE)


def read(file: Path) -> Outlines:
    """The outlines in a file of GeoJSON (RFC 7946); none where there is no file."""
    if not file.exists():
        return Outlines()
    countries, rings = [], []
    for feature in json.loads(file.read_text("utf-8"))["features"]:
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
        found = [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]
        packed = tuple(Packed.of(ring) for ring in found)
        countries.append(Country(feature.get("id", ""), feature["properties"]["name"], packed))
        rings += found
    return Outlines(tuple(countries), tuple(Packed.of(border) for border in _shared(rings)))


def _shared(rings: Iterable[list[Point]]) -> Iterator[list[Point]]:
    """The stretches that two rings have in common, each once."""
    known = [ring for ring in rings if len(ring) > 1]
    times = Counter(_edge(*pair) for ring in known for pair in pairwise(ring))
    for ring in known:
        run: list[Point] = []
        for pair in pairwise(ring):
            if times[_edge(*pair)] > 1:
                times[_edge(*pair)] = 0  # the other ring has it too, and does not draw it again
                run = run or [pair[0]]
                run.append(pair[1])
            elif run:
                yield run
                run = []
        if run:
            yield run


def _edge(one: Point, other: Point) -> tuple[Point, Point]:
    return (one, other) if one < other else (other, one)
