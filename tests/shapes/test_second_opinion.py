"""The whole graph, validated a second time with rdflib in place of pyoxigraph."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph

from horgos.build import Built
from horgos.sources import Sources
from horgos.validation.run import check, run
from horgos.validation.shapes import read_shapes
from second_opinion import in_rdflib, results, told


# rdflib 7.6 still uses the names of Dataset that it has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_the_whole_graph_gets_the_same_report_from_both_engines(
    real_build: Built, real_sources: Sources
) -> None:
    """Of an rdflib dataset, asked for node after node, the report is that of the store."""
    shapes = read_shapes(real_sources)
    quads = (quad for quad in real_build.store if quad.graph_name != DefaultGraph())
    assert results(check(in_rdflib(quads), shapes, told)) == results(run(real_build.store, shapes, told))
