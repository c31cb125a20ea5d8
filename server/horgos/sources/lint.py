"""What a valid file may still have wrong: prefixes, literals, language tags, blank nodes, stray triples."""

from __future__ import annotations

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from horgos.sources.datatypes import XSD, datatype
from horgos.sources.files import Role
from horgos.sources.parsing import Document, declare
from horgos.sources.places import Place, Spelling
from horgos.terms import Prefixes

_LONGEST = 60
# What XML 1.0 (2.2) cannot hold, and the end of an IRI that an element can be named by (RDF 1.1 XML, 2.2).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.\-·]*\Z")
_OF_BLANKS = ("_:", "[", "(", "<<")  # what a blank node or a triple term is written with
_CAPITAL = re.compile(r"@[a-z0-9-]*[A-Z]")
_STRING = f"{XSD}string"
_NODE = NamedNode("https://example.org/")


def lint(document: Document, allowed: Prefixes) -> None:
    """Add to a document's findings what its parser has no objection to, but the project has."""
    _prefixes(document, allowed)
    _literals(document, allowed)
    _tags(document)
    _xml(document)
    if document.file.role is Role.DATA:
        _blanks(document)
        _outside(document)


def _prefixes(document: Document, allowed: Prefixes) -> None:
    if not allowed.namespaces:
        _without_prefixes(document)
        return
    if all(allowed.namespaces.get(prefix) == space for prefix, space in document.prefixes.items()):
        return
    names = {space: prefix for prefix, space in allowed.namespaces.items()}
    for prefix, space, (line, column) in document.places.prefixes:
        known = allowed.namespaces.get(prefix)
        if known is not None and known != space:
            message = (
                f"The prefix {prefix}: stands for <{space}> here, but for <{known}> in ontology/prefixes.ttl."
            )
            document.add(message, declare(prefix, allowed), line, column)
        elif known is None:
            advice = f"Write {names[space]}: for <{space}>." if space in names else declare(prefix, allowed)
            document.add(f"The prefix {prefix}: is not one of the project's.", advice, line, column)


def _without_prefixes(document: Document) -> None:
    """Where the list of prefixes is empty or cannot be read, that is told once, and of the list alone."""
    if document.file.role is Role.PREFIXES and not document.findings:
        document.add(
            "No prefix is declared here, so that no file may use any.",
            'Write for each: [] sh:declare [ sh:prefix "ex" ; '
            'sh:namespace "https://example.org/"^^xsd:anyURI ] .',
            1,
        )


def _literals(document: Document, allowed: Prefixes) -> None:
    """Check the form of every literal, then whether the store would keep it as it is written."""
    typed = [
        literal
        for literal in _distinct(document)
        if literal.language is None and literal.datatype.value != _STRING
    ]
    sound = [literal for literal in typed if _well_formed(document, literal, allowed)]
    for literal, kept in zip(sound, stored(sound), strict=True):
        if kept != literal:
            _everywhere(
                document,
                literal,
                f"The store would rewrite {_turtle(literal, allowed)} to {_turtle(kept, allowed)}, "
                "so that queries for the first do not find it.",
                f"Write {_turtle(kept, allowed)}.",
            )


def _distinct(document: Document) -> set[Literal]:
    return {quad.object for quad in document.quads if isinstance(quad.object, Literal)}


def _well_formed(document: Document, literal: Literal, allowed: Prefixes) -> bool:
    iri = literal.datatype.value
    kind, name = datatype(iri), allowed.short(iri)
    if not iri.startswith(XSD) or (kind is not None and kind.allows(literal.value)):
        return True
    if kind is None:
        message, advice = (
            f"{name} is not a datatype of XML Schema that RDF uses.",
            "Look for a slip in its name.",
        )
    else:
        message = f'"{_cut(literal.value)}" is not a valid {name}.'
        advice = f'Write it like "{kind.example}"^^{name}, or give it another datatype.'
    _everywhere(document, literal, message, advice)
    return False


def stored(literals: list[Literal]) -> list[Literal]:
    """What the store makes of each literal."""
    store = Store()
    nodes = [NamedNode(f"https://example.org/{number}") for number in range(len(literals))]
    store.extend(Quad(node, _NODE, literal) for node, literal in zip(nodes, literals, strict=True))
    kept = {quad.subject: quad.object for quad in store}
    return [literal for node in nodes if isinstance(literal := kept[node], Literal)]


def _turtle(literal: Literal, allowed: Prefixes) -> str:
    """The literal as it is written in Turtle; a decimal without a point has no short form."""
    iri = literal.datatype.value
    if iri in {f"{XSD}integer", f"{XSD}boolean"} or (iri == f"{XSD}decimal" and "." in literal.value):
        return _cut(literal.value)
    return f"{Literal(_cut(literal.value))}^^{allowed.short(iri)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _everywhere(document: Document, literal: Literal, message: str, advice: str) -> None:
    kind = f"@{literal.language}" if literal.language else literal.datatype.value
    spelling: Spelling = (literal.value, kind)
    found = document.places.literals.get(spelling)
    if found is None:
        document.add(message, advice)
    for line, column in found or ():
        document.add(message, advice, line, column)


def _tags(document: Document) -> None:
    """The parser lowers the case of language tags, so the text has to be asked."""
    if not _CAPITAL.search(document.text):
        return
    for tag, (line, column) in document.places.tags:
        if tag != tag.lower():
            document.add(
                f"The language tag @{tag} has capital letters, which the store does not keep.",
                f"Write @{tag.lower()}.",
                line,
                column,
            )


def _xml(document: Document) -> None:
    """One of the downloads is RDF/XML, which cannot hold every string and every property."""
    for literal in _distinct(document) if _may_hold_control(document.text) else ():
        if found := _NOT_XML.search(literal.value):
            message = f"The string has the character U+{ord(found[0]):04X} in it, which XML cannot hold."
            _everywhere(document, literal, message, "Take it out; it is most likely there by accident.")
    for iri in sorted({quad.predicate.value for quad in document.quads}):
        if not _XML_NAME.search(iri):
            message = f"The property <{iri}> does not end in a name, so that RDF/XML cannot hold it."
            document.add(message, "Let what follows its last / or # begin with a letter.")


def _may_hold_control(text: str) -> bool:
    """Whether a string of the file may hold what XML cannot; a look at the text spares one at each string."""
    return "\\" in text or _NOT_XML.search(text) is not None


def _blanks(document: Document) -> None:
    if not any(mark in document.text for mark in _OF_BLANKS):
        return
    if any(isinstance(quad.object, Triple) for quad in document.quads):
        document.add("A triple term is not part of RDF 1.1.", "State the triple itself, in a named graph.")
    if _any(document, lambda quad: BlankNode in map(type, (quad.subject, quad.object, quad.graph_name))):
        for line, column in document.places.blanks:
            document.add(
                "A blank node has no name that anyone could refer to.",
                "Give it an IRI of its own.",
                line,
                column,
            )


def _outside(document: Document) -> None:
    if document.file.location.suffix != ".trig":
        return
    if _any(document, lambda quad: isinstance(quad.graph_name, DefaultGraph)):
        for line, column in _strays(document):
            document.add(
                "This statement stands in no named graph, so nobody says it.",
                "Put it into the braces of the graph that says it: g:editorial { … }.",
                line,
                column,
            )


def _strays(document: Document) -> list[Place]:
    return [place for (graph, _), place in document.places.described.items() if graph is None]


def _any(document: Document, test: Callable[[Quad], bool]) -> bool:
    return any(map(test, document.quads))
