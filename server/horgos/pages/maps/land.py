"""The land on a map: outlines of countries, cut to a frame and simplified; what takes longest of a map.

What many pages show is drawn once, when a graph is published, and read from there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from horgos.pages.maps import clipping
from horgos.pages.maps.frame import Frame, Point
from horgos.pages.maps.outlines import Country, Outlines, Packed, outlines

FILE = "land.json"
BLEED = 4.0  # units that outlines go on beyond the edge, so that their cut is not seen
FINE = 0.85  # units that outlines may be off by
SPECK = 5.0  # units: an island that is smaller is left out
COARSE = 3.0  # degrees: on a narrower map the outlines would put places on the wrong side of a border
KEPT = 32  # drawings of land that are kept


@dataclass(frozen=True)
class Land:
    """The countries on a drawing with the rings of each, and all of them as paths."""

    rings: tuple[tuple[Country, tuple[Sequence[Point], ...]], ...]
    path: str
    borders: str


_recalled: dict[Frame, Land] = {}


def land(frame: Frame) -> Land:
    """The land on a drawing: as it was read by `recall`, or drawn."""
    return _recalled.get(frame) or _drawn(frame)


def keep(frames: Iterable[Frame], into: Path) -> Path:
    """Write what `recall` reads, `land.json`: the land on these drawings; of many, on the most frequent."""
    kept = [(frame, _drawn(frame)) for frame, _ in Counter(frames).most_common(KEPT)]
    places = {id(country): place for place, country in enumerate(outlines().countries)}
    path = into / FILE
    path.write_text(json.dumps([_plain(frame, drawn, places) for frame, drawn in kept]), "utf-8")
    return path


def recall(folder: Path) -> None:
    """Have `land` know what `keep` wrote in a folder, and nothing else; nothing where it wrote nothing."""
    read = _kept_in(folder)
    _recalled.clear()
    _recalled.update(read)


@lru_cache(2)  # the publication that is served, and the next one
def _kept_in(folder: Path) -> Mapping[Frame, Land]:
    path = folder / FILE
    found = json.loads(path.read_text("utf-8")) if path.exists() else ()
    return dict(map(_read, found))


def _plain(frame: Frame, drawn: Land, places: Mapping[int, int]) -> dict[str, Any]:
    rings = [(places[id(country)], of_it) for country, of_it in drawn.rings]
    return {"frame": astuple(frame), "rings": rings, "path": drawn.path, "borders": drawn.borders}


def _read(plain: Mapping[str, Any]) -> tuple[Frame, Land]:
    middle, *rest = plain["frame"]
    countries = outlines().countries
    rings = tuple(
        (countries[place], tuple([(x, y) for x, y in ring] for ring in of_it))
        for place, of_it in plain["rings"]
    )
    return Frame((middle[0], middle[1]), *rest), Land(rings, plain["path"], plain["borders"])


@lru_cache(KEPT)
def _drawn(frame: Frame) -> Land:
    known = outlines() if frame.east - frame.west >= COARSE else Outlines()
    shown = []
    for country in known.countries:
        rings = tuple(ring for course in country.rings for ring in _rings(frame, course))
        if rings:
            shown.append((country, rings))
    borders = [line for course in known.borders for line in _lines(frame, course)]
    every = [ring for _, rings in shown for ring in rings]
    return Land(tuple(shown), clipping.path(every, closed=True), clipping.path(borders, closed=False))


def _turned(frame: Frame, course: Packed) -> Iterator[list[Point]]:
    """A course on the drawing, on every way round the earth on which the drawing shows some of it."""
    if course.north < frame.south or course.south > frame.north:
        return
    for turn in (-360, 0, 360):
        if course.west + turn <= frame.east and course.east + turn >= frame.west:
            yield frame.straight(course.near(*_bounds(frame, turn)), turn)


def _bounds(frame: Frame, turn: int) -> tuple[float, float, float, float]:
    """The longitudes and latitudes between which a drawing and its bleed lie, with something to spare."""
    more = (frame.east - frame.west) * 2 * BLEED / frame.width
    south, north = frame.latitude(frame.height + 2 * BLEED), frame.latitude(-2 * BLEED)
    return frame.west - turn - more, frame.east - turn + more, south, north


def _rings(frame: Frame, course: Packed) -> Iterator[list[Point]]:
    for ring in _turned(frame, course):
        cut = clipping.cut(ring, frame.width, frame.height, BLEED)
        kept = clipping.simple(cut, FINE) if cut else []
        if kept and size(kept) > SPECK:
            yield kept


def _lines(frame: Frame, course: Packed) -> Iterator[list[Point]]:
    """The parts of a line that are seen."""
    right, foot = frame.width + BLEED, frame.height + BLEED
    for line in _turned(frame, course):
        run: list[Point] = []
        for (x, y), (to, down) in pairwise(line):
            across = (x < right or to < right) and (x > -BLEED or to > -BLEED)
            if across and (y < foot or down < foot) and (y > -BLEED or down > -BLEED):
                run = run or [(x, y)]
                run.append((to, down))
            elif run:
                yield clipping.simple(run, FINE)
                run = []
        if run:
            yield clipping.simple(run, FINE)


def size(ring: Iterable[Point]) -> float:
    """The width or the height of a ring, whichever is more."""
    across, down = zip(*ring, strict=True)
    return float(max(max(across) - min(across), max(down) - min(down)))
