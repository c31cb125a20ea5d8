"""What every page is made with: the engine that answers, the names of things, the reader's languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from horgos.engine import Engine, Query
from horgos.formats import BY_NAME
from horgos.pages.words.glossary import Glossary
from horgos.queries import Term, after, bind, shipped
from horgos.translation import LANGUAGES, MESSAGES

if TYPE_CHECKING:
    from horgos.terms import Base, Prefixes

AnyTerm = NamedNode | BlankNode | Literal
Row = Mapping[str, AnyTerm]
"""One solution: variable (without ?) to term; a variable without a value is missing."""
Rows = tuple[Row, ...]
_IRIS = (
    4096  # IRIs that are kept: those of a vocabulary, and of passages, stand in the answers to all queries
)
_ROWS = BY_NAME["tsv"]  # written and read in half the time of JSON, and loses nothing either


@dataclass(frozen=True)
class Reader:
    """One reader of one dataset. `languages` are language ranges, the most wanted first.

    `glossary` keeps the names of this dataset, for all its readers.
    """

    engine: Engine
    prefixes: Prefixes
    base: Base
    languages: tuple[str, ...] = ("en",)
    glossary: Glossary = field(default_factory=Glossary)

    @cached_property
    def language(self) -> str:
        """The language that times and numbers are put into words in: one of the interface."""
        wanted = (language.partition("-")[0] for language in self.languages)
        return next((language for language in wanted if language in LANGUAGES), MESSAGES)

    def select(self, name: str, **values: Term | Sequence[Term]) -> Rows:
        """The solutions of the query `sparql/{name}.rq` with these parameters. Raises as the engine."""
        return select(self.engine, name, **values)

    def round(self) -> Round:
        """A round of queries for this reader."""
        return Round(self.engine)


class Round:
    """Queries that go to the engine together, once the first of their answers is wanted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._texts: list[str] = []
        self._answers: list[Rows] | None = None

    def ask(self, name: str, *, skip: int = 0, **values: Term | Sequence[Term]) -> Callable[[], Rows]:
        """Have the query `sparql/{name}.rq` asked with these parameters, without its first `skip` solutions.

        What is returned gives its solutions, and raises what the engine raises. From then on nothing may be
        asked any more.
        """
        place = len(self._texts)
        self._texts.append(after(bind(shipped(name), values), skip))
        return lambda: self._answered()[place]

    def _answered(self) -> list[Rows]:
        if self._answers is None:  # a cached_property locks all rounds of a process (Python 3.11)
            answers = self._engine.run_all([Query(text, rows=_ROWS) for text in self._texts])
            self._answers = [_rows(answer.body) for answer in answers]
        return self._answers


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI. Not every path makes one."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def select(engine: Engine, name: str, **values: Term | Sequence[Term]) -> Rows:
    """The solutions of the query `sparql/{name}.rq` with these parameters. Raises what the engine raises."""
    return solve(engine, bind(shipped(name), values))


def solve(engine: Engine, text: str) -> Rows:
    """The solutions of a SELECT query. Raises what the engine raises."""
    return _rows(engine.run(Query(text, rows=_ROWS)).body)


def holds(row: Row, name: str) -> bool:
    """Whether a solution has true for a variable. One is true as well: Virtuoso has no other booleans.

    Both are lexical forms of xsd:boolean (XML Schema 1.1, part 2, 3.3.2).
    """
    return name in row and row[name].value in ("true", "1")


def _rows(body: bytes) -> Rows:
    """The solutions in a body of SPARQL TSV.

    Neither a tab nor a line feed stands in a term (SPARQL 1.1 CSV and TSV, 4.1). Each is read once: solutions
    repeat most of their terms, and to make them costs more than anything else here.
    """
    heading, *lines = body.decode().removesuffix("\n").split("\n")
    names = [variable[1:] for variable in heading.split("\t")]
    cells = [line.split("\t") for line in lines]
    terms = _terms({cell for row in cells for cell in row})
    return tuple({name: terms[cell] for name, cell in zip(names, row, strict=True) if cell} for row in cells)


def _terms(written: set[str]) -> dict[str, AnyTerm]:
    """What terms of SPARQL TSV stand for; the empty one, which stands for none, is left out."""
    iris = {text: _iri(text) for text in written if text[:1] == "<"}
    others = [text for text in written if text and text not in iris]
    solutions = parse_query_results("\n".join(("?term", *others, "")).encode(), QueryResultsFormat.TSV)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("TSV has no booleans")
    return {**iris, **dict(zip(others, (solution[0] for solution in solutions), strict=True))}


@lru_cache(_IRIS)
def _iri(written: str) -> NamedNode:
    return NamedNode(written[1:-1])
