"""The home page: how much there is, the things by their class, the voices, and the states through time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import claims, edtf, periods, voices
from horgos.pages import vocabulary as v
from horgos.pages.claims import Account
from horgos.pages.names import Names, Ref
from horgos.pages.periods import Band
from horgos.pages.voices import PassageOf

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row

BOUND = 60  # things of one class, and passages of one document, that the home page lists


@dataclass(frozen=True)
class Counts:
    """How large the dataset is."""

    statements: int
    things: int
    claims: int
    documents: int
    passages: int


@dataclass(frozen=True)
class Class:
    """A class and its things, by label; `total` counts those that are not listed too."""

    ref: Ref
    things: tuple[Ref, ...]
    total: int


@dataclass(frozen=True)
class Speaker:
    """A document with its passages in order, or a rule or a graph of the editors without any."""

    ref: Ref
    statements: int
    passages: tuple[PassageOf, ...]
    total: int


@dataclass(frozen=True)
class Statuses:
    """A thing whose status changed, with its bands."""

    thing: Ref
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class HomePage:
    """What the home page shows beside the dataset's own description."""

    counts: Counts
    classes: tuple[Class, ...]
    documents: tuple[Speaker, ...]
    editors: tuple[Speaker, ...]
    rules: tuple[Speaker, ...]
    statuses: tuple[Statuses, ...]


def home(reader: Reader) -> HomePage:
    """The home page for one reader."""
    space = Literal(reader.base.named(""))
    things = [row for row in reader.select("things", space=space) if isinstance(row["thing"], NamedNode)]
    speaking = reader.select("voices")
    documents = [row["document"].value for row in reader.select("documents")]
    round_ = reader.round()
    asked = {document: round_.ask("passages", document=NamedNode(document)) for document in documents}
    passages = {document: voices.passages(rows()) for document, rows in asked.items()}
    sizes = {row["voice"].value: int(row["statements"].value) for row in speaking}
    with_status = tuple(row["thing"].value for row in reader.select("things-with-status") if "thing" in row)
    accounts = {thing: _accounts(reader, thing) for thing in with_status}
    names = Names(reader)
    names.load(_mentioned(things, speaking, passages, accounts))
    return HomePage(
        counts=_counts(reader, len({row["thing"].value for row in things})),
        classes=_classes(things, names),
        documents=tuple(_document(document, rows, sizes, names) for document, rows in passages.items()),
        editors=tuple(_speakers(speaking, names, "editors")),
        rules=tuple(_speakers(speaking, names, "rule")),
        statuses=tuple(_statuses(thing, found, names) for thing, found in accounts.items()),
    )


def _accounts(reader: Reader, thing: str) -> dict[str, Account]:
    about = (row["claim"].value for row in reader.select("claims-about", thing=NamedNode(thing)))
    return claims.accounts(reader, about)


def _mentioned(
    things: Iterable[Row],
    speaking: Iterable[Row],
    passages: dict[str, tuple[Row, ...]],
    accounts: dict[str, dict[str, Account]],
) -> Iterator[str]:
    for row in (*things, *(row for rows in passages.values() for row in rows)):
        yield from (term.value for term in row.values() if isinstance(term, NamedNode))
    yield from (row["voice"].value for row in speaking)
    yield from passages
    for found in accounts.values():
        for account in found.values():
            yield from account.mentioned()


def _counts(reader: Reader, things: int) -> Counts:
    row = reader.select("counts")[0]
    statements, told, documents, passages = (
        int(row[name].value) for name in ("statements", "claims", "documents", "passages")
    )
    return Counts(statements, things, told, documents, passages)


def _classes(things: Iterable[Row], names: Names) -> tuple[Class, ...]:
    """Classes with the most things first."""
    made = []
    for class_, rows in groupby(things, key=lambda row: row["class"].value):
        refs = sorted({names.ref(row["thing"].value) for row in rows}, key=_label)
        made.append(Class(names.ref(class_), tuple(refs[:BOUND]), len(refs)))
    return tuple(sorted(made, key=lambda each: (-each.total, _label(each.ref))))


def _label(ref: Ref) -> tuple[str, str]:
    return ref.label.text.casefold(), ref.iri


def _document(document: str, rows: tuple[Row, ...], sizes: Mapping[str, int], names: Names) -> Speaker:
    listed = voices.in_order(rows, sizes, names)
    return Speaker(names.ref(document), sum(each.statements for each in listed), listed[:BOUND], len(listed))


def _speakers(speaking: Iterable[Row], names: Names, kind: str) -> Iterator[Speaker]:
    for row in speaking:
        voice = names.voice(row["voice"].value)
        if voice.kind == kind:
            yield Speaker(voice.ref, int(row["statements"].value), (), 0)


def _statuses(thing: str, found: dict[str, Account], names: Names) -> Statuses:
    last = max((edtf.year(account.lexical(v.WHEN)) for account in found.values()), default="")
    return Statuses(names.ref(thing), periods.bands(found, names, thing, float(last or 0)))
