"""A query of the library as RDF: what it asks, its text, its parameters (SHACL, 5 and 6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.pages.words import vocabulary as v
from horgos.queries.arguments import datatype
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.queries import Parameter, Query

PREFIXES = {"rdfs": v.RDFS, "schema": v.SCHEMA, "sh": v.SH, "dcterms": v.DCTERMS}

_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}
_FORM = re.compile(r"^[ \t]*(SELECT|ASK|CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)


def described(query: Query, iri: str, endpoint: str) -> tuple[Quad, ...]:
    """The description of a query, in the default graph.

    Its form of `sh:SPARQLExecutable`, its text, title, question and keywords in every language, the endpoint
    that it can be put to, and its parameters with type and defaults.
    """
    return tuple(_query(query, NamedNode(iri), endpoint))


def _query(query: Query, node: NamedNode, endpoint: str) -> Iterator[Quad]:
    found = _FORM.search(query.text)
    class_, property_ = _FORMS[found[1].upper() if found else "SELECT"]
    yield Quad(node, NamedNode(v.TYPE), NamedNode(f"{v.SH}SPARQLExecutable"))
    yield Quad(node, NamedNode(v.TYPE), NamedNode(f"{v.SH}{class_}"))
    yield from _texts(node, v.LABEL, query.titles)
    yield from _texts(node, f"{v.RDFS}comment", query.questions)
    yield from _texts(node, v.DESCRIPTION, query.results)
    for word in query.keywords:
        yield Quad(node, NamedNode(f"{v.SCHEMA}keywords"), Literal(word))
    yield Quad(node, NamedNode(f"{v.SCHEMA}target"), NamedNode(endpoint))
    yield Quad(node, NamedNode(f"{v.SH}{property_}"), Literal(query.text))
    parts = [(parameter, NamedNode(f"{node.value}#{parameter.name}")) for parameter in query.parameters]
    for _, part in parts:
        yield Quad(node, NamedNode(f"{v.SH}parameter"), part)
    for parameter, part in parts:
        yield from _parameter(parameter, part)


def _parameter(parameter: Parameter, node: NamedNode) -> Iterator[Quad]:
    yield Quad(node, NamedNode(v.TYPE), NamedNode(f"{v.SH}Parameter"))
    yield Quad(node, NamedNode(f"{v.SH}name"), Literal(parameter.name))
    if parameter.type is not None:
        kind = "datatype" if datatype(parameter) else "class"
        yield Quad(node, NamedNode(f"{v.SH}{kind}"), parameter.type)
    for term in parameter.defaults:
        if term is not None:
            yield Quad(node, NamedNode(f"{v.SH}defaultValue"), term)


def _texts(node: NamedNode, predicate: str, labels: Iterable[Label]) -> Iterator[Quad]:
    for label in labels:
        yield Quad(node, NamedNode(predicate), Literal(label.text, language=label.language))
