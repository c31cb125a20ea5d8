"""The gazetteer: the things of the dataset by their class, and the voices that speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.errors import NotFound
from horgos.pages import paging
from horgos.pages.facets import unknown
from horgos.pages.told import voices
from horgos.pages.told.voices import PassageOf
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row, Rows

BOUND = 60  # passages of one document that the page lists
FEW = 24  # things of one class that stand among all classes
REST = 5  # of which more are listed rather than told of
_ASIDE = {v.FINDING, v.DISAGREEMENT, f"{v.GEO}Geometry"}  # classes of what tells of things: they come last
PAGE = 200  # things of one class on a page of it alone


@dataclass(frozen=True)
class Class:
    """A class and its things, by label; `total` counts those that are not listed too."""

    ref: Ref
    value: str
    things: tuple[Ref, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages it fills."""
        return paging.pages(self.total, PAGE)


@dataclass(frozen=True)
class Speaker:
    """A document with its passages in order, or a rule or a graph of the editors without any."""

    ref: Ref
    statements: int
    passages: tuple[PassageOf, ...]
    total: int


@dataclass(frozen=True)
class Gazetteer:
    """All classes with their first things, and all voices."""

    classes: tuple[Class, ...]
    documents: tuple[Speaker, ...]
    editors: tuple[Speaker, ...]
    rules: tuple[Speaker, ...]

    @property
    def things(self) -> int:
        """How many things are listed; one of two classes counts in both."""
        return sum(each.total for each in self.classes)


def gazetteer(reader: Reader) -> Gazetteer:
    """The gazetteer for one reader."""
    round_ = reader.round()
    listed = round_.ask("things", space=Literal(reader.base.named("")))
    spoken, known = round_.ask("voices"), round_.ask("documents")
    things, speaking = _things(listed()), spoken()
    passages = _passages(reader, [row["document"].value for row in known()])
    sizes = {row["voice"].value: int(row["statements"].value) for row in speaking}
    names = Names(reader)
    names.load(_mentioned((*things, *(row for rows in passages.values() for row in rows))))
    names.load((*(row["voice"].value for row in speaking), *passages))
    return Gazetteer(
        classes=tuple(_classes(things, names, FEW)),
        documents=tuple(_document(document, rows, sizes, names) for document, rows in passages.items()),
        editors=tuple(_speakers(speaking, names, "editors")),
        rules=tuple(_speakers(speaking, names, "rule")),
    )


def of_class(reader: Reader, class_: str, number: int) -> Class:
    """One page of the things of a class.

    Raises BadRequest for a class that has no things, NotFound for a page that it does not fill.
    """
    things = _things(reader.select("things", space=Literal(reader.base.named(""))))
    names = Names(reader)
    names.load(_mentioned(things))
    classes = tuple(_classes(things, names, None))
    found = next((each for each in classes if each.ref.iri == class_), None)
    if found is None:
        raise unknown("class", class_, (each.ref.iri for each in classes), reader.prefixes)
    listed = found.things[(number - 1) * PAGE : number * PAGE]
    if not listed:
        raise NotFound(f"The class has no page {number}.", advice=f"Its last page is {found.pages}.")
    return replace(found, things=listed)


def _things(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if isinstance(row["thing"], NamedNode)]


def _passages(reader: Reader, documents: Iterable[str]) -> dict[str, Rows]:
    round_ = reader.round()
    asked = {each: round_.ask("passages", document=NamedNode(each)) for each in documents}
    return {document: voices.passages(rows()) for document, rows in asked.items()}


def _mentioned(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield from (term.value for term in row.values() if isinstance(term, NamedNode))


def _classes(things: Iterable[Row], names: Names, bound: int | None) -> Iterator[Class]:
    """Classes with the most things first; after them those of what only tells of things.

    Labels are in the order of code points: that of pinyin would take a table of 60 MB in every process.
    """
    made = []
    for class_, rows in groupby(things, key=lambda row: row["class"].value):
        refs = sorted({names.ref(row["thing"].value) for row in rows}, key=_label)
        ref = names.ref(class_)
        shown = bound if bound and len(refs) > bound + REST else None
        made.append(Class(ref, names.reader.prefixes.name(class_), tuple(refs[:shown]), len(refs)))
    yield from sorted(made, key=lambda each: (each.ref.iri in _ASIDE, -each.total, _label(each.ref)))


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
