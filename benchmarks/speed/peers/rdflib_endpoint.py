"""rdflib-endpoint (PyPI): FastAPI under uvicorn, over a store of rdflib."""

from __future__ import annotations

from pathlib import Path

from speed.data import Data
from speed.peers.python import installed
from speed.servers import Launch

REQUIREMENT = "rdflib-endpoint[cli,web]>=0.6,<0.7"


class RdflibEndpoint:
    """`rdflib-endpoint serve FILE`, as its documentation says. It knows no deadline."""

    name = "rdflib-endpoint"

    def prepare(self, data: Data, folder: Path) -> None:
        """Only install: it reads the file at each start."""
        self.program = installed("rdflib-endpoint", REQUIREMENT, folder)
        self.quads = data.quads

    def launch(self, port: int) -> Launch:
        """With the store that it takes by default."""
        where = ("--host", "127.0.0.1", "--port", str(port))
        return Launch((self.program, "serve", *where, str(self.quads)), "/")
