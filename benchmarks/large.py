"""A graph of ten million triples: building it beside `oxigraph load`, starting again, small lookups.

    .venv/bin/python benchmarks/large.py [--triples 10000000] [--seconds 5]

`oxigraph load` gets the dumps that our build wrote, which together are the quads and the merge that it loaded
itself. The lookups ask the same of as many lights on the graph of a thousandth of the size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speed import processes, wrk
from speed.data import ROWS, work_folder
from speed.peers.horgos import RUN
from speed.peers.oxigraph import REQUIREMENT
from speed.peers.python import installed
from speed.servers import Launch, Running, running
from synthetic import write

LOOKUP = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?label ?type "
    "{ <https://example.org/tiny/id/light-%d-3> skos:prefLabel ?label ; a ?type "
    "FILTER(STR(?label) != 'NONCE') }"
)
LIGHTS = 10


@dataclass
class Ours:
    """Our server on one folder, with a cache of its own."""

    folder: Path
    name: str = "ours"

    @property
    def options(self) -> tuple[str, ...]:
        """Which graph, and where it is built."""
        return "--graph", str(self.folder), "--cache", f"{self.folder}.cache"

    def prepare(self, *_: object) -> None:
        """Nothing: it is built for itself."""

    def launch(self, port: int) -> Launch:
        """The command of the README."""
        return Launch((sys.executable, str(RUN), "serve", "--port", str(port), *self.options), "/sparql")


def timed(what: str, command: Sequence[str]) -> float:
    """Run a command, and tell how many seconds and how much processor time it took; return the seconds."""
    before, start = os.times(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds, after = time.monotonic() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{what}: {seconds:.1f} s, {spent:.1f} s of processor time", flush=True)
    return seconds


def built(ours: Ours, triples: int) -> float:
    """Write a graph and build it; return how many seconds the build took."""
    shutil.rmtree(ours.folder, ignore_errors=True)
    shutil.rmtree(f"{ours.folder}.cache", ignore_errors=True)
    write(ours.folder, triples)
    build = ("dump", "--format", "nt", "--output", os.devnull)
    return timed(f"build of {triples:,} triples", [sys.executable, str(RUN), *build, *ours.options])


def looked_up(server: Running, seconds: float) -> float:
    """The median of small lookups over one connection, in milliseconds."""
    paths = [server.path(LOOKUP % light) for light in range(LIGHTS)]
    return wrk.run(server.address, paths, ROWS, 1, seconds).p50


def main() -> None:
    """Build, load, start, ask, and print the ratios beside the goals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--triples", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    folder = work_folder() / "large"
    folder.mkdir(parents=True, exist_ok=True)
    large, small = Ours(folder / "large"), Ours(folder / "small")
    building = built(large, options.triples)
    built(small, max(LIGHTS * 1000, options.triples // 1000))
    (publication,) = (path.parent for path in Path(f"{large.folder}.cache").glob("*/manifest.json"))
    shutil.rmtree(store := folder / "oxigraph", ignore_errors=True)
    command = [installed("oxigraph", REQUIREMENT, work_folder()), "load", "--location", str(store), "--file"]
    files = [str(publication / "dumps" / f"tiny.{format_}") for format_ in ("nq", "nt")]
    loading = timed("oxigraph load of the same", [*command, *files])
    taken = {}
    for ours in (small, large):
        with running(ours, LOOKUP % 0, folder / "ours.log") as server:
            taken[ours.folder.name] = looked_up(server, options.seconds)
            used, ready = processes.memory(server.pid), server.ready
    print(f"build: {loading / building:.2f} × oxigraph load (goal ≥ 0.8)")
    print(f"ready after another start: {ready:.2f} s (goal ≤ 2 s); {used:.0f} MB")
    print(f"small lookups: {taken['large'] / taken['small']:.2f} × their time on the small graph (goal ≤ 2)")


if __name__ == "__main__":
    main()
