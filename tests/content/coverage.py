"""The table of coverage: `docs/coverage.csv`, one row a sentence of each source, with what carries it.

What carries a sentence is `c:slug` for a claim, and subject and predicate for a plain triple
(`e:horgos-port hg:mode`), all in the graph of the row's passage.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

TABLE = Path(__file__).resolve().parents[2] / "docs" / "coverage.csv"
COLUMNS = ("document", "sentence", "locator", "passage", "start", "end", "carried_by", "reason")
DOCUMENTS = ("guide", "news", "atlas")
BASE = "https://w3id.org/horgos/"
CLAIM = f"{BASE}claim/"

Iri = Callable[[str], NamedNode]
# The IRI of a claim, or those of subject and predicate.
Item = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A sentence, heading or scrap of a source: where it stands, and which statements carry it."""

    document: str
    sentence: int
    locator: str
    passage: str
    start: int
    end: int
    carried_by: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        """Where the row is to be found, for messages."""
        return f"{self.document} {self.sentence} ({self.locator})"

    def items(self, iri: Iri) -> set[Item]:
        """What carries the row."""
        return {tuple(iri(name).value for name in each.split(" ")) for each in self.carried_by}


def rows(table: Path = TABLE) -> list[Row]:
    """Return the rows of the table."""
    with table.open(encoding="utf-8", newline="") as file:
        return [_row(record) for record in csv.DictReader(file, strict=True)]


def _row(record: dict[str, str]) -> Row:
    return Row(
        document=record["document"],
        sentence=int(record["sentence"]),
        locator=record["locator"],
        passage=record["passage"],
        start=int(record["start"]),
        end=int(record["end"]),
        carried_by=tuple(filter(None, record["carried_by"].split("; "))),
        reason=record["reason"],
    )


def item(quad: Quad) -> Item:
    """Return what a statement of a passage is called in the table."""
    assert isinstance(quad.subject, NamedNode)
    subject = quad.subject.value
    return (subject,) if subject.startswith(CLAIM) else (subject, quad.predicate.value)


def items(quads: Iterable[Quad]) -> set[Item]:
    """Return what the statements of a passage are called in the table."""
    return {item(quad) for quad in quads}
