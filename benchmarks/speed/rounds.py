"""Measure server by server, round after round, and keep what each measured."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

from speed import data as queries
from speed.data import Data
from speed.servers import Running, Server, Unavailable, running
from speed.works import REMEMBERED, REST, RESTED, Asked, Measured, Work
from speed.wrk import NONCE

Name = str
_Found = TypeVar("_Found")


@dataclass
class Results:
    """For each work and server what was measured, a round each; and what went wrong."""

    measured: dict[tuple[Name, Name], list[Measured]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def values(self, work: str, server: str, metric: str) -> list[float]:
        """The values of a metric, round by round."""
        return [sample[metric] for sample in self.measured.get((work, server), []) if metric in sample]


@dataclass(frozen=True)
class Bench:
    """What is to be measured, of whom, and how often. Its logs and stores lie in `folder`."""

    servers: Mapping[Name, Server]
    works: Sequence[Work]
    data: Data
    folder: Path
    rounds: int
    seconds: float

    def run(self) -> Results:
        """Measure. What fails is noted, and the rest goes on."""
        results = Results()
        ready = [server for server in self.servers.values() if self._prepared(server, results)]
        steady = [work for work in self.works if not work.alone and work is not RESTED]
        if steady or RESTED in self.works:
            self._side_by_side(ready, steady, results)
        alone = [work for work in self.works if work.alone]
        for round_ in range(self.rounds if alone else 0):
            for server in _rotated(ready, round_):
                self._fresh(server, alone, round_, results)
        return results

    def _prepared(self, server: Server, results: Results) -> bool:
        _say(f"preparing {server.name}")
        try:
            server.prepare(self.data, self.folder)
        except Unavailable as error:
            results.notes.append(f"{server.name} is left out: {error}")
            return False
        return True

    def _side_by_side(self, servers: Sequence[Server], works: Sequence[Work], results: Results) -> None:
        """Start all, and measure them in turn: the others have nothing to do meanwhile."""
        with ExitStack() as stack:
            up = []
            for server in servers:
                found = _noted(results, server.name, partial(stack.enter_context, self._start(server)))
                up += [(server.name, found)] if found else []
            _compare(up, self.data, results)
            loads = [work for work in works if work is not REMEMBERED]
            for round_, work in product(range(self.rounds), loads or works):
                for name, address in _rotated(up, round_):
                    self._measure(work, name, address, round_, results)
                    if REMEMBERED in works and work in loads[-1:]:
                        self._measure(REMEMBERED, name, address, round_, results)
            if RESTED in self.works:
                time.sleep(REST)
                for name, address in up:
                    self._measure(RESTED, name, address, self.rounds - 1, results)

    def _fresh(self, server: Server, works: Sequence[Work], round_: int, results: Results) -> None:
        def measure() -> None:
            with self._start(server) as up:
                for work in works:
                    self._measure(work, server.name, up, round_, results)

        _noted(results, server.name, measure)

    def _start(self, server: Server) -> AbstractContextManager[Running]:
        query = self.data.queries(queries.SMALL)[0]
        return running(server, query, self.folder / f"{server.name}.log")

    def _measure(self, work: Work, name: str, server: Running, round_: int, results: Results) -> None:
        _say(f"round {round_ + 1} of {self.rounds}: {work.name}, {name}")
        asked = Asked(name, server, self.data, self.seconds)
        found = _noted(results, f"{work.name}, {name}", partial(work.measure, asked))
        if found is not None:
            results.measured.setdefault((work.name, name), []).append(found)


def _noted(results: Results, what: str, step: Callable[[], _Found]) -> _Found | None:
    """What a step returns; None, and an error among the results, where it fails."""
    try:
        return step()
    except (OSError, RuntimeError) as error:
        results.errors.append(f"{what}: {error}")
        _say(results.errors[-1])
        return None


def _compare(up: Sequence[tuple[Name, Running]], data: Data, results: Results) -> None:
    """Note where servers answer with different numbers of rows: they would do different work."""
    for template in (queries.SMALL, queries.AGGREGATE, queries.LARGE):
        query = data.queries(template)[0].replace(NONCE, "1")
        rows = {name: _noted(results, name, partial(_rows, server, query)) for name, server in up}
        if len(set(rows.values())) > 1:
            told = ", ".join(f"{name} {count}" for name, count in rows.items())
            results.notes.append(f"the numbers of rows differ for {template[:40]}…: {told}")


def _rows(server: Running, query: str) -> int:
    return len(json.loads(server.ask(query))["results"]["bindings"])


def _rotated(items: Sequence[_Found], turn: int) -> Sequence[_Found]:
    """Let each be first once."""
    first = turn % len(items) if items else 0
    return [*items[first:], *items[:first]]


def _say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)
