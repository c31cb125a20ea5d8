"""Positions as GeoSPARQL writes them: well-known text (GeoSPARQL 1.1, 8.5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

EAST, NORTH = 180, 90  # degrees of longitude and latitude, at most

_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"  # the default: longitude first
_LATITUDE_FIRST = "http://www.opengis.net/def/crs/EPSG/0/4326"
_LITERAL = re.compile(
    r"\s*(?:<([^>]*)>\s*)?(?:MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*(\([\s\d.eE+,()-]*\))\s*\Z",
    re.I,
)
_PAIR = re.compile(r"([+-]?[\d.]+(?:e[+-]?\d+)?)\s+([+-]?[\d.]+(?:e[+-]?\d+)?)", re.IGNORECASE)


@dataclass(frozen=True)
class Geometry:
    """A geometry by its points; `line` says that they are the course of a line, from one to the next."""

    points: tuple[Point, ...]
    line: bool

    @property
    def middle(self) -> Point:
        """The middle of the box that they lie in; the point itself for one."""
        longitudes, latitudes = zip(*self.points, strict=True)
        return (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2


def geometry(text: str) -> Geometry | None:
    """Read a literal; None for what is no such text, is in another reference system, or is not on earth."""
    match = _LITERAL.match(text)
    if not match or match[1] not in (None, _CRS84, _LATITUDE_FIRST):
        return None
    try:
        points = [(float(x), float(y)) for x, y in _PAIR.findall(match[3])]
    except ValueError:
        return None
    if match[1] == _LATITUDE_FIRST:
        points = [(x, y) for y, x in points]
    if not points or any(abs(x) > EAST or abs(y) > NORTH for x, y in points):
        return None
    whole = "MULTI" not in text.upper()
    return Geometry(tuple(points), match[2].upper() == "LINESTRING" and whole)
