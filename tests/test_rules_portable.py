"""The rules are plain SPARQL 1.1: another engine, by other people, concludes the same."""

from __future__ import annotations

import pytest
from rdflib import Dataset, Graph, URIRef

from conftest import REPOSITORY
from horgos.build import Built

RULES = sorted(path.stem for path in (REPOSITORY / "ontology" / "rules").glob("*.rq"))


@pytest.fixture(scope="module")
def told(real_build: Built) -> Dataset:
    """The built graph that comes with the program, read by the other engine."""
    dataset = Dataset()
    dataset.parse(real_build.folder / "store.nq", format="nquads")
    return dataset


# rdflib's own parser uses a name that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("slug", RULES)
def test_another_engine_concludes_the_same(slug: str, told: Dataset, real_build: Built) -> None:
    """From the finished graph, each rule's graph comes out literal by literal; and none is empty."""
    rule = (REPOSITORY / "ontology" / "rules" / f"{slug}.rq").read_text(encoding="utf-8")
    built: Graph = told.graph(URIRef(f"{real_build.dataset.base}rule/{slug}"))
    assert set(told.query(rule)) == set(built)
    assert len(built) > 0
