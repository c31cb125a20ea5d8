"""Start real SPARQL servers of other people, on ports of this machine alone, and stop them again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

STARTING = 120.0  # seconds, for a machine that is busy with other things

# Debian's package virtuoso-opensource-7-bin holds the programs alone: nothing is started by installing it.
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {rows}
"""
# Its default graph is the union of all graphs that a client may read: only those of the dataset.
VIRTUOSO_LOAD = """
DB.DBA.TTLP(file_to_string_output('{path}'), '', 'urn:x-default', 512);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 0);
{grants}
"""


@contextmanager
def oxigraph(store: Path, folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server that holds a file of N-Quads, the default graph included."""
    program, location = Path(sys.executable).with_name("oxigraph"), folder / "oxigraph"
    load = [program, "load", "--location", location, "--file", store]
    subprocess.run(load, check=True, capture_output=True)
    port = free_port()
    serve = [program, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    with running(serve, folder, f"http://127.0.0.1:{port}/query") as url:
        yield url


@contextmanager
def virtuoso(store: Path, folder: Path, rows: int = 1000) -> Iterator[str]:
    """The address of a Virtuoso server that holds the named graphs of a file of N-Quads.

    It cuts what has more rows.
    """
    home = folder / "virtuoso"
    home.mkdir()
    sql, http = free_port(), free_port()
    (home / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http, folder=home, rows=rows))
    serve = ["virtuoso-t", "+foreground", "+configfile", home / "virtuoso.ini"]
    with running(serve, home, f"http://127.0.0.1:{http}/sparql") as url:
        load_into_virtuoso(store, home, sql)
        yield url


def load_into_virtuoso(store: Path, home: Path, port: int) -> None:
    """Load the named graphs, and let whoever asks read these alone."""
    quads = [quad for quad in parse(path=store) if isinstance(quad.graph_name, NamedNode)]
    serialize(quads, home / "named.nq", RdfFormat.N_QUADS)
    graphs = sorted({quad.graph_name.value for quad in quads})
    grants = "\n".join(f"DB.DBA.RDF_GRAPH_USER_PERMS_SET('{graph}', 'nobody', 1);" for graph in graphs)
    script = home / "load.sql"
    script.write_text(VIRTUOSO_LOAD.format(path=home / "named.nq", grants=grants))
    isql = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", script]
    done = subprocess.run(isql, capture_output=True, text=True, check=False)
    assert "*** Error" not in done.stdout + done.stderr, done.stdout + done.stderr


@contextmanager
def running(command: Sequence[str | Path], folder: Path, url: str) -> Iterator[str]:
    """Run a server until the end of the block, and yield its address once it answers."""
    with (
        (folder / "output").open("w+") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as process,
    ):
        try:
            end = time.monotonic() + STARTING
            while not answers(url):
                assert process.poll() is None, (folder / "output").read_text()
                assert time.monotonic() < end, f"{command[0]} does not answer"
                time.sleep(0.05)
            yield url
        finally:
            process.kill()


def answers(url: str) -> bool:
    """Whether a query is answered."""
    try:
        with urlopen(f"{url}?query=ASK%7B%7D", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
