"""Cutting outlines to what a map shows, and leaving out of them what nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from horgos.pages.maps.frame import Point

Edge = tuple[int, float, bool]
"""An edge of a box: 0 for an x or 1 for a y, its value, and whether what is greater lies within."""


def cut(ring: Sequence[Point], width: float, height: float, bleed: float) -> list[Point]:
    """What of a ring lies in a box, which goes on by `bleed` around a drawing; empty for nothing.

    After Sutherland and Hodgman: parts of a hollow outline stay connected along the edge, which is not seen.
    """
    left: list[Point] = list(ring)
    edges = ((0, -bleed, True), (0, width + bleed, False), (1, -bleed, True), (1, height + bleed, False))
    for edge in edges:
        left = list(_within(left, edge)) if left else left
    return left


def _within(ring: Sequence[Point], edge: Edge) -> Iterator[Point]:
    axis, limit, above = edge
    before = ring[-1]
    for point in ring:
        inside, was = (point[axis] >= limit) is above, (before[axis] >= limit) is above
        if inside is not was:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            yield tuple(map(partial(_between, share), before, point))  # type: ignore[misc]
        if inside:
            yield point
        before = point


def _between(share: float, one: float, other: float) -> float:
    return one + share * (other - one)


def simple(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The points without those that are nearer than this to the line between others (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    open_ = [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        away = _distances(points[first + 1 : last], points[first], points[last])
        most = max(away, default=0.0)
        if most > tolerance:
            far = first + 1 + away.index(most)
            kept.add(far)
            open_ += [(first, far), (far, last)]
    return [points[at] for at in sorted(kept)]


def _distances(points: Sequence[Point], start: Point, end: Point) -> list[float]:
    """How far points are from the line through two others, or from both where they are one."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return [float(((right - x) ** 2 + (down - y) ** 2) ** 0.5) for right, down in points]
    return [abs(dy * (right - x) - dx * (down - y)) / length for right, down in points]


def path(courses: Iterable[Sequence[Point]], *, closed: bool) -> str:
    """The courses as one path of SVG, in tenths of a unit; relative, which takes the least room."""
    return "".join(_path(course) + ("z" if closed else "") for course in courses)


def _path(course: Sequence[Point]) -> str:
    x, y = (round(each * 10) for each in course[0])
    parts = [f"M{_tenths(x)} {_tenths(y)}l"]
    for point in course[1:]:
        to = [round(each * 10) for each in point]
        parts += (_tenths(to[0] - x), _tenths(to[1] - y))
        x, y = to
    return parts[0] + " ".join(parts[1:]).replace(" -", "-")


def _tenths(number: int) -> str:
    """A number of tenths as a decimal, without zeros that say nothing."""
    whole, tenths = divmod(abs(number), 10)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole or ''}.{tenths}" if tenths else f"{sign}{whole}"
