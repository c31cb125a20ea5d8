"""Sort more lines than memory holds: runs are sorted, laid aside in files, and merged."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

RUN = 2_000_000  # lines


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

    def result(self) -> Iterator[bytes]:
        """All lines, once."""
        self._lines.sort()
        runs = [*map(_laid_aside, self._files), iter(self._lines)]
        merged = heapq.merge(*runs) if self._files else runs[-1]
        for line, _ in groupby(merged):
            yield line
        self._lines = []

    def _lay_aside(self) -> None:
        self._lines.sort()
        path = self._folder / f"run-{id(self)}-{len(self._files)}"
        with path.open("wb") as file:
            file.writelines(self._lines)
        self._files.append(path)
        self._lines = []


def _laid_aside(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file
    path.unlink()
