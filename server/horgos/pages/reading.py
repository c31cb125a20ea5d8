"""What every page is made with: the engine that answers, the names of things, the reader's languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from horgos.engine import Engine, Query
from horgos.formats import BY_NAME
from horgos.pages.glossary import Glossary
from horgos.queries import Term, bind, shipped

if TYPE_CHECKING:
    from horgos.terms import Base, Prefixes

Row = Mapping[str, NamedNode | BlankNode | Literal]
"""One solution: variable (without ?) to term; a variable without a value is missing."""
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
        """The language that times and numbers are put into words in: `zh` or `en`."""
        wanted = (language.partition("-")[0] for language in self.languages)
        return next((language for language in wanted if language in ("en", "zh")), "en")

    def select(self, name: str, **values: Term | Sequence[Term]) -> tuple[Row, ...]:
        """The solutions of the query `sparql/{name}.rq` with these parameters. Raises as the engine."""
        return select(self.engine, name, **values)


def select(engine: Engine, name: str, **values: Term | Sequence[Term]) -> tuple[Row, ...]:
    """The solutions of the query `sparql/{name}.rq` with these parameters. Raises what the engine raises."""
    return solve(engine, bind(shipped(name), values))


def solve(engine: Engine, text: str) -> tuple[Row, ...]:
    """The solutions of a SELECT query. Raises what the engine raises."""
    answer = engine.run(Query(text, rows=_ROWS))
    solutions = parse_query_results(answer.body, QueryResultsFormat.TSV)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(f"{answer.form} has no solutions")
    variables = [variable.value for variable in solutions.variables]
    return tuple(
        {name_: term for name_, term in zip(variables, solution, strict=True) if term is not None}
        for solution in solutions
    )
