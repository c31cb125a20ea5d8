"""What stands before Flask: an RSGI application that reads requests, and answers what needs no page.

    the server ─ Front ┬ body       read on the loop, with a deadline and a bound
                       └ wsgi       the app in a thread, for everything else

No thread ever waits for a client: neither for its request, nor for its body, nor until it has read.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from horgos.engine.interface import KIB
from horgos.errors import HorgosError
from horgos.web.exchange import Exchange
from horgos.web.front import wsgi
from horgos.web.front.body import ClientGone, whole_body
from horgos.web.front.rsgi import OUTCOME, Reply

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from wsgiref.types import WSGIApplication

    from horgos.site import Site
    from horgos.web.exchange import Observe
    from horgos.web.front.rsgi import Connection, Scope

ENDPOINT = ("/sparql", "/sparql/")
SPARE = 8  # threads for what needs no query, such as the word that the queue is full


class Front:
    """The RSGI application of a site, before the app that makes its pages. One for each web process."""

    def __init__(self, app: WSGIApplication, site: Site, observe: Observe | None = None) -> None:
        config = site.config
        self._app = app
        self._bound = config.query_length * KIB
        self._sending = config.sending
        self._observe = observe
        self._threads = ThreadPoolExecutor(config.workers + config.queue + SPARE, "horgos-page")

    def __rsgi_del__(self, _loop: AbstractEventLoop) -> None:
        """Called by the server after the last request."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer a request."""
        start = time.perf_counter()
        try:
            reply = await self._reply(scope, connection)
        except ClientGone:
            return
        reply.send(scope.method, connection)
        if self._observe:
            seconds = time.perf_counter() - start
            self._observe(
                Exchange(scope.method, scope.path, scope.client, reply.status, reply.length, seconds, "flask")
            )

    async def _reply(self, scope: Scope, connection: Connection) -> Reply:
        body, more = b"", {}  # type: bytes, dict[str, Any]
        if scope.method == "POST" and scope.path in ENDPOINT:
            try:
                body = await whole_body(scope.headers, connection, self._bound, self._sending)
            except HorgosError as error:
                more = {OUTCOME: error}
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, wsgi.respond, self._app, scope, body, more)
