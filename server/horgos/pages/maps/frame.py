"""What a map shows and how: Mercator's projection, a box that fits the places, a graticule and a scale.

Mercator, as shapes are right everywhere on it, be the places near to each other or a continent apart, and as
maps in browsers use it: the drawing and what a script puts in its place look alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import asinh, atan, ceil, copysign, cos, degrees, floor, log10, pi, radians, sinh, tan

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on a drawing."""

EARTH = 6371.0  # kilometres of its mean radius
TURN = 360  # degrees of the whole way round
POLE = 85.0  # degrees of latitude that a map ends at: the projection has no pole
MARGIN = 0.13  # of the width and the height of the box, kept free around the places
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)  # degrees between two lines of the graticule
APART = 110  # units at least between two lines of the graticule
BAR = 0.2  # of the width of the map, at most, that the bar of the scale takes


@dataclass(frozen=True)
class Grid:
    """A line of the graticule: where it is on the drawing, its degrees, and whether they have room there."""

    at: float
    degrees: float
    named: bool = True


@dataclass(frozen=True)
class Bar:
    """The bar of the scale: its kilometres, its units, and the latitude at which it is right."""

    kilometres: float
    length: float
    latitude: float


@dataclass(frozen=True)
class Frame:
    """A box of the projection and the size it is drawn in.

    `middle` is the point of the projection that is in the middle, in radians of longitude and in the unit of
    `rise`; `scale` is the units of the drawing for one of these.
    """

    middle: Point
    scale: float
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place is on the drawing; on the way round the earth that is nearest to its middle."""
        away = longitude - degrees(self.middle[0])
        ((x, y),) = self.straight([(longitude, latitude)], -360 * round(away / 360))
        return round(x, 1), round(y, 1)

    def straight(self, places: Iterable[Point], turn: float = 0) -> list[Point]:
        """Where places are on the drawing or beside it, by their longitudes as they are and `turn` more.

        Their sum may be beyond 180.
        """
        (across, up), scale, x, y = self.middle, self.scale, self.width / 2, self.height / 2
        return [
            (x + (radians(longitude + turn) - across) * scale, y - (rise(latitude) - up) * scale)
            for longitude, latitude in places
        ]

    @cached_property
    def west(self) -> float:
        """The longitude of the left edge; may be less than -180."""
        return degrees(self.middle[0] - self.width / 2 / self.scale)

    @cached_property
    def east(self) -> float:
        """The longitude of the right edge; may be more than 180."""
        return degrees(self.middle[0] + self.width / 2 / self.scale)

    @cached_property
    def south(self) -> float:
        """The latitude of the lower edge."""
        return self.latitude(self.height)

    @cached_property
    def north(self) -> float:
        """The latitude of the upper edge."""
        return self.latitude(0)

    def latitude(self, y: float) -> float:
        """The latitude of a height on the drawing."""
        return degrees(atan(sinh(self.middle[1] + (self.height / 2 - y) / self.scale)))

    def meridians(self) -> tuple[Grid, ...]:
        """The meridians of the graticule, from west to east."""
        step = self._step()
        first, last = ceil(self.west / step), floor(self.east / step)
        found = (
            (n * step, (radians(n * step) - self.middle[0]) * self.scale) for n in range(first, last + 1)
        )
        return tuple(Grid(round(self.width / 2 + x, 1), (each + 180) % 360 - 180) for each, x in found)

    def parallels(self) -> tuple[Grid, ...]:
        """The parallels of the graticule, from south to north."""
        step = self._step()
        first, last = ceil(self.south / step), floor(self.north / step)
        found = (n * step for n in range(first, last + 1))
        return tuple(Grid(self.at(degrees(self.middle[0]), each)[1], each) for each in found)

    def bar(self) -> Bar:
        """A bar of a round number of kilometres, right in the middle of the map."""
        latitude = self.latitude(self.height / 2)
        per_unit = EARTH * cos(radians(latitude)) / self.scale
        most = self.width * BAR * per_unit
        power = 10.0 ** floor(log10(most))
        kilometres = max(each * power for each in (1, 2, 5) if each * power <= most)
        return Bar(kilometres, round(kilometres / per_unit, 1), latitude)

    def _step(self) -> float:
        unit = radians(1) * self.scale
        return next((step for step in STEPS if step * unit >= APART), STEPS[-1])


def rise(latitude: float) -> float:
    """How far from the equator Mercator puts a latitude, for an earth of radius 1."""
    return asinh(tan(radians(latitude if -POLE <= latitude <= POLE else copysign(POLE, latitude))))


def fit(places: Iterable[Point], width: int, height: int, least: float) -> Frame:
    """The frame of this size that shows these places, and is at least so many degrees of longitude wide.

    Without places it is the whole earth. Places on both sides of the 180th meridian stay together.
    """
    points = list(places)
    if not points:
        return Frame((0.0, rise(20)), width / (2 * pi), width, height)
    longitudes = _together([longitude for longitude, _ in points])
    heights = [rise(latitude) for _, latitude in points]
    across, up = (max(found) - min(found) for found in (longitudes, heights))
    free = 1 - 2 * MARGIN
    spans = (width * free / across if across else 0, height * free / up if up else 0, width / radians(least))
    scale = min(span for span in spans if span)
    middle = (max(longitudes) + min(longitudes)) / 2, (max(heights) + min(heights)) / 2
    return Frame(middle, scale, width, height)


def _together(longitudes: Iterable[float]) -> list[float]:
    """Longitudes in radians, cut where the widest gap between two of them is."""
    ordered = sorted({longitude % TURN for longitude in longitudes})
    after = [*ordered[1:], ordered[0] + TURN]
    cut = max(range(len(ordered)), key=lambda at: after[at] - ordered[at]) + 1
    turned = [*(each - TURN for each in ordered[cut:]), *ordered[:cut]]
    back = TURN if turned[0] > TURN / 2 else 0
    return [radians(each - back) for each in turned]
