"""What is said about a query that is not SPARQL."""

from __future__ import annotations

import pytest

from horgos.engine import Embedded, Query
from horgos.errors import BadRequest, QueryRefused, QuerySyntaxError


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT ?o\n{ ?s foaf:name ?o }", 2, 6, "The prefix foaf: is not declared"),
        ("SELECT ?o\n{ ?s ?p ?o .\n  FILTER(?o = 3 }", 3, 17, "No bracket is open that this } would close"),
        ("SELECT ?o {\n ?s ?p ?o", 1, 11, "This { is never closed"),
        ("SELECT ?o { ?s ?p ?o }}", 1, 23, "No bracket is open that this } would close"),
        ('SELECT ?o { ?s ?p "abc }', 1, 19, "This quote is not closed"),
        ("SELECT ?o { ?s ?p ?o }\nLIMIT ten", 2, 7, "This is not expected here: ten"),
        ("SELECT (COUNT(?s) AS ?n) ?o { ?s ?p ?o }", 1, 41, "contains a variable that is unbound"),
        ("SELECT ?o { ?s <a b> ?o }", 1, 21, "IRI parsing failed"),
        ("", 1, 1, "missing or wrong"),
    ],
)
def test_the_message_says_where_and_what(
    engine: Embedded, query: str, line: int, column: int, message: str
) -> None:
    """What is wrong stands in the text, the place in fields alone: who renders it says where, once."""
    with pytest.raises(QuerySyntaxError, match=message) as error:
        engine.run(Query(query))
    assert (error.value.line, error.value.column) == (line, column)
    assert error.value.place == f"line {line}, column {column}"
    assert "column" not in str(error.value)


def test_columns_count_characters(engine: Embedded) -> None:
    """An editor can put its cursor there, whatever the text before it."""
    with pytest.raises(QuerySyntaxError) as error:
        engine.run(Query("SELECT ?o { ?s ?p '霍尔果斯𠀀' } LIMIT ten"))
    assert error.value.column == 35


def test_an_unknown_function_is_an_error_of_the_query(engine: Embedded) -> None:
    """SPARQL 1.1, 17.6 leaves extension functions to the server; the message names the one asked for."""
    with pytest.raises(QueryRefused, match="http://e/f"):
        engine.run(Query("SELECT (<http://e/f>(1) AS ?x) {}"))


def test_a_deadline_of_nothing_is_an_error_of_the_request(engine: Embedded) -> None:
    """No process is spent on a query that could not be answered in any case."""
    with pytest.raises(BadRequest, match="deadline"):
        engine.run(Query("ASK {}", deadline=0))
