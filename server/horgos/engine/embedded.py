"""The engine that keeps the dataset itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, Self

from horgos.engine import frames
from horgos.engine.door import Door
from horgos.engine.frames import Outcome
from horgos.engine.interface import Answer, Census, Form, Limits, Query
from horgos.engine.process import SHORT, ProcessGone, QueryProcess, Reply
from horgos.engine.scan import amount, check, limit, too_large
from horgos.engine.supervisor import Supervisor
from horgos.engine.syntax import explain
from horgos.errors import (
    BadRequest,
    Busy,
    HorgosError,
    NotAcceptable,
    QueryMemory,
    QueryRefused,
    QueryTimeout,
)
from horgos.formats import FORMATS

_ATTEMPTS = 2  # a process may have been ended from outside, for no fault of the query; once is bad luck
_LONG = 16_384  # characters of a query that takes noticeable time to look through
_REPORT = 1.0  # seconds for the zygote to tell how a process ended
_SIMPLER = "Ask for less at once: fix more of the terms, or leave out an ORDER BY."


class _Task(NamedTuple):
    """A query on its way: what was seen of it, its request, when it began, the seconds that it may take."""

    query: Query
    form: Form | None
    request: bytes
    start: float
    allowed: float

    @property
    def until(self) -> float:
        """When it must be over, on the monotonic clock."""
        return self.start + self.allowed


@dataclass(slots=True)
class _Use:
    """What came of a process that was asked: None where it has not replied; and whether it still may."""

    reply: Reply | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A query that a process runs, and the start of its reply. See `interface.Running`."""

    engine: Embedded
    task: _Task
    process: QueryProcess
    data: bytes

    async def on_loop(self) -> Answer:
        """The answer. Where this is cancelled, the process is ended."""
        return await self.engine.finish_on_loop(self)

    def give_up(self) -> None:
        """End the process."""
        self.engine.give_up(self.process)


