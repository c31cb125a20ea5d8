"""What is counted and measured: one table, which `docs/operations.md` is compared with.

Every value that a label can have stands here, so that each series has its place in the rows of the board and
no request can make a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Literal

from horgos.errors import error_types

Kind = Literal["counter", "gauge", "histogram", "state"]
Labels = Mapping[str, tuple[str, ...]]

OTHER = "other"
ROUTES = (
    *("home", "sparql", "id", "page", "data", "ns", "dumps", "queries", "static", "errors"),
    *("search", "search.json", "suggest.json", "reconcile", "browse", "map", "timeline", "statistics"),
    *("disagreements", "sources", "cite"),
    *("healthz", "readyz", "metrics", OTHER),
)
STATUSES = (
    *("0", "200", "204", "206", "301", "302", "303", "304", "308"),
    *("400", "404", "405", "406", "408", "413", "415", "416", "429", "500", "503", OTHER),
)
SOURCES = ("cache", "engine", "flask", "gate")
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", OTHER)
OUTCOMES = ("ok", *(kind.slug for kind in error_types()), "client-gone", OTHER)
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, inf)


@dataclass(frozen=True, eq=False)
class Family:
    """A family of metrics: its name, kind and meaning, and its labels with all the values they can have.

    A counter goes on when another process takes the row over, and so does a state; a gauge begins at 0.
    Where `at_scrape`, its values are not kept on the board but found when they are asked for.
    """

    name: str
    kind: Kind
    help: str
    labels: Labels
    at_scrape: bool = False


def _family(name: str, kind: Kind, help_: str, at_scrape: bool = False, **labels: tuple[str, ...]) -> Family:
    return Family(f"horgos_{name}", kind, help_, labels, at_scrape)


REQUESTS = _family(
    "requests_total",
    "counter",
    "Requests that were answered, by the first part of the path, the status, and who made the answer.",
    route=ROUTES,
    status=STATUSES,
    source=SOURCES,
)
REQUEST_SECONDS = _family(
    "request_seconds",
    "histogram",
    "Seconds from the head of a request to its response.",
    source=SOURCES,
)
RESPONSE_BYTES = _family("response_bytes_total", "counter", "Bytes of the bodies of all responses.")
QUERIES = _family(
    "queries_total",
    "counter",
    "Queries, by their form and what came of them: ok, or the last part of the address of the problem type.",
    form=FORMS,
    outcome=OUTCOMES,
)
QUERY_SECONDS = _family(
    "query_seconds", "histogram", "Seconds that requests with a query took that were not in the cache."
)
ROWS = _family("result_rows_total", "counter", "Rows and triples of answers, where counting them is cheap.")
LOST = _family("access_log_lost_total", "counter", "Lines of the access log that could not be written.")
QUEUE = _family("queue_length", "gauge", "Queries that wait for a query process.")
PROCESSES = _family(
    "query_processes", "gauge", "Query processes that are ready, by what they do.", state=("idle", "busy")
)
ENDED = _family(
    "query_processes_ended_total",
    "counter",
    "Query processes that ended or were ended: at a limit, for others that waited, or from outside.",
)
CACHED_BYTES = _family("cache_bytes", "gauge", "Bytes that the kept answers of all web processes take.")
STARTS = _family("web_process_starts_total", "counter", "Web processes that were started.")
RELOADS = _family(
    "reloads_total",
    "counter",
    "Times that new data was asked for, by what came of it: served, unchanged, refused since it does not "
    "validate, or failed.",
    outcome=("served", "unchanged", "refused", "failed"),
)
RELOADED = _family(
    "last_reload_timestamp_seconds", "gauge", "When new data was last asked for, in Unix time; 0 for never."
)
RELOAD_SECONDS = _family("last_reload_seconds", "gauge", "Seconds from then until it was served, or refused.")
RELOAD_GOOD = _family(
    "last_reload_successful", "gauge", "1 where that was served or had not changed, 0 where it was refused."
)
DATASET = _family(
    "dataset_info", "gauge", "1, with the digest of the files that are served.", at_scrape=True, digest=()
)
TRIPLES = _family("dataset_triples", "gauge", "Distinct statements of the dataset.", at_scrape=True)
BUILT = _family(
    "dataset_built_timestamp_seconds", "gauge", "When it was built, in Unix time.", at_scrape=True
)
MEMORY = _family(
    "resident_memory_bytes",
    "gauge",
    "Resident memory of the processes of the server; what several of them share counts for each.",
    at_scrape=True,
    process=("main", "web", "zygote", "query"),
)

FAMILIES = (
    *(REQUESTS, REQUEST_SECONDS, RESPONSE_BYTES, QUERIES, QUERY_SECONDS, ROWS, QUEUE, PROCESSES, ENDED),
    *(CACHED_BYTES, STARTS, RELOADS, RELOADED, RELOAD_SECONDS, RELOAD_GOOD, DATASET, TRIPLES, BUILT, MEMORY),
    LOST,
)

STARTED = _family(
    "started", "state", "When the last process in this row was started, on the monotonic clock."
)
YOUNG = _family(
    "young", "state", "How many in this row, one after the other, have died soon after their start."
)
SERVED = _family("served", "gauge", "The turn of the publication that this process serves; see `Board`.")
PREPARED = _family("prepared", "gauge", "The turn of the one it has made ready; negative where that failed.")
MAKING = _family("making", "gauge", "How many pages the process makes at the moment; see `front.balance`.")
_AMONG_US = (STARTED, YOUNG, SERVED, PREPARED, MAKING)
"""What the processes tell each other, and nobody else."""


def _series(family: Family) -> Iterator[tuple[str, ...]]:
    """The values of the labels of each series that is kept on the board."""
    return iter(()) if family.at_scrape else product(*family.labels.values())


def _layout() -> tuple[dict[str, dict[tuple[str, ...], int]], int]:
    places: dict[str, dict[tuple[str, ...], int]] = {}
    width = 0
    for family in (*FAMILIES, *_AMONG_US):
        size = len(BOUNDS) + 1 if family.kind == "histogram" else 1
        labels = list(_series(family))
        places[family.name] = {values: width + size * index for index, values in enumerate(labels)}
        width += size * len(labels)
    return places, width


PLACES, WIDTH = _layout()
GAUGES = [
    place
    for family in (*FAMILIES, *_AMONG_US)
    if family.kind == "gauge"
    for place in PLACES[family.name].values()
]
"""Where in a row each series of a family begins, by the values of its labels; and how wide a row is.

A histogram has one number for each of `BOUNDS`, of what was at most that and more than the one before, and
then their sum.
"""
