"""New data for a server that runs: served whole by all its processes, or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from horgos.config import Config
from horgos.site import publish
from serving import named, started, until

Edit = Callable[[dict[str, str | None]], Path]
FILE = "data/editorial.trig"
OLD, NEW = "Gannet Rock Light", "Beacon Rock Light"
ADDED = '\ng:editorial { e:gannet-light skos:altLabel "The light"@en }\n'
PATHS = (
    "/sparql?query=SELECT%20%28COUNT%28*%29%20AS%20%3Fn%29%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
    "/data/gannet-light.ttl",
    "/page/gannet-light",
    "/dumps/tiny.nt",
)


@pytest.fixture
def errors(tmp_path: Path) -> Path:
    """The file that the server writes its log to."""
    return tmp_path / "errors"


@pytest.fixture
def cache(tiny_cache: Path) -> Path:
    """The cache of the server."""
    return tiny_cache


@pytest.fixture
def server(edit: Edit, cache: Path, errors: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a copy of the tiny graph."""
    options = ("--graph", str(edit({})), "--cache", str(cache), "--workers", "1")
    with started(*options, errors=errors) as (process, address):
        yield process, address.rstrip("/")


def text(edit: Edit) -> str:
    """What stands in the file that the tests change."""
    return (edit({}) / FILE).read_text("utf-8")


def fetch(address: str) -> bytes:
    """The body of what is at an address."""
    with urlopen(address) as response:
        return bytes(response.read())


def figure(address: str, name: str) -> float:
    """One of the figures at /metrics."""
    lines = fetch(f"{address}/metrics").decode().splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def reloads(address: str, outcome: str) -> float:
    """How often new data was asked for and this came of it."""
    return figure(address, f'horgos_reloads_total{{outcome="{outcome}"}}')


class Client(threading.Thread):
    """Asks for all the paths again and again over one connection, and keeps what it got."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._address = urlsplit(address).netloc
        self.enough = threading.Event()
        self.answers: list[tuple[str, int, bytes]] = []

    def run(self) -> None:
        """Ask until it is enough."""
        connection = HTTPConnection(self._address, timeout=20)
        while not self.enough.is_set():
            for path in PATHS:
                connection.request("GET", path)
                response = connection.getresponse()
                self.answers.append((path, response.status, response.read()))
        connection.close()


def test_no_request_fails_while_new_data_comes_in_and_each_answer_is_of_one_piece(
    server: tuple[subprocess.Popen[str], str], edit: Edit
) -> None:
    """Each answer is the old or the new one, and on one connection no old one comes after a new one."""
    process, address = server
    before = {path: fetch(address + path) for path in PATHS}
    clients = [Client(address) for _ in range(4)]
    for client in clients:
        client.start()
    edit({FILE: text(edit).replace(OLD, NEW) + ADDED})
    process.send_signal(signal.SIGHUP)
    until(lambda: reloads(address, "served"))
    asked = [len(client.answers) for client in clients]
    until(lambda: all(len(c.answers) > n + 2 * len(PATHS) for c, n in zip(clients, asked, strict=True)))
    for client in clients:
        client.enough.set()
        client.join()
    after = {path: fetch(address + path) for path in PATHS}
    assert all(before[path] != after[path] for path in PATHS)
    for client in clients:
        assert {status for _, status, _ in client.answers} == {200}
        for path in PATHS:
            bodies = [body for asked_for, _, body in client.answers if asked_for == path]
            assert bodies[0] == before[path]
            assert bodies == sorted(bodies, key=[before[path], after[path]].index)
            assert bodies[-1] == after[path]


def test_a_web_process_that_is_replaced_after_new_data_serves_the_new(
    server: tuple[subprocess.Popen[str], str], edit: Edit
) -> None:
    """All of them are ended: those that take their place know what is served now."""
    process, address = server
    edit({FILE: text(edit).replace(OLD, NEW)})
    process.send_signal(signal.SIGHUP)
    until(lambda: reloads(address, "served"))
    for pid in named(process.pid, "horgos-web"):
        os.kill(pid, signal.SIGKILL)
    until(lambda: figure_or_nothing(address) == 4)
    assert all(NEW.encode() in fetch(f"{address}/data/gannet-light.ttl") for _ in range(8))


def figure_or_nothing(address: str) -> float:
    """How many web processes have been started so far, where somebody answers."""
    try:
        return figure(address, "horgos_web_process_starts_total")
    except OSError:
        return 0.0


def test_new_data_that_does_not_validate_is_refused_and_the_old_goes_on(
    server: tuple[subprocess.Popen[str], str], edit: Edit, errors: Path
) -> None:
    """The report is in the log, the refusal in the figures; the server stays ready; mended data is taken."""
    process, address = server
    good, before = text(edit), {path: fetch(address + path) for path in PATHS}
    edit({FILE: good + "\njunk"})
    process.send_signal(signal.SIGHUP)
    until(lambda: reloads(address, "refused"))
    assert f"{FILE}:{good.count(chr(10)) + 2}" in errors.read_text()
    assert "goes on with what it has" in errors.read_text()
    assert figure(address, "horgos_last_reload_successful") == 0
    assert b"ready" in fetch(f"{address}/readyz")
    assert {path: fetch(address + path) for path in PATHS} == before
    edit({FILE: good})
    process.send_signal(signal.SIGHUP)
    until(lambda: reloads(address, "unchanged"))
    assert figure(address, "horgos_last_reload_successful") == 1


def test_a_publication_that_cannot_be_opened_is_served_by_no_process(
    edit: Edit, tiny_cache: Path, tmp_path: Path
) -> None:
    """It validates, but its store is damaged: the old goes on everywhere."""
    old, cache = text(edit), tmp_path / "cache"
    config = Config.load({"graph": edit({FILE: old.replace(OLD, NEW)}), "cache": tiny_cache}, {})
    new = publish(config, lambda _: None).folder.name
    edit({FILE: old})
    shutil.copytree(tiny_cache, cache)
    (cache / new / "store.nq").write_text("no quads")
    with started("--graph", str(config.graph), "--cache", str(cache), "--workers", "1") as (process, address):
        edit({FILE: old.replace(OLD, NEW)})
        process.send_signal(signal.SIGHUP)
        until(lambda: reloads(address.rstrip("/"), "failed"))
        assert all(OLD.encode() in fetch(f"{address}data/gannet-light.ttl") for _ in range(8))


def test_files_are_watched_where_that_is_wished(edit: Edit, cache: Path) -> None:
    """With --reload, saving a file is enough."""
    options = ("--graph", str(edit({})), "--cache", str(cache), "--processes", "1", "--reload")
    with started(*options) as (_, address):
        edit({FILE: text(edit).replace(OLD, NEW)})
        until(lambda: NEW.encode() in fetch(f"{address}data/gannet-light.ttl"))
