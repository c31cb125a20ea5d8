"""What schemathesis cannot know of its own: how a query is sent as a body, and what there is to ask for."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies as st

KNOWN = {
    "/data/{name}": ["gannet-light.ttl", "gannet-light", "claim/height-31.jsonld"],
    "/dumps/{name}": ["SHA256SUMS", "tiny.ttl", "tiny.nq.gz"],
    "/errors/{slug}": ["busy", "not-found"],
    "/page/{name}": ["gannet-light", "id/gannet-light", "claim/height-31"],
    "/ns.{extension}": ["ttl", "trig", "jsonld"],
    "/shapes.{extension}": ["ttl", "rdf", "jsonld"],
    "/static/{filename}": ["style.css", "icon.svg"],
    "/{path}": ["id/gannet-light", "ns", "claim/height-31"],
}
QUERIES = [
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 2",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <https://example.org/tiny/id/gannet-light>",
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
    "INSERT DATA { <a> <b> <c> }",
]


@schemathesis.serializer("application/sparql-query")
def sparql_query(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """The bytes of a query that is sent as the body itself."""
    return str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_generate_path_parameters(
    context: schemathesis.HookContext, strategy: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Any name, and at times one that is there."""
    path = context.operation.path if context.operation else ""
    name = path.partition("{")[2].partition("}")[0]
    there = [{name: known} for known in KNOWN.get(path, [])]
    return strategy | st.sampled_from(there) if there else strategy


@schemathesis.hook
def before_generate_query(
    _context: schemathesis.HookContext, strategy: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Any parameters, and at times a query that is one."""

    def with_query(parts: tuple[Any, str | None]) -> Any:
        given, query = parts
        return {**given, "query": query} if query and isinstance(given, dict) and "query" in given else given

    return st.tuples(strategy, st.none() | st.sampled_from(QUERIES)).map(with_query)
