"""Print the answer of a query: as a table for a person, or its bytes as they are."""

from __future__ import annotations

import click
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from horgos.engine import Answer
from horgos.formats import Kind
from horgos.terms import Prefixes

WIDE = 10_000  # columns: what goes to a file or another program is never wrapped


def print_answer(answer: Answer, prefixes: Prefixes, *, table: bool) -> None:
    """Print the answer on standard output; with `table`, rows come as a table with prefixed names."""
    if not table or answer.format.kind is not Kind.ROWS:
        click.echo(answer.body, nl=False)
        return
    results = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        click.echo("yes" if results else "no")
    elif isinstance(results, QuerySolutions):
        print_rows(results, prefixes)


def print_rows(results: QuerySolutions, prefixes: Prefixes) -> None:
    """Print solutions, a column for each variable, and how many there are."""
    names = [variable.value for variable in results.variables]
    rows = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        rows.add_column(name, overflow="fold")
    for solution in results:
        rows.add_row(*(Text(text_of(solution[name], prefixes)) for name in names))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(rows)
    console.print(f"{rows.row_count} row{'' if rows.row_count == 1 else 's'}", style="dim")


def text_of(term: object, prefixes: Prefixes) -> str:
    """A term as a person reads it: a prefixed name, or the text of a literal without its type or language."""
    if isinstance(term, NamedNode):
        return prefixes.name(term.value)
    if isinstance(term, Literal):
        return term.value
    return str(term) if isinstance(term, BlankNode) else ""
