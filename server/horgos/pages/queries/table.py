"""The rows of an answer as a table for readers: labels for IRIs, signs for voices, times in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)
from pyoxigraph import Literal as RdfLiteral

from horgos.formats import Kind
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.heads import HEADS
from horgos.pages.words.languages import language
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice, spoken
from horgos.queries.patterns import objects
from horgos.translation import catalogue

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from horgos.engine import Answer
    from horgos.pages.reading import Reader

BOUND = 200  # rows that a page shows; the other formats have them all
CELLS = 4000  # the same for cells
TEXT = 100_000  # characters of a graph that a page shows
LABEL = "Label"  # ends the name of the variable that has the label of another one
CALLING = ("label", "locator")  # end, in any case, the names of those that have what a passage is called
CHINESE = "Zh"  # ends the names of those that have Chinese whatever the reader's language is
YEAR = "year"  # ends, in any case, the names of those that have years, which are not parted into thousands
LANGUAGE = "language"  # the name of the variable that has tags of languages
VOICE = "voice"  # the name of the variable that has who says it, whoever that may be


@dataclass(frozen=True)
class Cell:
    """One value: a resource, a passage or rule, a literal, yes or no, a blank node, or none."""

    kind: Literal["ref", "voice", "text", "boolean", "blank", "none"]
    value: Ref | Voice | Text | str = ""
    number: bool = False


@dataclass(frozen=True)
class Column:
    """A column: the variable, and what it is called in words."""

    name: str
    words: str

    @property
    def marked(self) -> bool:
        """Whether the words can be translated."""
        return self.words in HEADS


@dataclass(frozen=True)
class Table:
    """An answer. One of `boolean`, `rows` (under `columns`) and `text` says it; `total` counts all rows.

    `left_out` are columns that are empty, or tell no more than another one, as the year of a time within it;
    not those whose words head one that is shown.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    text: str | None = None
    cut: bool = False
    left_out: tuple[Column, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the graph has nothing that fits."""
        return not (self.total or self.boolean or self.text)


Value = NamedNode | BlankNode | RdfLiteral | None


def table(answer: Answer, reader: Reader, text: str) -> Table:
    """An answer in SPARQL JSON, or in a text format of graphs, to the query of this text, for this reader.

    Resources are shown by their labels in the reader's language, passages after their document; languages by
    their names; what is an object of `hg:share` in the query is a percentage.
    """
    if answer.format.kind is not Kind.ROWS:
        graph = answer.body.decode("utf-8", "replace")
        return Table(text=graph[:TEXT], cut=len(graph) > TEXT)
    found = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Table(boolean=bool(found))
    return _table(found, reader, objects(text, v.SHARE)) if isinstance(found, QuerySolutions) else Table()


def _table(found: QuerySolutions, reader: Reader, shares: frozenset[str]) -> Table:
    variables = [variable.value for variable in found.variables]
    bound = max(1, min(BOUND, CELLS // max(1, len(variables))))
    rows, total = [], 0
    for solution in found:
        total += 1
        if total <= bound:
            rows.append([_value(solution[name]) for name in variables])
    names = Names(reader)
    names.load(term.value for row in rows for term in row if isinstance(term, NamedNode))
    columns = [Column(name, words(name)) for name in variables]
    told = {} if total > bound else _told(columns, rows, names)
    voices = {at for row in rows for at, term in enumerate(row) if _says(term, names)}
    voices |= {at for at, name in enumerate(variables) if name == VOICE}
    shown = _in_place([at for at in range(len(columns)) if at not in told], told)
    heads = {columns[at].words for at in shown}
    return Table(
        columns=tuple(columns[at] for at in shown),
        rows=tuple(
            tuple(
                _cell(row[at], names, variables[at], is_voice=at in voices, share=variables[at] in shares)
                for at in shown
            )
            for row in rows
        ),
        total=total,
        cut=total > bound,
        left_out=tuple(columns[at] for at in told if columns[at].words not in heads),
    )


def _value(term: NamedNode | BlankNode | RdfLiteral | Triple | None) -> Value:
    return term if isinstance(term, NamedNode | BlankNode | RdfLiteral) else None


def _told(columns: Sequence[Column], rows: Sequence[list[Value]], names: Names) -> dict[int, int]:
    """The columns that are empty, or have only labels or years of what another one has: which one that is."""
    found = ((at, _teller(at, columns, rows, names)) for at in range(len(columns) if rows else 0))
    return {at: teller for at, teller in found if teller is not None}


def _teller(at: int, columns: Sequence[Column], rows: Sequence[list[Value]], names: Names) -> int | None:
    if all(row[at] is None for row in rows):
        return at
    name = columns[at].name
    of = [other for other, column in enumerate(columns) if name == f"{column.name}{LABEL}"]
    if of and all(isinstance(row[of[0]], NamedNode | None) for row in rows):
        return of[0]
    others = (other for other in range(len(columns)) if other != at)
    repeated = (each for each in others if all(_repeats(name, row[at], row[each], names) for row in rows))
    return next(repeated, None)


def _in_place(shown: list[int], told: dict[int, int]) -> list[int]:
    """The columns, each where the first of its labels stood if that was before it."""
    first = {at: min([at, *(label for label, teller in told.items() if teller == at)]) for at in shown}
    return sorted(shown, key=lambda at: first[at])


def _repeats(name: str, term: Value, other: Value, names: Names) -> bool:
    """Whether a value of the variable of this name tells no more than another value in its row."""
    if _is_year(name) and isinstance(term, RdfLiteral) and isinstance(other, RdfLiteral):
        ends = other.value.split("/") if other.datatype.value == v.EDTF else [""]
        return all(end.startswith(term.value) for end in ends)
    return _labels(term, other, names, calling=name.lower().endswith(CALLING))


def _is_year(name: str) -> bool:
    return name.lower().endswith(YEAR)


def _labels(term: Value, other: Value, names: Names, *, calling: bool) -> bool:
    """Whether a literal, if any, is what a resource is shown as.

    A passage is often called by a year, and so is much that is no name: of a passage only the variable that
    is `calling` has the name, or that of its document.
    """
    if term is None:
        return True
    if not isinstance(term, RdfLiteral) or not isinstance(other, NamedNode):
        return False
    if term.datatype.value not in literals.PLAIN:
        return False
    if v.PASSAGE not in names.types(other.value):
        return names.ref(other.value).label.text == term.value
    voice = names.voice(other.value)
    of = (voice.ref, voice.document) if calling else ()
    return any(label.text == term.value for ref in of if ref for label in names.labels(ref.iri))


def words(name: str) -> str:
    """What a variable is called at the head of its column, before it is translated."""
    stem = name.removesuffix(CHINESE)
    words = spoken(f"#{stem}").removesuffix(f" {LABEL.lower()}")
    return words if stem == name else f"{words} (Chinese)"


def _says(term: Value, names: Names) -> bool:
    """Whether a term is a passage or a rule; then the column that it stands in has voices.

    A place that is a part of another is none, though a passage is a part of its document.
    """
    return isinstance(term, NamedNode) and bool({v.PASSAGE, v.RULE} & {*names.types(term.value)})


def _cell(term: Value, names: Names, variable: str, *, is_voice: bool, share: bool) -> Cell:
    if isinstance(term, NamedNode):
        return Cell("voice", names.voice(term.value)) if is_voice else Cell("ref", names.ref(term.value))
    if isinstance(term, RdfLiteral):
        return _literal(term, names.reader, variable, share=share)
    return Cell("none") if term is None else Cell("blank", str(term))


def _literal(term: RdfLiteral, reader: Reader, variable: str, *, share: bool) -> Cell:
    if variable == LANGUAGE and term.value:
        named = catalogue(reader.language).gettext(language(term.value))
        return Cell("text", Text(named, literals.TAGS[reader.language], term.value))
    if term.datatype.value == literals.BOOLEAN:
        return Cell("boolean", literals.text(term, reader.language, reader.prefixes))
    number = not term.language and term.datatype.value in literals.NUMBERS
    if number and share:
        return Cell("text", Text(literals.percent(term.value, reader.language), "", term.value), number)
    if number and _is_year(variable):
        return Cell("text", Text(term.value))
    return Cell("text", literals.text(term, reader.language, reader.prefixes), number)
