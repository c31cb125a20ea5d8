"""What a voice says: the statements of one passage or rule, and the passages of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.told import anchors, lines, statements
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.told.statements import Value
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row, Rows

BOUND = 1000  # statements of a voice that a page shows, as `sparql/content.rq` has it


@dataclass(frozen=True)
class Relation:
    """One plain statement of a voice."""

    subject: Ref
    predicate: Ref
    value: Value


@dataclass(frozen=True)
class Told:
    """The plain statements of a voice about one subject: each predicate with its place and its values.

    Parts that read the same and lead nowhere are one value; each comes with how many it is.
    """

    subject: Ref
    groups: tuple[tuple[str, Ref, tuple[tuple[Value, int], ...]], ...]

    @property
    def at(self) -> str:
        """Its place on the page, where the marks of a claim lead that the voice only adds to."""
        return anchors.of_claim(self.subject)


@dataclass(frozen=True)
class Content:
    """What a voice says: claims in the order of time, and the plain statements beside them.

    `total` counts all its statements, `shown` those that these come from; `title` suits the kind of voice.
    """

    title: str
    lines: tuple[Line, ...]
    relations: tuple[Relation, ...]
    total: int
    shown: int

    @property
    def subjects(self) -> tuple[Told, ...]:
        """The plain statements by what they are about."""
        by_subject = groupby(self.relations, key=lambda each: each.subject)
        return tuple(Told(subject, tuple(_groups(subject, mine))) for subject, mine in by_subject)


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


def said(reader: Reader, voice: str, rows: Rows) -> Said:
    """What the graph of this name says, of which these are the first statements."""
    if len(rows) < BOUND:
        return Said(rows, len(rows))
    (count,) = reader.select("content-count", voice=NamedNode(voice))
    return Said(rows, int(count["total"].value))


def content(found: Said, accounts: Mapping[str, Account], names: Names, page: str) -> Content | None:
    """What a voice says, as a page shows it; None where it says nothing."""
    if not found.rows:
        return None
    told = set(found.claims())
    relations = tuple(
        Relation(names.ref(row["s"].value), names.ref(row["p"].value), value)
        for row in found.rows
        if row["s"].value not in told and (value := _value(row, names, accounts, page))
    )
    mine = lines.lines((accounts[iri] for iri in told if iri in accounts), names, page, accounts)
    title = message("What it derives") if names.voice(page).kind == "rule" else message("What it says")
    return Content(title, mine, relations, found.total, len(found.rows))


def _groups(
    subject: Ref, relations: Iterable[Relation]
) -> Iterator[tuple[str, Ref, tuple[tuple[Value, int], ...]]]:
    for predicate, mine in groupby(relations, key=lambda each: each.predicate):
        alike: dict[object, list[Value]] = {}
        for place, each in enumerate(mine):
            value = each.value
            key = value.label if isinstance(value, Ref) and not value.is_linked else place
            alike.setdefault(key, []).append(value)
        told = tuple((values[0], len(values)) for values in alike.values())
        yield anchors.of_statement(subject, predicate), predicate, told


def _value(row: Row, names: Names, accounts: Mapping[str, Account], page: str) -> Value | None:
    term = row["o"]
    if not isinstance(term, NamedNode | Literal):
        return None
    return statements.value(term, names, accounts, page, row["p"].value)


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
