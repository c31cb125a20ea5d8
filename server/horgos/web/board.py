"""Numbers that all processes of a server see: one row of them a process, in memory they share.

The memory belongs to no file and goes with the last process. What a process has counted stays when it is
killed, and the one that takes its place counts on from there.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    Row = memoryview[float]

_NUMBER = 8
_NAME = 64


class Named(NamedTuple):
    """A publication by its name in the cache, and the number of times that one was named before."""

    turn: int
    name: str


class Board:
    """`rows` rows of `width` numbers, and which publications are to be served and to be made ready.

    To be made before the processes are forked. A number is written by the process that has its row, and read
    by all; reading and writing one is not torn. The publications are written by the main process.
    """

    def __init__(self, rows: int, width: int) -> None:
        self._rows, self._width = rows, width
        self._file = os.memfd_create("horgos-board")
        head = 2 * (_NUMBER + 2 * _NAME)
        weakref.finalize(self, os.close, self._file)
        os.ftruncate(self._file, head + rows * width * _NUMBER)
        memory = memoryview(mmap.mmap(self._file, 0))
        self._served, self._next = _Register(memory[: head // 2]), _Register(memory[head // 2 : head])
        self._numbers = memory[head:].cast("d")

    def claim(self) -> Row:
        """A row for this process, for as long as it lives: the kernel lets go of it for a process that ends.

        Raises OSError where all are taken.
        """
        for row in range(self._rows):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
            except (BlockingIOError, PermissionError):  # POSIX allows either for a lock that another has
                continue
            return self._row(row)
        raise OSError(f"all {self._rows} rows of the board are taken")

    def rows(self) -> Iterator[Row]:
        """All rows, those that nobody has among them."""
        return map(self._row, range(self._rows))

    def _row(self, row: int) -> Row:
        return self._numbers[row * self._width : (row + 1) * self._width]

    @property
    def served(self) -> Named:
        """The publication that is to be served."""
        return self._served.read()

    @property
    def next(self) -> Named:
        """The publication that is to be made ready for serving; it has no name where there is none."""
        return self._next.read()

    def serve(self, name: str) -> Named:
        """Name the publication that is to be served."""
        return self._served.write(name)

    def prepare(self, name: str) -> Named:
        """Name the publication that is to be made ready; nothing for none."""
        return self._next.write(name)


class _Register:
    """A name that is never read half-written: another is written beside it, and counts once it is whole."""

    def __init__(self, memory: memoryview) -> None:
        self._turn = memory[:_NUMBER].cast("Q")
        self._entries = memory[_NUMBER:]

    def read(self) -> Named:
        turn = self._turn[0]
        return Named(turn, bytes(self._entry(turn)).rstrip(b"\0").decode())

    def write(self, name: str) -> Named:
        turn = self._turn[0] + 1
        self._entry(turn)[:] = name.encode().ljust(_NAME, b"\0")
        self._turn[0] = turn
        return Named(turn, name)

    def _entry(self, turn: int) -> memoryview:
        place = turn % 2 * _NAME
        return self._entries[place : place + _NAME]
