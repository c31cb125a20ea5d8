"""The figures as Prometheus reads them: the rows of the board added up, and what is found at the moment."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from horgos.web.metrics import families
from horgos.web.metrics.families import BOUNDS, FAMILIES, PLACES, Family

if TYPE_CHECKING:
    from horgos.site import Publication
    from horgos.web.board import Board

Found = dict[Family, dict[tuple[str, ...], float]]

_SHAPES: dict[str, type[CounterMetricFamily] | type[GaugeMetricFamily]] = {
    "counter": CounterMetricFamily,
    "gauge": GaugeMetricFamily,
}
_BOUNDS = [*map(str, BOUNDS[:-1]), "+Inf"]
_PAGE = resource.getpagesize()
_NAMES = {f"horgos-{name}": name for name in ("web", "zygote", "query")}


def page(board: Board, publication: Publication, main: int, accept: str) -> tuple[bytes, str]:
    """The figures of `main` and all below it, in the format that a scraper accepts, and its content type."""
    registry = CollectorRegistry()
    registry.register(_Figures(board, publication, main))
    encoder, content_type = choose_encoder(accept)
    return encoder(registry), content_type


class _Figures(Collector):
    def __init__(self, board: Board, publication: Publication, main: int) -> None:
        self._totals = [sum(column) for column in zip(*board.rows(), strict=True)]
        self._publication = publication
        self._main = main

    def collect(self) -> Iterator[Metric]:
        """Every family of the table, in its order; of what has many labels only those that have counted."""
        found: Found = {
            families.DATASET: {(self._publication.digest,): 1.0},
            families.TRIPLES: {(): float(self._publication.manifest["counts"]["triples"])},
            families.BUILT: {(): self._publication.built},
            families.MEMORY: {(name,): float(size) for name, size in memory(self._main).items()},
        }
        for family in FAMILIES:
            yield self._histogram(family) if family.kind == "histogram" else self._simple(family, found)

    def _simple(self, family: Family, found: Found) -> Metric:
        metric = _SHAPES[family.kind](family.name, family.help, labels=[*family.labels])
        kept = {labels: self._totals[place] for labels, place in PLACES[family.name].items()}
        many = len(family.labels) > 1
        for labels, value in (found[family] if family.at_scrape else kept).items():
            if value or not many:
                metric.add_metric(list(labels), value)
        return metric

    def _histogram(self, family: Family) -> Metric:
        metric = HistogramMetricFamily(family.name, family.help, labels=[*family.labels])
        for labels, place in PLACES[family.name].items():
            counts = accumulate(self._totals[place : place + len(BOUNDS)])
            buckets = list(zip(_BOUNDS, counts, strict=True))
            metric.add_metric(list(labels), buckets, sum_value=self._totals[place + len(BOUNDS)])
        return metric


def memory(main: int) -> dict[str, int]:
    """The resident memory, in bytes, of a process and of all below it, by what they are."""
    sizes = dict.fromkeys(families.MEMORY.labels["process"], 0)
    waiting = [main]
    while waiting:
        folder = Path("/proc", str(waiting.pop()))
        with suppress(OSError):  # it has ended meanwhile
            name = _NAMES.get((folder / "comm").read_text().strip(), "main")
            sizes[name] += int((folder / "statm").read_text().split()[1]) * _PAGE
            waiting += _children(folder)
    return sizes


def _children(folder: Path) -> Iterator[int]:
    for thread in os.listdir(folder / "task"):  # noqa: PTH208  # the names are all that is wanted
        with suppress(OSError):
            yield from map(int, (folder / "task" / thread / "children").read_text().split())
