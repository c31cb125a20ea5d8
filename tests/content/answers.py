"""What the tests of the queries share: values to bind, and rows to compare, from two engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib import Dataset
from rdflib import Literal as OtherLiteral
from rdflib.query import ResultRow

from horgos.queries import Query, bind
from horgos.terms import Prefixes

DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
NUMBERS = (DECIMAL, "http://www.w3.org/2001/XMLSchema#integer")

Row = tuple[str, ...]
Value = int | str | Decimal
Values = Mapping[str, Value]
Ask = Callable[..., set[Row]]


def bound(query: Query, values: Values, prefixes: Prefixes) -> str:
    """The query with these values: numbers, prefixed names of the graph, and any other text as a string."""
    return bind(query.text, {name: _term(value, prefixes) for name, value in values.items()})


def _term(value: Value, prefixes: Prefixes) -> Literal | NamedNode:
    if isinstance(value, Decimal):
        return Literal(str(value), datatype=NamedNode(DECIMAL))
    iri = prefixes.expand(value) if isinstance(value, str) else None
    return NamedNode(iri) if iri else Literal(value)


def rows(store: Store, text: str, columns: Iterable[str] = ()) -> list[Row]:
    """The answer of pyoxigraph, in its order, in these columns (none: in all, as the query names them)."""
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    return written(solutions, columns)


def columns(store: Store, text: str) -> list[str]:
    """The columns of the answer of pyoxigraph.

    The result is not kept: in the frame of a test it may live until another thread collects it, which it
    does not bear.
    """
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    return [variable.value for variable in solutions.variables]


def written(solutions: QuerySolutions, columns: Iterable[str] = ()) -> list[Row]:
    """Solutions of pyoxigraph as text."""
    known = tuple(variable.value for variable in solutions.variables)
    names = tuple(columns) or known
    assert set(names) <= set(known)
    return [tuple(_text(row[name]) for name in names) for row in solutions]


def other_rows(dataset: Dataset, text: str, columns: Iterable[str]) -> list[Row]:
    """The same by rdflib."""
    return [
        tuple(_other_text(row.asdict().get(name)) for name in columns)
        for row in dataset.query(text)
        if isinstance(row, ResultRow)
    ]


def short(row: Row, prefixes: Prefixes) -> Row:
    """The row with prefixed names for IRIs of the graph, so that people can read it."""
    return tuple(prefixes.curie(value) or value for value in row)


def _text(term: object) -> str:
    if isinstance(term, Literal):
        return _number(term.value, term.datatype.value)
    return term.value if isinstance(term, NamedNode) else ""


def _other_text(term: object) -> str:
    if isinstance(term, OtherLiteral):
        return _number(str(term), str(term.datatype))
    return "" if term is None else str(term)


def _number(value: str, datatype: str) -> str:
    """Numbers that are equal are written alike: 112 and 112.0."""
    return f"{Decimal(value).normalize():f}" if datatype in NUMBERS else value
