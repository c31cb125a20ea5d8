"""The works that are measured, each of one server that runs, and the goals for ours."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from speed import data as queries
from speed import processes, wrk
from speed.data import GRAPH, ROWS, Data
from speed.peers import MEASURE, OURS
from speed.peers.oxigraph import OnDisk
from speed.ratios import Goal
from speed.servers import DEADLINE, Running
from speed.walk import walk
from speed.wrk import Load

Measured = Mapping[str, float]  # the name of a metric, with its unit: its value
RATE, P99, TIMES, ERRORS = "requests/s", "p99 ms", "p99 / idle p99", "errors"
READY, MEMORY = "s until ready", "MB"
ENDLESS_QUERIES = 4
REST = 10.0  # seconds in which nobody asks before memory is measured again
WARMING = 5.0  # seconds in which the pages are asked for before they are asked for again
PAUSE = 0.05  # seconds before an endless query that was refused is asked again
HTML = "text/html"


@dataclass(frozen=True)
class Asked:
    """A server that is asked, by its name, and for how many seconds at a time."""

    name: str
    server: Running
    data: Data
    seconds: float

    def load(self, template: str, connections: int) -> Measured:
        """Ask the queries of a template for a while."""
        paths = [self.server.path(query) for query in self.data.queries(template)]
        return self._measured(lambda: wrk.run(self.server.address, paths, ROWS, connections, self.seconds))

    def things(self) -> tuple[list[str], str]:
        """The paths that tell of each thing: our pages; of others, DESCRIBE; and what to accept."""
        if self.name == OURS:
            return self.data.pages(), HTML
        return [self.server.path(query) for query in self.data.queries(queries.DESCRIBE)], GRAPH

    def pages_first(self) -> Measured:
        """Each thing once."""
        return self._measured(lambda: walk(self.server.address, *self.things(), connections=4))

    def pages_again(self) -> Measured:
        """Each thing over and over, once every process of the server has made it."""
        wrk.run(self.server.address, *self.things(), 8, max(self.seconds, WARMING))
        return self._measured(lambda: wrk.run(self.server.address, *self.things(), 8, self.seconds))

    def endless(self) -> Measured:
        """Small queries while endless ones run, against the same ones without."""
        idle = self.load(queries.SMALL_NEW, 8)
        with _endless(self.server) as ended:
            busy = self.load(queries.SMALL_NEW, 8)
        return {**busy, TIMES: busy[P99] / idle[P99], "endless ones ended": len(ended)}

    def ready(self) -> Measured:
        """How long the start took."""
        return {READY: self.server.ready}

    def memory(self) -> Measured:
        """All its processes together."""
        return {MEMORY: processes.memory(self.server.pid)}

    def _measured(self, load: Callable[[], Load]) -> Measured:
        before = processes.cpu_seconds(self.server.pid)
        done = load()
        spent = (processes.cpu_seconds(self.server.pid) - before) * 1e3
        return {
            RATE: done.throughput,
            P99: done.p99,
            "CPU ms/request": spent / done.requests if done.requests else math.inf,
            ERRORS: done.errors,
        }


@contextmanager
def _endless(server: Running) -> Iterator[Sequence[None]]:
    """Keep four queries running that have no end; yield what grows by one whenever one is ended or refused.

    That one is asked again. The last ones are not waited for: they end with the server, which is stopped
    behind this.
    """
    enough, ended = threading.Event(), list[None]()

    def ask() -> None:
        while not enough.is_set():
            with suppress(OSError):
                server.ask(queries.ENDLESS, patience=DEADLINE + 5)
            ended.append(None)
            enough.wait(PAUSE)

    for _ in range(ENDLESS_QUERIES):
        threading.Thread(target=ask, daemon=True).start()
    time.sleep(1)
    try:
        yield ended
    finally:
        enough.set()


@dataclass(frozen=True)
class Aim:
    """A goal for ours: for a metric as it is, or for its ratio to the same of another server."""

    metric: str
    goal: Goal
    to: str | None = None


@dataclass(frozen=True)
class Work:
    """One thing to measure. `alone` asks for a server that was just started, and is stopped behind it."""

    name: str
    title: str
    measure: Callable[[Asked], Measured]
    aims: Sequence[Aim]
    alone: bool = False


def _rate(bound: float, to: str = MEASURE) -> Aim:
    return Aim(RATE, Goal(bound, f"× the throughput of {to}"), to)


_P99 = Aim(P99, Goal(1, f"× the p99 of {MEASURE}", at_least=False), MEASURE)

# Those of one server that runs on, in every round; then those that need it fresh, in this order. Memory is
# taken after the former: of each server right after its last one in a round, and at rest after all rounds.
WORKS = (
    Work(
        "small-again-8",
        "The same small SELECTs again, 8 connections",
        lambda asked: asked.load(queries.SMALL, 8),
        (_rate(3), _P99),
    ),
    Work(
        "small-again-32",
        "The same small SELECTs again, 32 connections",
        lambda asked: asked.load(queries.SMALL, 32),
        (_rate(3), _P99),
    ),
    Work(
        "small-new",
        "Small SELECTs, each seen for the first time, 8 connections",
        lambda asked: asked.load(queries.SMALL_NEW, 8),
        (_rate(0.5),),
    ),
    Work(
        "aggregate-new",
        "An aggregate over all statistics, each seen for the first time, 8 connections",
        lambda asked: asked.load(queries.AGGREGATE, 8),
        (_rate(0.9), _rate(2, OnDisk.name)),
    ),
    Work(
        "large-new",
        "A result of 5 MB, each seen for the first time, 4 connections",
        lambda asked: asked.load(queries.LARGE, 4),
        (_rate(0.9),),
    ),
    Work(
        "ready",
        "Ready after a start, the graph unchanged",
        Asked.ready,
        (Aim(READY, Goal(1, "s", at_least=False)),),
        alone=True,
    ),
    Work(
        "pages-first",
        "The page of each thing, first time (of others: DESCRIBE), 4 connections",
        Asked.pages_first,
        (Aim(RATE, Goal(300, "requests/s")),),
        alone=True,
    ),
    Work(
        "pages-again",
        "The pages of all things again (of others: DESCRIBE), 8 connections",
        Asked.pages_again,
        (Aim(RATE, Goal(5000, "requests/s")),),
        alone=True,
    ),
    Work(
        "endless",
        "Small SELECTs, each seen for the first time, while four endless queries run, 8 connections",
        Asked.endless,
        (
            Aim(TIMES, Goal(10, "× its idle p99", at_least=False)),
            Aim(ERRORS, Goal(0, "errors", at_least=False)),
        ),
        alone=True,
    ),
)
REMEMBERED = Work(
    "memory",
    "Memory of all processes together, right after the last load of a round",
    Asked.memory,
    (Aim(MEMORY, Goal(250, "MB", at_least=False)),),
)
RESTED = Work(
    "memory-at-rest",
    f"Memory of all processes together, {REST:g} s after all loads",
    Asked.memory,
    (Aim(MEMORY, Goal(250, "MB", at_least=False)),),
)
