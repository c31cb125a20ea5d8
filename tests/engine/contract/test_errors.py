"""What is raised for a query that is not fine, whichever engine is asked."""

from __future__ import annotations

import pytest

from horgos.engine import Engine, Query
from horgos.errors import BadGateway, QueryRefused, QuerySyntaxError, ResultTooLarge
from horgos.formats import BY_NAME


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n ?s ?p ?o", (1, 10)),
        ("SELECT *\n{ ?s nope:p ?o }", (2, 6)),
        ('SELECT *\n{ ?s ?p "a }', (2, 9)),
    ],
    ids=["bracket", "prefix", "quote"],
)
def test_the_usual_slips_are_told_with_their_place(
    engine: Engine, query: str, place: tuple[int, int]
) -> None:
    """SPARQL 1.1 Protocol, 2.1.6: a malformed query is the asker's error; line and column say where."""
    with pytest.raises(QuerySyntaxError) as caught:
        engine.run(Query(query))
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p }", "SELECT ?x WHERE { BIND(1 ?x) }", "SELEKT * {}"])
def test_any_other_query_that_is_malformed_is_the_askers_error(engine: Engine, query: str) -> None:
    """SPARQL 1.1 Protocol, 2.1.6: MalformedQuery, whatever the words."""
    with pytest.raises(QuerySyntaxError):
        engine.run(Query(query, base="http://e/"))


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <http://e/a> <http://e/b> 1 }",
        "LOAD <http://127.0.0.1:9/>",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
    ids=["INSERT", "LOAD", "SERVICE"],
)
def test_updates_and_service_are_refused(engine: Engine, query: str) -> None:
    """Only queries over the dataset are answered; another server is not even told of anything else."""
    with pytest.raises(QueryRefused):
        engine.run(Query(query))


def test_a_function_that_nobody_knows_is_told(engine: Engine) -> None:
    """SPARQL 1.1, 17.6: an implementation may refuse extension functions, and says which it did not know."""
    with pytest.raises((QueryRefused, QuerySyntaxError, BadGateway), match="http://e/f"):
        engine.run(Query("SELECT (<http://e/f>(1) AS ?x) {}"))


def test_a_result_is_never_cut_silently(engine: Engine, request: pytest.FixtureRequest) -> None:
    """All rows that were asked for, or, of a server that has been told to give a thousand, an error."""
    query = Query("SELECT ?s { ?s ?p ?o . ?a ?b ?c } LIMIT 5000", rows=BY_NAME["tsv"])
    if request.node.callspec.params["engine"] == "virtuoso":
        with pytest.raises(ResultTooLarge, match="1000 rows"):
            engine.run(query)
    else:
        assert engine.run(query).rows == 5000


def test_of_several_queries_the_first_that_fails_is_told(engine: Engine) -> None:
    """The error is the one that it raises alone; the line is that of its own text."""
    queries = [Query(text) for text in ("ASK {}", "SELECT *\n{ ?s nope:p ?o }", "SELECT")]
    with pytest.raises(QuerySyntaxError) as caught:
        engine.run_all(queries)
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_an_engine_answers_as_before_after_errors(engine: Engine) -> None:
    """An error is of one query alone."""
    with pytest.raises(QuerySyntaxError):
        engine.run(Query("SELECT"))
    assert b"true" in engine.run(Query("ASK {}", rows=BY_NAME["json"])).body
