"""Runs one query in a query process, and turns its results into bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from horgos.engine.columns import spelled_out
from horgos.engine.frames import Outcome
from horgos.engine.graphs import view

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TYPE = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, 2.2
_NO_LOCAL_NAME = re.compile(rb"<[^<>\s:/]*:[\s>/]")
_PREFIX_LINE = re.compile(rb"@prefix ([^ ]*:) <[^>]*> \.\n")


class Unserializable(Exception):
    """These results cannot be written in the format that was asked for; says why, and which ones can."""


class TooLarge(Exception):
    """The answer has grown over its bound."""


class BoundedWriter(BytesIO):
    """A binary file in memory that refuses to grow over `bound` bytes."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self._left = bound

    def write(self, data: ReadableBuffer) -> int:
        """Keep the bytes. Raises TooLarge instead of going over the bound."""
        size = super().write(data)
        self._left -= size
        if self._left < 0:
            raise TooLarge
        return size


def answer(store: Store, request: dict[str, Any], bound: int) -> tuple[Outcome, bytes, int | None]:
    """Run a request (see `frames.request`); return what it gave, its bytes, and the number of rows if known.

    Raises what pyoxigraph raises, TooLarge when the bytes are more than `bound`, and Unserializable.
    """
    text, base = request["text"], request["base"]
    seen = view(store, text, base, request["default"], request["named"])
    results = seen.store.query(
        spelled_out(text, base), base_iri=base, default_graph=seen.default, named_graphs=seen.named
    )
    return written(results, request, bound)


def written(
    results: QuerySolutions | QueryBoolean | Iterable[Triple], request: dict[str, Any], bound: int
) -> tuple[Outcome, bytes, int | None]:
    """Serialise results as `answer` returns them; of the request, `rows`, `graph` and `prefixes` count."""
    if not isinstance(results, QuerySolutions | QueryBoolean):
        return Outcome.TRIPLES, *_graph(results, request, bound)
    format_ = QueryResultsFormat.from_media_type(request["rows"])
    if format_ is None:
        raise Unserializable(f"{request['rows']} is not a format for rows.")
    if isinstance(results, QueryBoolean):
        return Outcome.BOOLEAN, _boolean(results, format_), None
    return Outcome.SOLUTIONS, *_rows(results, format_, bound)


def _boolean(result: QueryBoolean, format_: QueryResultsFormat) -> bytes:
    """Serialise a yes or no. The CSV and TSV formats are defined for SELECT alone (SPARQL 1.1 CSV/TSV, 1)."""
    if format_ in (QueryResultsFormat.CSV, QueryResultsFormat.TSV):
        raise Unserializable(
            f"{format_.name} has no way to write the answer of an ASK query; take SPARQL JSON or XML."
        )
    return result.serialize(format=format_) or b""


def _rows(results: QuerySolutions, format_: QueryResultsFormat, bound: int) -> tuple[bytes, int | None]:
    writer = BoundedWriter(bound)
    results.serialize(writer, format_)
    body = writer.getvalue()
    if format_ == QueryResultsFormat.XML:
        body = _xml(body, "SPARQL JSON")
    return body, _count(body, format_)


def _count(body: bytes, format_: QueryResultsFormat) -> int | None:
    """The number of rows, where a byte that ends a row means nothing else."""
    if format_ == QueryResultsFormat.XML:
        return body.count(b"<result>")
    if format_ == QueryResultsFormat.TSV or (format_ == QueryResultsFormat.CSV and b'"' not in body):
        return body.count(b"\n") - 1
    return None


def _graph(results: Iterable[Triple], request: dict[str, Any], bound: int) -> tuple[bytes, int]:
    """Serialise a graph: a set of triples (SPARQL 1.1, 16.2), sorted: the same gives the same bytes."""
    format_ = RdfFormat.from_media_type(request["graph"])
    if format_ is None:
        raise Unserializable(f"{request['graph']} is not a format for graphs.")
    triples = sorted(set(results), key=_order)
    writer = BoundedWriter(bound)
    try:
        serialize(triples, writer, format_, prefixes=request["prefixes"])
    except OSError as error:
        raise Unserializable(f"{format_.name} cannot carry this graph ({error}); take Turtle.") from None
    return _tidied(writer.getvalue(), format_), len(triples)


def _order(triple: Triple) -> str:
    """Sorts by subject, rdf:type first among the predicates, as people write Turtle."""
    return str(triple).replace(_TYPE, "  ", 1)


def _tidied(body: bytes, format_: RdfFormat) -> bytes:
    if format_ in (RdfFormat.TURTLE, RdfFormat.TRIG):
        return _used_prefixes(body)
    if format_ == RdfFormat.RDF_XML:
        if _NO_LOCAL_NAME.search(body):
            raise Unserializable("A predicate of this graph cannot be an XML name (RDF/XML); take Turtle.")
        return _xml(body, "Turtle")
    return body


def _used_prefixes(body: bytes) -> bytes:
    """Drop the prefixes that nothing uses, and sort the others."""
    lines: list[tuple[bytes, bytes]] = []
    end = 0
    while line := _PREFIX_LINE.match(body, end):
        lines.append((line[1], line[0]))
        end = line.end()
    used: Sequence[bytes] = [line for prefix, line in sorted(lines) if body.find(prefix, end) >= 0]
    return b"".join([*used, b"\n" if used else b"", memoryview(body)[end:]])


def _xml(body: bytes, instead: str) -> bytes:
    """Make XML that says what it should: a raw carriage return is read as a line feed (XML 1.0, 2.11)."""
    if _NOT_XML.search(body):
        raise Unserializable(f"A value holds a control character, which XML cannot carry; take {instead}.")
    return body.replace(b"\r", b"&#13;")
