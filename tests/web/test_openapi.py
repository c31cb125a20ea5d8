"""The description for programs says what the server does: its paths, methods, formats and errors."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from horgos.formats import FORMATS
from horgos.site import Site
from horgos.web import create_app
from horgos.web.openapi import PARAMETER, template
from horgos.web.protocol import DIRECT, FORM, SparqlRequest, read
from horgos.web.resources import RESOURCES

BROWSER = "text/html"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """The published document."""
    published: dict[str, Any] = client.get("/openapi.json").json
    return published


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    """OpenAPI Specification 3.1: its schema, its references, its path templates."""
    assert document["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_has_the_paths_and_methods_of_the_app_and_no_others(app: Flask, document: dict[str, Any]) -> None:
    """Every route is described with every method that it answers to."""
    routes = {
        template(rule): {method.lower() for method in rule.methods} for rule in app.url_map.iter_rules()
    }
    described = {path: set(item) - {"parameters"} for path, item in document["paths"].items()}
    assert described == routes


def test_every_endpoint_of_the_app_has_its_line_and_no_line_is_left_over(app: Flask) -> None:
    """A route that is added without a line, or a line without a route, shows here."""
    assert set(RESOURCES) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_operation_has_a_summary_and_a_name_of_its_own(document: dict[str, Any]) -> None:
    """Generators of clients make functions and their comments of them."""
    operations = [
        operation
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert all(operation["summary"].endswith(".") for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


def test_the_endpoint_names_every_format_of_the_table(document: dict[str, Any]) -> None:
    """A result is offered under every media type that `formats` has."""
    content = document["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    assert {type_ for format_ in FORMATS for type_ in format_.media_types} | {"text/html"} == set(content)


def test_the_endpoint_takes_both_bodies_of_the_protocol(document: dict[str, Any]) -> None:
    """SPARQL 1.1 Protocol, 2.1.2 and 2.1.3."""
    assert set(document["paths"]["/sparql"]["post"]["requestBody"]["content"]) == {FORM, DIRECT}


@pytest.mark.parametrize(("name", "value"), [(name, "1") for name in PARAMETER if name != "query"])
def test_every_parameter_that_is_described_is_read(name: str, value: str) -> None:
    """A parameter that the endpoint ignored would be a promise."""
    value = f"urn:{value}" if name.endswith("-uri") else value
    assert read("GET", f"query=ASK{{}}&{name}={value}".encode(), {}, b"") != SparqlRequest("ASK{}")


@pytest.mark.parametrize("address", ["/", "/sparql"])
@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
def test_the_first_page_and_the_endpoint_lead_to_it(client: FlaskClient, address: str, accept: str) -> None:
    """RFC 8631, 4.2: service-desc, for clients that know no more than the address."""
    response = client.get(address, headers={"Accept": accept})
    assert '</openapi.json>; rel="service-desc"' in response.headers["Link"]


def test_below_a_path_the_document_says_where_it_is(tiny: Site) -> None:
    """Paths are relative to the server that the document names."""
    client = create_app(tiny).test_client()
    assert client.get("/openapi.json").json["servers"] == [{"url": "/"}]
    mounted = client.get("/openapi.json", environ_overrides={"SCRIPT_NAME": "/deep/down"})
    assert mounted.json["servers"] == [{"url": "/deep/down"}]
