"""The places on a map: where each stands on a drawing, and where its name has room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from horgos.pages.maps.frame import Frame, Grid, Point
from horgos.pages.maps.lettering import Box, Lettering, Place, around, moved, over_or_under

LETTERS = 14.0  # units that names of places are high
BOLD = 1.12  # how much wider the letters of a main name are
OFF, MAIN_OFF, FAR_OFF = 9.0, 12.0, 22.0  # units from a mark to its name; where a main one finds no room
SAME = 5.0  # units within which two marks are one
EDGE = 8.0  # units along the edge where no name stands
DEGREES = (6.0, 46.0, 16.0, 2.0)  # where those of a parallel stand: units from the left, and above it

Under = tuple[Sequence[tuple[Point, Point]], Sequence[Box]]
"""What a name may stand on where it has to: parts of lines, and degrees of parallels."""


@dataclass(frozen=True)
class Mark:
    """A place on a map. `style` numbers its kind, `main` sets it off; the first of many are named first."""

    text: str
    language: str
    longitude: float
    latitude: float
    style: int = 0
    main: bool = False

    def distance(self, other: Mark) -> float:
        """How many degrees of longitude or of latitude it is away from another, whichever is more."""
        return max(abs(self.longitude - other.longitude), abs(self.latitude - other.latitude))


@dataclass(frozen=True)
class Spot:
    """A mark on a drawing. `name` is None where there is no room for one."""

    x: float
    y: float
    mark: Mark
    name: Lettering | None


def spots(
    frame: Frame, marks: Iterable[Mark], courses: Iterable[Sequence[Point]], taken: list[Box]
) -> Iterator[Spot]:
    """The marks, each spot once, with their names; what they take is added to `taken`."""
    lines = [ends for course in courses for ends in pairwise(course)]
    under = [degrees(each) for each in frame.parallels()]
    found: list[tuple[Mark, Point]] = []
    for mark in marks:
        x, y = frame.at(mark.longitude, mark.latitude)
        if not any(abs(x - left) < SAME and abs(y - top) < SAME for _, (left, top) in found):
            found.append((mark, (x, y)))
    taken += [_around(point, 9 if mark.main else 6) for mark, point in found]
    for mark, point in found:
        yield Spot(*point, mark, _named(sheet(frame), mark, point, (lines, under), taken))


def _named(whole: Box, mark: Mark, point: Point, under: Under, taken: list[Box]) -> Lettering | None:
    """The name of a mark where there is room, if it may be off what can stand under it.

    That of a main one stands in any case, where it hides least.
    """
    own = _around(point, 9 if mark.main else 6)
    others = [box for box in taken if box != own]
    sides = [each for each in _sides(mark, point, whole) if whole.holds(each[2])]
    lines, parallels = under
    costs = [
        (
            sum(box.meets(other) for other in others),
            sum(box.crossed(*line) for line in lines) + sum(box.meets(other) for other in parallels),
        )
        for _, _, box in sides
    ]
    if not sides or (min(costs)[0] and not mark.main):
        return None
    at, anchor, box = sides[costs.index(min(costs))]
    taken.append(box)
    return Lettering(mark.text, mark.language, *at, anchor)


def _sides(mark: Mark, point: Point, whole: Box) -> Iterator[Place]:
    """Where the name of a mark may stand. A main one may be moved along the edge, to be on the sheet."""
    if not mark.main:
        yield from around(point, mark.text, LETTERS, OFF)
        return
    size = LETTERS * BOLD
    yield from around(point, mark.text, size, MAIN_OFF)
    for off in (MAIN_OFF, FAR_OFF):
        yield from moved(over_or_under(point, mark.text, size, off), whole)


def degrees(parallel: Grid) -> Box:
    """What the degrees of a parallel take."""
    left, right, above, below = DEGREES
    return Box(left, parallel.at - above, right, parallel.at - below)


def _around(point: Point, by: float) -> Box:
    return Box(point[0] - by, point[1] - by, point[0] + by, point[1] + by)


def sheet(frame: Frame) -> Box:
    """The part of a drawing that names stand on."""
    return Box(EDGE, EDGE, frame.width - EDGE, frame.height - EDGE)
