"""The engines that the tests of this folder are run on, and what one of them is known to do differently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import endpoints
from horgos.engine import Embedded, Engine, Limits, Remote

LIMITS = Limits(deadline=30)
DIFFERENT = {
    ("virtuoso", "test_the_default_graph_counts_a_statement_of_two_graphs_once"): (
        "Virtuoso 7 has no default graph but the union of all, which counts a triple once in each of them."
    ),
    ("virtuoso", "test_with_default_graphs_alone_no_graph_is_named"): (
        "Virtuoso 7 lets GRAPH reach all graphs where a dataset names none."
    ),
    ("virtuoso", "test_the_dataset_of_the_request_counts_before_that_of_the_query"): (
        "Virtuoso 7 adds the dataset of the request to that of the query."
    ),
}


POINT = '<http://e/s> <http://e/wkt> "POINT(80.369444 44.195556)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
BLANK = '_:b <http://e/blank> "b"'


@pytest.fixture(scope="session")
def oddities(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small store with more in it that engines are known to change."""
    lines = [f"{triple} <http://e/g3> .\n{triple} .\n" for triple in (POINT, BLANK)]
    path = tmp_path_factory.mktemp("oddities") / "store.nq"
    path.write_text(store.read_text() + "".join(lines))
    return path


@contextmanager
def started(name: str, store: Path, folder: Path) -> Iterator[Engine]:
    """An engine on a file of N-Quads: the one in this package, or another server behind it."""
    if name == "embedded":
        with Embedded(store, LIMITS) as embedded:
            yield embedded
        return
    server = {"oxigraph": endpoints.oxigraph, "virtuoso": endpoints.virtuoso}[name]
    with server(store, folder) as url, Remote(url, LIMITS) as remote:
        yield remote


@pytest.fixture(scope="session", params=["embedded", "oxigraph", "virtuoso"])
def engine(
    request: pytest.FixtureRequest, oddities: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn, on the same dataset."""
    with started(request.param, oddities, tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture(autouse=True)
def _known_differences(request: pytest.FixtureRequest) -> None:
    """Expect what is listed to fail, and nothing else; a listed test that passes fails too (xfail_strict)."""
    name = request.node.callspec.params["engine"]
    reason = DIFFERENT.get((name, request.node.originalname))
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
