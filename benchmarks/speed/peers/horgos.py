"""Ours, started as the README says."""

from __future__ import annotations

import sys
from pathlib import Path

from speed.data import Data
from speed.servers import Launch

RUN = Path(__file__).resolve().parents[3] / "run.py"


class Horgos:
    """`python3 run.py serve`; the graph is already built, as on any start but the first."""

    name = "ours"

    def prepare(self, data: Data, folder: Path) -> None:
        """Nothing to do: the data is what this server has published."""
        del folder
        self.cache = data.publication.folder.parent

    def launch(self, port: int) -> Launch:
        """The command of the README, on a port of its own."""
        command = (sys.executable, str(RUN), "serve", "--port", str(port), "--cache", str(self.cache))
        return Launch(command, "/sparql")
