"""Reads results of queries in all their formats, and tells whether two are the same up to blank nodes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
DECIMALS = frozenset({XSD.decimal, XSD.integer})
FLOATS = frozenset({XSD.double, XSD.float})

Row = Mapping[str, Node]


@dataclass(frozen=True)
class Table:
    """The rows of a SELECT. `ordered` tells that their order is part of the result."""

    columns: Sequence[str]
    rows: Sequence[Row]
    ordered: bool = False


Outcome = Table | Graph | bool


def read(body: bytes, format_: str) -> Outcome:
    """A result in `csv`, `tsv`, `xml` or `json` (SPARQL results), or a graph in another format of rdflib.

    A graph that holds a result set in the vocabulary of the W3C's working group is read as that. What CSV
    leaves out is not made up: its values are literals, and blank nodes where they begin with `_:`.
    """
    if format_ == "csv":
        return _csv(body)
    if format_ in ("tsv", "xml", "json"):
        found = Result.parse(io.BytesIO(body), format=format_)
        if found.type == "ASK":
            return bool(found.askAnswer)
        rows = [{str(name): value for name, value in row.items()} for row in found.bindings]
        return Table([str(name) for name in found.vars or ()], rows)
    graph = Graph().parse(data=body, format=format_)
    return result_set(graph)


def result_set(graph: Graph) -> Outcome:
    """The result set that a graph describes, or the graph itself where it describes none."""
    node = graph.value(predicate=RDF.type, object=RS.ResultSet)
    if node is None:
        return graph
    boolean = graph.value(node, RS.boolean)
    if boolean is not None:
        return str(boolean) == "true"
    solutions = list(graph.objects(node, RS.solution))
    places = {solution: graph.value(solution, RS["index"]) for solution in solutions}
    ordered = bool(solutions) and None not in places.values()
    if ordered:
        solutions.sort(key=lambda solution: int(str(places[solution])))
    columns = [str(name) for name in graph.objects(node, RS.resultVariable)]
    return Table(columns, [_solution(graph, solution) for solution in solutions], ordered)


def _solution(graph: Graph, solution: Node) -> Row:
    bindings = graph.objects(solution, RS.binding)
    pairs = ((graph.value(each, RS.variable), graph.value(each, RS.value)) for each in bindings)
    return {str(name): value for name, value in pairs if value is not None}


def _csv(body: bytes) -> Table:
    lines = list(csv.reader(io.StringIO(body.decode(), newline="")))
    columns, rows = lines[0], lines[1:]
    return Table(columns, [{n: _cell(v) for n, v in zip(columns, row, strict=True)} for row in rows])


def _cell(text: str) -> Node:
    return BNode(text[2:]) if text.startswith("_:") else Literal(text)


def same(found: Outcome, expected: Outcome, *, lax: bool = False, ordered: bool = False) -> bool:
    """Whether two results are the same; `lax` leaves out how often a row comes (SPARQL 1.1, 18.2.5.4)."""
    if isinstance(expected, Table):
        return isinstance(found, Table) and _same_tables(found, expected, lax, ordered or expected.ordered)
    if isinstance(expected, Graph):
        return isinstance(found, Graph) and isomorphic(_plain(found), _plain(expected))
    return found is expected


def _same_tables(found: Table, expected: Table, lax: bool, ordered: bool) -> bool:
    if sorted(found.columns) != sorted(expected.columns):
        return False
    return isomorphic(_as_graph(found.rows, lax, ordered), _as_graph(expected.rows, lax, ordered))


def _as_graph(rows: Iterable[Row], lax: bool, ordered: bool) -> Graph:
    """A graph that is isomorphic to that of other rows exactly where the rows are the same.

    Equal rows share one node, with their number: as many nodes without a difference take a comparison of
    graphs very long.
    """
    plain = [tuple(sorted((name, _value(value)) for name, value in row.items())) for row in rows]
    counted = [((row, place), 1) for place, row in enumerate(plain)] if ordered else None
    graph = Graph()
    for (row, place), count in counted or Counter((row, -1) for row in plain).items():
        node = BNode()
        graph.add((node, RS["index"], Literal(place)))
        graph.add((node, RS.size, Literal(1 if lax else count)))
        for name, value in row:
            graph.add((node, RS[f"value-{name}"], value))
    return graph


def _plain(graph: Graph) -> Graph:
    plain = Graph()
    for subject, predicate, value in graph:
        plain.add((subject, predicate, _value(value)))
    return plain


def _value(term: Node) -> Node:
    """The term in the one form of its value: numbers, booleans and language tags have several."""
    if not isinstance(term, Literal):
        return URIRef(term) if isinstance(term, URIRef) else term
    text, datatype = str(term), term.datatype
    try:
        if datatype in DECIMALS:
            text = format(Decimal(text).normalize(), "f")
        elif datatype in FLOATS:
            text = repr(float(text))
        elif datatype == XSD.boolean:
            text = {"1": "true", "0": "false"}.get(text, text)
    except (ValueError, InvalidOperation):
        pass  # ill-typed, and so its own only form
    if term.language:
        return Literal(text, lang=term.language.lower())
    return Literal(text, datatype=None if datatype == XSD.string else datatype)
