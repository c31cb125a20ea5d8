"""Reads the manifests of the W3C's test suites for SPARQL: which tests there are, and what each needs.

The vocabularies are those of the suites: `mf:` (manifest), `qt:` and `ut:` (query and update), `ht:` and
`cnt:` (HTTP requests).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = "https://w3c.github.io/rdf-tests/"
"""Where the suites are published; what is relative in a file is resolved against its address there."""

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True)
class Response:
    """What is expected: the digits that its status may begin with, its kind, the value of a boolean."""

    statuses: tuple[str, ...]
    kind: str | None
    boolean: bool | None


@dataclass(frozen=True)
class Request:
    """One request of a protocol test, the bytes of its body, and the response that is expected."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    expected: Response


@dataclass(frozen=True)
class Test:
    """One test: its name (`suite/folder#name`), its kind in `mf:`, and the addresses of its files.

    `named` maps the names of graphs to files. What a test has not is None or empty.
    """

    name: str
    kind: str
    query: str | None = None
    data: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    result: str | None = None
    lax: bool = False
    requests: tuple[Request, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of its manifest, such as `sparql11/aggregates`."""
        return self.name.partition("#")[0]


class Suite:
    """A folder with the layout of `w3c/rdf-tests`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, address: str) -> Path:
        """The file that is published at this address."""
        return self._folder / address.removeprefix(ROOT)

    def graph(self, address: str, format_: str = "turtle") -> Graph:
        """What a file of RDF says."""
        return Graph().parse(self.path(address), format=format_, publicID=address)

    def query(self, test: Test) -> str:
        """The text of the query of a test."""
        return self.path(test.query or "").read_text("utf-8")

    def data(self, test: Test) -> dict[str, str]:
        """The files of data that a test needs, by the name of the graph that each is to stand in.

        Some tests name them in the query alone.
        """
        files = {file: file for file in test.data} | test.named
        if test.kind == "QueryEvaluationTest":
            for name in FROM.findall(self.query(test)):
                address = urljoin(test.query or "", name)
                files[address] = address
        return files

    def tests(self, manifest: str) -> Iterator[Test]:
        """The tests of a manifest, given by its path in the folder, and of all that it includes, in order."""
        address = manifest if manifest.startswith(ROOT) else ROOT + manifest
        graph = self.graph(address)
        for included in _items(graph, URIRef(address), MF.include):
            yield from self.tests(str(included))
        folder = "/".join(address.removeprefix(ROOT).split("/")[1:-1])
        for node in _items(graph, URIRef(address), MF.entries):
            yield _test(graph, node, folder)


def _items(graph: Graph, subject: Node | None, predicate: URIRef) -> Iterator[Node]:
    """The members of the lists that a subject has under a predicate."""
    for head in graph.objects(subject, predicate):
        yield from Collection(graph, head)


def _test(graph: Graph, node: Node, folder: str) -> Test:
    action, result = graph.value(node, MF.action), graph.value(node, MF.result)
    query = action if isinstance(action, URIRef) else graph.value(action, QT.query)
    named = dict(_graphs(graph, action, QT.graphData)) | dict(_graphs(graph, node, UT.graphData))
    return Test(
        name=f"{folder}#{str(node).rpartition('#')[2]}",
        kind=str(graph.value(node, RDF.type)).removeprefix(str(MF)),
        query=None if query is None else str(query),
        data=tuple(str(file) for file in graph.objects(action, QT.data)),
        named=named,
        result=str(result) if isinstance(result, URIRef) else None,
        lax=graph.value(node, MF.resultCardinality) == MF.LaxCardinality,
        requests=tuple(_request(graph, each) for each in _items(graph, action, HT.requests)),
    )


def _graphs(graph: Graph, node: Node | None, predicate: URIRef) -> Iterator[tuple[str, str]]:
    """The named graphs of a test: a file under its own address, or under the name that its label gives."""
    for given in graph.objects(node, predicate):
        file = graph.value(given, QT.graph) or graph.value(given, UT.graph)
        yield str(graph.value(given, RDFS.label) or given), str(file or given)


def _request(graph: Graph, node: Node) -> Request:
    body, response = graph.value(node, HT.body), graph.value(node, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    kind = graph.value(response, MF.expectedFormat)
    statuses = (str(status)[-3] for status in graph.objects(response, MF.expectedStatus))
    text = graph.value(body, CNT.chars)
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers={
            str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
            for header in _items(graph, node, HT.headers)
        },
        body=None if text is None else str(text).encode(str(graph.value(body, CNT.characterEncoding))),
        expected=Response(
            tuple(sorted(statuses)),
            None if kind is None else str(kind),
            None if boolean is None else str(boolean) == "true",
        ),
    )
