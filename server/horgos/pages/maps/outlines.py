"""The outlines of the countries of today, as the frontend's build made them (Natural Earth, in degrees)."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from horgos.config import PACKAGE
from horgos.pages.maps.frame import Point

FILE = PACKAGE / "static" / "build" / "prepared.json"


@dataclass(frozen=True)
class Packed:
    """Points one after the other, packed as longitude, latitude, longitude…, and the box they lie in."""

    degrees: array[float]
    west: float
    east: float
    south: float
    north: float

    @classmethod
    def of(cls, hundredths: Iterable[int]) -> Packed:
        """Pack points that are told in hundredths of a degree, longitude and latitude in turn."""
        packed = array("f", [each / 100 for each in hundredths])
        longitudes, latitudes = packed[::2], packed[1::2]
        return cls(packed, min(longitudes), max(longitudes), min(latitudes), max(latitudes))

    def points(self) -> Iterator[Point]:
        """The points."""
        return zip(self.degrees[::2], self.degrees[1::2], strict=True)

    def near(self, west: float, east: float, south: float, north: float) -> Iterator[Point]:
        """The points, of those in a row that are beyond one side of a box the first and the last alone."""
        sides = [(x < west) + 2 * (x > east) + 4 * (y < south) + 8 * (y > north) for x, y in self.points()]
        beyond = 0
        for point, here, after in zip(self.points(), sides, [*sides[1:], 0], strict=True):
            if not (beyond := beyond & here) & after:
                yield point
                beyond = here


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
    """The outlines in a file of `frontend/build/prepared.mjs`; none where there is no file."""
    if not file.exists():
        return Outlines()
    found = json.loads(file.read_text("utf-8"))
    countries = (
        Country(each["number"], each["name"], tuple(map(Packed.of, each["rings"])))
        for each in found["countries"]
    )
    return Outlines(tuple(countries), tuple(map(Packed.of, found["borders"])))
