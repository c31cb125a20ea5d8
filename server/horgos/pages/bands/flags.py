"""Labels of happenings on a scale: as many as stand without touching each other, on lines above it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_WIDE = ("W", "F")  # of East Asian Width (UAX 11)
_LETTER, _IDEOGRAPH = 6.4, 12.5  # pixels that a letter takes on average, at the size of the scale
SIZES = (("narrow", 280), ("phone", 328), ("middle", 520), ("wide", 860))
"""The layouts of the labels: a name, and the least width in pixels that each is for."""
_PARTS = 5  # of the scale, each of which has its turn
_GAP = 10.0  # between two labels on a line
_POLE = 4.0  # between the line that leads to the scale and the text


@dataclass(frozen=True)
class Wish:
    """A label that wants to be shown: its words, where it stands, in percent, and how much it matters.

    `whole` are more words, for where there is room for them once all labels have a place.
    """

    iri: str
    text: str
    at: float
    rank: tuple[int, ...]
    whole: str = ""


@dataclass(frozen=True)
class Flag:
    """A label that is shown, `row` lines above the scale; `before` says that it stands left of its place."""

    iri: str
    text: str
    at: float
    row: int
    before: bool


Layouts: TypeAlias = tuple[tuple[str, tuple[Flag, ...]], ...]


@dataclass(frozen=True, eq=False)  # compared by identity, which is quick
class _Spot:
    """Where the text of a wish stands, in pixels, and the pole beside it."""

    wish: Wish
    text: str
    pole: float
    left: float
    right: float

    @property
    def before(self) -> bool:
        """Whether the text stands left of its pole."""
        return self.left < self.pole

    def has_to_be_over(self, other: _Spot) -> bool:
        """Whether its text is in the way of the pole of the other, or, standing left, in that of its text."""
        if abs(self.pole - other.pole) <= 1 and self.before == other.before:
            return (self.wish.rank, self.wish.iri) > (other.wish.rank, other.wish.iri)
        if not self.before:
            return self.pole + 1 < other.pole < self.right + _GAP
        near = self.left - _GAP < other.pole < self.pole - 1
        return near or (not other.before and other.pole < self.left < other.right + _GAP)


def width(text: str) -> float:
    """About how many pixels a text takes at the size of the scale."""
    return sum(_IDEOGRAPH if unicodedata.east_asian_width(letter) in _WIDE else _LETTER for letter in text)


def layouts(wishes: Sequence[Wish], rows: int) -> Layouts:
    """The labels that find a place, in a layout for each of SIZES by its name."""
    return tuple((name, place(wishes, width, rows)) for name, width in SIZES)


def place(wishes: Iterable[Wish], pixels: float, rows: int) -> tuple[Flag, ...]:
    """The labels that find a place on a scale of at least this width, in the order of their places.

    They are given out over the whole scale: of its parts each has one in its turn, the most important first.
    On a wider scale they only move apart.
    """
    placed: dict[_Spot, int] = {}
    for wish in _by_turns(wishes):
        placed = _beside(placed, _spots(wish, wish.text, pixels), rows) or placed
    for spot in [each for each in placed if each.wish.whole]:
        others = [each for each in placed if each is not spot]
        placed = _beside(others, _spots(spot.wish, spot.wish.whole, pixels), rows) or placed
    flags = (Flag(spot.wish.iri, spot.text, spot.wish.at, row, spot.before) for spot, row in placed.items())
    return tuple(sorted(flags, key=lambda flag: (flag.at, flag.row)))


def _by_turns(wishes: Iterable[Wish]) -> Iterator[Wish]:
    """The wishes by rank: the first of every part of the scale before the second of any."""
    turns: Counter[int] = Counter()
    ordered = []
    for wish in sorted(wishes, key=lambda each: (each.rank, each.at, each.iri)):
        part = min(int(wish.at * _PARTS / 100), _PARTS - 1)
        ordered.append((turns[part], wish))
        turns[part] += 1
    return (wish for _, wish in sorted(ordered, key=lambda each: each[0]))


def _spots(wish: Wish, text: str, pixels: float) -> Iterator[_Spot]:
    """Where a text of it may stand: right of its pole, or left of it."""
    pole, length = wish.at * pixels / 100, width(text) + _POLE
    if pole + length <= pixels:
        yield _Spot(wish, text, pole, pole, pole + length)
    if pole - length >= 0:
        yield _Spot(wish, text, pole, pole - length, pole)


def _beside(placed: Iterable[_Spot], spots: Iterable[_Spot], rows: int) -> dict[_Spot, int] | None:
    """What is placed with the first of these spots that has room beside it; None where none has."""
    kept = tuple(placed)
    tries = (_rows((*kept, spot), rows) for spot in spots)
    return next((tried for tried in tries if tried), None)


def _rows(spots: tuple[_Spot, ...], rows: int) -> dict[_Spot, int] | None:
    """The line of each text, so that none is in the way of another or of a pole; None where it cannot be."""
    under = {
        spot: [each for each in spots if each is not spot and spot.has_to_be_over(each)] for spot in spots
    }
    found = dict.fromkeys(spots, 0)
    for _ in range(rows + 1):
        raised = {spot: max((found[each] + 1 for each in under[spot]), default=0) for spot in spots}
        if raised == found:
            return found
        found = raised
        if max(found.values()) >= rows:
            return None
    return None
