"""Thirty questions, each answered by one query of the library: all of the answer, and nothing beside it."""

from __future__ import annotations

from urllib.request import Request, urlopen

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from content.answers import bound, rows, short, written
from content.questions import QUESTIONS, Question
from horgos.queries import Query
from horgos.sources import Sources


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.number))
def test_a_question_has_its_whole_answer(
    question: Question, queries: dict[str, Query], store: Store, real_sources: Sources
) -> None:
    """What comes back is what the sources support: every item of it, and no other."""
    text = bound(queries[question.query], question.values, real_sources.prefixes)
    found = rows(store, text, question.columns.split())
    assert {short(row, real_sources.prefixes) for row in found} == question.rows


def test_the_running_server_answers_all_of_them(
    queries: dict[str, Query], real_sources: Sources, server: str
) -> None:
    """Put to /sparql by POST, each of the thirty comes back with the same answer."""
    for question in QUESTIONS:
        text = bound(queries[question.query], question.values, real_sources.prefixes)
        found = served(f"{server}sparql", text, question.columns.split())
        assert {short(row, real_sources.prefixes) for row in found} == question.rows, question.number


def served(endpoint: str, text: str, columns: list[str]) -> list[tuple[str, ...]]:
    """The answer of an endpoint (SPARQL 1.1 Protocol, 2.1.3), in these columns."""
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json",
    }
    with urlopen(Request(endpoint, text.encode(), headers)) as response:
        solutions = parse_query_results(response.read(), QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return written(solutions, columns)
