"""The event loop of a web process. What is answered from the cache does not have to come to it.

The server reads requests in a thread of its own, and hands each over to the loop. To wake the loop for an
answer that lies ready costs more than the answer; so it is given in the thread that would hand over. So is
the answer to a quick query, for which that thread waits a moment.
"""

from __future__ import annotations

import logging
from asyncio import Handle
from collections.abc import Callable
from contextvars import Context
from types import CoroutineType
from typing import TYPE_CHECKING, Any

import uvloop

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Connection, Scope

_log = logging.getLogger(__name__)


class Loop(uvloop.Loop):
    """An event loop that asks `answered` about each request before it is handled."""

    answered: Callable[[Scope, Connection], bool] | None = None

    def call_soon_threadsafe(  # type: ignore[override]  # typeshed ties the types of the arguments together
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Handle:
        """Have a callback called soon, in the thread of the loop.

        Granian hands over a request as two arguments: a coroutine that will handle it, and an object with
        its `scope` and `proto`. Where it can be answered at once, there is nothing to be called.
        """
        if self.answered and len(args) == 2 and isinstance(args[0], CoroutineType):  # noqa: PLR2004
            coroutine, watched = args
            if self._answered(watched):
                coroutine.close()
                return Handle(callback, args, self)
        return super().call_soon_threadsafe(callback, *args, context=context)

    def _answered(self, watched: Any) -> bool:
        """Whether a request was answered. What goes wrong is told, and left to the loop to go wrong again."""
        try:
            return self.answered is not None and self.answered(watched.scope, watched.proto)
        except Exception:  # noqa: BLE001  # in this thread nobody would hear of it
            _log.exception("The cache could not be asked.")
            return False
