"""A state of a graph that can be compared: its statements in the one order that all dumps are written in."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from horgos.build import Lines
from horgos.errors import ConfigError
from horgos.formats import GRAPH_FORMATS

Line: TypeAlias = tuple[bytes, bytes]
"""The IRI of a graph, empty for the default graph, and a triple as a line of N-Triples."""


@dataclass(frozen=True)
class Snapshot:
    """The statements of a graph at one time, each once, ordered by graph and triple.

    `lines` gives them anew each time; `digest` tells one state from another, and `name` is what it is called.
    """

    name: str
    digest: str
    lines: Callable[[], Iterable[Line]]

    @classmethod
    def of_dump(cls, name: str, digest: str, path: Path) -> Snapshot:
        """What an N-Quads dump of ours holds; it is read line by line."""
        return cls(name, digest, lambda: _dumped(path))

    @classmethod
    def of_lines(cls, name: str, digest: str, lines: Lines) -> Snapshot:
        """What a store holds in its named graphs."""
        return cls(
            name,
            digest,
            lambda: ((graph.encode(), line) for graph, each in lines.graphs.items() for line in each),
        )

    @classmethod
    def of_file(cls, name: str, path: Path) -> Snapshot:
        """What a file holds in any format that graphs are offered in, `.gz` too; it is held in memory.

        Raises ConfigError where it cannot be read.
        """
        data = _contents(path)
        held = _sorted(path, data)
        return cls(name, hashlib.sha256(data).hexdigest(), lambda: held)

    def about(self, subjects: set[str]) -> dict[str, list[Quad]]:
        """The statements about these resources, by resource."""
        wanted = {f"<{subject}>".encode() for subject in subjects}
        found: dict[str, list[Quad]] = {}
        for line in self.lines():
            if line[1].partition(b" ")[0] in wanted:
                made = quad(line)
                found.setdefault(key(made), []).append(made)
        return found

    @property
    def has_graphs(self) -> bool:
        """Whether it holds who says what; of files that hold the merge alone it is not known."""
        first = next(iter(self.lines()), None)
        return first is None or bool(first[0])


def quad(line: Line) -> Quad:
    """A line as a quad."""
    graph = NamedNode(line[0].decode()) if line[0] else DefaultGraph()
    (read,) = parse(line[1], RdfFormat.N_TRIPLES)
    return Quad(read.subject, read.predicate, read.object, graph)


def key(statement: Quad) -> str:
    """What its subject is called: its IRI, or the label of a blank node as N-Triples has it."""
    subject = statement.subject
    return subject.value if isinstance(subject, NamedNode) else str(subject)


def _dumped(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        for line in file:
            triple, _, graph = line.rpartition(b" <")  # the name of the graph ends a line, without a space
            yield graph.removesuffix(b"> .\n"), triple + b" .\n"


def _contents(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", advice="Give a dump of a graph.") from None


def _sorted(path: Path, data: bytes) -> list[Line]:
    extension = path.name.removesuffix(".gz").rpartition(".")[2]
    format_ = next((each for each in GRAPH_FORMATS if each.extension == extension), None)
    if format_ is None or not isinstance(format_.oxigraph, RdfFormat):
        known = ", ".join(f".{each.extension}" for each in GRAPH_FORMATS)
        raise ConfigError(
            f"{path} ends in no extension of a format for graphs.", advice=f"Dumps end in one of: {known}."
        )
    try:
        quads = set(parse(data, format_.oxigraph))
    except SyntaxError as error:
        raise ConfigError(f"{path} is not valid {format_.title}: {error}.", advice="Take it anew.") from None
    return sorted(map(_line, quads), key=itemgetter(0, 1))


def _line(statement: Quad) -> Line:
    graph = statement.graph_name
    name = graph.value if isinstance(graph, NamedNode) else "" if graph == DefaultGraph() else str(graph)
    return name.encode(), serialize([statement.triple], format=RdfFormat.N_TRIPLES) or b""
