"""What a voice says: the statements of one passage or rule, and the passages of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row, Rows

BOUND = 2500  # statements of a voice that a page shows, as `sparql/content.rq` has it


@dataclass(frozen=True)
class PassageOf:
    """A passage in the order of its document.

    `statements` counts what it states, where that was asked for; `start` and `end` count characters, -1
    where not known.
    """

    ref: Ref
    statements: int
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """The statements of a voice as they come from the engine."""

    rows: tuple[Row, ...]
    total: int

    def iris(self) -> Iterator[str]:
        """Every resource that they mention."""
        for row in self.rows:
            for term in row.values():
                if isinstance(term, NamedNode):
                    yield term.value

    def claims(self) -> Iterator[str]:
        """The claims among their subjects."""
        yield from dict.fromkeys(row["s"].value for row in self.rows if row["p"].value == v.ABOUT)

    def converted(self) -> Iterator[str]:
        """The claims whose values it tells in base units."""
        yield from dict.fromkeys(row["s"].value for row in self.rows if row["p"].value in v.IN_BASE_UNITS)


def said(reader: Reader, voice: str, rows: Rows) -> Said:
    """What the graph of this name says, of which these are the first statements."""
    if len(rows) < BOUND:
        return Said(rows, len(rows))
    (count,) = reader.select("content-count", voice=NamedNode(voice))
    return Said(rows, int(count["total"].value))


def passages(rows: Rows) -> Rows:
    """What `sparql/passages.rq` gives, in the order of the document; nothing for what is no document."""
    return tuple(row for row in rows if "passage" in row)


def sizes(rows: Rows) -> dict[str, int]:
    """How many statements each passage of a document makes; one that makes none is missing."""
    return {row["passage"].value: int(row["statements"].value) for row in rows}


def in_order(rows: Iterable[Row], sizes_: Mapping[str, int], names: Names) -> tuple[PassageOf, ...]:
    """Passages as a page shows them."""
    return tuple(
        PassageOf(names.ref(iri), sizes_.get(iri, 0), _place(row, "start"), _place(row, "end"))
        for row in rows
        if (iri := row["passage"].value)
    )


def _place(row: Row, name: str) -> int:
    term = row.get(name)
    return int(term.value) if term is not None else -1
