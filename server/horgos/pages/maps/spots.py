"""The places on a map: where each stands on a drawing, and where its name has room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from horgos.pages.maps.frame import Frame, Grid, Point
from horgos.pages.maps.lettering import Box, Lettering, Place, around, moved, over_or_under

LETTERS = 14.0  # units that names of places are high
BOLD = 1.12  # how much wider the letters of a main name are
OFF, MAIN_OFF, FAR_OFF = 9.0, 12.0, 22.0  # units from a mark to its name; where a main one finds no room
SAME = 5.0  # units within which two marks are one
EDGE = 8.0  # units along the edge where no name stands
DEGREES = (6.0, 46.0, 16.0, 2.0)  # where those of a parallel stand: units from the left, and above it


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
    """A mark on a drawing. `name` is None where there is no room for one.

    `texts` are the names of all marks at the spot, `joined` says that a line begins or ends there.
    """

    x: float
    y: float
    mark: Mark
    name: Lettering | None
    texts: tuple[str, ...]
    joined: bool


def spots(
    frame: Frame, marks: Iterable[Mark], courses: Iterable[Sequence[Point]], taken: list[Box]
) -> Iterator[Spot]:
    """The marks, each spot once, with their names; what they take is added to `taken`."""
    lines = tuple(ends for course in courses for ends in pairwise(course))
    ends = [end for course in courses for end in (course[0], course[-1])]
    found: list[tuple[Mark, Point]] = []
    texts: dict[Point, list[str]] = {}
    for mark in marks:
        point = frame.at(mark.longitude, mark.latitude)
        at = next((known for _, known in found if _is_near(point, known)), None)
        if at is None:
            found.append((mark, point))
        texts.setdefault(at or point, []).append(mark.text)
    taken += [_own(mark, point) for mark, point in found]
    names = _Names(sheet(frame), lines, tuple(map(degrees, frame.parallels())), tuple(taken))
    for mark, point in found:
        names.add(mark, point)
    taken += [place[2] for _, place in names.stand.values()]
    for mark, point in found:
        joined = any(_is_near(point, end) for end in ends)
        yield Spot(*point, mark, names.lettering(point), tuple(dict.fromkeys(texts[point])), joined)


def _is_near(point: Point, other: Point) -> bool:
    """Whether two marks would be one."""
    return abs(point[0] - other[0]) < SAME and abs(point[1] - other[1]) < SAME


@dataclass(frozen=True)
class _Names:
    """The names on a sheet, as they are added; `lines` and `parallels` may be under one, what is `taken` not.

    `stand` has, by the points of their marks, the names that have room, each with its mark.
    """

    whole: Box
    lines: tuple[tuple[Point, Point], ...]
    parallels: tuple[Box, ...]
    taken: tuple[Box, ...]
    stand: dict[Point, tuple[Mark, Place]] = field(default_factory=dict)

    def add(self, mark: Mark, point: Point) -> None:
        """Set the name of a mark where there is room. That of a main one stands in any case."""
        place = self._best(mark, point) or self._after_a_move(mark, point)
        if place:
            self.stand[point] = mark, place

    def lettering(self, point: Point) -> Lettering | None:
        """The name of the mark at a point; None where it has no room."""
        if point not in self.stand:
            return None
        mark, (at, anchor, _) = self.stand[point]
        return Lettering(mark.text, mark.language, *at, anchor)

    def _best(self, mark: Mark, point: Point, instead: tuple[Box, ...] = ()) -> Place | None:
        """The best place for a name, which may have one, when what is given stands there as well.

        None without room; for a main one, where it hides least.
        """
        names = [place[2] for at, (_, place) in self.stand.items() if at != point]
        others = [*self._marks(mark, point), *names, *instead]
        sides = self._within(mark, point)
        costs = [
            (sum(box.meets(other) for other in others), self._under(box), at)
            for at, (_, _, box) in enumerate(sides)
        ]
        if not costs or (min(costs)[0] and not mark.main):
            return None
        return sides[min(costs)[2]]

    def _after_a_move(self, mark: Mark, point: Point) -> Place | None:
        """A place that one name alone stands in the way of, once that has gone to another; None for none."""
        marks = self._marks(mark, point)
        for place in self._within(mark, point):
            met = [at for at, (_, stands) in self.stand.items() if stands[2].meets(place[2])]
            if len(met) != 1 or any(place[2].meets(other) for other in marks):
                continue
            other, _ = self.stand[met[0]]
            if not other.main and (moved := self._best(other, met[0], (place[2],))):
                self.stand[met[0]] = other, moved
                return place
        return None

    def _within(self, mark: Mark, point: Point) -> list[Place]:
        return [place for place in _sides(mark, point, self.whole) if self.whole.holds(place[2])]

    def _marks(self, mark: Mark, point: Point) -> list[Box]:
        own = _own(mark, point)
        return [box for box in self.taken if box != own]

    def _under(self, box: Box) -> int:
        """How much that may be under a name would be."""
        crossed = sum(box.crossed(*line) for line in self.lines)
        return crossed + sum(box.meets(other) for other in self.parallels)


def _sides(mark: Mark, point: Point, whole: Box) -> Iterator[Place]:
    """Where the name of a mark may stand: around it, or over or under it and moved, to be on the sheet.

    That of a main one may be farther off.
    """
    size = LETTERS * BOLD if mark.main else LETTERS
    yield from around(point, mark.text, size, MAIN_OFF if mark.main else OFF)
    for off in (MAIN_OFF, FAR_OFF) if mark.main else (MAIN_OFF,):
        yield from moved(over_or_under(point, mark.text, size, off), whole)


def degrees(parallel: Grid) -> Box:
    """What the degrees of a parallel take."""
    left, right, above, below = DEGREES
    return Box(left, parallel.at - above, right, parallel.at - below)


def _own(mark: Mark, point: Point) -> Box:
    """What a mark takes itself."""
    by = 9 if mark.main else 6
    return Box(point[0] - by, point[1] - by, point[0] + by, point[1] + by)


def sheet(frame: Frame) -> Box:
    """The part of a drawing that names stand on."""
    return Box(EDGE, EDGE, frame.width - EDGE, frame.height - EDGE)
