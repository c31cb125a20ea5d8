"""A small store, and an engine on it that the tests of this folder share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from horgos.engine import Embedded, Limits

MIB = 1024 * 1024


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred things, each in one of three graphs; one of them in two; all in the default graph too."""
    triples = [(f'<http://e/s{i}> <http://e/p{i % 3}> "{i}"', f"<http://e/g{i % 3}>") for i in range(300)]
    shared = "<http://e/shared> <http://e/p> <http://e/o>"
    lines = [f"{triple} {graph} .\n{triple} ." for triple, graph in triples]
    lines += [f"{shared} <http://e/g1> .", f"{shared} <http://e/g2> .", f"{shared} ."]
    path = tmp_path_factory.mktemp("store") / "store.nq"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="session")
def engine(store: Path) -> Iterator[Embedded]:
    """An engine with generous limits, for tests that do not end its processes."""
    with Embedded(store, Limits(deadline=30)) as engine:
        yield engine


@pytest.fixture
def start(store: Path) -> Iterator[Callable[[Limits], Embedded]]:
    """Start an engine with other limits; it is closed at the end of the test."""
    engines: list[Embedded] = []

    def start(limits: Limits) -> Embedded:
        engines.append(Embedded(store, limits))
        engines[-1].ready()
        return engines[-1]

    yield start
    for engine in engines:
        engine.close()


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Wait until something is true; fail when it is not true after ten seconds."""

    def eventually(condition: Callable[[], object]) -> None:
        until = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < until, "it did not come true"
            time.sleep(0.005)

    return eventually
