"""Ask for each path once, over a few connections: what wrk cannot do, which asks until the time is over."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from speed.wrk import PATIENCE, Load


def walk(address: str, paths: Sequence[str], accept: str, connections: int) -> Load:
    """Ask for every path once. The asking itself costs about 0.1 ms of processor time for each."""
    parts = [paths[number::connections] for number in range(connections)]
    start = time.monotonic()
    with ThreadPoolExecutor(connections) as pool:
        answers = [
            answer
            for part in pool.map(lambda part: list(_each(address, part, accept)), parts)
            for answer in part
        ]
    seconds = time.monotonic() - start
    taken = [milliseconds for milliseconds, _, _ in answers]
    statuses = [status for _, status, _ in answers]
    return Load(
        requests=len(answers) - statuses.count(0),
        seconds=seconds,
        bytes=sum(size for _, _, size in answers),
        failed=statuses.count(0),
        refused=sum(status >= 400 for status in statuses),
        p50=statistics.median(taken),
        p99=statistics.quantiles(taken, n=100, method="inclusive")[98],
    )


def _each(address: str, paths: Sequence[str], accept: str) -> Iterator[tuple[float, int, int]]:
    """Milliseconds, status (0 where there was no answer) and bytes for each path, over one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    for path in paths:
        start = time.perf_counter()
        try:
            connection.request("GET", path, headers={"Accept": accept})
            response = connection.getresponse()
            status, size = response.status, len(response.read())
        except (OSError, http.client.HTTPException):
            connection.close()
            status, size = 0, 0
        yield (time.perf_counter() - start) * 1e3, status, size
    connection.close()
