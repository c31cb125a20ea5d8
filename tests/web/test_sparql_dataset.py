"""Which graphs a query sees: SPARQL 1.1 Protocol, 2.1.4, and SPARQL 1.1, 13."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from asking import BASE, ask, column

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMES = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


def test_the_dataset_of_the_request_counts(client: FlaskClient) -> None:
    """2.1.4: default-graph-uri and named-graph-uri make the dataset; one alone leaves the other empty."""
    keeper, office = f"{BASE}source/keeper-tower", f"{BASE}source/office-light"
    both = [("query", COUNT), ("default-graph-uri", keeper), ("default-graph-uri", office)]
    counts = [
        int(column(ask(client, COUNT, **{"default-graph-uri": graph}), "n")[0]) for graph in (keeper, office)
    ]
    assert int(column(client.get(f"/sparql?{urlencode(both)}"), "n")[0]) == sum(counts)
    assert column(ask(client, NAMES, **{"default-graph-uri": keeper}), "g") == []
    assert column(ask(client, NAMES, **{"named-graph-uri": keeper}), "g") == [keeper]
    assert column(ask(client, COUNT, **{"named-graph-uri": keeper}), "n") == ["0"]


def test_the_dataset_of_the_request_counts_before_the_one_in_the_query(client: FlaskClient) -> None:
    """2.1.4: where both name a dataset, the one of the protocol is used."""
    query = NAMES.replace("WHERE", "FROM NAMED <source/office-light> WHERE")
    keeper = f"{BASE}source/keeper-tower"
    assert column(ask(client, query), "g") == [f"{BASE}source/office-light"]
    assert column(ask(client, query, **{"named-graph-uri": keeper}), "g") == [keeper]


def test_the_default_graph_is_the_merge(client: FlaskClient) -> None:
    """Without a dataset in the request, a triple that two passages state counts once."""
    merged = int(column(ask(client, COUNT), "n")[0])
    quads = int(column(ask(client, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"), "n")[0])
    triples = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }"
    assert merged == int(column(ask(client, triples), "n")[0]) < quads


@pytest.fixture(scope="module")
def shared(app: Flask) -> tuple[str, str, int]:
    """Two passages, and the number of statements that both make."""
    query = """SELECT ?one ?other (COUNT(*) AS ?n) WHERE {
        GRAPH ?one { ?s ?p ?o } GRAPH ?other { ?s ?p ?o } FILTER ( STR(?one) < STR(?other) )
    } GROUP BY ?one ?other ORDER BY DESC(?n) LIMIT 1"""
    found = ask(app.test_client(), query)
    return column(found, "one")[0], column(found, "other")[0], int(column(found, "n")[0])


@pytest.mark.parametrize("way", ["FROM", "default-graph-uri"])
def test_a_statement_of_two_graphs_counts_once(
    client: FlaskClient, shared: tuple[str, str, int], way: str
) -> None:
    """SPARQL 1.1, 13.2.1: the default graph is a merge, for COUNT and SUM, however its graphs are named."""
    one, other, both = shared

    def counted(*graphs: str) -> list[int]:
        from_ = "".join(f" FROM <{graph}>" for graph in graphs if way == "FROM")
        query = f"SELECT (COUNT(*) AS ?n) (SUM(1) AS ?sum){from_} WHERE {{ ?s ?p ?o }}"
        named = [("default-graph-uri", graph) for graph in graphs if way != "FROM"]
        response = client.get(f"/sparql?{urlencode([('query', query), *named])}")
        return [int(column(response, name)[0]) for name in ("n", "sum")]

    assert both > 0
    assert counted(one, other) == [a + b - both for a, b in zip(counted(one), counted(other), strict=True)]


def test_graph_reaches_no_graph_outside_of_the_dataset(
    client: FlaskClient, shared: tuple[str, str, int]
) -> None:
    """SPARQL 1.1, 13.3: GRAPH with the IRI of a graph that FROM NAMED does not name finds nothing."""
    one, other, _ = shared
    for graph, answer in ((one, True), (other, False)):
        query = f"ASK FROM <{other}> FROM NAMED <{one}> WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        assert ask(client, query).json["boolean"] is answer
