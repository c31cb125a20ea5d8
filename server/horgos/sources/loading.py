"""Load all files of a graph: its quads in named graphs, all that is wrong with them, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, DefaultGraph, NamedNode, Quad
from pyoxigraph import Dataset as Quads

from horgos.report import Finding, Severity
from horgos.sources.dataset import Dataset, describe
from horgos.sources.files import Role, SourceFile, Sources
from horgos.sources.lint import lint
from horgos.sources.parsing import Document, parse_file
from horgos.sources.places import LineIndex

_LOADED = (Role.ONTOLOGY, Role.DATA)


@dataclass(frozen=True)
class Loaded:
    """What the files of a graph say. `dataset` is None where the graph does not describe itself rightly."""

    sources: Sources
    quads: tuple[Quad, ...]
    findings: tuple[Finding, ...]
    index: LineIndex
    dataset: Dataset | None

    @property
    def conforms(self) -> bool:
        """True where nothing was found that forbids publishing."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)


def load(sources: Sources) -> Loaded:
    """Parse and lint every file; all findings of all files are kept.

    A TriG file names its graphs itself; `data/x.ttl` is the graph `graph/x` of the dataset, and all of
    `ontology/` the graph `graph/ontology`. The other files are checked, but no part of the quads.
    """
    documents = list(read_each(sources))
    loaded = [document for document in documents if document.file.role in _LOADED]
    dataset = describe(quad for document in loaded for quad in document.quads)
    findings = [finding for document in documents for finding in document.findings]
    known = dataset if isinstance(dataset, Dataset) else None
    index = LineIndex(partial(_texts, tuple(loaded), known))
    if isinstance(dataset, Finding) and all(document.complete for document in loaded):
        findings.append(_located(dataset, index))
    quads = labelled([quad for document in loaded for quad in _named(document, known)])
    return Loaded(sources, tuple(quads), tuple(sorted(findings, key=_order)), index, known)


def read_each(sources: Sources) -> Iterator[Document]:
    """Parse and lint one file after the other; none is held here."""
    return (_document(sources, file) for file in sources.files)


def find_dataset(sources: Sources) -> Dataset | Finding:
    """What the dataset says of itself in the files that name `void:uriSpace`; no other file is parsed."""
    naming = (file for role in _LOADED for file in sources.of(role) if _names_space(file))
    return describe(quad for file in naming for quad in _document(sources, file).quads)


def _names_space(file: SourceFile) -> bool:
    try:
        return b"uriSpace" in file.location.read_bytes()
    except OSError:
        return False


def named_quads(document: Document, dataset: Dataset) -> list[Quad]:
    """The quads of a document, each in its named graph; none of a file that is only checked."""
    if document.file.role not in _LOADED:
        return []
    return list(_named(document, dataset)) if _graph(document.file, dataset) else document.quads


def _document(sources: Sources, file: SourceFile) -> Document:
    allowed = sources.prefixes_of(file)
    document = parse_file(file, allowed)
    lint(document, allowed)
    return document


def _order(finding: Finding) -> tuple[str, int, int]:
    return finding.file or "", finding.line or 0, finding.column or 0


def _located(finding: Finding, index: LineIndex) -> Finding:
    place = index.find(finding.focus) if finding.focus else None
    return replace(finding, file=place[0], line=place[1]) if place else finding


def _graph(file: SourceFile, dataset: Dataset | None) -> str | None:
    """The graph of the triples that stand in no braces."""
    if dataset is None or file.location.suffix == ".trig":
        return None
    name = "ontology" if file.role is Role.ONTOLOGY else Path(file.path).stem
    return dataset.iri_of(f"graph/{name}")


def _texts(documents: Iterable[Document], dataset: Dataset | None) -> dict[str, tuple[str, str | None]]:
    return {document.file.path: (document.text, _graph(document.file, dataset)) for document in documents}


def _named(document: Document, dataset: Dataset | None) -> Iterator[Quad]:
    graph = _graph(document.file, dataset)
    for quad in document.quads:
        if graph is not None and isinstance(quad.graph_name, DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))
        else:
            yield quad


def labelled(quads: list[Quad]) -> Iterable[Quad]:
    """The quads with labels of blank nodes that the data alone determines (RDF Dataset Canonicalization)."""
    blank = [quad for quad in quads if BlankNode in (type(quad.subject), type(quad.object))]
    if not blank:
        return quads
    labelled = Quads(blank)
    labelled.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return chain(set(quads).difference(blank), labelled)