class Embedded:
    """Answers queries in processes of its own, `limits.workers` of them, that share one dataset.

    `store` is a file of N-Quads, held in memory, or a folder with a store on disk. The processes are started
    in the background: `ready` waits for them, and so does the first query. Engines with the same `door` have
    the dataset in memory once. Must be made in the process that uses it, and not before that process forks.
    """

    def __init__(self, store: Path, limits: Limits, door: Door | None = None) -> None:
        self._limits = limits
        self._supervisor = Supervisor(store, limits, door)
        self._pool = self._supervisor.pool

    def ready(self, timeout: float = 60.0) -> None:
        """Wait until all processes are ready.

        Raises ConfigError where the dataset cannot be loaded or the processes not be confined, and Busy where
        it takes longer than `timeout` seconds.
        """
        self._pool.settle(timeout)

    def run(self, query: Query) -> Answer:
        """Answer a query; see `Engine.run`. The time in the queue counts towards the deadline."""
        task = self._task(query)
        return self._answer(task, self._reply(task))

    def run_all(self, queries: Sequence[Query]) -> tuple[Answer, ...]:
        """Answer several queries in one process and one request; see `Engine.run_all`."""
        if len(queries) < 2:  # noqa: PLR2004  # there is nothing to put together
            return tuple(map(self.run, queries))
        start = time.monotonic()
        forms = [check(query.text, self._limits) for query in queries]
        allowed = min(map(self._limits.allowed, queries))
        request = frames.request(*map(_fields, queries, forms))
        reply = self._reply(_Task(queries[0], forms[0], request, start, allowed))
        if reply.header.outcome is not Outcome.SEVERAL:
            raise self._error(queries[reply.header.rows or 0], reply)
        parts = frames.replies(reply.body, len(queries))
        return tuple(
            self._answer(_Task(query, form, request, start, allowed), Reply(*part))
            for query, form, part in zip(queries, forms, parts, strict=True)
        )

    async def run_on_loop(self, query: Query) -> Answer:
        """The same as `run`, on the event loop that runs: no thread waits for anything.

        Where it is cancelled, the process that runs the query is ended. What takes long for a long query, to
        look at its words, is done in a thread.
        """
        if len(query.text) <= _LONG:
            task = self._task(query)
            return self._answer(task, await self._reply_on_loop(task))
        task = await asyncio.to_thread(self._task, query)
        return await asyncio.to_thread(self._answer, task, await self._reply_on_loop(task))

    def begin(self, query: Query, seconds: float) -> Answer | Begun | None:
        """Ask an idle process, and wait for it in this thread for `seconds` at most; see `OnLoop.begin`.

        None, too, for a long query: it would take its time before it is asked.
        """
        task = self._task(query) if len(query.text) <= _LONG else None
        process = self._pool.idle() if task and len(task.request) <= SHORT else None
        if task is None or process is None:
            return None
        with self._used(process, task.allowed) as use:
            found = process.ask_at_once(task.request, task.until, seconds)
            if isinstance(found, bytes):
                use.goes_on = True
                return Begun(self, task, process, found)
            use.reply = found
        return self._answer(task, found)

    async def finish_on_loop(self, begun: Begun) -> Answer:
        """The answer to a query that was begun; another process is asked where that one was ended."""
        task, process = begun.task, begun.process
        with self._used(process, task.allowed) as use:
            try:
                patient_until = task.start + self._limits.patience
                use.reply = await process.rest_on_loop(begun.data, task.until, patient_until, self._pool.long)
            except ProcessGone:
                await asyncio.to_thread(process.ended.wait, _REPORT)
        return self._answer(task, use.reply or await self._reply_on_loop(task))

    def give_up(self, process: QueryProcess) -> None:
        """End a process whose answer nobody wants; another one takes its place."""
        self._pool.discard(process)

    def _task(self, query: Query) -> _Task:
        start = time.monotonic()
        form = check(query.text, self._limits)
        allowed = self._limits.allowed(query)
        return _Task(query, form, frames.request(_fields(query, form)), start, allowed)

    def _answer(self, task: _Task, reply: Reply) -> Answer:
        """What a process replied. Raises the error that the reply tells of."""
        query, outcome = task.query, reply.header.outcome
        if outcome > Outcome.TRIPLES:
            raise self._error(query, reply)
        format_ = query.graph if outcome is Outcome.TRIPLES else query.rows
        form = _form(outcome, task.form)
        return Answer(form, format_, reply.body, reply.header.rows, time.monotonic() - task.start)

    def _reply(self, task: _Task) -> Reply:
        """Have a process reply to the request, another one if it is ended from outside meanwhile."""
        for _ in range(_ATTEMPTS):
            process = self._pool.acquire(task.until)
            with self._used(process, task.allowed) as use:
                try:
                    use.reply = process.ask(task.request, task.until, self._limits.patience, self._pool.long)
                except ProcessGone:
                    process.ended.wait(_REPORT)
            if use.reply:
                return use.reply
        raise _ended_twice()

    async def _reply_on_loop(self, task: _Task) -> Reply:
        for _ in range(_ATTEMPTS):
            process = await self._pool.acquire_on_loop(task.until)
            with self._used(process, task.allowed) as use:
                try:
                    use.reply = await process.ask_on_loop(
                        task.request, task.until, self._limits.patience, self._pool.long
                    )
                except ProcessGone:
                    await asyncio.to_thread(process.ended.wait, _REPORT)
            if use.reply:
                return use.reply
        raise _ended_twice()

    @contextmanager
    def _used(self, process: QueryProcess, allowed: float) -> Iterator[_Use]:
        """Use a process once: afterwards it is free, or of no use, and then the error says why."""
        use = _Use()
        try:
            yield use
        except TimeoutError:
            raise _timeout(allowed) from None
        finally:
            reply = use.reply
            if not use.goes_on:
                spent = reply is None or reply.header.retiring or process.long
                (self._pool.discard if spent else self._pool.release)(process)
        if use.reply is None and process.stopped:
            raise self._stopped()
        if use.reply is None and process.died_of_memory:
            raise self._memory()

    def _error(self, query: Query, reply: Reply) -> HorgosError:  # noqa: PLR0911  # one line for each way to fail
        match reply.header.outcome:
            case Outcome.SYNTAX:
                return explain(query.text, reply.text)
            case Outcome.REFUSED:
                return QueryRefused(reply.text)
            case Outcome.MALFORMED:
                return BadRequest(f"{reply.text}.")
            case Outcome.UNACCEPTABLE:
                return NotAcceptable(reply.text, choices=[format_.media_type for format_ in FORMATS])
            case Outcome.MEMORY:
                return self._memory()
            case Outcome.TOO_LARGE:
                return too_large(self._limits.result)
            case _:
                return HorgosError(f"The query failed. {reply.text}")

    def _stopped(self) -> Busy:
        return Busy(
            f"Others waited, and this query had taken more than {self._limits.patience:g} s; it was stopped.",
            advice=f"Try again later. {limit('patience')}",
            retry_after=ceil(self._limits.deadline),
        )

    def _memory(self) -> QueryMemory:
        size = amount(self._limits.memory)
        detail = f"The query needed more than {size} of memory, and the process it ran in was ended."
        return QueryMemory(detail, advice=f"{_SIMPLER} {limit('memory')}", setting="memory")

    def census(self) -> Census:
        """What the query processes do at the moment."""
        return self._pool.census()

    def close(self) -> None:
        """End the processes, and wait until they have gone. Queries that still run raise Busy."""
        self._supervisor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _fields(query: Query, form: Form | None) -> dict[str, Any]:
    """What a process is told of a query. Prefixes are for graphs alone, and long beside a short query."""
    return {
        "text": query.text,
        "base": query.base,
        "default": query.default_graphs,
        "named": query.named_graphs,
        "rows": query.rows.media_type,
        "graph": query.graph.media_type,
        "prefixes": {} if form in ("SELECT", "ASK") else dict(query.prefixes),
    }


def _form(outcome: Outcome, scanned: Form | None) -> Form:
    """The form of a query, as the process saw it; it cannot tell CONSTRUCT from DESCRIBE."""
    if outcome is Outcome.SOLUTIONS:
        return "SELECT"
    if outcome is Outcome.BOOLEAN:
        return "ASK"
    return "DESCRIBE" if scanned == "DESCRIBE" else "CONSTRUCT"


def _ended_twice() -> Busy:
    return Busy("The process that ran the query was ended from outside, twice.", advice="Try again.")


def _timeout(allowed: float) -> QueryTimeout:
    detail = f"The query was not done within {allowed:g} s, and the process it ran in was ended."
    return QueryTimeout(detail, advice=f"{_SIMPLER} {limit('deadline')}", setting="deadline", seconds=allowed)
