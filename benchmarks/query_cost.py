"""What one tiny query costs through the engine, against the library called directly in the same run.

    python benchmarks/query_cost.py [--rounds 20] [--queries 500]

The engine adds a look at the words of the query, a trip to a query process and back, and two changes of
process by the kernel; the work of the query itself is the same on both sides, results as bytes included. The
rounds of the two alternate, so that a change in the load of the machine meets both. Per way: the median and
the 99th percentile of all its queries, in microseconds; then the ratio of the medians, and their difference,
which is what the engine costs. Figures of different machines, or of a machine at other work, do not compare.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from horgos.engine import Embedded, Limits, Query

THINGS = 1000
QUERIES = {
    "one row": "SELECT ?p ?o { <http://e/s7> ?p ?o }",
    "100 rows": "SELECT ?s ?o { ?s <http://e/p> ?o } LIMIT 100",
}
MICROSECONDS = 1e6


def write_store(folder: Path) -> Path:
    """Write a thousand triples, each in a named graph and in the default graph, as a build does."""
    path = folder / "store.nq"
    triples = [f'<http://e/s{number}> <http://e/p> "{number}"' for number in range(THINGS)]
    path.write_text("".join(f"{triple} <http://e/g> .\n{triple} .\n" for triple in triples))
    return path


def times(run: Callable[[], object], queries: int) -> list[float]:
    """How long each of so many runs took, in microseconds."""
    taken = []
    for _ in range(queries):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * MICROSECONDS)
    return taken


def compare(ways: dict[str, Callable[[], object]], rounds: int, queries: int) -> dict[str, list[float]]:
    """Run the ways in turn, round after round; return all their times, after a round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name, run in ways.items():
            if round_ == 0:
                times(run, queries)
            else:
                taken[name] += times(run, queries)
    return taken


def report(title: str, taken: dict[str, list[float]]) -> None:
    """Print a line for each way, and what they have to do with each other."""
    medians = {name: statistics.median(values) for name, values in taken.items()}
    print(title)
    for name, values in taken.items():
        last = statistics.quantiles(values, n=100)[98]
        print(f"  {name:<8} median {medians[name]:7.1f} µs   99th percentile {last:7.1f} µs")
    direct, engine = medians.values()
    print(f"  ratio {engine / direct:.2f}, difference {engine - direct:.1f} µs\n")


def direct(store: Store, text: str) -> bytes | None:
    """Answer a query with the library alone."""
    results = store.query(text)
    if not isinstance(results, QuerySolutions):
        raise TypeError(text)
    return results.serialize(format=QueryResultsFormat.JSON)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20, help="how often each way has its turn")
    parser.add_argument("--queries", type=int, default=500, help="queries in a turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = write_store(Path(folder))
        store = Store()
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
        with Embedded(path, Limits()) as engine:
            engine.ready()
            for title, text in QUERIES.items():
                query = Query(text)
                ways: dict[str, Callable[[], object]] = {
                    "direct": lambda text=text: direct(store, text),  # type: ignore[misc]
                    "engine": lambda query=query: engine.run(query),  # type: ignore[misc]
                }
                report(title, compare(ways, options.rounds, options.queries))


if __name__ == "__main__":
    main()
