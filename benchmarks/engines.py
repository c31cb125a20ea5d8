"""What a query costs over `--engine`, beside the engine in this program, with the same graph in one run.

    python benchmarks/engines.py [--rounds 10] [--queries 100] [--triples 1000000]

Starts Oxigraph's server and Virtuoso as the tests do, on this machine, and asks each engine in turn, so that
a change in the load of the machine meets all. Per engine and query: the median and the 99th percentile in
milliseconds, and the ratio of the median to the embedded engine's. Then how long a start takes to read a
graph of that many triples out of Oxigraph's server, which is what each start with `--engine` does first.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from horgos.build import build
from horgos.config import Config
from horgos.engine import Embedded, Engine, Limits, Query, Remote
from horgos.mirror import mirrored
from horgos.sources import read

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import endpoints  # noqa: E402  # the tests know how to start the other servers

QUERIES = {
    "one thing": "SELECT ?p ?o { <https://w3id.org/horgos/id/horgos-port> ?p ?o }",
    "all statements counted": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "1,000 rows": "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1000",
}
LIMITS = Limits(deadline=60)


def timed(engine: Engine, text: str, queries: int) -> list[float]:
    """How long each of these queries took, in milliseconds."""
    return [engine.run(Query(text)).seconds * 1000 for _ in range(queries)]


def compare(engines: dict[str, Engine], rounds: int, queries: int) -> None:
    """Ask all engines in turn, and print what it took."""
    for name, text in QUERIES.items():
        took: dict[str, list[float]] = {engine: [] for engine in engines}
        for _ in range(rounds):
            for engine, runner in engines.items():
                took[engine] += timed(runner, text, queries)
        base = statistics.median(took["embedded"])
        for engine, times in took.items():
            median, last = statistics.median(times), statistics.quantiles(times, n=100)[98]
            print(f"{name:24}{engine:12}{median:8.2f} ms {last:8.2f} ms (99 %) {median / base:6.2f} ×")


def large(folder: Path, triples: int) -> None:
    """Print how long it takes to read a graph of that size."""
    store = folder / "large.nq"
    with store.open("w") as file:
        for number in range(triples):
            triple = f'<http://e/s{number}> <http://e/p> "{number}"'
            file.write(f"{triple} <http://e/g{number % 10}> .\n{triple} .\n")
    with endpoints.oxigraph(store, folder) as url:
        start = time.monotonic()
        mirrored(Config.load({"engine": url}, {}), lambda _: None)
        seconds = time.monotonic() - start
    print(f"{triples:,} triples read in {seconds:.1f} s, {triples / seconds:,.0f} a second")


def main() -> None:
    """Start everything, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--triples", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        store = build(read(ROOT), folder).store_path
        engines: dict[str, Engine] = {"embedded": stack.enter_context(Embedded(store, LIMITS))}
        servers = {
            "oxigraph": endpoints.oxigraph(store, folder),
            "virtuoso": endpoints.virtuoso(store, folder, rows=1_000_000),
        }
        for server, running in servers.items():
            url = stack.enter_context(running)
            engines[server] = stack.enter_context(Remote(url, LIMITS))
        compare(engines, options.rounds, options.queries)
        stack.close()
        (folder / "large").mkdir()
        large(folder / "large", options.triples)


if __name__ == "__main__":
    main()
