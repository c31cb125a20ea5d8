"""What the service says of itself, as triples (SPARQL 1.1 Service Description); true of this very one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from horgos.formats import FORMATS

if TYPE_CHECKING:
    from horgos.sources import Dataset

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
GEOF = "http://www.opengis.net/def/function/geosparql/"
FORMATS_NAMESPACE = "http://www.w3.org/ns/formats/"
PREFIXES = {
    "sd": SD,
    "geof": GEOF,
    "formats": FORMATS_NAMESPACE,
    "void": VOID,
    "dcterms": DCTERMS,
    "xsd": XSD,
}
SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"

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

FUNCTIONS = tuple(
    f"{GEOF}{name}"
    for name in (
        "distance",
        "sfContains",
        "sfCrosses",
        "sfDisjoint",
        "sfEquals",
        "sfIntersects",
        "sfOverlaps",
        "sfTouches",
        "sfWithin",
    )
)
"""What a query may call beyond SPARQL: the distance of two points and the relations of simple features, as
GeoSPARQL has them. They are in the library; it knows coordinates in CRS84 alone, metres and kilometres.
"""

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def service_description(
    endpoint: str,
    dataset: Dataset,
    sizes: Mapping[str | None, int],
    *,
    federated: bool = False,
    remote: bool = False,
) -> tuple[Quad, ...]:
    """The description of a service at the address `endpoint`, in the default graph.

    `sizes` has the number of triples of each named graph by its IRI, and of the default graph under None.
    The default graph is the merge of the named ones, which `sd:UnionDefaultGraph` says; no graph is ever
    fetched, so that `sd:DereferencesURIs` is not said. `federated` tells that SERVICE is offered,
    `remote` that another server answers, whose functions are not known.
    """
    service = NamedNode(f"{endpoint}#service")
    about = [*_service(service, endpoint, NamedNode(dataset.iri))]
    if not remote:
        about += _functions(service)
    if federated:
        about.append(_say(service, f"{SD}feature", NamedNode(f"{SD}BasicFederatedQuery")))
    return (*about, *_dataset(dataset, sizes), *_sizes(sizes))


def _service(service: Node, endpoint: str, dataset: Node) -> Iterator[Quad]:
    yield _say(service, f"{RDF}type", NamedNode(f"{SD}Service"))
    yield _say(service, f"{SD}endpoint", NamedNode(endpoint))
    yield _say(service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query"))
    yield _say(service, f"{SD}feature", NamedNode(f"{SD}UnionDefaultGraph"))
    yield _say(service, f"{SD}defaultEntailmentRegime", NamedNode(SIMPLE_ENTAILMENT))
    for format_ in FORMATS:
        name = NamedNode(FORMATS_NAMESPACE + FORMAT_NAMES[format_.name])
        yield _say(service, f"{SD}resultFormat", name)
    yield _say(service, f"{SD}defaultDataset", dataset)


def _functions(service: Node) -> Iterator[Quad]:
    for function in map(NamedNode, FUNCTIONS):
        yield _say(service, f"{SD}extensionFunction", function)
        yield _say(function, f"{RDF}type", NamedNode(f"{SD}Function"))


def _dataset(dataset: Dataset, sizes: Mapping[str | None, int]) -> Iterator[Quad]:
    node = NamedNode(dataset.iri)
    yield _say(node, f"{RDF}type", NamedNode(f"{SD}Dataset"))
    for label in dataset.title:
        yield _say(node, f"{DCTERMS}title", Literal(label.text, language=label.language or None))
    if dataset.license:
        yield _say(node, f"{DCTERMS}license", NamedNode(dataset.license))
    yield _say(node, f"{SD}defaultGraph", BlankNode("default"))
    for number, _ in enumerate(_names(sizes), 1):
        yield _say(node, f"{SD}namedGraph", BlankNode(f"named{number}"))


def _sizes(sizes: Mapping[str | None, int]) -> Iterator[Quad]:
    """Each graph and its size; a named one apart from its name (Service Description, 3.2.8 and 3.2.9)."""
    yield from _graph(BlankNode("default"), sizes.get(None, 0))
    for number, name in enumerate(_names(sizes), 1):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield _say(named, f"{RDF}type", NamedNode(f"{SD}NamedGraph"))
        yield _say(named, f"{SD}name", NamedNode(name))
        yield _say(named, f"{SD}graph", graph)
        yield from _graph(graph, sizes[name])


def _names(sizes: Mapping[str | None, int]) -> list[str]:
    return sorted(name for name in sizes if name is not None)


def _graph(node: Node, size: int) -> Iterator[Quad]:
    yield _say(node, f"{RDF}type", NamedNode(f"{SD}Graph"))
    yield _say(node, f"{VOID}triples", Literal(str(size), datatype=NamedNode(f"{XSD}integer")))


def _say(subject: Node, predicate: str, value: Value) -> Quad:
    return Quad(subject, NamedNode(predicate), value)
