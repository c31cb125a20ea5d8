"""Literals come back as they were asked for, in every format that carries them."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.query import Result

from asking import RDFLIB, ask, column
from horgos.formats import GRAPH_FORMATS, ROW_FORMATS, Format

# rdflib warns of its own parsers for datasets.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph)\\b:DeprecationWarning")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")

LITERALS = [
    ('"霍尔果斯"', "zh-hans"),
    ('"Horgos"', "en"),
    ('"1904"', XSD.gYear),
    ('"-0044"', XSD.gYear),
    ('"1904-02"', XSD.gYearMonth),
    ('"1904-02-29"', XSD.date),
    ('"16:30:00"', XSD.time),
    ('"1.5"', XSD.decimal),
    ('"189X/1901~"', EDTF),
    ('"2017/.."', EDTF),
    ('"a\\tb\\n\\"c\\" \\\\ , <d> &amp; é"', "en"),
]


def literal(text: str, kind: str) -> Literal:
    """A literal of Turtle as rdflib has it, its form untouched."""
    is_tag = not kind.startswith("http")
    graph = Graph().parse(
        data=f"<urn:s> <urn:p> {text}{f'@{kind}' if is_tag else f'^^<{kind}>'} .", format="ttl"
    )
    return next(iter(graph.objects()))


@pytest.mark.parametrize("format_", [*ROW_FORMATS[:2], ROW_FORMATS[3]], ids=lambda format_: format_.name)
@pytest.mark.parametrize(("text", "kind"), LITERALS)
def test_a_literal_comes_back_in_rows_as_it_was_asked(
    client: FlaskClient, text: str, kind: str, format_: Format
) -> None:
    """Value, language tag and datatype survive the formats that carry them, read by another library."""
    asked = literal(text, kind)
    response = ask(client, f"SELECT ?x WHERE {{ VALUES ?x {{ {asked.n3()} }} }}", format_.media_type)
    ((found,),) = Result.parse(io.BytesIO(response.data), format=format_.name)
    assert (str(found), found.language, found.datatype) == (str(asked), asked.language, asked.datatype)


@pytest.mark.parametrize(("text", "kind"), LITERALS)
def test_a_literal_comes_back_in_csv_as_text(client: FlaskClient, text: str, kind: str) -> None:
    """SPARQL 1.1 CSV and TSV, 3.2: CSV carries the lexical form alone, quoted where it has to be."""
    asked = literal(text, kind)
    response = ask(client, f"SELECT ?x WHERE {{ VALUES ?x {{ {asked.n3()} }} }}", "text/csv")
    assert list(csv.reader(io.StringIO(response.text, newline=""))) == [["x"], [str(asked)]]


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_literals_come_back_in_a_graph_as_they_were_asked(client: FlaskClient, format_: Format) -> None:
    """The same in every format of graphs."""
    asked = [literal(text, kind) for text, kind in LITERALS]
    values = " ".join(each.n3() for each in asked)
    query = f"CONSTRUCT {{ <urn:s> <urn:p> ?x }} WHERE {{ VALUES ?x {{ {values} }} }}"
    found = Dataset().parse(data=ask(client, query, format_.media_type).data, format=RDFLIB[format_.name])
    assert {(str(o), o.language, o.datatype) for _, _, o, _ in found.quads()} == {
        (str(each), each.language, each.datatype) for each in asked
    }


def test_a_literal_of_the_data_is_found_by_its_form(client: FlaskClient) -> None:
    """A time in EDTF is asked for as it stands in the file."""
    query = f'SELECT ?when WHERE {{ ?claim ?p ?when FILTER ( ?when = "189X/1901"^^<{EDTF}> ) }}'
    assert set(column(ask(client, query), "when")) == {"189X/1901"}
