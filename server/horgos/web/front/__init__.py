"""What stands before Flask: an RSGI application that reads requests, and answers what needs no page.

    the server ─ loop ─ Front ┬ answers    one that was given before, from the cache
                              ├ body       read on the loop, with a deadline and a bound
                              ├ queries    asked where they come in, and waited for on the loop
                              └ wsgi       the app in a thread, for everything else

No thread ever waits for a client: neither for its request, nor for its body, nor until it has read. Threads
make pages, and look through what is long.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from horgos.engine.interface import KIB, MIB
from horgos.errors import HorgosError
from horgos.web import sparql
from horgos.web.address import below
from horgos.web.exchange import Exchange
from horgos.web.front import wsgi
from horgos.web.front.answers import Answers, is_work, may_be_kept
from horgos.web.front.body import whole_body
from horgos.web.front.call import Call
from horgos.web.front.leaving import ClientGone
from horgos.web.front.queries import Queries
from horgos.web.front.rsgi import send
from horgos.web.front.seen import seen
from horgos.web.headers import ALWAYS
from horgos.web.problems import REFUSAL, SLUG
from horgos.web.reply import Reply

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from horgos.site import Site
    from horgos.web.exchange import Observe
    from horgos.web.front.balance import Balance
    from horgos.web.front.rsgi import Connection, Scope
    from horgos.web.front.seen import Seen

ENDPOINT = ("/sparql", "/sparql/")
_DRAFT = "/reconcile/1.0-draft"
POSTED = (*ENDPOINT, "/reconcile", f"{_DRAFT}/match", f"{_DRAFT}/extend")  # what a body is read for
SPARE = 8  # threads beside those that may wait for a query

_FAILED = Reply(
    500,
    [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store"), *ALWAYS.items()],
    b'{"type": "/errors/error", "title": "Something went wrong", "status": 500}\n',
)
_log = logging.getLogger(__name__)


class _Shared(NamedTuple):
    """An answer that others wait for, and what there is to tell of it."""

    reply: Reply
    exchange: Exchange


class Front:
    """The RSGI application of a site, before the app that makes its pages. One for each web process."""

    def __init__(
        self,
        app: WSGIApplication,
        site: Site,
        observe: Observe | None = None,
        balance: Balance | None = None,
    ) -> None:
        config = site.config
        self._app = app
        self._bound = config.query_length * KIB
        self._sending = config.sending
        self._observe = observe
        self._balance = balance
        self._threads = ThreadPoolExecutor(config.workers + config.queue + SPARE, "horgos-page")
        self._answers = Answers(config.answers * MIB)
        self._queries = Queries(site)
        self._endpoint, self._posted = (
            paths + tuple(below(config.public_url, path) for path in paths) for paths in (ENDPOINT, POSTED)
        )
        self._deadline = config.deadline
        self._making: dict[Seen, asyncio.Future[_Shared | None]] = {}  # what is made: who asks for it, waits

    def __rsgi_del__(self, _loop: AbstractEventLoop) -> None:
        """Called by the server after the last request."""
        self.close()

    @property
    def kept(self) -> int:
        """The bytes of the answers that are kept."""
        return self._answers.size

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def answered(self, scope: Scope, connection: Connection) -> bool:
        """Answer a request at once, where the answer is kept or asks for a moment; in any thread."""
        start = time.perf_counter()
        kept = self._answers.get(seen(scope))
        if kept is None:
            is_query = scope.path in self._endpoint and scope.method == "GET"
            return is_query and self._asked(Call(scope, connection), start)
        reply = kept.for_client(scope.headers.get("if-none-match"))
        send(reply, scope.method, connection)
        if self._observe:
            exchange = Exchange(
                scope.method, scope.path, scope.client, scope.headers, source="cache", told=kept.told
            )
            self._tell(exchange, reply, start)
        return True

    def _asked(self, call: Call, start: float) -> bool:
        """Answer a query at once, where that takes but a moment, and nobody else waits for the same."""
        found = None if call.refusal or call.asked in self._making else self._queries.begin(call)
        if found is None:
            return False
        reply = self._answers.finish(call, found[0], keep=found[1])
        send(reply, call.scope.method, call.connection)
        self._tell(call.exchange, reply, start)
        return True

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer a request."""
        start = time.perf_counter()
        call = Call(scope, connection)
        try:
            reply = await self._reply(call)
        except ClientGone:
            call.exchange.outcome = ClientGone.slug
            self._tell(call.exchange, None, start)
            return
        except Exception:  # noqa: BLE001  # what nobody foresaw must not leave the client without a word
            _log.exception("%s %r", scope.method, scope.path)
            reply, call.exchange.outcome = _FAILED, HorgosError.slug
        finally:
            self._queries.drop(call)
        send(reply, scope.method, connection)
        self._tell(call.exchange, reply, start)

    def _tell(self, exchange: Exchange, reply: Reply | None, start: float) -> None:
        if self._observe:
            if reply:
                exchange.status, exchange.bytes = reply.status, reply.length
            exchange.seconds = time.perf_counter() - start
            self._observe(exchange)

    async def _reply(self, call: Call) -> Reply:
        if call.asked.path in self._posted and call.asked.method == "POST" and not call.refusal:
            await self._read_body(call)
        if call.refusal:
            return await self._page(call, {REFUSAL: call.refusal})
        while (kept := self._answers.get(call.asked)) is None:
            made = self._making.get(call.asked)
            if made is None:
                return await self._make_for_all(call)
            await asyncio.wait([made], timeout=self._deadline)
            shared = made.result() if made.done() else None
            if shared and shared.reply.status >= HTTPStatus.BAD_REQUEST:
                for name in ("source", "outcome", "told"):
                    setattr(call.exchange, name, getattr(shared.exchange, name))
                return shared.reply
            if not made.done() or (shared and self._answers.get(call.asked) is None):
                return await self._make(call)  # it takes too long, or is another each time
        call.exchange.source, call.exchange.told = "cache", kept.told
        return kept.for_client(call.known)

    async def _make_for_all(self, call: Call) -> Reply:
        """Make an answer for this request and for all that ask the same meanwhile.

        An answer that is kept is there for them, and an error is theirs as well: the next one would come to
        it, too. Where the client has gone before there is either, the next one that waits takes over.
        """
        made = self._making[call.asked] = asyncio.get_running_loop().create_future()
        shared = None
        try:
            reply = await self._make(call)
            shared = _Shared(reply, call.exchange)
            return reply
        finally:
            del self._making[call.asked]
            made.set_result(shared)

    async def _read_body(self, call: Call) -> None:
        try:
            call.body = await whole_body(call.scope.headers, call.connection, self._bound, self._sending)
        except HorgosError as error:
            call.refusal = error
        call.asked = call.asked._replace(digest=hashlib.sha256(call.body).digest())

    async def _make(self, call: Call) -> Reply:
        """An answer that is not kept: a query is asked here, everything else is left to the app."""
        if call.asked.path not in self._endpoint or call.asked.method not in ("GET", "POST"):
            return await self._page(call, {})
        outcome = await self._queries.ask(call)
        if not isinstance(outcome, tuple):
            return await self._page(call, {sparql.OUTCOME: outcome} if outcome else {})
        reply, lasts = outcome
        finish = partial(self._answers.finish, call, reply, keep=lasts)
        is_long = isinstance(reply.body, bytes) and is_work(call, reply.body)
        return await self._in_thread(finish) if is_long else finish()

    async def _page(self, call: Call, more: dict[str, Any]) -> Reply:
        """What the app responds, with `more` in the environment of the request."""
        make = partial(self._respond, call, wsgi.environ(call) | more)
        if not self._balance:
            return await self._in_thread(make)
        with self._balance.making():
            return self._balance.sent(await self._in_thread(make))

    def _respond(self, call: Call, environ: WSGIEnvironment) -> Reply:
        reply = wsgi.respond(self._app, environ)
        call.exchange.outcome = environ.get(SLUG, call.exchange.outcome)
        return self._answers.finish(call, reply, keep=may_be_kept(call.asked, reply))

    async def _in_thread(self, make: Callable[[], Reply]) -> Reply:
        return await asyncio.get_running_loop().run_in_executor(self._threads, make)
