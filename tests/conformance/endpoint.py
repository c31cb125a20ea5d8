"""Runs the tests of the suites against an endpoint, over HTTP."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from rdflib import Graph

from conformance.description import faults
from conformance.manifest import FROM, Request, Suite, Test
from conformance.results import Outcome, Table, read, result_set, same

NO_GRAPH = "urn:x-horgos:no-graph"
"""The name of a graph that is not there: a default graph without triples."""

READERS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}
RESULTS = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
KINDS = {
    "tabular": [*RESULTS.values()],
    "boolean": [RESULTS[".srx"], RESULTS[".srj"]],
    "RDF": ["text/turtle", "application/rdf+xml", "application/n-triples"],
}
_ORDERED = re.compile(r"\bORDER\s+BY\b[^{}]*\Z", re.IGNORECASE)


class Failure(Exception):
    """A test has failed; says in which way."""


@dataclass(frozen=True)
class Reply:
    """A response: its status, media type without parameters, and body."""

    status: int
    media_type: str
    body: bytes

    @property
    def problem(self) -> str | None:
        """The type of the problem that it tells of, None where it tells of none."""
        return json.loads(self.body)["type"] if self.media_type == "application/problem+json" else None

    def outcome(self) -> Outcome:
        """The result that it holds. Raises Failure where it is none."""
        if self.status != http.HTTPStatus.OK:
            raise Failure(f"the status is {self.status}: {self.body.decode(errors='replace')[:300]}")
        if self.media_type not in READERS:
            raise Failure(f"the answer is of the type {self.media_type}")
        return read(self.body, READERS[self.media_type])


class Endpoint:
    """An endpoint, by its address, and how each kind of test is run against it."""

    def __init__(self, address: str, suite: Suite) -> None:
        self._address = address
        self._suite = suite
        self._checks: Mapping[str, Callable[[Test], None]] = {
            "QueryEvaluationTest": self._evaluation,
            "CSVResultFormatTest": self._evaluation,
            "PositiveSyntaxTest": self._accepted,
            "PositiveSyntaxTest11": self._accepted,
            "NegativeSyntaxTest": self._rejected,
            "NegativeSyntaxTest11": self._rejected,
            "ProtocolTest": self._protocol,
            "ServiceDescriptionTest": self._description,
        }

    def run(self, test: Test) -> str | None:
        """Run a test; returns in which way it failed, None where it passed."""
        check = self._checks.get(test.kind)
        if check is None:
            return f"there is no way to run a {test.kind}"
        try:
            check(test)
        except Failure as failure:
            return str(failure)
        except (http.client.HTTPException, OSError, ValueError, SyntaxError) as error:
            return f"{type(error).__name__}: {error}"
        return None

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        parts = urlsplit(self._address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            media_type = (response.headers["Content-Type"] or "").partition(";")[0]
            return Reply(response.status, media_type, response.read())
        finally:
            connection.close()

    def _ask(self, test: Test, accept: str) -> Reply:
        """Send the query of a test, with its dataset, by the protocol.

        Where the query names its dataset itself, the protocol names none: it would count instead.
        """
        text = self._suite.query(test)
        dataset: list[tuple[str, str]] = []
        if not FROM.search(text):
            dataset += [("default-graph-uri", file) for file in test.data or (NO_GRAPH,)]
            dataset += [("named-graph-uri", name) for name in test.named]
        body = urlencode([("query", f"BASE <{test.query}>\n{text}"), *dataset]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self._send("POST", urlsplit(self._address).path, headers, body)

    def _evaluation(self, test: Test) -> None:
        """SPARQL 1.1 Query, 18: the query gives the result that the suite has for it."""
        file = self._suite.path(test.result or "")
        accept = RESULTS.get(file.suffix)
        if accept:
            expected = read(file.read_bytes(), READERS[accept])
        else:
            graph = self._suite.graph(test.result or "", "xml" if file.suffix == ".rdf" else "turtle")
            expected = result_set(graph)
            accept = "text/turtle" if isinstance(expected, Graph) else RESULTS[".srj"]
        found = self._ask(test, accept)
        outcome = found.outcome()
        if found.media_type != accept:
            raise Failure(f"{accept} was accepted, and {found.media_type} came")
        ordered = isinstance(expected, Table) and bool(_ORDERED.search(self._suite.query(test)))
        if not same(outcome, expected, lax=test.lax, ordered=ordered):
            raise Failure(f"the result is another one: {found.body.decode()[:300]}")

    def _accepted(self, test: Test) -> None:
        """SPARQL 1.1 Query, 19: a query is answered, or refused for a function that nobody defined."""
        reply = self._ask(test, "*/*")
        if reply.problem != "/errors/query-refused":
            reply.outcome()

    def _rejected(self, test: Test) -> None:
        """SPARQL 1.1 Protocol, 2.1.6: what is no query gets 400, and is told to be malformed."""
        reply = self._ask(test, "*/*")
        if reply.status != http.HTTPStatus.BAD_REQUEST:
            raise Failure(f"the status is {reply.status}")
        if reply.problem != "/errors/malformed-query":
            raise Failure(f"the problem is another one: {reply.body.decode()}")

    def _protocol(self, test: Test) -> None:
        for request in test.requests:
            self._request(request)

    def _request(self, request: Request) -> None:
        path = request.path.replace("/sparql/", urlsplit(self._address).path, 1)
        reply = self._send(request.method, path, request.headers, request.body)
        expected = request.expected
        if not str(reply.status).startswith(expected.statuses):
            raise Failure(f"the status is {reply.status}")
        if expected.kind and reply.media_type not in KINDS[expected.kind]:
            raise Failure(f"the answer is of the type {reply.media_type}")
        if expected.boolean is not None and reply.outcome() is not expected.boolean:
            raise Failure(f"the answer is {reply.body.decode()}")

    def _description(self, test: Test) -> None:
        """SPARQL 1.1 Service Description, 2: the endpoint, dereferenced without a query, describes itself."""
        described = self._send("GET", urlsplit(self._address).path, {}).outcome()
        found = faults(described, self._address, test.name.partition("#")[2])
        if found:
            raise Failure(found)
