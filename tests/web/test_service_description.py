"""What the endpoint says of itself: SPARQL 1.1 Service Description, 2 and 3."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.namespace import RDF

from asking import GEO, PORT, RDFLIB, ask, column
from horgos.describe import FORMAT_NAMES, FUNCTIONS
from horgos.formats import FORMATS, GRAPH_FORMATS, Format

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMAT_NAMESPACE = Namespace("http://www.w3.org/ns/formats/")
# rdflib warns of its own parsers for datasets.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph)\\b:DeprecationWarning")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_the_endpoint_describes_itself_in_each_format(client: FlaskClient, format_: Format) -> None:
    """Service Description, 2: GET without a query gives RDF with the service and its endpoint."""
    response = client.get("/sparql", headers={"Accept": format_.media_type})
    assert (response.status_code, response.headers["Content-Type"]) == (200, format_.content_type)
    described = Dataset(default_union=True).parse(data=response.data, format=RDFLIB[format_.name])
    service = described.value(predicate=RDF.type, object=SD.Service)
    assert described.value(service, SD.endpoint) == URIRef("http://localhost/sparql")


@pytest.mark.parametrize("accept", [None, "*/*"])
def test_a_program_without_a_wish_gets_the_service_description(
    client: FlaskClient, accept: str | None
) -> None:
    """Only a client that prefers HTML gets the page."""
    assert client.get("/sparql", headers={"Accept": accept} if accept else {}).mimetype == "text/turtle"


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_the_description_is_told_of_without_its_body(client: FlaskClient, path: str) -> None:
    """RFC 9110, 9.3.2: HEAD on the endpoint has the headers of the description."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data, head.headers) == (200, b"", get.headers)


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+xml", "image/png"])
def test_the_description_is_no_table(client: FlaskClient, accept: str) -> None:
    """Service Description, 2: it is RDF; 406 with the formats of RDF for who wants another."""
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.json["choices"] == [format_.media_type for format_ in GRAPH_FORMATS]


@pytest.fixture
def described(client: FlaskClient) -> Graph:
    """The service description."""
    return Graph().parse(data=client.get("/sparql/").data, format="turtle")


def test_the_endpoint_is_named_without_a_slash(described: Graph) -> None:
    """One service has one address, by whichever it was asked."""
    assert set(described.objects(None, SD.endpoint)) == {URIRef("http://localhost/sparql")}


def test_the_description_says_what_is_supported_and_no_more(described: Graph) -> None:
    """Query, not update; the union as default graph; no federation, no fetching of graphs."""
    assert set(described.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(described.objects(None, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(described.objects(None, SD.resultFormat)) == {
        FORMAT_NAMESPACE[name] for name in FORMAT_NAMES.values()
    }
    assert FORMAT_NAMES.keys() == {format_.name for format_ in FORMATS}


def test_every_function_of_the_description_can_be_called(client: FlaskClient, described: Graph) -> None:
    """Service Description, 3.4: what it names is there, and another function is refused by its name."""
    functions = sorted(described.objects(None, SD.extensionFunction))
    assert functions == sorted(map(URIRef, FUNCTIONS))
    point = f'"{PORT}"^^geo:wktLiteral'
    for function in functions:
        unit = ", uom:metre" if function.endswith("distance") else ""
        called = ask(client, f"{GEO} SELECT (<{function}>({point}, {point}{unit}) AS ?x) {{}}")
        assert column(called, "x"), function
        assert (function, RDF.type, SD.Function) in described
    refused = ask(client, "SELECT (<http://e/f>(1) AS ?x) {}")
    assert (refused.status_code, refused.json["type"]) == (400, "/errors/query-refused")
    assert "http://e/f" in refused.json["detail"]


def test_the_description_counts_every_graph_as_a_query_does(client: FlaskClient, described: Graph) -> None:
    """The default dataset has the named graphs that GRAPH finds, each with its number of triples."""
    sizes = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    found = json.loads(ask(client, sizes).data)["results"]["bindings"]
    (dataset,) = described.objects(None, SD.defaultDataset)
    told = {
        str(described.value(named, SD.name)): int(
            described.value(described.value(named, SD.graph), VOID.triples)
        )
        for named in described.objects(dataset, SD.namedGraph)
    }
    assert told == {row["g"]["value"]: int(row["n"]["value"]) for row in found}
    default = described.value(dataset, SD.defaultGraph)
    assert int(described.value(default, VOID.triples)) == int(column(ask(client, COUNT), "n")[0])
