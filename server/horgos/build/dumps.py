"""The downloads: the whole graph in six formats, plain and compressed, with checksums."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse, serialize

from horgos.build.comments import Comments, comment
from horgos.build.parts import Part
from horgos.build.turtle import trig, turtle
from horgos.formats import BY_NAME
from horgos.sources import Dataset
from horgos.terms import Prefixes, best_label

SUMS = "SHA256SUMS"
_LEVEL = 6  # of gzip: 9 takes twice the time for one byte in a hundred

_OF_MERGE = ("ttl", "nt", "rdf")
"""The formats that cannot hold named graphs and have the merge; the others have the voices."""


@dataclass(frozen=True)
class Wording:
    """How Turtle is put into words: its prefixes, its comments, and what is told of the dataset on top."""

    dataset: Dataset
    prefixes: Prefixes
    comments: Comments

    def head(self, part: Part, *, merged: bool) -> str:
        """The first comments of a file: what it is, what it holds, and under which licence."""
        title = best_label(self.dataset.title, ("en",))
        held = "each once, whoever says it" if merged else "in the graphs of those who say them"
        licence = self.dataset.license
        lines = (
            title.text if title else self.dataset.iri,
            f"{self._holds(part)}: {len(part.lines.merge):,} statements, {held}.",
            f"Licence: {licence}" if licence else "",
            "A comment above a subject or behind an object is its label.",
        )
        return "".join(f"{line}\n" for each in lines if (line := comment(each))) + "\n"

    def _holds(self, part: Part) -> str:
        said = part.voice or part.document
        label = self.comments.labels.get(said, said)
        document = self.comments.labels.get(part.document, part.document) if part.voice else ""
        return ", ".join(each for each in (document, label) if each) if said else "The whole graph"


@dataclass(frozen=True)
class Dump:
    """One file in `dumps/`: its format by short name, its size in bytes, its sha256.

    `merged` tells whether it holds the merge or the named graphs; `triples` counts its distinct statements.
    `document` is the IRI of the document whose statements these are, `voice` that of the one graph that it
    holds; both are '' for the whole graph.
    """

    name: str
    format: str
    compressed: bool
    merged: bool
    bytes: int
    sha256: str
    triples: int
    document: str = ""
    voice: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Itself as plain JSON values."""
        return asdict(self)


def write_dumps(
    parts: Iterable[Part],
    folder: Path,
    wording: Wording,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Dump, ...]:
    """Write every part in every format, each again as `.gz`, and their checksums.

    The checksums are as `sha256sum --check` reads them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dumps = []
    progress("Writing the dumps in six formats")
    for part in parts:
        for format_, data in _contents(part, wording):
            for suffix, content in (("", data), (".gz", _compressed(data))):
                file = folder / f"{part.name}.{BY_NAME[format_].extension}{suffix}"
                file.write_bytes(content)
                dumps.append(_dump(part, file.name, format_, content, compressed=bool(suffix)))
    write_sums(dumps, folder)
    return tuple(dumps)


def _dump(part: Part, name: str, format_: str, content: bytes, *, compressed: bool) -> Dump:
    return Dump(
        name,
        format_,
        compressed,
        format_ in _OF_MERGE,
        len(content),
        hashlib.sha256(content).hexdigest(),
        len(part.lines.merge),
        part.document,
        part.voice,
    )


def write_sums(dumps: Iterable[Dump], folder: Path) -> None:
    """Write the checksums beside the dumps."""
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in sorted(dumps, key=lambda dump: dump.name))
    (folder / SUMS).write_text(sums, encoding="ascii")


def _contents(part: Part, wording: Wording) -> Iterator[tuple[str, bytes]]:
    """The part in each format."""
    lines, prefixes = part.lines, wording.prefixes
    merge, named = b"".join(lines.merge), b"".join(lines.named())
    triples, quads = [quad.triple for quad in _parsed(merge)], list(_parsed(named))
    voices = groupby(quads, key=lambda quad: str(quad.graph_name)[1:-1])
    graphs = ((name, (quad.triple for quad in said)) for name, said in voices)
    spaces = dict(sorted(prefixes.namespaces.items()))
    yield "ttl", turtle(triples, prefixes, wording.comments, wording.head(part, merged=True))
    yield "nt", merge
    yield "rdf", serialize(triples, format=RdfFormat.RDF_XML, prefixes=spaces) or b""
    yield "trig", trig(graphs, prefixes, wording.comments, wording.head(part, merged=False))
    yield "nq", named
    yield "jsonld", serialize(quads, format=RdfFormat.JSON_LD, prefixes=spaces) or b""


def _parsed(lines: bytes) -> Iterator[Quad]:
    return parse(lines, RdfFormat.N_QUADS)


def _compressed(data: bytes) -> bytes:
    """Gzip without the time and the name in its header, so that the same data gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
