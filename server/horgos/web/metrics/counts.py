"""The counts of one process, in its row of the board."""

from __future__ import annotations

import threading
from bisect import bisect_left
from typing import TYPE_CHECKING

from horgos.web.metrics.families import BOUNDS, GAUGES, PLACES

if TYPE_CHECKING:
    from horgos.web.board import Row
    from horgos.web.metrics.families import Family

_SUM = len(BOUNDS)


class Counts:
    """Counts and measures in a row of the board, from any thread. A row that is taken over goes on counting.

    What was measured before, such as the length of a queue that is gone with its process, begins at 0.
    """

    def __init__(self, row: Row) -> None:
        self._row = row
        self._lock = threading.Lock()  # an addition reads and writes
        for place in GAUGES:
            row[place] = 0.0

    def get(self, family: Family, *labels: str) -> float:
        """What a counter or gauge of this process has come to."""
        return float(self._row[PLACES[family.name][labels]])

    def add(self, family: Family, *labels: str, value: float = 1.0) -> None:
        """Add to a counter. Raises KeyError where a label has no such value."""
        self.increase((PLACES[family.name][labels], value))

    def set(self, family: Family, *labels: str, value: float) -> None:
        """Set a gauge or a state, or a counter that something else counts."""
        self._row[PLACES[family.name][labels]] = value

    def increase(self, *changes: tuple[int, float]) -> None:
        """Add to numbers by their places in a row, at once."""
        row = self._row
        with self._lock:
            for place, value in changes:
                row[place] += value


def observed(place: int, value: float) -> tuple[tuple[int, float], tuple[int, float]]:
    """What increases where a value is taken into the histogram at a place."""
    return (place + bisect_left(BOUNDS, value), 1.0), (place + _SUM, value)
