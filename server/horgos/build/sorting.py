"""Sort more lines than memory holds: runs are sorted, laid aside in files, and merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

RUN = 2_000_000  # lines
_TOGETHER = 10_000  # lines that are written or given back at a time
_BLOCK = 1 << 20  # bytes that are read of a run at a time


class Sorting:
    """Takes lines, and gives them back sorted, each once; at most `run` of them are in memory.

    The order is that of their bytes, which in UTF-8 is that of their characters. `folder` must exist; what
    is laid aside there is gone once all lines were given back.
    """

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self._folder = folder
        self._run = run
        self._lines: list[bytes] = []
        self._files: list[Path] = []

    def add(self, lines: Iterable[bytes]) -> None:
        """Take lines, each with its line break."""
        self._lines += lines
        if len(self._lines) >= self._run:
            self._lay_aside()

    def result(self) -> Iterator[list[bytes]]:
        """All lines, once, some at a time."""
        self._lines.sort()
        yield from _merged([*map(_laid_aside, self._files), self._slices()])
        self._lines = []

    def _slices(self) -> Iterator[list[bytes]]:
        for start in range(0, len(self._lines), _TOGETHER):
            yield self._lines[start : start + _TOGETHER]

    def _lay_aside(self) -> None:
        self._lines.sort()
        path = self._folder / f"run-{id(self)}-{len(self._files)}"
        with path.open("wb") as file:
            for lines in self._slices():
                file.write(b"".join(lines))
        self._files.append(path)
        self._lines = []


def _laid_aside(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while lines := file.readlines(_BLOCK):
            yield lines
    path.unlink()


def _merged(runs: Iterable[Iterator[list[bytes]]]) -> Iterator[list[bytes]]:
    """The lines of sorted runs, sorted, each once.

    What is at hand of each run goes up to its last line, so that those up to the least of these can be
    followed by none that belongs before them. To sort them anew takes a fraction of the time that it takes
    to choose the least line by line: sorting finds what is in order, and does not leave C.
    """
    last = b""
    at_hand = [(lines, run) for run in runs if (lines := next(run, []))]
    while at_hand:
        bound = min(lines[-1] for lines, _ in at_hand)
        due: list[bytes] = []
        rest = []
        for lines, run in at_hand:
            end = bisect_right(lines, bound)
            due += lines[:end]
            if left := lines[end:] or next(run, []):
                rest.append((left, run))
        at_hand = rest
        due.sort()
        once = list(dict.fromkeys(due))
        yield once[1:] if once[0] == last else once
        last = bound
