"""Which claims are disputed: the findings that each is part of, and whether it is one that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.reading import holds
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row


@dataclass(frozen=True)
class Dispute:
    """A finding that a claim is part of; or, where the editors have found nothing, a claim it conflicts with.

    `ref` is the one or the other, `found` tells which. `disputed` says that the claim is one of those that
    differ, or one that is doubted: not where all are consistent, and not where others differ and this one
    only goes into the computation. `open` says that the finding is a disagreement, `preferred` that the
    editors prefer this claim, `rejected` that they prefer another to it.
    """

    ref: Ref
    found: bool
    kind: Ref | None
    verdict: Ref | None
    open: bool
    preferred: bool
    rejected: bool
    disputed: bool


Disputes = Mapping[str, tuple[Dispute, ...]]
"""The disputes of each claim, by its IRI, those that dispute it first; a claim without any is missing."""


@dataclass(frozen=True)
class Found:
    """What the engine knows about the disputes of some claims, before names."""

    rows: tuple[Row, ...]

    def mentioned(self) -> Iterator[str]:
        """Every resource that they show."""
        for row in self.rows:
            yield from (term.value for term in row.values() if isinstance(term, NamedNode))

    def named(self, names: Names) -> Disputes:
        """The disputes of each claim. Their names must have been loaded."""
        made: dict[str, list[Dispute]] = {}
        for row in self.rows:
            made.setdefault(row["claim"].value, []).append(_dispute(row, names))
        order = sorted(made.items())
        return {iri: tuple(sorted(each, key=lambda one: not one.disputed)) for iri, each in order}


def find(reader: Reader, claims: Iterable[str]) -> Found:
    """The disputes of these claims (of those among these resources that have any)."""
    return Found(tuple(chain.from_iterable(reader.glossary.disputes(claims, reader.select).values())))


def _dispute(row: Row, names: Names) -> Dispute:
    found = "finding" in row
    is_open = holds(row, "open")
    follows = holds(row, "derived") and not holds(row, "any")
    differs = follows or any(holds(row, each) for each in ("direct", "preferred", "doubted"))
    return Dispute(
        ref=names.ref(row["finding" if found else "rival"].value),
        found=found,
        kind=names.ref(row["kind"].value) if "kind" in row else None,
        verdict=names.ref(row["verdict"].value) if "verdict" in row else None,
        open=is_open,
        preferred=holds(row, "preferred"),
        rejected=is_open and differs and holds(row, "chosen") and not holds(row, "preferred"),
        disputed=(is_open and differs) or not found,
    )
