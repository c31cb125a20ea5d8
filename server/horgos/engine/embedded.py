"""The engine that keeps the dataset itself."""

from __future__ import annotations

import time
from math import ceil
from pathlib import Path
from typing import Self

from horgos.engine import frames
from horgos.engine.frames import Outcome
from horgos.engine.interface import Answer, Form, Limits, Query
from horgos.engine.process import ProcessGone, Reply
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
_REPORT = 1.0  # seconds for the zygote to tell how a process ended
_SIMPLER = "Ask for less at once: fix more of the terms, or leave out an ORDER BY."


class Embedded:
    """Answers queries in processes of its own, `limits.workers` of them, that share one dataset.

    `store` is a file of N-Quads, held in memory, or a folder with a store on disk. The processes are started
    in the background: `ready` waits for them, and so does the first query. Must be made in the process that
    uses it, and not before that process forks.
    """

    def __init__(self, store: Path, limits: Limits) -> None:
        self._limits = limits
        self._supervisor = Supervisor(store, limits)
        self._pool = self._supervisor.pool

    def ready(self, timeout: float = 60.0) -> None:
        """Wait until all processes are ready.

        Raises ConfigError where the dataset cannot be loaded or the processes not be confined, and Busy where
        it takes longer than `timeout` seconds.
        """
        self._pool.settle(timeout)

    def run(self, query: Query) -> Answer:
        """Answer a query; see `Engine.run`. The time in the queue counts towards the deadline."""
        start = time.monotonic()
        form = check(query.text, self._limits)
        allowed = self._limits.allowed(query)
        reply = self._reply(_request(query), start + allowed, allowed)
        if reply.header.outcome > Outcome.TRIPLES:
            raise self._error(query, reply)
        format_ = query.graph if reply.header.outcome is Outcome.TRIPLES else query.rows
        form = _form(reply.header.outcome, form)
        return Answer(form, format_, reply.body, reply.header.rows, time.monotonic() - start)

    def _reply(self, request: bytes, until: float, allowed: float) -> Reply:
        """Have a process reply to the request, another one if it is ended from outside meanwhile."""
        for _ in range(_ATTEMPTS):
            process = self._pool.acquire(until)
            try:
                reply = process.ask(request, until, self._limits.patience, self._pool.long)
            except TimeoutError:
                self._pool.discard(process)
                raise _timeout(allowed) from None
            except ProcessGone:
                process.ended.wait(_REPORT)
                self._pool.discard(process)
                if process.stopped:
                    raise self._stopped() from None
                if process.died_of_memory:
                    raise self._memory() from None
            except BaseException:
                self._pool.discard(process)
                raise
            else:
                spent = reply.header.retiring or process.long
                (self._pool.discard if spent else self._pool.release)(process)
                return reply
        raise Busy("The process that ran the query was ended from outside, twice.", advice="Try again.")

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

    def close(self) -> None:
        """End the processes, and wait until they have gone. Queries that still run raise Busy."""
        self._supervisor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _request(query: Query) -> bytes:
    return frames.request(
        {
            "text": query.text,
            "base": query.base,
            "default": query.default_graphs,
            "named": query.named_graphs,
            "rows": query.rows.media_type,
            "graph": query.graph.media_type,
            "prefixes": dict(query.prefixes),
        }
    )


def _form(outcome: Outcome, scanned: Form | None) -> Form:
    """The form of a query, as the process saw it; it cannot tell CONSTRUCT from DESCRIBE."""
    if outcome is Outcome.SOLUTIONS:
        return "SELECT"
    if outcome is Outcome.BOOLEAN:
        return "ASK"
    return "DESCRIBE" if scanned == "DESCRIBE" else "CONSTRUCT"


def _timeout(allowed: float) -> QueryTimeout:
    detail = f"The query was not done within {allowed:g} s, and the process it ran in was ended."
    return QueryTimeout(detail, advice=f"{_SIMPLER} {limit('deadline')}", setting="deadline", seconds=allowed)
