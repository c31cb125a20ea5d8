"""The shapes as a page to read: what each asks for, of what, and what it tells an editor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from horgos.pages.reference import paths
from horgos.pages.reference.paths import Node, Values
from horgos.terms import Label, Prefixes
from horgos.translation import message

SH = "http://www.w3.org/ns/shacl#"
_FILLED = re.compile(r"\{[?$](\w+)\}")  # where a value of the data comes in (SHACL, 5.2.1)
_TARGETS = (
    ("targetClass", message("every")),
    ("targetNode", message("this one")),
    ("targetSubjectsOf", message("whatever has")),
    ("targetObjectsOf", message("whatever is the value of")),
)
_CONSTRAINTS = (
    ("minCount", message("at least")),
    ("maxCount", message("at most")),
    ("datatype", message("datatype")),
    ("class", message("instance of")),
    ("node", message("fits")),
    ("nodeKind", message("kind of node")),
    ("hasValue", message("has the value")),
    ("minInclusive", message("not below")),
    ("minExclusive", message("above")),
    ("maxInclusive", message("not above")),
    ("maxExclusive", message("below")),
    ("minLength", message("characters, at least")),
    ("maxLength", message("characters, at most")),
    ("pattern", message("pattern")),
    ("uniqueLang", message("one for each language")),
    ("equals", message("the same as")),
    ("disjoint", message("not the same as")),
    ("lessThan", message("less than")),
    ("lessThanOrEquals", message("at most the value of")),
    ("in", message("one of")),
    ("languageIn", message("in one of the languages")),
    ("or", message("fits one of")),
    ("not", message("does not fit")),
)
_WORTH_TELLING = {f"{SH}Warning": message("warning"), f"{SH}Info": message("info")}


@dataclass(frozen=True)
class Fact:
    """One constraint or target in a word, and its value by its short name; '' where the word is all."""

    word: str
    value: str


@dataclass(frozen=True)
class Shape:
    """One shape. `anchor` is what follows the # in its IRI; each text is given once for every language.

    `path` is the path of properties that a property shape is of, as SPARQL writes it; '' for a node shape.
    `severity` is a message where a breach is no violation; `asks` tells that a query decides.
    """

    anchor: str
    iri: str
    names: tuple[Label, ...]
    descriptions: tuple[Label, ...]
    messages: tuple[Label, ...]
    path: str
    targets: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    severity: str
    asks: bool


@dataclass(frozen=True)
class Chapter:
    """A shape that says what it is for, and the shapes that it consists of."""

    shape: Shape
    parts: tuple[Shape, ...]


def chapters(quads: Iterable[Quad], prefixes: Prefixes) -> tuple[Chapter, ...]:
    """The shapes that have a name, in the order of these, each property shape under its node shape.

    A property shape of several node shapes stands under the first.
    """
    told = _told(quads)
    made = {iri: _shape(iri, told, prefixes) for iri in sorted(told)}
    named = {iri: shape for iri, shape in made.items() if shape.names}
    owner: dict[str, str] = {}
    for iri in named:
        for part in _iris(told[iri], "property"):
            if part in named and part != iri:
                owner.setdefault(part, iri)
    made_up = (
        Chapter(shape, tuple(named[part] for part in sorted(owner) if owner[part] == iri))
        for iri, shape in named.items()
        if iri not in owner
    )
    return tuple(
        sorted(made_up, key=lambda chapter: (chapter.shape.names[0].text.casefold(), chapter.shape.iri))
    )


def anchors(quads: Iterable[Quad]) -> frozenset[str]:
    """The IRIs of the shapes that have a name."""
    return frozenset(
        quad.subject.value
        for quad in quads
        if quad.predicate.value == f"{SH}name" and isinstance(quad.subject, NamedNode)
    )


def _told(quads: Iterable[Quad]) -> Mapping[str, Values]:
    told: defaultdict[str, defaultdict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode | BlankNode):
            told[quad.subject.value][quad.predicate.value].append(quad.object)
    return told


def _shape(iri: str, told: Mapping[str, Values], prefixes: Prefixes) -> Shape:
    values = told[iri]
    severity = next(iter(_iris(values, "severity")), "")
    return Shape(
        anchor=iri.partition("#")[2],
        iri=iri,
        names=_labels(values, "name"),
        descriptions=_labels(values, "description"),
        messages=tuple(
            Label(_FILLED.sub(r"‹\1›", each.text), each.language) for each in _labels(values, "message")
        ),
        path="".join(paths.path(each, told, prefixes) for each in values.get(f"{SH}path", ())),
        targets=_facts(values, _TARGETS, told, prefixes),
        facts=_facts(values, _CONSTRAINTS, told, prefixes),
        severity=_WORTH_TELLING.get(severity, ""),
        asks=f"{SH}sparql" in values,
    )


def _facts(
    values: Values, known: Iterable[tuple[str, str]], told: Mapping[str, Values], prefixes: Prefixes
) -> tuple[Fact, ...]:
    found = (
        (word, [*paths.items(term, told)] or [term])
        for name, word in known
        for term in values.get(f"{SH}{name}", ())
    )
    return tuple(
        Fact(word, ", ".join(_value(term, prefixes) for term in terms))
        for word, terms in found
        if not any(isinstance(term, BlankNode) for term in terms)
    )


def _value(term: Node, prefixes: Prefixes) -> str:
    """A value by its short name; '' for the truth, of which the word is all."""
    if isinstance(term, NamedNode):
        return prefixes.short(term.value)
    value = term.value if isinstance(term, Literal) else str(term)
    return "" if value == "true" else value


def _iris(values: Values, name: str) -> Iterable[str]:
    return (term.value for term in values.get(f"{SH}{name}", ()) if isinstance(term, NamedNode))


def _labels(values: Values, name: str) -> tuple[Label, ...]:
    terms = values.get(f"{SH}{name}", ())
    return tuple(Label(term.value, term.language or "") for term in terms if isinstance(term, Literal))
