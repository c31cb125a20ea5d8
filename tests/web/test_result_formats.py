"""What the formats of results ask for: SPARQL 1.1 Query Results JSON, CSV and TSV, and SPARQL Results XML."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from asking import ask
from horgos.formats import ROW_FORMATS, Format

XSD = "http://www.w3.org/2001/XMLSchema#"
SPACE = "{http://www.w3.org/2005/sparql-results#}"
TERMS = f"""SELECT ?iri ?none ?text ?tagged ?number ?typed ?blank WHERE {{
  VALUES (?iri ?text ?tagged ?number ?typed) {{
    (<http://e/é> "a \\"b\\",\\tc\\r\\nd" "x"@zh-hans 1 "2017"^^<{XSD}gYear>) }}
  BIND(BNODE() AS ?blank) OPTIONAL {{ <urn:nothing> <urn:p> ?none }}
}}"""
COLUMNS = ["iri", "none", "text", "tagged", "number", "typed", "blank"]
TEXT = 'a "b",\tc\r\nd'
NOTHING = "SELECT ?b ?a WHERE { ?a <urn:nothing> ?b }"


def test_json_has_the_variables_in_their_order(client: FlaskClient) -> None:
    """JSON, 3.1.1: head.vars, in the order of the query."""
    assert ask(client, TERMS).json["head"] == {"vars": COLUMNS}


def test_json_tells_each_kind_of_term(client: FlaskClient) -> None:
    """JSON, 3.2.1 and 3.2.2: type and value, xml:lang or datatype; what is not bound is left out."""
    (row,) = ask(client, TERMS).json["results"]["bindings"]
    assert row.pop("blank")["type"] == "bnode"
    assert row == {
        "iri": {"type": "uri", "value": "http://e/é"},
        "text": {"type": "literal", "value": TEXT},
        "tagged": {"type": "literal", "value": "x", "xml:lang": "zh-hans"},
        "number": {"type": "literal", "value": "1", "datatype": f"{XSD}integer"},
        "typed": {"type": "literal", "value": "2017", "datatype": f"{XSD}gYear"},
    }


@pytest.mark.parametrize(("query", "boolean"), [("ASK {}", True), ("ASK { <urn:nothing> ?p ?o }", False)])
def test_json_has_a_boolean_in_the_place_of_results(client: FlaskClient, query: str, boolean: bool) -> None:
    """JSON, 3.3: head and boolean, no results."""
    assert ask(client, query).json == {"head": {}, "boolean": boolean}


def test_xml_has_the_variables_in_their_order(client: FlaskClient) -> None:
    """XML, 2.2: one element variable each, in the namespace of results."""
    root = ElementTree.fromstring(ask(client, TERMS, format="xml").data)  # noqa: S314  our own
    assert root.tag == f"{SPACE}sparql"
    assert [each.get("name") for each in root.findall(f"{SPACE}head/{SPACE}variable")] == COLUMNS


def test_xml_tells_each_kind_of_term(client: FlaskClient) -> None:
    """XML, 2.3.1: uri, bnode, and literal with xml:lang or datatype; what is not bound has no binding."""
    root = ElementTree.fromstring(ask(client, TERMS, format="xml").data)  # noqa: S314  our own
    found = {
        str(binding.get("name")): (
            binding[0].tag.removeprefix(SPACE),
            dict(binding[0].attrib),
            binding[0].text,
        )
        for binding in root.iter(f"{SPACE}binding")
    }
    assert found.pop("blank")[0] == "bnode"
    assert found == {
        "iri": ("uri", {}, "http://e/é"),
        "text": ("literal", {}, TEXT),
        "tagged": ("literal", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-hans"}, "x"),
        "number": ("literal", {"datatype": f"{XSD}integer"}, "1"),
        "typed": ("literal", {"datatype": f"{XSD}gYear"}, "2017"),
    }


@pytest.mark.parametrize(("query", "boolean"), [("ASK {}", "true"), ("ASK { <urn:nothing> ?p ?o }", "false")])
def test_xml_has_a_boolean_in_the_place_of_results(client: FlaskClient, query: str, boolean: str) -> None:
    """XML, 2.3.2: the element boolean, no element results."""
    root = ElementTree.fromstring(ask(client, query, format="xml").data)  # noqa: S314  our own
    assert [each.tag.removeprefix(SPACE) for each in root] == ["head", "boolean"]
    assert root.findtext(f"{SPACE}boolean") == boolean


def test_csv_has_names_then_values(client: FlaskClient) -> None:
    """CSV and TSV, 3.1 and 3.2: names without `?`, values without quotes of Turtle, empty where not bound."""
    head, row = csv.reader(io.StringIO(ask(client, TERMS, format="csv").text, newline=""), strict=True)
    assert head == COLUMNS
    assert row[:-1] == ["http://e/é", "", TEXT, "x", "1", "2017"]
    assert row[-1].startswith("_:")


def test_csv_ends_its_lines_as_its_registration_says(client: FlaskClient) -> None:
    """CSV and TSV, 3: RFC 4180, 2: each line ends with CRLF, the last as well."""
    assert ask(client, "SELECT ?x WHERE { VALUES ?x { 1 2 } }", format="csv").data == b"x\r\n1\r\n2\r\n"


def test_tsv_has_terms_as_turtle_writes_them(client: FlaskClient) -> None:
    """CSV and TSV, 4: names with `?`, terms of Turtle, tabs and line ends escaped, empty where not bound."""
    head, row = ask(client, TERMS, format="tsv").text.removesuffix("\n").split("\n")
    assert head.split("\t") == [f"?{name}" for name in COLUMNS]
    *values, blank = row.split("\t")
    text = '"a \\"b\\",\\tc\\r\\nd"'
    assert values == ["<http://e/é>", "", text, '"x"@zh-hans', "1", f'"2017"^^<{XSD}gYear>']
    assert blank.startswith("_:")


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda format_: format_.name)
def test_a_result_without_rows_still_names_its_columns(client: FlaskClient, format_: Format) -> None:
    """In every format: the head is there, in the order of the query, and nothing else."""
    body = ask(client, NOTHING, format=format_.name).text
    if format_.name == "json":
        assert json.loads(body) == {"head": {"vars": ["b", "a"]}, "results": {"bindings": []}}
    else:
        assert re.findall(r"\b[ab]\b", body) == ["b", "a"]


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda format_: format_.name)
def test_a_blank_node_is_one_throughout_a_result(client: FlaskClient, format_: Format) -> None:
    """JSON, 3.2.2, and the like: a label means one node within one result, and another one means another."""
    query = "SELECT ?x ?y ?z WHERE { BIND(BNODE() AS ?x) BIND(?x AS ?y) BIND(BNODE() AS ?z) }"
    labels = re.findall(r"\b[0-9a-f]{20,}\b", ask(client, query, format=format_.name).text)
    assert len(labels) == 3
    assert labels[0] == labels[1] != labels[2]
