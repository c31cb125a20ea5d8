"""Which claims are disputed: the findings that each is part of, and whether it is one that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.reading import holds
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Row

BATCH = 200  # claims asked for in one query


@dataclass(frozen=True)
class Dispute:
    """A finding that a claim is part of; or, where the editors have found nothing, a claim it conflicts with.

    `ref` is the one or the other, `found` tells which. `disputed` says that the claim is one of those that
    differ: not where all are consistent, and not where others differ and this one only goes into the
    computation. `open` says that the finding is a disagreement, `preferred` that the editors prefer this
    claim.
    """

    ref: Ref
    found: bool
    kind: Ref | None
    verdict: Ref | None
    open: bool
    preferred: bool
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
    return ask(reader.round(), reader.glossary.may_be_disputed(claims, reader.select))()


def ask(round_: Round, claims: Iterable[str]) -> Callable[[], Found]:
    """Have that asked in a round; what is returned gives it."""
    wanted = sorted(set(claims))
    batches = [
        [NamedNode(iri) for iri in wanted[start : start + BATCH]] for start in range(0, len(wanted), BATCH)
    ]
    asked = [round_.ask(name, claim=batch) for batch in batches for name in ("disputes", "rivals")]
    return lambda: Found(tuple(row for rows in asked for row in rows()))


def _dispute(row: Row, names: Names) -> Dispute:
    found = "finding" in row
    is_open = holds(row, "open")
    follows = holds(row, "derived") and not holds(row, "any")
    differs = holds(row, "direct") or holds(row, "preferred") or follows
    return Dispute(
        ref=names.ref(row["finding" if found else "rival"].value),
        found=found,
        kind=names.ref(row["kind"].value) if "kind" in row else None,
        verdict=names.ref(row["verdict"].value) if "verdict" in row else None,
        open=is_open,
        preferred=holds(row, "preferred"),
        disputed=(is_open and differs) or not found,
    )
