"""What the tests of the content share: its files, its quads, and short names for its terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store
from rdflib import Dataset

from content.answers import Ask, Row, Value, bound, short
from content.answers import rows as answered
from content.coverage import BASE, DOCUMENTS, Item, items, rows
from content.coverage import Row as Covered
from content.passages import Passage
from content.passages import passages as described
from horgos.build import Built
from horgos.queries import Query, read
from horgos.sources import Loaded, Role, Sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def source_texts() -> Path:
    """The folder of the source texts. They are no part of the project; where they are not, a test skips."""
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the source texts are not at hand; what does not need them is tested all the same")
    return folder


@pytest.fixture(scope="session")
def texts(source_texts: Path) -> dict[str, str]:
    """The text of each document."""
    return {name: (source_texts / f"{name}.txt").read_text(encoding="utf-8") for name in DOCUMENTS}


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


@pytest.fixture(scope="session")
def passages(stated: Store) -> list[Passage]:
    """Every passage, in the order of its document."""
    return described(stated)


@pytest.fixture(scope="session")
def passage_graphs(quads: tuple[Quad, ...]) -> dict[str, set[Quad]]:
    """What each passage states, by its slug."""
    graphs = defaultdict(set)
    for quad in quads:
        name = str(quad.graph_name)[1:-1]
        if name.startswith(f"{BASE}source/"):
            graphs[name.removeprefix(f"{BASE}source/")].add(quad)
    return dict(graphs)


@pytest.fixture(scope="session")
def statements(passage_graphs: dict[str, set[Quad]]) -> dict[str, set[Item]]:
    """What the statements of each passage are called in the table of coverage."""
    return {passage: items(quads) for passage, quads in passage_graphs.items()}


@pytest.fixture(scope="session")
def table() -> list[Covered]:
    """The rows of the table of coverage."""
    return rows()


@pytest.fixture(scope="session")
def queries(real_sources: Sources) -> dict[str, Query]:
    """Every query of the library, by topic and name."""
    found = [read(file, real_sources.prefixes) for file in real_sources.of(Role.QUERY)]
    return {f"{query.topic}/{query.slug}": query for query in found}


@pytest.fixture(scope="session")
def store(real_build: Built) -> Store:
    """The built graph: what the files say, what follows by rule, and the merge."""
    return real_build.store


@pytest.fixture(scope="session")
def dataset(store: Store) -> Dataset:
    """The same quads in rdflib."""
    found = Dataset(default_union=False)
    found.parse(data=store.dump(format=RdfFormat.N_QUADS), format="nquads")
    return found


@pytest.fixture(scope="session")
def ask(queries: dict[str, Query], store: Store, real_sources: Sources) -> Ask:
    """Ask a query for columns, with values for its parameters."""

    def answer(query: str, columns: str, /, **values: Value) -> set[Row]:
        text = bound(queries[query], values, real_sources.prefixes)
        return {short(row, real_sources.prefixes) for row in answered(store, text, columns.split())}

    return answer
