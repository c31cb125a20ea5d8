"""The downloads: the whole graph in six formats, plain and compressed, with checksums."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from horgos.build.lines import Lines
from horgos.build.parts import Part
from horgos.build.turtle import trig, turtle
from horgos.formats import BY_NAME
from horgos.terms import Prefixes

SUMS = "SHA256SUMS"

# RDF/XML and Turtle cannot hold named graphs and have the merge; the others have the voices.
_OF_MERGE = ("ttl", "nt", "rdf")
_OF_GRAPHS = ("trig", "nq", "jsonld")


@dataclass(frozen=True)
class Dump:
    """One file in `dumps/`: its format by short name, its size in bytes, its sha256.

    `merged` tells whether it holds the merge or the named graphs; `document` is the IRI of the document whose
    statements these are, '' for the whole graph.
    """

    name: str
    format: str
    compressed: bool
    merged: bool
    bytes: int
    sha256: str
    document: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Itself as plain JSON values."""
        return asdict(self)


def write_dumps(
    parts: Iterable[Part],
    folder: Path,
    prefixes: Prefixes,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Dump, ...]:
    """Write every part in every format, each again as `.gz`, and their checksums.

    The checksums are as `sha256sum --check` reads them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dumps = []
    for part in parts:
        progress(f"Writing {part.name} in six formats")
        for format_ in (*_OF_MERGE, *_OF_GRAPHS):
            data = _content(part.lines, format_, prefixes)
            for suffix, content in (("", data), (".gz", _compressed(data))):
                file = folder / f"{part.name}.{BY_NAME[format_].extension}{suffix}"
                file.write_bytes(content)
                merged, sha256 = format_ in _OF_MERGE, hashlib.sha256(content).hexdigest()
                dumps.append(
                    Dump(file.name, format_, bool(suffix), merged, len(content), sha256, part.document)
                )
    write_sums(dumps, folder)
    return tuple(dumps)


def write_sums(dumps: Iterable[Dump], folder: Path) -> None:
    """Write the checksums beside the dumps."""
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in sorted(dumps, key=lambda dump: dump.name))
    (folder / SUMS).write_text(sums, encoding="ascii")


def _content(lines: Lines, format_: str, prefixes: Prefixes) -> bytes:
    if format_ == "nt":
        return b"".join(lines.merge)
    if format_ == "nq":
        return b"".join(lines.named())
    if format_ == "ttl":
        return turtle(_triples(lines.merge), prefixes)
    if format_ == "trig":
        return trig(((name, _triples(graph)) for name, graph in lines.graphs.items()), prefixes)
    terms: Iterable[Triple] | Iterable[Quad] = (
        _triples(lines.merge) if format_ == "rdf" else _quads(lines.named())
    )
    namespaces = dict(sorted(prefixes.namespaces.items()))
    syntax = cast(RdfFormat, BY_NAME[format_].oxigraph)
    return serialize(terms, format=syntax, prefixes=namespaces) or b""


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    return parse(b"".join(lines), RdfFormat.N_QUADS)


def _triples(lines: Iterable[bytes]) -> Iterator[Triple]:
    return (quad.triple for quad in _quads(lines))


def _compressed(data: bytes) -> bytes:
    """Gzip without the time and the name in its header, so that the same data gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
