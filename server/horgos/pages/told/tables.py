"""Things of one kind that a voice says like things of: in a table, or each in a run of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pyoxigraph import Literal, NamedNode

from horgos.pages.told import anchors, predicates
from horgos.pages.told.links import Links
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text

if TYPE_CHECKING:
    from horgos.pages.told.nodes import Nodes
    from horgos.pages.told.values import Value
    from horgos.pages.words.names import Ref
    from horgos.queries import Term

COLUMNS = 5  # of a table
NARROW = 24  # characters of the numbers that stand beside each other on a phone
BRIEF = 16  # bytes of a text that stands in one line: fewer letters of scripts that have wide ones
LONG = 60  # characters of the longest text in it
TOGETHER = 4  # values in a cell
ROWS = 24  # that are all shown at once; of more the first
FIRST = 12

# What is counted stands by its size, the largest first; what is a part of something, by its place in it.
_LARGEST = (f"{v.VOID}entities", f"{v.VOID}triples")
_PLACE = f"{v.OA}start"


@dataclass(frozen=True)
class Cell:
    """What is said of one thing by one predicate, and the place of that on the page.

    `parts` counts values that mean nothing alone, and that are not told.
    """

    predicate: Ref
    at: str
    values: tuple[Value, ...]
    parts: int
    is_number: bool

    @property
    def is_brief(self) -> bool:
        """Whether it stands in one line."""
        words = [each.words for each in self.values if isinstance(each, Text)]
        return self.is_number or (len(words) == len(self.values) == 1 and len(words[0].encode()) <= BRIEF)


@dataclass(frozen=True)
class Line:
    """A row: the thing by its name, or what that name is of; None where it has none.

    `at` is its place, `also` are the places of what is told of it elsewhere than in a cell.
    """

    ref: Ref | None
    at: str
    also: tuple[str, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Table:
    """Things of one kind. `same` is what is said of all of them, `told` are the subjects that it tells of."""

    kind: ClassVar[str] = "table"
    kinds: tuple[Ref, ...]
    same: tuple[Cell, ...]
    columns: tuple[Ref, ...]
    rows: tuple[Line, ...]
    told: frozenset[str]
    is_run: bool

    @property
    def is_named(self) -> bool:
        """Whether its first column has the names of the things."""
        return any(row.ref for row in self.rows)

    @property
    def is_wide(self) -> bool:
        """Whether its columns have no room beside each other on a phone."""
        cells = [cell for row in self.rows for cell in row.cells if cell]
        texts = {cell.predicate.iri for cell in cells if not cell.is_number}
        widths: dict[str, int] = {}
        for cell in cells:
            longest = max((len(each.words) for each in cell.values if isinstance(each, Text)), default=0)
            widths[cell.predicate.iri] = max(widths.get(cell.predicate.iri, 0), longest)
        return len(texts) > 1 or (not texts and sum(widths.values()) > NARROW)

    @property
    def first(self) -> int:
        """How many rows are shown at once."""
        return len(self.rows) if len(self.rows) <= ROWS else FIRST


@dataclass(frozen=True)
class _Said:
    """The objects of a statement and its subject: the thing of the row, or the only part that it has."""

    subject: str
    terms: Sequence[Term]


_Row = Mapping[str, _Said]  # by predicate


def table(nodes: Nodes, iris: Iterable[str]) -> Table:
    """These things in rows."""
    rows = {iri: dict(_row(nodes, iri)) for iri in iris}
    rows = {iri: rows[iri] for iri in sorted(rows, key=lambda each: _order(each, rows[each]))}
    more = {iri: _beyond_name(nodes, iri, row) for iri, row in rows.items()}
    same = _same(more)
    columns = [each for each in _columns(more) if each not in same]
    return Table(
        kinds=tuple(map(nodes.names.ref, nodes.kinds(next(iter(rows))))),
        same=tuple(_cell(nodes, each, said) for each, said in same.items()),
        columns=tuple(map(nodes.names.ref, columns)),
        rows=tuple(_line(nodes, iri, row, columns) for iri, row in rows.items()),
        told=frozenset(said.subject for row in rows.values() for said in row.values()) | rows.keys(),
        is_run=_is_much(nodes, more, columns),
    )


def _row(nodes: Nodes, iri: str) -> Iterator[tuple[str, _Said]]:
    """What is said of a thing, and in place of its only part by a predicate what is said of that."""
    said = nodes.said[iri]
    for predicate, terms in said.items():
        parts = nodes.parts(iri, predicate)
        inner = dict(_row(nodes, parts[0])) if len(parts) == len(terms) == 1 else {}
        inner.pop(v.TYPE, None)
        if inner and said.keys().isdisjoint(inner):
            yield from inner.items()
        else:
            yield predicate, _Said(iri, literals.suiting(terms, nodes.names.reader.languages))


def _order(iri: str, row: _Row) -> tuple[str, int, int, str]:
    def number(*predicates: str) -> int:
        found = (row[each].terms[0].value for each in predicates if each in row)
        return next((int(each) for each in found if each.isdecimal()), 0)

    whole = row[v.PART_OF].terms[0].value if v.PART_OF in row else ""
    return whole, number(_PLACE), -number(*_LARGEST), iri


def _same(rows: Mapping[str, _Row]) -> _Row:
    """What is said of all of them alike."""
    first, *others = rows.values()
    return {
        predicate: said
        for predicate, said in first.items()
        if all(predicate in row and row[predicate].terms == said.terms for row in others)
    }


def _columns(rows: Mapping[str, _Row]) -> list[str]:
    found = dict.fromkeys(predicate for row in rows.values() for predicate in row)
    return [each.predicate for each in predicates.by_place(Links(each, {}, 0) for each in found)]


def _beyond_name(nodes: Nodes, iri: str, row: _Row) -> _Row:
    """What is said of a thing beside what it is, and what its name tells."""
    return {
        predicate: said
        for predicate, said in row.items()
        if predicate != v.TYPE and not _is_told_by_name(nodes, iri, predicate, said)
    }


def _is_told_by_name(nodes: Nodes, iri: str, predicate: str, said: _Said) -> bool:
    """Whether a statement has what the thing is called by, or the document that the name of a passage has."""
    ref, (term, *others) = nodes.names.ref(iri), said.terms
    if others:
        return False
    if isinstance(term, NamedNode) and ref.is_linked:
        return predicate == v.PART_OF and ref.within is not None
    words = nodes.names.label(term.value).text if isinstance(term, NamedNode) else term.value
    return words == nodes.names.label(iri).text


def _is_much(nodes: Nodes, rows: Mapping[str, _Row], columns: Sequence[str]) -> bool:
    """Whether it is too much for a table: many columns, long texts, or columns that are mostly empty."""
    cells = [(each, row[each]) for row in rows.values() for each in columns if each in row]
    told = [(each, said) for each, said in cells if not nodes.parts(said.subject, each)]
    return (
        len(columns) > COLUMNS
        or len(cells) * 2 < len(rows) * len(columns)
        or any(len(said.terms) > TOGETHER for _, said in told)
        or any(_is_long(nodes.whole[said.subject][each]) for each, said in told)
    )


def _is_long(terms: Iterable[Term]) -> bool:
    """Whether one is a long text in any language: what stands in a table for one reader does for all."""
    texts = (term.value for term in terms if isinstance(term, Literal))
    return any(len(text) > LONG or "\n" in text for text in texts)


def _line(nodes: Nodes, iri: str, row: _Row, columns: Sequence[str]) -> Line:
    """A row; a part that is called what it is for leads there."""
    ref, more = nodes.names.ref(iri), _beyond_name(nodes, iri, row)
    meant = [said.terms[0] for each, said in row.items() if each not in more and each != v.TYPE]
    name: Ref | None = ref
    if not ref.is_linked and (iris := [term for term in meant if isinstance(term, NamedNode)]):
        name = nodes.names.ref(iris[0].value)
    elif nodes.names.is_called_by_kind(iri):
        name = None
    cells = tuple(_cell(nodes, each, more[each]) if each in more else None for each in columns)
    apart = [_at(nodes, each, said) for each, said in row.items() if each not in more or each not in columns]
    parted = [_at(nodes, each, _Said(iri, ())) for each in nodes.whole[iri] if each not in row]
    also = (*apart, *parted)
    return Line(name, anchors.of_claim(ref), also, cells)


def _cell(nodes: Nodes, predicate: str, said: _Said) -> Cell:
    parts = len(nodes.parts(said.subject, predicate))
    return Cell(
        predicate=nodes.names.ref(predicate),
        at=_at(nodes, predicate, said),
        values=() if parts else tuple(nodes.value(said.subject, predicate, term) for term in said.terms),
        parts=parts,
        is_number=bool(parts)
        or all(isinstance(term, Literal) and term.datatype.value in literals.NUMBERS for term in said.terms),
    )


def _at(nodes: Nodes, predicate: str, said: _Said) -> str:
    return anchors.of_statement(nodes.names.ref(said.subject), nodes.names.ref(predicate))
