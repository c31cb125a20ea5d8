"""Queries, answered on the loop: planned as the app plans them, asked without a thread that waits."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from horgos.engine.interface import KIB, Answer, OnLoop, Running
from horgos.errors import HorgosError, NotAcceptable
from horgos.web import answering, coding, protocol
from horgos.web.exchange import Told
from horgos.web.front.answers import is_work
from horgos.web.front.leaving import Leaving

if TYPE_CHECKING:
    from horgos.engine import Query
    from horgos.site import Site
    from horgos.web.answering import Plan
    from horgos.web.front.call import Call
    from horgos.web.front.seen import Seen
    from horgos.web.reply import Reply

LONG = 16 * KIB  # bytes of a request that is read in a thread: on the loop it would hold up the others
MOMENT = 0.001  # seconds that a thread of the server waits for an answer, to spare the loop being woken
HASH = 16  # hexadecimal digits by which the log knows a query


Outcome = Answer | HorgosError | Running | None
"""What came of a query that was begun; None where nothing was free to answer it."""


class Queries:
    """What asks the engine of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._engine = site.engine if isinstance(site.engine, OnLoop) else None
        self._patience = site.config.patience
        self._begun: dict[Seen, tuple[Query, Plan, Outcome]] = {}

    def begin(self, call: Call) -> tuple[Reply, bool] | None:
        """Answer a request to GET in the thread that has it, where that takes but a moment; else `ask` will.

        Returns the reply, and whether it may be kept. What was begun is not asked again by `ask`.
        """
        engine = self._engine
        if engine is None or len(call.asked.query_string) > LONG or call.known or call.asked in self._begun:
            return None
        query, plan = self._plan_or_none(call) or (None, None)
        if query is None or plan is None:
            return None
        outcome = _begun(engine, query)
        if isinstance(outcome, Answer) and not is_work(call, outcome.body):
            with suppress(NotAcceptable):
                call.exchange.source, call.exchange.told = "engine", _told(query, outcome)
                return answering.reply(plan, outcome), plan.lasts
        self._begun[call.asked] = query, plan, outcome
        return None

    def drop(self, call: Call) -> None:
        """Give up what was begun for a request that has been answered without it."""
        begun = self._begun.pop(call.asked, None)
        if begun and isinstance(begun[2], Running):  # to look at a protocol's members takes its time
            begun[2].give_up()

    async def ask(  # one line for each way that it ends
        self, call: Call
    ) -> tuple[Reply, bool] | Answer | HorgosError | None:
        """Ask what a request asks.

        Returns the reply, and whether it may be kept; or, where the app has to make the reply, the answer or
        the error of the query; or None where no query was asked. Raises ClientGone.
        """
        engine = self._engine
        begun = None if call.known else self._begun.pop(call.asked, None)
        found = begun[:2] if begun else await self._planned(call) if engine else None
        if found is None or engine is None:
            return None
        query, plan = found
        call.exchange.source, call.exchange.told = "engine", _told(query)
        known = coding.plain_tags(call.known, call.accept_encoding)
        unmodified = answering.unmodified(plan, known) if plan else None
        if unmodified:
            return unmodified, False
        try:
            with Leaving(call.connection, self._patience):
                answer = await _answer(engine, query, plan, begun[2] if begun else None)
        except HorgosError as error:
            return error
        call.exchange.told = _told(query, answer)
        try:
            return (answering.reply(plan, answer, known), plan.lasts) if plan else answer
        except NotAcceptable:
            return answer

    async def _planned(self, call: Call) -> tuple[Query, Plan | None] | None:
        if len(call.asked.query_string) + len(call.body) > LONG:
            return await asyncio.to_thread(self._plan_or_none, call)
        return self._plan_or_none(call)

    def _plan_or_none(self, call: Call) -> tuple[Query, Plan | None] | None:
        try:
            return self._plan(call.asked, call.body)
        except HorgosError:
            return None  # the app will come to the same error, and tells it

    def _plan(self, asked: Seen, body: bytes) -> tuple[Query, Plan | None] | None:
        """The query, and the plan for its answer; None where a page shows it."""
        headers = {}
        if asked.method == "POST":
            headers["Content-Type"] = asked.field("content-type") or ""
            headers["Content-Encoding"] = asked.field("content-encoding") or "identity"
        read = protocol.read(asked.method, asked.query_string.encode(), headers, body)
        if read.query is None:
            return None
        accept = asked.field("accept")
        if answering.prefers_page(read, accept):
            return answering.query_for(self._site, read, read.query), None
        plan = answering.plan(self._site, asked.method, read, read.query, accept)
        return plan.query, plan


def _told(query: Query, answer: Answer | None = None) -> Told:
    digest = hashlib.sha256(query.text.encode(errors="replace")).hexdigest()[:HASH]
    return Told(digest, answer.form, answer.rows) if answer else Told(digest)


def _begun(engine: OnLoop, query: Query) -> Outcome:
    try:
        return engine.begin(query, MOMENT)
    except HorgosError as error:
        return error


async def _answer(engine: OnLoop, query: Query, plan: Plan | None, begun: Outcome) -> Answer:
    """The answer in the best format that can carry it: not every format of rows can carry a boolean."""
    try:
        match begun:
            case None:
                return await engine.run_on_loop(query)
            case Answer():
                return begun
            case HorgosError():
                raise begun
            case running:
                return await running.on_loop()
    except NotAcceptable as error:
        if plan is None:
            raise
        return await engine.run_on_loop(answering.second(plan, error))
