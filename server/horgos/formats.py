"""The one table of formats: short name, media types, extension, and what kind of result it can carry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pyoxigraph import QueryResultsFormat, RdfFormat


class Kind(Enum):
    """What a format can carry: rows and booleans, the triples of one graph, or the quads of a dataset."""

    ROWS = "rows"
    GRAPH = "graph"
    DATASET = "dataset"


@dataclass(frozen=True)
class Format:
    """One format. `media_types[0]` is its registered media type; the others are accepted in requests too."""

    name: str
    title: str
    kind: Kind
    media_types: tuple[str, ...]
    extension: str
    oxigraph: QueryResultsFormat | RdfFormat

    @property
    def media_type(self) -> str:
        """The registered media type, without parameters."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The value of Content-Type: text formats name their character encoding."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


FORMATS: tuple[Format, ...] = (
    Format(
        "json",
        "SPARQL JSON",
        Kind.ROWS,
        ("application/sparql-results+json", "application/json", "text/json"),
        "srj",
        QueryResultsFormat.JSON,
    ),
    Format(
        "xml",
        "SPARQL XML",
        Kind.ROWS,
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        "srx",
        QueryResultsFormat.XML,
    ),
    Format("csv", "CSV", Kind.ROWS, ("text/csv",), "csv", QueryResultsFormat.CSV),
    Format("tsv", "TSV", Kind.ROWS, ("text/tab-separated-values",), "tsv", QueryResultsFormat.TSV),
    Format(
        "ttl",
        "Turtle",
        Kind.GRAPH,
        ("text/turtle", "text/n3", "application/x-turtle"),
        "ttl",
        RdfFormat.TURTLE,
    ),
    Format("nt", "N-Triples", Kind.GRAPH, ("application/n-triples", "text/plain"), "nt", RdfFormat.N_TRIPLES),
    Format(
        "rdf",
        "RDF/XML",
        Kind.GRAPH,
        ("application/rdf+xml", "application/xml", "text/xml"),
        "rdf",
        RdfFormat.RDF_XML,
    ),
    Format(
        "jsonld",
        "JSON-LD",
        Kind.DATASET,
        ("application/ld+json", "application/json"),
        "jsonld",
        RdfFormat.JSON_LD,
    ),
    Format("trig", "TriG", Kind.DATASET, ("application/trig", "application/x-trig"), "trig", RdfFormat.TRIG),
    Format("nq", "N-Quads", Kind.DATASET, ("application/n-quads", "text/x-nquads"), "nq", RdfFormat.N_QUADS),
)

ROW_FORMATS = tuple(format_ for format_ in FORMATS if format_.kind is Kind.ROWS)
GRAPH_FORMATS = tuple(format_ for format_ in FORMATS if format_.kind is not Kind.ROWS)
BY_NAME = {format_.name: format_ for format_ in FORMATS}
