"""Puts the data of all tests into one publication, so that one server answers them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from conformance.manifest import Suite
from horgos.config import Config
from horgos.site import publish

EDITORIAL = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<https://example.org/suite/graph/editorial> {
  <https://example.org/suite/dataset> a void:Dataset ;
    dcterms:title "The data of the test suites"@en ;
    dcterms:description "What the tests ask about, each file a graph."@en ;
    dcterms:license <https://www.w3.org/copyright/test-suite-license-2023/> ;
    void:uriSpace "https://example.org/suite/" .
}
"""


def prepare(suite: Suite, graphs: Mapping[str, str], folder: Path) -> list[str]:
    """Publish files as named graphs, in a folder; returns the options that make `horgos serve` serve them.

    `graphs` has the address of a file under the name of its graph. The suites hold what a graph of the
    project may not, such as numbers that are not written in their canonical form. So a graph that describes a
    dataset is published as always, and the data is then put into its store, past the validation.
    """
    graph, cache = folder / "graph", folder / "cache"
    (graph / "data").mkdir(parents=True)
    (graph / "data" / "editorial.trig").write_text(EDITORIAL, "utf-8")
    publication = publish(Config.load({"graph": graph, "cache": cache}, {}), lambda _: None)
    with publication.store.open("ab") as store:
        serialize(_merged(_quads(suite, graphs)), store, RdfFormat.N_QUADS)
    return [f"--graph={graph}", f"--cache={cache}", "--processes=1", "--workers=1"]


def _quads(suite: Suite, graphs: Mapping[str, str]) -> Iterator[Quad]:
    for name, file in graphs.items():
        path = suite.path(file)
        format_ = RdfFormat.from_extension(path.suffix[1:])
        for quad in parse(path=path, format=format_, base_iri=file, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))


def _merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, and their merge in the default graph, as a build writes it."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
