"""Where names stand on a map, so that none hides another: those that come first choose first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import east_asian_width

from horgos.pages.maps.frame import Point

Anchor = Literal["start", "middle", "end"]

LATIN = 0.6  # of the size of its letters, how wide one is; Chinese ones are square
ROWS = 24  # heights at which a name is tried on its country


@dataclass(frozen=True)
class Box:
    """A part of a drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both have a place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def crossed(self, start: Point, end: Point) -> bool:
        """Whether a straight line has a part in it (clipped as Liang and Barsky do)."""
        first, last = 0.0, 1.0
        for here, there, least, most in (
            (start[0], end[0], self.left, self.right), (start[1], end[1], self.top, self.bottom)
        ):  # fmt: skip
            if here == there:
                if not least < here < most:
                    return False
                continue
            enters, leaves = sorted(((least - here) / (there - here), (most - here) / (there - here)))
            first, last = max(first, enters), min(last, leaves)
        return first < last

    def holds(self, other: Box) -> bool:
        """Whether the other is in it as a whole."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Lettering:
    """A name on a map: its text, the point that it is set at, and which end of it stands there."""

    text: str
    language: str
    x: float
    y: float
    anchor: Anchor


Place: TypeAlias = tuple[Point, Anchor, Box]
"""Where a name may stand: its point and which end of it stands there, and what it takes."""


def width(text: str, size: float) -> float:
    """About how wide a text is that is set in letters of a size."""
    return sum(size * (1.0 if east_asian_width(letter) in "WF" else LATIN) for letter in text)


def over_or_under(point: Point, text: str, size: float, off: float) -> Iterator[Place]:
    """The places below the point and above it, in the middle."""
    return (each for each in around(point, text, size, off) if each[1] == "middle")


def moved(places: Iterable[Place], sheet: Box) -> Iterator[Place]:
    """These places, moved to the side as far as it takes to be on a sheet; the longest go over its ends."""
    for (x, y), anchor, box in places:
        long = min(box.right - box.left, sheet.right - sheet.left)
        left = min(max(box.left, sheet.left), sheet.right - long)
        at = round(x + left + long / 2 - (box.left + box.right) / 2, 1), y
        yield at, anchor, Box(left, box.top, left + long, box.bottom)


def around(point: Point, text: str, size: float, off: float) -> Iterator[Place]:
    """The places for the name of a point, the best first; `off` is how far from it they stay."""
    (x, y), long = point, width(text, size)
    half, low = size / 2, size * 0.36  # from the line that letters stand on to the middle of small ones
    sides: tuple[tuple[float, float, Anchor], ...] = (
        (off, low, "start"), (-off, low, "end"), (0, -off, "middle"), (0, off + 2 * low, "middle"),
        (off * 0.7, -off * 0.6, "start"), (off * 0.7, off * 0.6 + 2 * low, "start"),
        (-off * 0.7, -off * 0.6, "end"), (-off * 0.7, off * 0.6 + 2 * low, "end"),
    )  # fmt: skip
    for right, down, anchor in sides:
        at = round(x + right, 1), round(y + down, 1)
        left = at[0] - {"start": 0, "middle": long / 2, "end": long}[anchor]
        yield at, anchor, Box(left, at[1] - low - half, left + long, at[1] - low + half)


def across(
    rings: Sequence[Sequence[Point]], text: str, size: float, height: float
) -> Iterator[tuple[Point, Box]]:
    """The places in a country that are wide enough for its name, the widest first."""
    long, found = width(text, size), []
    heights = [height * row / ROWS for row in range(1, ROWS)]
    for y, row in zip(heights, _crossings(rings, heights), strict=True):
        for left, right in zip(row[::2], row[1::2], strict=False):
            if right - left > long + size:
                found.append((right - left, ((left + right) / 2, y)))
    for _, (x, y) in sorted(found, reverse=True):
        at = round(x, 1), round(y + size * 0.36, 1)
        yield at, Box(x - long / 2, y - size / 2, x + long / 2, y + size / 2)


def _crossings(rings: Iterable[Sequence[Point]], heights: Sequence[float]) -> list[list[float]]:
    """Where lines across a drawing, at ascending heights, enter rings and leave them, from left to right."""
    found: list[list[float]] = [[] for _ in heights]
    for ring in rings:
        for (x, one), (to, other) in zip(ring, [*ring[1:], ring[0]], strict=True):
            low, high = (one, other) if one < other else (other, one)
            for at in range(bisect_left(heights, low), bisect_left(heights, high)):
                found[at].append(x + (to - x) * (heights[at] - one) / (other - one))
    return [sorted(each) for each in found]
