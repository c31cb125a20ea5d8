"""How large the dataset is, what is in it, and how to get at it (VoID, W3C Interest Group Note)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.describe.census import Census, Property
from horgos.describe.terms import DCTERMS, FORMAT_NAMES, FORMATS, TYPE, VOID, VOID_EXT, Node, say

if TYPE_CHECKING:
    from horgos.build import Counts, Dump
    from horgos.describe.naming import Naming

_VOCABULARY = "void"  # the first name of the parts that VoID tells of
_SPECIAL, _ESCAPED = re.compile(r"[.?+*()|^$\[\]{}\\]"), r"\\\g<0>"


def void(naming: Naming, counts: Counts, dumps: tuple[Dump, ...], counted: Census | None) -> Iterator[Quad]:
    """The description of a dataset in VoID: access, dumps, and as many counts as there are.

    Without a census there are those of the statements alone, as for a graph that is too large for more.
    """
    node = naming.subject
    yield say(node, TYPE, NamedNode(f"{VOID}Dataset"))
    yield say(node, f"{VOID}sparqlEndpoint", naming.at("sparql"))
    yield say(node, f"{VOID}triples", counts.triples)
    for name in sorted({dump.format for dump in dumps}):
        yield say(node, f"{VOID}feature", NamedNode(FORMATS + FORMAT_NAMES[name]))
    yield from _dumps(naming, node, dumps, "")
    yield from _documents(naming, dumps)
    if counted is not None:
        yield from _counts(naming, counted)
        yield from _properties(naming, node, counted.properties, (_VOCABULARY,))
        yield from _classes(naming, counted)
        yield from _links(naming, counted)


def _dumps(naming: Naming, node: Node, dumps: tuple[Dump, ...], document: str) -> Iterator[Quad]:
    for dump in dumps:
        if dump.document == document and not dump.voice:
            yield say(node, f"{VOID}dataDump", naming.at(f"dumps/{dump.name}"))


def _documents(naming: Naming, dumps: tuple[Dump, ...]) -> Iterator[Quad]:
    """What each document says is a subset of the dataset (VoID, 4.3)."""
    triples = {dump.document: dump.triples for dump in dumps if dump.document and not dump.voice}
    for document, size in sorted(triples.items()):
        node = naming.part("document", naming.name(document))
        yield say(naming.subject, f"{VOID}subset", node)
        yield say(node, TYPE, NamedNode(f"{VOID}Dataset"))
        yield say(node, f"{DCTERMS}source", NamedNode(document))
        yield say(node, f"{VOID}triples", size)
        yield from _dumps(naming, node, dumps, document)


def _counts(naming: Naming, counted: Census) -> Iterator[Quad]:
    """The statistics of the whole (VoID, 4.6.1). An entity has an IRI of the dataset and is described."""
    subjects = counted.subjects
    own = (term for term in subjects if isinstance(term, NamedNode))
    entities = sum(term.value.startswith(naming.dataset.base) for term in own)
    yield say(naming.subject, f"{VOID}entities", entities)
    yield say(naming.subject, f"{VOID}distinctSubjects", len(subjects))
    yield say(naming.subject, f"{VOID}distinctObjects", len(counted.objects))
    yield say(naming.subject, f"{VOID}properties", len(counted.properties))
    yield say(naming.subject, f"{VOID}classes", len(counted.classes))


def _classes(naming: Naming, counted: Census) -> Iterator[Quad]:
    """A partition for each class, and in it one for each property of its things (VoID, 4.5)."""
    for class_, properties in sorted(counted.classes.items()):
        path = (_VOCABULARY, naming.name(class_))
        node = naming.part(*path)
        yield say(naming.subject, f"{VOID}classPartition", node)
        yield say(node, f"{VOID}class", NamedNode(class_))
        yield say(node, f"{VOID}entities", len(counted.instances[class_]))
        yield from _properties(naming, node, properties, path)
        for name, property_ in sorted(properties.items()):
            yield from _objects(naming, property_, (*path, naming.name(name)))


def _properties(
    naming: Naming, of: Node, properties: Mapping[str, Property], path: tuple[str, ...]
) -> Iterator[Quad]:
    for name, property_ in sorted(properties.items()):
        node = naming.part(*path, naming.name(name))
        yield say(of, f"{VOID}propertyPartition", node)
        yield say(node, f"{VOID}property", NamedNode(name))
        yield say(node, f"{VOID}triples", property_.triples)
        if of == naming.subject:
            yield say(node, f"{VOID}distinctSubjects", len(property_.subjects))
            yield say(node, f"{VOID}distinctObjects", len(property_.objects))
            yield from _languages(naming, property_, (*path, naming.name(name)))


def _objects(naming: Naming, property_: Property, path: tuple[str, ...]) -> Iterator[Quad]:
    """What the objects of a property of a class are, or of which datatype (void-ext).

    Both ways of pointing to the class of the objects are in use: SIB's editor asks for `void:classPartition`,
    others for `void-ext:objectClassPartition`.
    """
    of = naming.part(*path)
    for class_, triples in sorted(property_.classes.items()):
        node = naming.part(*path, naming.name(class_))
        yield say(of, f"{VOID}classPartition", node)
        yield say(of, f"{VOID_EXT}objectClassPartition", node)
        yield from _partition(node, f"{VOID}class", NamedNode(class_), triples)
    for datatype, triples in sorted(property_.datatypes.items()):
        node = naming.part(*path, naming.name(datatype))
        yield say(of, f"{VOID_EXT}datatypePartition", node)
        yield from _partition(node, f"{VOID_EXT}datatype", NamedNode(datatype), triples)


def _languages(naming: Naming, property_: Property, path: tuple[str, ...]) -> Iterator[Quad]:
    """In which languages the texts of a property are (void-ext)."""
    for language, triples in sorted(property_.languages.items()):
        node = naming.part(*path, f"@{language}")
        yield say(naming.part(*path), f"{VOID_EXT}languagePartition", node)
        yield from _partition(node, f"{VOID_EXT}language", Literal(language), triples)


def _partition(node: Node, by: str, value: NamedNode | Literal, triples: int) -> Iterator[Quad]:
    yield say(node, by, value)
    yield say(node, f"{VOID}triples", triples)


def _links(naming: Naming, counted: Census) -> Iterator[Quad]:
    """The links to resources of others, a linkset for each property and namespace (VoID, 5).

    The namespace is told as a `void:uriRegexPattern`: the one `void:uriSpace` is that of the dataset itself.
    """
    for (predicate, space), triples in sorted(counted.links.items()):
        target = naming.part("target", naming.name(space))
        node = naming.part("links", naming.name(predicate), naming.name(space))
        yield say(naming.subject, f"{VOID}subset", node)
        yield say(node, TYPE, NamedNode(f"{VOID}Linkset"))
        yield say(node, f"{VOID}linkPredicate", NamedNode(predicate))
        yield say(node, f"{VOID}subjectsTarget", naming.subject)
        yield say(node, f"{VOID}objectsTarget", target)
        yield say(node, f"{VOID}triples", triples)
        yield say(target, TYPE, NamedNode(f"{VOID}Dataset"))
        yield say(target, f"{VOID}uriRegexPattern", Literal(f"^{_SPECIAL.sub(_ESCAPED, space)}"))
