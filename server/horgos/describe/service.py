"""What the service says of itself, as triples (SPARQL 1.1 Service Description); true of this very one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from horgos.describe.terms import DCTERMS, FORMAT_NAMES, FORMATS, GEOF, SD, TYPE, VOID, Node, say
from horgos.formats import FORMATS as OFFERED

if TYPE_CHECKING:
    from horgos.sources import Dataset

SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"

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
    about = [*what_is_offered(service, endpoint, NamedNode(dataset.iri), remote=remote)]
    if federated:
        about.append(say(service, f"{SD}feature", NamedNode(f"{SD}BasicFederatedQuery")))
    return (*about, *_dataset(dataset, sizes), *_sizes(sizes))


def what_is_offered(service: Node, endpoint: str, dataset: Node, *, remote: bool = False) -> Iterator[Quad]:
    """What every service with this dataset has in common: language, formats, functions, default graph."""
    yield say(service, TYPE, NamedNode(f"{SD}Service"))
    yield say(service, f"{SD}endpoint", NamedNode(endpoint))
    yield say(service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query"))
    yield say(service, f"{SD}feature", NamedNode(f"{SD}UnionDefaultGraph"))
    yield say(service, f"{SD}defaultEntailmentRegime", NamedNode(SIMPLE_ENTAILMENT))
    for format_ in OFFERED:
        name = NamedNode(FORMATS + FORMAT_NAMES[format_.name])
        yield say(service, f"{SD}resultFormat", name)
    yield say(service, f"{SD}defaultDataset", dataset)
    if not remote:
        yield from _functions(service)


def _functions(service: Node) -> Iterator[Quad]:
    for function in map(NamedNode, FUNCTIONS):
        yield say(service, f"{SD}extensionFunction", function)
        yield say(function, TYPE, NamedNode(f"{SD}Function"))


def _dataset(dataset: Dataset, sizes: Mapping[str | None, int]) -> Iterator[Quad]:
    node = NamedNode(dataset.iri)
    yield say(node, TYPE, NamedNode(f"{SD}Dataset"))
    for label in dataset.title:
        yield say(node, f"{DCTERMS}title", Literal(label.text, language=label.language or None))
    if dataset.license:
        yield say(node, f"{DCTERMS}license", NamedNode(dataset.license))
    yield say(node, f"{SD}defaultGraph", BlankNode("default"))
    for number, _ in enumerate(_names(sizes), 1):
        yield say(node, f"{SD}namedGraph", BlankNode(f"named{number}"))


def _sizes(sizes: Mapping[str | None, int]) -> Iterator[Quad]:
    """Each graph and its size; a named one apart from its name (Service Description, 3.2.8 and 3.2.9)."""
    yield from _graph(BlankNode("default"), sizes.get(None, 0))
    for number, name in enumerate(_names(sizes), 1):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield say(named, TYPE, NamedNode(f"{SD}NamedGraph"))
        yield say(named, f"{SD}name", NamedNode(name))
        yield say(named, f"{SD}graph", graph)
        yield from _graph(graph, sizes[name])


def _names(sizes: Mapping[str | None, int]) -> list[str]:
    return sorted(name for name in sizes if name is not None)


def _graph(node: Node, size: int) -> Iterator[Quad]:
    yield say(node, TYPE, NamedNode(f"{SD}Graph"))
    yield say(node, f"{VOID}triples", size)
