"""SERVICE over HTTP: offered where the operator allows an endpoint, and told in the service description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from horgos.site import Site, open_site
from scripted import Script, answer, scripted
from web.conftest import app_of

TURTLE = {"Accept": "text/turtle"}
JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture
def endpoint() -> Iterator[Script]:
    """An endpoint that may be asked."""
    with scripted(answer()) as script:
        yield script


@pytest.fixture
def allowing(tiny: Site, endpoint: Script) -> Iterator[FlaskClient]:
    """A client of the tiny graph, whose operator allows that endpoint."""
    config = replace(tiny.config, allow_service=endpoint.url, workers=1)
    with open_site(config, tiny.publication) as site:
        yield app_of(site).test_client()


def test_an_allowed_endpoint_is_asked_and_the_answer_is_not_kept(
    allowing: FlaskClient, endpoint: Script
) -> None:
    """What another server says may be other tomorrow, though this dataset is the same: no tag, no store."""
    query = f"SELECT * {{ SERVICE <{endpoint.url}> {{ ?x ?p ?o }} }}"
    response = allowing.get("/sparql", query_string={"query": query}, headers=JSON)
    assert b"http://e/x" in response.data
    assert "ETag" not in response.headers
    assert response.cache_control.no_store


def test_another_endpoint_is_refused_and_the_allowed_ones_are_told(
    allowing: FlaskClient, endpoint: Script
) -> None:
    """400, with what would be right."""
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?x ?p ?o } }"
    response = allowing.get("/sparql", query_string={"query": query}, headers=JSON)
    assert response.status_code == 400
    assert endpoint.url in response.get_data(as_text=True)
    assert endpoint.forms == []


def test_the_description_says_whether_service_is_offered(allowing: FlaskClient, client: FlaskClient) -> None:
    """SPARQL 1.1 Service Description, 3.4.4: sd:BasicFederatedQuery, where it is true."""
    assert b"sd:BasicFederatedQuery" in allowing.get("/sparql", headers=TURTLE).data
    assert b"BasicFederatedQuery" not in client.get("/sparql", headers=TURTLE).data
