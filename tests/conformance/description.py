"""What the suite asks of a service description; it has the tests in words alone."""

from __future__ import annotations

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import BNode, Node

from conformance.results import Outcome

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

# Domain and range of each property (SPARQL 1.1 Service Description, 3.4); None where it is any resource.
SCHEMA: dict[str, tuple[str, str | None]] = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
SUBCLASSES = {"Dataset": "GraphCollection", "Aggregate": "Function"}
INSTANCES = {
    "Language": ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update"),
    "Feature": (
        "DereferencesURIs",
        "UnionDefaultGraph",
        "RequiresDataset",
        "EmptyGraphs",
        "BasicFederatedQuery",
    ),
}
CLASSES = {name for pair in SCHEMA.values() for name in pair if name} | SUBCLASSES.keys()


def faults(described: Outcome, endpoint: str, name: str) -> str:
    """What is wrong with a description, for one of the three tests; empty where nothing is."""
    if not isinstance(described, Graph):
        return "the description is no RDF"
    if name == "has-endpoint-triple":
        is_there = (None, SD.endpoint, URIRef(endpoint)) in described
        return "" if is_there else f"no sd:endpoint is {endpoint}"
    if name == "conforms-to-schema":
        return "; ".join(sorted(set(_against_schema(described))))
    return "" if len(described) else "the description is empty"


def _against_schema(described: Graph) -> list[str]:
    found = [
        f"sd:{kind} is no class" for kind in _local(described.objects(None, RDF.type)) if kind not in CLASSES
    ]
    for subject, predicate, value in described:
        if not str(predicate).startswith(SD):
            continue
        name = str(predicate).removeprefix(SD)
        if name not in SCHEMA:
            found.append(f"sd:{name} is no property")
            continue
        domain, range_ = SCHEMA[name]
        if not isinstance(value, URIRef | BNode):
            found.append(f"sd:{name} has a literal")
        found += [f"sd:{name} of what is no sd:{domain}"] * (not _is_a(described, subject, domain))
        found += [f"sd:{name} is no sd:{range_}"] * (not _is_a(described, value, range_))
    return found


def _local(terms: object) -> list[str]:
    return [str(term).removeprefix(SD) for term in terms if str(term).startswith(SD)]  # type: ignore[attr-defined]


def _is_a(described: Graph, node: Node, kind: str | None) -> bool:
    """Whether nothing speaks against it: a term of the vocabulary has its class, another what is said."""
    if kind is None:
        return True
    if str(node).startswith(SD):
        return str(node).removeprefix(SD) in INSTANCES.get(kind, ())
    said = _local(described.objects(node, RDF.type))
    return not said or kind in said or kind in {SUBCLASSES.get(each) for each in said}
