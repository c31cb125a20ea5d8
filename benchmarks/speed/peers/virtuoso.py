"""Virtuoso (Debian's package `virtuoso-opensource`), with settings and a database of its own."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from speed.data import Data
from speed.servers import DEADLINE, Launch, Unavailable, free_port

LOADING = 120.0  # seconds
GRAPH = "https://w3id.org/horgos/"
SETTINGS = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 50
CheckpointInterval = 60
DirsAllowed = {data}
ThreadsPerQuery = 4
AsyncQueueMaxThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 64
ServerThreads = 64
MaxKeepAlives = 64
KeepAliveTimeout = 10
EnabledGzipContent = 0
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {deadline}
MaxQueryCostEstimationTime = 400
"""


class Virtuoso:
    """`virtuoso-t` on a database that the merge was loaded into: its default graph is the union of all."""

    name = "virtuoso"

    def prepare(self, data: Data, folder: Path) -> None:
        """Make a database, load the merge into one graph with isql, and shut down."""
        programs = [shutil.which(name) for name in ("virtuoso-t", "isql-vt")]
        if None in programs:
            raise Unavailable("there is no virtuoso-t; on Debian: apt-get install virtuoso-opensource")
        self.program, self.isql = map(str, programs)
        self.folder, self.port = folder / self.name, free_port()
        self.data = data.merge.parent
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._load(data.merge)

    def launch(self, port: int) -> Launch:
        """In the foreground; the lock of a server that was ended is taken away."""
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        values: dict[str, object] = {
            "folder": self.folder,
            "data": self.data,
            "sql": self.port,
            "http": port,
            "deadline": DEADLINE,
        }
        settings = self.folder / "virtuoso.ini"
        settings.write_text(SETTINGS.format(**values), "utf-8")
        return Launch((self.program, "+foreground", "+configfile", str(settings)), "/sparql")

    def _load(self, file: Path) -> None:
        command = self.launch(free_port()).command
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                self._sql("SELECT 1;", time.monotonic() + LOADING)
                load = f"ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
                self._sql(load, time.monotonic() + LOADING)
            finally:
                process.terminate()
                process.wait(LOADING)

    def _sql(self, statements: str, until: float) -> None:
        """Run statements, as soon as the server listens. Raises Unavailable."""
        command = [self.isql, f"127.0.0.1:{self.port}", "dba", "dba", f"exec={statements}"]
        while True:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LOADING)
            if not done.returncode and "Error" not in done.stderr:
                return
            if time.monotonic() > until:
                raise Unavailable(f"Virtuoso cannot be loaded: {done.stderr.strip()[-300:]}")
            time.sleep(0.2)
