"""Evens out the pages among the web processes: the kernel gives a new connection to any of them.

A client that keeps its connection stays with the process that it came to. Of four clients all may come to the
same one, which makes their pages one after the other while another has nothing to do. So a process that makes
many more pages than another ends the connection with its response (RFC 9112, 9.6), as any server may at any
time; the client's next one may come to the other, and soon neither makes many more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from horgos.web.metrics import families
from horgos.web.metrics.families import PLACES
from horgos.web.reply import Reply

if TYPE_CHECKING:
    from horgos.web.board import Board
    from horgos.web.metrics.counts import Counts

MORE = 1.5  # times the pages of another process that this one may make beside the one it has made
LEAST = 1  # pages that another is taken to make: it may at any moment, and a client should seldom come again
_MAKING, _SERVED = (PLACES[family.name][()] for family in (families.MAKING, families.SERVED))


class Balance:
    """The pages that this process makes at the moment, beside those of the others. Used on its loop alone."""

    def __init__(self, board: Board, counts: Counts) -> None:
        self._board = board
        self._counts = counts
        self._making = 0

    @contextmanager
    def making(self) -> Iterator[None]:
        """Count a page while it is made and sent."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def sent(self, reply: Reply) -> Reply:
        """The response to send, within `making`. It ends the connection where there are too many pages."""
        serving = (row[_MAKING] for row in self._board.rows() if row[_SERVED])
        others = max(min(serving, default=self._making), LEAST)
        if self._making - 1 <= MORE * others:
            return reply
        return Reply(reply.status, [*reply.headers, ("Connection", "close")], reply.body)

    def _count(self, change: int) -> None:
        self._making += change
        self._counts.set(families.MAKING, value=self._making)
