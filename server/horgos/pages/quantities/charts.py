"""Charts of figures: columns, stems and steps on a sheet of fixed size, which a page scales as a whole.

All lengths are units of the sheet; y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from horgos.pages.bands import flags, scale
from horgos.pages.words import edtf, literals

if TYPE_CHECKING:
    from horgos.pages.quantities.figures import Figure

WIDTH, HEIGHT = 330.0, 178.0
_TOP, _BASE = 44.0, 144.0  # between which values stand
_ARROW = 13.0  # how far an open bound goes on
_DOT = 4.0  # half of the height of a dot
_PITCH = 66.0  # at most so far apart are two columns
_GAP = 0.45  # of a column, between two times
_LETTER, _BOLD = 0.95, 1.1  # of the width of a letter on a timeline
_LINE = 13.0  # from one line of a label to the next
TICKS = 3

Form = Literal["column", "hollow", "stem", "step"]


@dataclass(frozen=True)
class Tick:
    """A round value on the axis: its label, and where it stands."""

    text: str
    y: float


@dataclass(frozen=True)
class Slot:
    """A time on the axis: its label in lines, and its middle."""

    words: tuple[str, ...]
    x: float


@dataclass(frozen=True)
class Drawn:
    """A figure on the sheet. It reaches from `low` to `high`; `arrow` is where an open bound leads to.

    `number` is its label, '' where there is no room, and `label` where it stands; its signs are above it.
    """

    figure: Figure
    x: float
    width: float
    low: float
    high: float
    arrow: float | None
    number: str
    label: float


@dataclass(frozen=True)
class Chart:
    """Figures of one kind on one sheet: `form` tells how they are drawn, `steps` is the path of a line."""

    form: Form
    ticks: tuple[Tick, ...]
    slots: tuple[Slot, ...]
    drawn: tuple[Drawn, ...]
    steps: str
    left: float
    zero: float


def chart(figures: Iterable[Figure], form: Form, language: str) -> Chart:
    """The chart of figures of one kind of period, in the order of time; those of no time come last."""
    given = sorted(figures, key=lambda each: (edtf.order(each.when), each.low, each.high, each.iri))
    ends = [end for each in given for end in (each.low, each.high)]
    axis = scale.ticks(min(ends), max(ends), TICKS)
    sheet = _Sheet(axis, form)
    slots, drawn = [], []
    groups = [(when, list(group)) for when, group in groupby(given, key=lambda each: each.when)]
    pitch = sheet.pitch(len(given), len(groups))
    at = sheet.left + pitch * _GAP / 2
    for when, group in groups:
        slots.append(Slot(edtf.brief(when, language), round(at + pitch * len(group) / 2, 1)))
        for place, figure in enumerate(group):
            drawn.append(sheet.draw(figure, at + pitch * (place + 0.5), pitch))
        at += pitch * (len(group) + _GAP)
    return Chart(
        form=form,
        ticks=tuple(Tick(literals.number(f"{value:.10g}"), sheet.y(value)) for value in axis),
        slots=_thinned(slots),
        drawn=tuple(_labelled(drawn)),
        steps=_steps(drawn) if form == "step" else "",
        left=sheet.left,
        zero=sheet.y(0),
    )


@dataclass(frozen=True)
class _Sheet:
    axis: tuple[float, ...]
    form: Form

    @property
    def left(self) -> float:
        """Where the columns begin: right of the labels of the axis."""
        return 12 + max(_width(literals.number(f"{value:.10g}")) for value in self.axis)

    def y(self, value: float) -> float:
        low, high = self.axis[0], self.axis[-1]
        return round(_BASE - (_BASE - _TOP) * (value - low) / (high - low), 1)

    def pitch(self, columns: int, slots: int) -> float:
        return min(_PITCH, (WIDTH - self.left) / (columns + _GAP * slots))

    def draw(self, figure: Figure, x: float, pitch: float) -> Drawn:
        low, high = self.y(figure.low), self.y(figure.high)
        up = figure.bound == "over"
        arrow = None if not figure.bound else high - _ARROW if up else high + _ARROW
        top = min(low, high) - (_ARROW if up else 0) - (_DOT if self.form in ("stem", "step") else 0)
        return Drawn(
            figure=figure,
            x=round(x, 1),
            width=round(min(pitch * 0.6, 32), 1),
            low=low,
            high=high,
            arrow=arrow,
            number=figure.number,
            label=round(top - 5, 1),
        )


def _width(text: str) -> float:
    return flags.width(text) * _LETTER


@dataclass(frozen=True)
class _Box:
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _labelled(drawn: Iterable[Drawn]) -> Iterator[Drawn]:
    """The figures with their labels raised until they touch nothing; without one that finds no place."""
    given = tuple(drawn)
    bodies = {each.x: _body(each) for each in given}
    taken: list[_Box] = []
    for each in given:
        others = [body for x, body in bodies.items() if x != each.x]
        box = _label(each)
        while box.top >= 0 and any(box.meets(other) for other in (*others, *taken)):
            box = replace(box, top=box.top - _LINE, bottom=box.bottom - _LINE)
        if box.top < 0:
            yield replace(each, number="")
        else:
            taken.append(box)
            yield replace(each, label=round(box.bottom, 1))


def _body(each: Drawn) -> _Box:
    top = min(end for end in (each.low, each.high, each.arrow) if end is not None)
    return _Box(each.x - each.width / 2, each.x + each.width / 2, top, max(each.low, each.high))


def _label(each: Drawn) -> _Box:
    half = flags.width(each.number) * _BOLD / 2
    lines = 2 if each.figure.disputed or each.figure.derived else 1
    return _Box(each.x - half, each.x + half, each.label - _LINE * lines + 2, each.label)


def _thinned(slots: list[Slot]) -> tuple[Slot, ...]:
    """The times whose labels do not touch each other."""
    kept: list[Slot] = []
    end = 0.0
    for slot in slots:
        half = max(_width(line) for line in slot.words) / 2
        if slot.x - half >= end:
            kept.append(slot)
            end = slot.x + half + 3
    return tuple(kept)


def _steps(drawn: list[Drawn]) -> str:
    """The line that stays as high as a figure until the next one: what is dated, and no forecast."""
    path = ""
    for each in drawn:
        if not each.figure.forecast and each.figure.timed:
            path += f"H{each.x}V{each.high}" if path else f"M{each.x} {each.high}"
    return path
