"""Takes note of every request: in the figures of this process, and in the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from horgos.web.metrics import families
from horgos.web.metrics.counts import observed
from horgos.web.metrics.families import OTHER, PLACES, ROUTES, STATUSES

if TYPE_CHECKING:
    from horgos.engine import Engine
    from horgos.web.exchange import Exchange
    from horgos.web.front import Front
    from horgos.web.metrics.counts import Counts
    from horgos.web.shared import Shared

_ROUTES = {"": "home", **{route: route for route in ROUTES if route != "home"}}
_STATUSES = {int(status): status for status in STATUSES if status != OTHER}
_REQUESTS, _REQUEST_SECONDS = PLACES[families.REQUESTS.name], PLACES[families.REQUEST_SECONDS.name]
_QUERIES, _QUERY_SECONDS = PLACES[families.QUERIES.name], PLACES[families.QUERY_SECONDS.name][()]
_BYTES, _ROWS = PLACES[families.RESPONSE_BYTES.name][()], PLACES[families.ROWS.name][()]


class Observer:
    """Counts exchanges and writes them into the log. One for each web process."""

    def __init__(self, shared: Shared, counts: Counts) -> None:
        self._shared = shared
        self._counts = counts

    def __call__(self, exchange: Exchange) -> None:
        """Take note of a request; see `exchange.Observe`. A cached answer takes a few microseconds more."""
        source, seconds, told = exchange.source, exchange.seconds, exchange.told
        changes: tuple[tuple[int, float], ...] = (
            (_REQUESTS[route(exchange.path), _STATUSES.get(exchange.status, OTHER), source], 1.0),
            (_BYTES, exchange.bytes),
            *observed(_REQUEST_SECONDS[(source,)], seconds),
        )
        if told is not None:
            changes += (query(told.form, exchange.outcome), (_ROWS, told.rows or 0))
            if source != "cache":
                changes += observed(_QUERY_SECONDS, seconds)
        self._counts.increase(*changes)
        if log := self._shared.log:
            log.write(exchange, self._shared.proxies.of(exchange.client, exchange.headers))


def route(path: str) -> str:
    """The class of a path: its first part, where that is one of those that are told apart."""
    return _ROUTES.get(path.split("/", 2)[1], OTHER) if path[:1] == "/" else OTHER


def query(form: str | None, outcome: str) -> tuple[int, float]:
    """What increases with a query of this form and outcome."""
    place = _QUERIES.get((form or OTHER, outcome))
    return (_QUERIES[OTHER, OTHER] if place is None else place), 1.0


class Look:
    """Measures what an engine and its front have to do. One for each engine."""

    def __init__(self, counts: Counts, engine: Engine, front: Front) -> None:
        self._counts = counts
        self._engine = engine
        self._front = front
        self._ended = 0

    def __call__(self) -> None:
        """Take note of how it is at the moment."""
        self._counts.set(families.CACHED_BYTES, value=self._front.kept)
        if census := self._engine.census():
            counts = self._counts
            counts.set(families.QUEUE, value=census.waiting)
            counts.set(families.PROCESSES, "idle", value=census.idle)
            counts.set(families.PROCESSES, "busy", value=census.busy)
            counts.add(families.ENDED, value=census.ended - self._ended)
            self._ended = census.ended
