"""One server for all that is done to it, with limits so low that they are reached soon."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import serving
from wire import Endpoint

LIMITS = {
    "processes": 1,
    "workers": 2,
    "queue": 16,
    "deadline": 5,
    "memory": 64,
    "result": 1,
    "query-length": 512,
    "nesting": 200,
    "sending": 1,
}
HOSTILE = Path(__file__).parent / "hostile.trig"
ENDLESS = 'g:editorial { e:endless a org:Organization ; skos:prefLabel "%s"@en . }' % ("x" * 5000)


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The access log of the server."""
    return tmp_path_factory.mktemp("log") / "access.jsonl"


@pytest.fixture(scope="session")
def server(tiny_folder: Path, log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """`horgos serve` on the tiny graph and on a file of names that are meant to do harm."""
    folder = tmp_path_factory.mktemp("abuse") / "graph"
    shutil.copytree(tiny_folder, folder)
    (folder / "data" / HOSTILE.name).write_text(HOSTILE.read_text("utf-8") + ENDLESS, "utf-8")
    options = {"graph": folder, "cache": folder.parent / "cache", "access-log": log, **LIMITS}
    with serving(*(f"--{name}={value}" for name, value in options.items())) as address:
        yield Endpoint.at(address)


@pytest.fixture(autouse=True)
def still_answering(server: Endpoint) -> Iterator[None]:
    """After each test: a plain query, sent at once, is answered; nothing has to heal first."""
    yield
    plain = server.ask("ASK {}")
    assert (plain.status, plain.json["boolean"]) == (200, True)
