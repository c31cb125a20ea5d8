"""The RSGI application of a web process: who is let in, and which data answers.

    the server ─ Gate ─ Front ─ …       the one of the publication that is served
                   └┄┄┄ Front ─ …       the one that is being made ready, or that finishes what it has begun

New data is opened beside the old and put in its place by one assignment, between two requests: every answer
is wholly from the one or wholly from the other, and on one connection never from the old after the new.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from horgos.errors import TooManyRequests
from horgos.web.exchange import Exchange
from horgos.web.front.loop import Loop
from horgos.web.front.rsgi import send
from horgos.web.headers import ALWAYS
from horgos.web.reply import Reply

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from horgos.errors import HorgosError
    from horgos.web.exchange import Observe
    from horgos.web.front import Front
    from horgos.web.front.rsgi import Connection, Scope
    from horgos.web.shared import Shared

ALIVE = "/healthz"
EXEMPT = (ALIVE, "/readyz", "/metrics")
"""Paths that a supervisor may ask for as often as it likes."""


HEALTHY = Reply(
    200,
    [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *ALWAYS.items()],
    b"ok\n",
)
"""Said on the loop, without a thread: a server whose threads are all taken is alive."""


class Opened:
    """A publication that is open in this process: its front, and how to close it all."""

    def __init__(self, name: str, front: Front, look: Callable[[], None], close: Callable[[], None]) -> None:
        self.name = name
        self.front = front
        self.look = look
        self.close = close
        self.running = 0  # requests; counted on the loop alone


class Gate:
    """Lets requests in and hands them to the front of the present publication. One for each web process.

    `observe` is told of those that are not let in, to which `refusal` is the reply; `started` is called on
    the loop once that runs.
    """

    def __init__(
        self,
        opened: Opened,
        shared: Shared,
        *,
        observe: Observe,
        refusal: Callable[[HorgosError, str | None], Reply],
        started: Callable[[], object],
    ) -> None:
        self._opened = opened
        self._limiter, self._proxies = shared.limiter, shared.proxies
        self._observe = observe
        self._refusal = refusal
        self._started = started
        self._loop: AbstractEventLoop | None = None
        self._asked_before = False  # whether the loop asks `answered` first

    @property
    def opened(self) -> Opened:
        """What answers now."""
        return self._opened

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        """Called by the server before the first request, with the loop that requests are handled on."""
        self._loop = loop
        if isinstance(loop, Loop):
            loop.answered, self._asked_before = self.answered, True
        loop.call_soon(self._started)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        """Called by the server after the last request."""
        self._opened.front.__rsgi_del__(loop)

    def answered(self, scope: Scope, connection: Connection) -> bool:
        """Answer a request at once, where it is not let in or its answer is kept. See `Loop.answered`."""
        return self._refused(scope, connection) or self._opened.front.answered(scope, connection)

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer a request, or say that its client has sent too many."""
        if not self._asked_before and self._refused(scope, connection):
            return
        if scope.path == ALIVE and scope.method in ("GET", "HEAD"):
            self._reply(HEALTHY, scope, connection, time.perf_counter())
            return
        opened = self._opened
        opened.running += 1
        try:
            await opened.front.__rsgi__(scope, connection)
        finally:
            opened.running -= 1
            self._close_if_done(opened)

    def exchange(self, opened: Opened) -> None:
        """Let another publication answer from now on; the old one is closed when it has done. Any thread."""
        if self._loop is None:
            self._put(opened)
        else:
            self._loop.call_soon_threadsafe(self._put, opened)

    def _put(self, opened: Opened) -> None:
        old, self._opened = self._opened, opened
        self._close_if_done(old)

    def _close_if_done(self, opened: Opened) -> None:
        """Closing waits for processes to end, which the loop must not."""
        if opened is not self._opened and not opened.running:
            threading.Thread(target=opened.close, name="horgos-close", daemon=True).start()

    def _refused(self, scope: Scope, connection: Connection) -> bool:
        """Count a request; return whether its client has sent too many, and has been told so."""
        if self._limiter is None or scope.path in EXEMPT:
            return False
        start = time.perf_counter()
        try:
            self._limiter.check(self._proxies.of(scope.client, scope.headers))
        except TooManyRequests as error:
            reply = self._refusal(error, scope.headers.get("accept"))
            self._reply(reply, scope, connection, start, error.slug)
            return True
        return False

    def _reply(
        self, reply: Reply, scope: Scope, connection: Connection, start: float, outcome: str = "ok"
    ) -> None:
        send(reply, scope.method, connection)
        exchange = Exchange(scope.method, scope.path, scope.client, scope.headers, source="gate")
        exchange.status, exchange.bytes, exchange.outcome = reply.status, reply.length, outcome
        exchange.seconds = time.perf_counter() - start
        self._observe(exchange)
