"""The server that Oxigraph itself comes with (PyPI package `oxigraph`), on disk and in memory.

Without a deadline (`--timeout-s`): for each query it would start a thread that sleeps as long as that is, and
a few seconds of small queries use up all the threads that a process may have, which ends it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from speed.data import Data
from speed.peers.python import installed
from speed.servers import Launch, Unavailable, post

REQUIREMENT = "oxigraph>=0.5.13,<0.6"


class OnDisk:
    """`oxigraph serve-read-only`, of a store that `oxigraph load` made."""

    name = "oxigraph-disk"

    def prepare(self, data: Data, folder: Path) -> None:
        """Load the quads into a new store."""
        self.program = installed("oxigraph", REQUIREMENT, folder)
        self.store = folder / self.name
        shutil.rmtree(self.store, ignore_errors=True)
        command = [self.program, "load", "--location", str(self.store), "--file", str(data.quads)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"oxigraph load failed: {done.stderr.strip()[-300:]}")

    def launch(self, port: int) -> Launch:
        """As it comes."""
        where = ("--location", str(self.store), "--bind", f"127.0.0.1:{port}")
        return Launch((self.program, "serve-read-only", *where), "/query")


class InMemory:
    """`oxigraph serve` without a place on disk; the quads are sent to it once it listens."""

    name = "oxigraph-memory"

    def prepare(self, data: Data, folder: Path) -> None:
        """Only install: there is nothing that outlives a start."""
        self.program = installed("oxigraph", REQUIREMENT, folder)
        self.quads = data.quads

    def launch(self, port: int) -> Launch:
        """As it comes."""
        return Launch((self.program, "serve", "--bind", f"127.0.0.1:{port}"), "/query", load=self._load)

    def _load(self, address: str) -> None:
        post(f"{address}/store", self.quads, "application/n-quads")
