"""The answer of a query as a page shows it, and a query text with the place of its error marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from horgos.formats import Kind
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.engine import Answer
    from horgos.pages.reading import Reader

BOUND = 500  # rows that a page shows; the other formats have them all
CELLS = (
    5000  # the same for cells, where rows are long: each may be another resource, whose label is asked for
)
NEAR = 50  # lines of a query shown before and after the one with the error
TEXT = 200_000  # characters of Turtle that a page shows
_WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class Cell:
    """One value of a table: a resource (`ref`), or a text.

    `language` and `datatype` are what a literal carries beside its text; `kind` is iri, literal, blank or
    none.
    """

    kind: str
    text: str = ""
    ref: Ref | None = None
    language: str = ""
    datatype: str = ""
    number: bool = False


@dataclass(frozen=True)
class Results:
    """An answer. One of `boolean`, `rows` (under `columns`) and `text` says it; `total` counts all rows.

    `seconds` is how long the engine took; `drawn` tells that scripts will show a map or a graph in its place.
    """

    seconds: float
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    text: str | None = None
    cut: bool = False
    drawn: bool = False


@dataclass(frozen=True)
class CodeLine:
    """A line of a query: its number, and where the error is there the word at its place and what follows."""

    number: int
    before: str
    wrong: str | None = None
    after: str = ""


def results(answer: Answer, reader: Reader) -> Results:
    """An answer in SPARQL JSON, or in a text format of graphs, as a page shows it to this reader.

    Raises what the engine raises when it is asked for labels.
    """
    if answer.format.kind is not Kind.ROWS:
        text = answer.body.decode("utf-8", "replace")
        return Results(answer.seconds, text=text[:TEXT], cut=len(text) > TEXT, drawn=bool(text))
    found = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Results(answer.seconds, boolean=bool(found))
    return _table(found, answer.seconds, reader)


def marked(text: str, line: int | None, column: int | None) -> tuple[CodeLine, ...]:
    """The lines of a query, the one with the error cut at its column (both count from 1).

    Where the error ends is not known: its word is marked. Of a long query, only the lines that are near it.
    """
    lines = text.split("\n")
    first = max(1, (line or 1) - NEAR)
    return tuple(
        _cut(number, words[: column - 1], words[column - 1 :])
        if number == line and column is not None
        else CodeLine(number, words)
        for number, words in enumerate(lines[first - 1 : first + 2 * NEAR], first)
    )


def _cut(number: int, before: str, rest: str) -> CodeLine:
    word = _WORD.match(rest)
    wrong = word[0] if word else rest
    return CodeLine(number, before, wrong, rest[len(wrong) :])


def _table(found: QuerySolutions, seconds: float, reader: Reader) -> Results:
    columns = tuple(variable.value for variable in found.variables)
    bound = max(1, min(BOUND, CELLS // max(1, len(columns))))
    kept, total = [], 0
    for solution in found:
        total += 1
        if total <= bound:
            kept.append([solution[name] for name in columns])
    names = Names(reader)
    names.load(term.value for row in kept for term in row if isinstance(term, NamedNode))
    rows = tuple(tuple(_cell(term, names) for term in row) for row in kept)
    drawn = any(isinstance(term, Literal) and term.datatype.value == v.WKT for row in kept for term in row)
    return Results(seconds, columns, rows, total, cut=total > bound, drawn=drawn)


def _cell(term: NamedNode | BlankNode | Literal | Triple | None, names: Names) -> Cell:
    if isinstance(term, NamedNode):
        return Cell("iri", ref=names.ref(term.value))
    if isinstance(term, Literal):
        plain = term.language or term.datatype.value == f"{v.XSD}string"
        datatype = "" if plain else names.reader.prefixes.short(term.datatype.value)
        number = term.datatype.value in literals.NUMBERS
        return Cell(
            "literal",
            term.value,
            language=term.language or "",
            datatype="" if number else datatype,
            number=number,
        )
    return Cell("none") if term is None else Cell("blank", str(term))
