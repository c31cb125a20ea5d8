"""Ask the endpoint a query in a test, and read what it answers."""

from __future__ import annotations

import json

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BASE = "https://example.org/tiny/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "trig": "trig", "nq": "nquads"}
"""The names of the formats of graphs in rdflib."""
GEO = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
"""
SLOW = "SELECT (COUNT(*) AS ?n) {{ {} VALUES ?z {{ 1 2 3 }} }}".format(
    " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdef")
)
"""What takes a second or so, whatever the graph is: to count three million combinations."""
PORT = "POINT(80.369444 44.195556)"


def ask(client: FlaskClient, query: str, accept: str | None = None, **parameters: str) -> TestResponse:
    """GET the answer to a query."""
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **parameters}, headers=headers)


def column(response: TestResponse, name: str) -> list[str]:
    """The values of one variable, in order."""
    return [row[name]["value"] for row in json.loads(response.data)["results"]["bindings"]]
