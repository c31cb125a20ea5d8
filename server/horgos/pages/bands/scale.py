"""From values to places: the scale of years that bands and timelines share, and round numbers for axes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)  # years between two marks of a scale
MARKS = 8  # at most so many marks on a scale
BEYOND = 0.04  # of its length, how far a scale goes on after the last year that is known
LEAST = 1e-9  # a difference of values that counts
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)  # what the steps of an axis begin with


@dataclass(frozen=True)
class Mark:
    """A year on the scale, and where it stands, in percent."""

    year: int
    at: float


@dataclass(frozen=True)
class Scale:
    """From years to percent."""

    first: float
    last: float

    def at(self, year: float) -> float:
        """Where a decimal year stands, in percent."""
        return round(100 * (year - self.first) / (self.last - self.first), 3)

    def within(self, year: float) -> float:
        """Where a decimal year stands, or the end of the scale that is next to it."""
        return self.at(min(max(year, self.first), self.last))

    def marks(self, most: int = MARKS) -> tuple[Mark, ...]:
        """Years with a round number, at most so many."""
        step = step_of_years(self.last - self.first, most)
        first = ceil(self.first / step) * step
        return tuple(Mark(year, self.at(year)) for year in range(first, floor(self.last) + 1, step))


def step_of_years(length: float, most: int) -> int:
    """The least round number of years that cuts a length into at most so many parts."""
    return next((step for step in STEPS if length / step <= most), STEPS[-1])


def reaching(first: float, last: float) -> Scale:
    """The scale from a first year to some time after the last one, so that what goes on has where to go."""
    end = max(last, first + 1)
    return Scale(first, end + BEYOND * (end - first))


def ticks(least: float, most: float, number: int = 4) -> tuple[float, ...]:
    """Round values from one that is not over `least` to one that is not under `most`, about so many steps.

    Zero is always among them, so that the lengths of bars compare; there are at least two of them.
    """
    low, high = min(least, 0.0), max(most, 0.0)
    if high - low < LEAST:
        high = low + 1
    rough = (high - low) / number
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in _ROUND if each * power >= rough * (1 - 1e-9))
    return tuple(round(place * step, 12) for place in range(floor(low / step), ceil(high / step - 1e-9) + 1))
