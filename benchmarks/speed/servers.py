"""Start a server, wait until it answers, and stop it: the same for all of them."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote, urlsplit

from speed import processes
from speed.data import ROWS, Data

STARTING = 180.0  # seconds for a server to load the data and answer
STOPPING = 10.0  # seconds for it to stop when told to
POLLING = 0.005  # seconds between two looks
DEADLINE = 10  # seconds a query may take, where the server can be told


class Unavailable(Exception):
    """This machine lacks what a server needs; the message says what."""


@dataclass(frozen=True)
class Launch:
    """How to start a server: its command, the path of its endpoint, and what to do once it listens."""

    command: tuple[str, ...]
    endpoint: str
    environment: Mapping[str, str] = field(default_factory=dict)
    load: Callable[[str], None] = lambda _: None


class Server(Protocol):
    """One of those that are compared. `prepare` may take long, and is not measured."""

    name: str

    def prepare(self, data: Data, folder: Path) -> None:
        """Install and load what is there before a start. Raises Unavailable."""

    def launch(self, port: int) -> Launch:
        """How to start it on this port of the loopback address."""


@dataclass(frozen=True)
class Running:
    """A server that answers: its process, its address without a slash at the end, how long the start took."""

    pid: int
    address: str
    endpoint: str
    ready: float

    def path(self, query: str) -> str:
        """The path that asks a query."""
        return f"{self.endpoint}?query={quote(query, safe='')}"

    def ask(self, query: str, accept: str = ROWS, patience: float = 30.0) -> bytes:
        """The answer to one query. Raises OSError (URLError) where there is none, or an error."""
        request = urllib.request.Request(self.address + self.path(query), headers={"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=patience) as response:
                return bytes(response.read())
        except http.client.HTTPException as error:  # an answer that breaks off
            raise ConnectionError(error) from error


@contextmanager
def running(server: Server, query: str, log: Path) -> Iterator[Running]:
    """Start a server that was prepared, wait until it answers this query, and stop it in the end.

    Raises RuntimeError, with the end of what it said, where it does not answer.
    """
    port = free_port()
    launch = server.launch(port)
    with log.open("ab") as said:
        start = time.monotonic()
        process = _spawn(launch, said, log.parent)
        try:
            yield _answering(process, launch, f"http://127.0.0.1:{port}", query, start)
        except TimeoutError:
            end = log.read_text("utf-8", "replace")[-1000:]
            raise RuntimeError(f"{server.name} does not answer. The end of its log: {end}") from None
        finally:
            _stop(process)


def _spawn(launch: Launch, said: IO[bytes], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        launch.command,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        cwd=folder,
        env={**os.environ, **launch.environment},
    )


def _answering(
    process: subprocess.Popen[bytes], launch: Launch, address: str, query: str, start: float
) -> Running:
    """The server, once it answers. Raises TimeoutError where it ends before, or takes too long."""
    loaded = False
    while process.poll() is None and time.monotonic() < start + STARTING:
        with suppress(OSError, http.client.HTTPException):
            if not loaded:
                with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=1):
                    pass
                launch.load(address)
                loaded = True
            Running(process.pid, address, launch.endpoint, 0.0).ask(query)
            return Running(process.pid, address, launch.endpoint, time.monotonic() - start)
        time.sleep(POLLING)
    raise TimeoutError


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and, where it has not taken them with it, those below it."""
    below = processes.tree(process.pid)
    process.terminate()
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in below[1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def post(address: str, file: Path, media_type: str) -> None:
    """Send a file to an address. Raises OSError (URLError)."""
    headers = {"Content-Type": media_type, "Content-Length": str(file.stat().st_size)}
    with file.open("rb") as body:
        request = urllib.request.Request(address, data=body, headers=headers, method="POST")
        with urllib.request.urlopen(request, timeout=STARTING) as response:
            response.read()
