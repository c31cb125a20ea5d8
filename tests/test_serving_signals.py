"""A server that is told to stop finishes what it began; one whose processes are killed is whole again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from asking import SLOW
from serving import busy, family, named, started, state, until

ASK = "sparql?query=ASK%7B%7D"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
AT_WORK = 0.1  # seconds of a processor; one that only starts takes less than 0.01
WHOLE = Counter({"horgos-web": 2, "horgos-zygote": 1, "horgos-query": 4})
Server = tuple[subprocess.Popen[str], str]


@pytest.fixture
def server(tiny_folder: Path, tiny_cache: Path) -> Iterator[Server]:
    """A server on the tiny graph, with two web processes and two query processes for each."""
    options = ("--graph", str(tiny_folder), "--cache", str(tiny_cache), "--workers", "2")
    with started(*options) as (process, address):
        until(lambda: Counter(family(process.pid).values()) >= WHOLE)
        yield process, address


class Query(threading.Thread):
    """A query that is run, and the status of its answer: none where the connection was closed."""

    def __init__(self, server: Server, query: str) -> None:
        super().__init__(daemon=True)
        self._connection = HTTPConnection(urlsplit(server[1]).netloc, timeout=60)
        self._connection.request("GET", f"/sparql?query={quote(query)}")
        self.status: int | None = None
        self.address = self._connection.sock.getsockname()
        until(lambda: self._is_run(server[0].pid))
        self.start()

    def _is_run(self, server: int) -> bool:
        """Whether a query process has worked for longer than the start of one takes."""
        return any(busy(pid) > AT_WORK for pid in named(server, "horgos-query"))

    def run(self) -> None:
        """Wait for the answer."""
        try:
            response = self._connection.getresponse()
            self.status = response.status if response.read() else None
        except (RemoteDisconnected, ConnectionError):
            pass
        finally:
            self._connection.close()


def answers(address: str) -> bool:
    """Whether a query is answered."""
    try:
        with urlopen(address + ASK) as response:
            return b"true" in response.read()
    except (HTTPError, URLError, ConnectionError):
        return False


def is_gone(address: str) -> bool:
    """Whether nobody listens there."""
    to = urlsplit(address)
    try:
        with socket.create_connection((to.hostname or "", to.port or 0), timeout=1):
            return False
    except OSError:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
def test_a_signal_stops_the_server_once_what_runs_is_answered(number: signal.Signals, server: Server) -> None:
    """Ctrl-C, or what a supervisor sends: nobody else is let in, a query in flight gets 200, exit code 0."""
    process, address = server
    query = Query(server, SLOW)
    process.send_signal(number)
    until(lambda: is_gone(address))
    assert process.wait(timeout=60) == 0
    query.join()
    assert query.status == 200


def test_a_second_signal_stops_it_at_once(server: Server) -> None:
    """What runs is not waited for, and nothing is left of it; the exit code tells."""
    process, address = server
    query, before = Query(server, ENDLESS), family(process.pid)
    process.terminate()
    until(lambda: is_gone(address))
    process.terminate()
    assert process.wait(timeout=60) == 1
    until(lambda: all(state(pid) in "XZ" for pid in before))
    query.join()
    assert query.status is None


def test_a_server_that_is_told_to_stop_while_it_starts_ends_at_once(
    tiny_folder: Path, tiny_cache: Path
) -> None:
    """It does not open the data first, and nothing is left of it."""
    options = ["serve", "--port", "0", "--graph", str(tiny_folder), "--cache", str(tiny_cache)]
    with subprocess.Popen([sys.executable, "-m", "horgos.cli", *options], stderr=subprocess.PIPE) as process:
        until(lambda: named(process.pid, "horgos-web"))
        left = family(process.pid)
        process.terminate()
        assert process.wait(timeout=60) == 0
        until(lambda: all(state(pid) in "XZ" for pid in left))


def test_what_does_not_end_in_time_is_ended(tiny_folder: Path, tiny_cache: Path) -> None:
    """The setting `grace` bounds how long a stop takes."""
    options = ("--graph", str(tiny_folder), "--cache", str(tiny_cache), "--grace", "1", "--deadline", "300")
    with started(*options) as (process, address):
        query = Query((process, address), ENDLESS)
        process.terminate()
        assert process.wait(timeout=60) == 0
        query.join()
        assert query.status is None


@pytest.mark.parametrize("name", ["horgos-query", "horgos-zygote", "horgos-web"])
def test_a_server_whose_processes_are_killed_is_whole_again(name: str, server: Server) -> None:
    """All processes of a kind at once, and again: others take their places, and queries are answered."""
    process, address = server
    whole = Counter(family(process.pid).values())
    for _ in range(2):
        killed = named(process.pid, name)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        until(lambda killed=killed: not set(killed) & set(family(process.pid)))
        until(lambda: Counter(family(process.pid).values()) == whole and answers(address))


def test_a_web_process_that_is_killed_takes_nothing_from_the_other(server: Server) -> None:
    """What the other one is doing is answered, and what the killed one had counted is not forgotten."""
    process, address = server
    # Both have counted themselves.
    until(lambda: "\nhorgos_web_process_starts_total 2.0\n" in figures(address))
    query = Query(server, SLOW)
    # A connection that is made may wait some time until a process takes it.
    until(lambda: any(holds(pid, query.address) for pid in named(process.pid, "horgos-web")))
    (other,) = (pid for pid in named(process.pid, "horgos-web") if not holds(pid, query.address))
    os.kill(other, signal.SIGKILL)
    query.join()
    assert query.status == 200
    until(lambda: len(named(process.pid, "horgos-web")) == 2 and answers(address))
    until(lambda: "\nhorgos_web_process_starts_total 3.0\n" in figures(address))


def holds(pid: int, client: tuple[str, int]) -> bool:
    """Whether a process has the connection of a client (proc(5): /proc/net/tcp, /proc/PID/fd)."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = {f"socket:[{row[9]}]" for row in rows if int(row[2].rpartition(":")[2], 16) == client[1]}
    return any(str(entry.readlink()) in ours for entry in Path(f"/proc/{pid}/fd").iterdir())


def figures(address: str) -> str:
    """What /metrics shows."""
    with urlopen(f"{address}metrics") as response:
        return str(response.read().decode())


def test_nothing_is_left_of_a_server_that_is_killed_and_a_supervisor_can_start_it_again(
    tiny_folder: Path, tiny_cache: Path, tmp_path: Path
) -> None:
    """The port is free at once, no process and no temporary file stays, and the graph is not built anew."""
    options = ("--graph", str(tiny_folder), "--cache", str(tiny_cache))
    before = set(tiny_cache.iterdir())
    port = 0
    for _ in range(2):
        with started(*options, port=port, TMPDIR=str(tmp_path)) as (process, address):
            port = urlsplit(address).port or 0
            assert answers(address)
            left = family(process.pid)
            process.kill()
            until(lambda left=left: all(state(pid) in "XZ" for pid in left))
            until(lambda address=address: is_gone(address))
            process.wait()
    assert list(tmp_path.iterdir()) == []
    assert set(tiny_cache.iterdir()) >= before


def test_a_server_that_is_killed_while_it_builds_leaves_no_builder_behind(server: Server) -> None:
    """The process that reads new data ends with the server."""
    process, _ = server
    whole = set(family(process.pid))
    process.send_signal(signal.SIGHUP)
    until(lambda: set(family(process.pid)) - whole)
    left = family(process.pid)
    process.kill()
    until(lambda: all(state(pid) in "XZ" for pid in left))
