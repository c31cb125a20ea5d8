"""A server goes on with what it has, whatever happens to the files it was made from."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from serving import serving

Edit = Callable[[dict[str, str | None]], Path]


@pytest.fixture
def cache(tiny_cache: Path) -> Path:
    """The cache of the servers."""
    return tiny_cache


@pytest.fixture
def address(edit: Edit, cache: Path) -> Iterator[str]:
    """A server on a copy of the tiny graph, which a test may break."""
    with serving("--graph", str(edit({})), "--cache", str(cache), "--processes", "1") as address:
        yield address


def horgos(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "horgos.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def fetch(address: str) -> bytes:
    """The body of what is at an address."""
    with urlopen(address) as response:
        return bytes(response.read())


def test_a_broken_file_does_not_reach_a_server_that_runs(address: str, edit: Edit, cache: Path) -> None:
    """`validate` refuses the new data, a new server does not start on it, the old one answers as before."""
    paths = (
        "data/gannet-light.ttl",
        "dumps/tiny.trig",
        "sparql?query=ASK%7B%7D",
        "prefixes.json",
        "shapes.ttl",
    )
    before = {path: fetch(address + path) for path in paths}
    folder = edit({"data/editorial.trig": "@prefix e: <https://example.org/tiny/id/> .\ne:x {"})
    refused = horgos("validate", str(folder))
    assert (refused.returncode, "data/editorial.trig:2" in refused.stdout) == (1, True)
    started = horgos("serve", "--graph", str(folder), "--cache", str(cache), "--port", "0")
    assert (started.returncode, "data/editorial.trig:2" in started.stderr) == (1, True)
    assert {path: fetch(address + path) for path in paths} == before


def test_a_folder_that_is_gone_does_not_reach_a_server_that_runs(address: str, edit: Edit) -> None:
    """Everything that is served was copied when it was published."""
    edit(
        {
            f"data/{name}": None
            for name in ("editorial.trig", "logbooks.trig", "sources.trig", "vocabulary.ttl")
        }
    )
    assert b"Gannet" in fetch(address + "page/gannet-light")


def test_a_port_that_is_taken_is_told(address: str, tiny_folder: Path, tmp_path: Path) -> None:
    """The second server says which one it wanted and how to choose another, before it builds; exit code 2."""
    port = address.rstrip("/").rpartition(":")[2]
    second = horgos("serve", "--graph", str(tiny_folder), "--cache", str(tmp_path / "cache"), "--port", port)
    assert second.returncode == 2
    assert f"port {port}" in second.stderr
    assert "--port" in second.stderr
    assert not (tmp_path / "cache").exists()
