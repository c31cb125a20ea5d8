"""A client that leaves takes its request with it: what was being done for it is given up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from horgos.web.front.rsgi import Connection


class ClientGone(Exception):
    """The client hung up before it was answered: nobody is there to be told."""

    slug = "client-gone"


class Leaving:
    """Cancels the task that enters it when the client hangs up, and makes ClientGone of that.

    The client is watched after `seconds` only: what is done by then is not worth it.
    """

    def __init__(self, connection: Connection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._watching: asyncio.Future[None] | None = None
        self._gone = False

    def __enter__(self) -> Self:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._watch)
        return self

    def _watch(self) -> None:
        self._watching = asyncio.ensure_future(self._connection.client_disconnect())
        self._watching.add_done_callback(self._left)

    def _left(self, watching: asyncio.Future[None]) -> None:
        if self._task and not watching.cancelled():
            self._gone = True
            self._task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watching:
            self._watching.remove_done_callback(self._left)
            self._watching.cancel()
        if self._task and self._gone:
            self._task.uncancel()
            raise ClientGone("The client hung up.") from None
