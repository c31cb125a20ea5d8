"""How much of what was found there is of each kind, in each source, in each period."""

from __future__ import annotations

from collections.abc import Iterable

from horgos.search.found import Facets
from horgos.search.reading import Read

MOST = 40  # entries of one facet
PERIODS = 24  # of a dataset, about as many as one looks over
_STEPS = (1, 10, 50, 100, 500, 1000)  # years of a period

_KINDS = """
SELECT class, COUNT(*) AS n FROM kind JOIN json_each(?) ON thing = value
WHERE narrowest GROUP BY class ORDER BY n DESC, class LIMIT ?"""
_SOURCES = """
SELECT document, COUNT(*) AS n FROM source JOIN json_each(?) ON thing = value
GROUP BY document ORDER BY n DESC, document LIMIT ?"""
_SPANS = "SELECT DISTINCT thing, first, last FROM span JOIN json_each(?) ON thing = value"


def facets(read: Read, things: str) -> Facets:
    """The facets of the resources in a JSON list of numbers. Raises QueryTimeout."""
    return Facets(
        tuple(read(_KINDS, things, MOST)),
        tuple(read(_SOURCES, things, MOST)),
        tuple(_years(read(_SPANS, things), *read("SELECT min(first), max(last) FROM span")[0])),
    )


def _years(
    spans: Iterable[tuple[int, int, int]], first: int | None, last: int | None
) -> Iterable[tuple[int, int, int]]:
    """Periods of the dataset, as long as makes them few, in which something that was found has a time."""
    if first is None or last is None:
        return
    step = next((each for each in _STEPS if (last - first) / each <= PERIODS), _STEPS[-1])
    things: dict[int, set[int]] = {}
    for thing, begin, end in spans:
        for period in range(begin // step, end // step + 1):
            things.setdefault(period, set()).add(thing)
    for period in sorted(things):
        yield period * step, period * step + step - 1, len(things[period])
