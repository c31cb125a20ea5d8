"""The terms that descriptions are written with, and one statement of them."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
FORMATS = "http://www.w3.org/ns/formats/"
GEOF = "http://www.opengis.net/def/function/geosparql/"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"
VOID_EXT = "http://ldf.fi/void-ext#"

TYPE = f"{RDF}type"
PREFIXES = {
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "formats": FORMATS,
    "geof": GEOF,
    "owl": OWL,
    "schema": SCHEMA,
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "void": VOID,
    "void-ext": VOID_EXT,
}
"""What descriptions are written with where the dataset has no prefix of its own for it."""

FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}
"""The formats by the names that the W3C gave them, in the namespace of formats."""

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def say(subject: Node, predicate: str, value: Value | int) -> Quad:
    """A statement, in the default graph; a number is an xsd:integer, the one type of counts in the store."""
    return Quad(subject, NamedNode(predicate), _integer(value) if isinstance(value, int) else value)


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))
