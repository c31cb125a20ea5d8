"""Ratios with their spread, and tables of them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

_FEW = 10  # below this a number is shown with two decimals


@dataclass(frozen=True)
class Spread:
    """The median of some values, the least and the greatest."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of one value or more."""
        return cls(statistics.median(values), min(values), max(values))

    def __str__(self) -> str:
        if self.least == self.most:
            return figure(self.median)
        return f"{figure(self.median)} ({figure(self.least)} to {figure(self.most)})"


def ratios(values: Sequence[float], others: Sequence[float]) -> Spread | None:
    """Round by round the one by the other; None where no round has both, or the other is 0."""
    found = [value / other for value, other in zip(values, others, strict=False) if other]
    return Spread.of(found) if found else None


def figure(value: float) -> str:
    """A number as short as it may be told: 12,616, or 0.87; the latency of what was never answered is ∞."""
    if math.isinf(value):
        return "∞"
    return f"{value:.2f}" if abs(value) < _FEW else f"{value:,.0f}"


@dataclass(frozen=True)
class Goal:
    """A bound on a value: at least, or at most; `text` tells what the value is."""

    bound: float
    text: str
    at_least: bool = True

    def verdict(self, value: float) -> str:
        """Whether the goal is met."""
        return "met" if (value >= self.bound if self.at_least else value <= self.bound) else "missed"

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {figure(self.bound).removesuffix('.00')} {self.text}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown whose columns are also even for those who read it as text."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )
