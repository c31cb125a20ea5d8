"""What there is in a graph, counted once for all that VoID tells of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from horgos.describe.terms import OWL, SKOS, TYPE

Term = NamedNode | BlankNode | Literal | Triple

LINKS = (f"{OWL}sameAs", f"{SKOS}exactMatch", f"{SKOS}closeMatch", f"{SKOS}broadMatch", f"{SKOS}narrowMatch")
"""The properties that say which resource of somebody else's is meant."""


@dataclass
class Property:
    """The statements with one property: how many, and of how many subjects and objects.

    `classes` counts those whose object is of a class, `datatypes` those whose object is a literal of a
    datatype, `languages` those whose object is in a language.
    """

    triples: int = 0
    subjects: set[Term] = field(default_factory=set)
    objects: set[Term] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def add(self, quad: Quad, classes: Iterable[str]) -> None:
        """Count a statement, whose object is of these classes."""
        self.triples += 1
        self.subjects.add(quad.subject)
        self.objects.add(quad.object)
        self.classes.update(classes)
        if isinstance(quad.object, Literal):
            self.datatypes[quad.object.datatype.value] += 1
            if quad.object.language:
                self.languages[quad.object.language] += 1


Properties = dict[str, Property]


def _properties() -> Properties:
    return defaultdict(Property)


@dataclass(frozen=True)
class Census:
    """The counts of a graph.

    `properties` are those of all statements, `classes` those of the statements about the things of each
    class; `instances` has these things. `links` counts the statements that link to a namespace, by their
    property. A namespace ends in the slash or number sign before the name.
    """

    triples: int
    properties: Properties
    classes: dict[str, Properties]
    instances: dict[str, set[Term]]
    links: Counter[tuple[str, str]]

    @property
    def subjects(self) -> set[Term]:
        """What something is said of."""
        return {subject for each in self.properties.values() for subject in each.subjects}

    @property
    def objects(self) -> set[Term]:
        """What something is said to be."""
        return {value for each in self.properties.values() for value in each.objects}


def census(quads: Iterable[Quad], base: str) -> Census:
    """Count the statements of one graph; IRIs that begin with `base` are its own."""
    known = list(quads)
    types: dict[Term, list[str]] = defaultdict(list)
    instances: dict[str, set[Term]] = defaultdict(set)
    for quad in known:
        if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode):
            types[quad.subject].append(quad.object.value)
            instances[quad.object.value].add(quad.subject)
    properties, classes = _properties(), defaultdict[str, Properties](_properties)
    links: Counter[tuple[str, str]] = Counter()
    for quad in known:
        name, value = quad.predicate.value, types.get(quad.object, ())
        properties[name].add(quad, value)
        for class_ in types.get(quad.subject, ()):
            classes[class_][name].add(quad, value)
        if name in LINKS and isinstance(quad.object, NamedNode) and not quad.object.value.startswith(base):
            links[name, _space(quad.object.value)] += 1
    return Census(len(known), properties, classes, instances, links)


def _space(iri: str) -> str:
    """The namespace of an IRI; a slash at its end, as GeoNames has it, ends the name."""
    name = iri.rstrip("/#")
    return name[: max(name.rfind("/"), name.rfind("#")) + 1]
