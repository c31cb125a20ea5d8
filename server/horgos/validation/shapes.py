"""Read the files of shapes into one shapes graph (SHACL, 1.4), and refuse what no validator could use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import SH as TERMS
from rdflib import Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from horgos.errors import InvalidGraph
from horgos.report import Finding, Report
from horgos.sources import LineIndex, Role, SourceFile, Sources
from horgos.terms import Prefixes

SH = "http://www.w3.org/ns/shacl#"
_SPARQL, _PREFIXES, _DECLARE, _PREFIX, _NAMESPACE = (
    NamedNode(f"{SH}{name}") for name in ("sparql", "prefixes", "declare", "prefix", "namespace")
)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ANY_URI = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
_KINDS = (NamedNode(f"{SH}NodeShape"), NamedNode(f"{SH}PropertyShape"))
_QUERIES = (NamedNode(f"{SH}select"), NamedNode(f"{SH}ask"))
_USED = re.compile(r"([\w-]*):")
_PLACE = re.compile(r"^error at (\d+):(\d+):\s*")


@dataclass(frozen=True)
class Shapes:
    """The shapes of a graph: as pySHACL reads them, and where in the files each is described."""

    graph: Graph
    store: Store
    index: LineIndex
    prefixes: Prefixes

    @property
    def count(self) -> int:
        """How many shapes there are, of nodes and of properties."""
        return sum(1 for kind in _KINDS for _ in self.store.quads_for_pattern(None, _TYPE, kind, None))

    def place(self, iri: str) -> tuple[str | None, int | None]:
        """File and line where a shape is described, as far as they are known."""
        return self.index.find(iri) or (None, None)


def read_shapes(sources: Sources) -> Shapes:
    """Read every file of shapes.

    A SPARQL constraint may use the prefixes that its file may use, whatever its `sh:prefixes` points to:
    a file taken over from another graph keeps the prefixes it was written with. Raises InvalidGraph where
    a file is not Turtle, or a query in it is not SPARQL.
    """
    store, texts, findings = Store(), dict[str, tuple[str, str | None]](), list[Finding]()
    index = LineIndex(lambda: texts)
    parsed: list[tuple[Prefixes, list[Quad]]] = []
    for file in sources.of(Role.SHAPES):
        text = file.location.read_text("utf-8")
        texts[file.path] = (text, None)
        try:
            quads = list(parse(text, RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            findings.append(_not_turtle(file, error))
        else:
            store.extend(_with_prefixes(quads, sources.prefixes_of(file)))
            parsed.append((sources.prefixes_of(file), quads))
    findings += [finding for prefixes, quads in parsed for finding in _not_sparql(quads, prefixes, index)]
    findings += [finding for prefixes, quads in parsed for finding in _not_shacl(quads, prefixes, index)]
    if findings:
        raise broken(findings, sources.prefixes)
    return Shapes(_in_memory(store), store, index, sources.prefixes)


def _in_memory(store: Store) -> Graph:
    """A copy that rdflib holds itself, without contexts: pySHACL looks up triples by the ten thousand."""
    graph = Graph("SimpleMemory", bind_namespaces="none")
    for triple in Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID):
        graph.add(triple)
    return graph


def broken(findings: Sequence[Finding], prefixes: Prefixes) -> InvalidGraph:
    """The error for shapes that cannot be used."""
    return InvalidGraph(
        "The shapes cannot be used.",
        Report(tuple(findings), prefixes=dict(prefixes.namespaces)),
        advice="Correct what the report names.",
    )


def _not_turtle(file: SourceFile, error: SyntaxError) -> Finding:
    return Finding(
        f"This is not valid Turtle: {error.msg}.",
        "Correct the statement here or the end of the one before it.",
        file=file.path,
        line=error.lineno,
        column=error.offset,
    )


def _with_prefixes(quads: Sequence[Quad], prefixes: Prefixes) -> Iterator[Quad]:
    """The triples, with the prefixes of each query declared for it alone.

    pySHACL parses a query anew for every focus node, and with its whole prologue each time.
    """
    queries = {
        quad.subject: quad.object.value
        for quad in quads
        if quad.predicate in _QUERIES and isinstance(quad.object, Literal)
    }
    for quad in quads:
        if quad.predicate == _PREFIXES and quad.subject in queries:
            owner = BlankNode()
            yield Quad(quad.subject, _PREFIXES, owner)
            yield from _declarations(owner, queries[quad.subject], prefixes)
        elif quad.predicate in _QUERIES and isinstance(quad.object, Literal):
            yield Quad(quad.subject, quad.predicate, Literal(_in_one_line(quad.object.value)))
        else:
            yield quad


def _in_one_line(query: str) -> str:
    """The query without line breaks, where those part nothing but tokens.

    pySHACL searches the query for each focus node with patterns that start anew on every line.
    """
    simple = not any(mark in query for mark in ("#", "'''", '"""'))
    return " ".join(line.strip() for line in query.splitlines()) if simple else query


def _declarations(owner: BlankNode, query: str, prefixes: Prefixes) -> Iterator[Quad]:
    used = set(_USED.findall(query))
    for prefix, namespace in prefixes.namespaces.items():
        if prefix in used:
            declaration = BlankNode()
            yield Quad(owner, _DECLARE, declaration)
            yield Quad(declaration, _PREFIX, Literal(prefix))
            yield Quad(declaration, _NAMESPACE, Literal(namespace, datatype=_ANY_URI))


def _not_sparql(quads: Sequence[Quad], prefixes: Prefixes, index: LineIndex) -> Iterator[Finding]:
    nothing, asking = Store(), set()
    for quad in quads:
        if quad.predicate in _QUERIES and isinstance(quad.object, Literal):
            asking.add(quad.subject)
            try:
                nothing.query(quad.object.value, prefixes=dict(prefixes.namespaces))
            except (SyntaxError, RuntimeError, ValueError) as error:
                told = f"The query of this constraint is not valid SPARQL: {_told(str(error))}."
                yield _wrong(quad.subject, told, index)
    for quad in quads:
        if quad.predicate == _SPARQL and quad.object not in asking:
            yield _wrong(quad.object, "This constraint has no query.", index)


def _not_shacl(quads: Sequence[Quad], prefixes: Prefixes, index: LineIndex) -> Iterator[Finding]:
    """A constraint with a slip in its name would constrain nothing, and nobody would be told."""
    for quad in quads:
        iri = quad.predicate.value
        if iri.startswith(SH) and iri.removeprefix(SH) not in TERMS:
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else None
            file, line = (index.find(subject) if subject else None) or (None, None)
            advice = "Look for a slip in its name; those there are stand in www.w3.org/TR/shacl/."
            told = f"{prefixes.short(iri)} is not a property of SHACL."
            yield Finding(told, advice, file=file, line=line, focus=subject)


def _wrong(constraint: object, message: str, index: LineIndex) -> Finding:
    iri = constraint.value if isinstance(constraint, NamedNode) else None
    file, line = (index.find(iri) if iri else None) or (None, None)
    advice = "Write it into sh:select; the prefixes it may use are those of ontology/prefixes.ttl."
    return Finding(message, advice, file=file, line=line, focus=iri)


def _told(error: str) -> str:
    return _PLACE.sub(r"line \1, column \2 of the query: ", error)
