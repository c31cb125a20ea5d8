"""What the tests of the content share: its files, its quads, and short names for its terms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from horgos.sources import Loaded, Sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def source_texts() -> Path:
    """The folder of the source texts. They are no part of the project; where they are not, a test skips."""
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the source texts are not at hand; what does not need them is tested all the same")
    return folder


@pytest.fixture(scope="session")
def quads(real_loaded: Loaded) -> tuple[Quad, ...]:
    """Every quad of the ontology and the data, as the files state them: nothing derived, nothing merged."""
    return real_loaded.quads


@pytest.fixture(scope="session")
def stated(quads: tuple[Quad, ...]) -> Store:
    """The same in a store: the named graphs, and their merge as the default graph."""
    store = Store()
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return store


@pytest.fixture(scope="session")
def iri(real_sources: Sources) -> Callable[[str], NamedNode]:
    """The IRI of a prefixed name, by the prefixes of the graph."""

    def expanded(curie: str) -> NamedNode:
        found = real_sources.prefixes.expand(curie)
        assert found is not None, f"{curie} has no prefix of the graph"
        return NamedNode(found)

    return expanded
