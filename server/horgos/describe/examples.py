"""The queries of the library as RDF: what each asks, its text, its parameters (SHACL, 5 and 6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.describe.terms import DCTERMS, RDFS, SCHEMA, SH, TYPE, say
from horgos.queries.arguments import datatype
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.describe.naming import Naming
    from horgos.queries import Parameter, Query

_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}
_FORM = re.compile(r"^[ \t]*(SELECT|ASK|CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)


def examples(naming: Naming, library: Iterable[Query]) -> Iterator[Quad]:
    """Every query, as something to begin from; which parameters it has, its own description tells."""
    for query in library:
        node = naming.at(f"queries/{query.topic}/{query.slug}")
        yield from _query(query, node, naming.at("sparql"))


def described(query: Query, iri: str, endpoint: str) -> tuple[Quad, ...]:
    """The description of a query, in the default graph.

    Its form of `sh:SPARQLExecutable`, its text, title, question and keywords in every language, the endpoint
    that it can be put to, and its parameters with type and defaults.
    """
    node = NamedNode(iri)
    parts = [(parameter, NamedNode(f"{iri}#{parameter.name}")) for parameter in query.parameters]
    return (
        *_query(query, node, NamedNode(endpoint)),
        *(say(node, f"{SH}parameter", part) for _, part in parts),
        *(quad for parameter, part in parts for quad in _parameter(parameter, part)),
    )


def _query(query: Query, node: NamedNode, endpoint: NamedNode) -> Iterator[Quad]:
    found = _FORM.search(query.text)
    class_, property_ = _FORMS[found[1].upper() if found else "SELECT"]
    yield say(node, TYPE, NamedNode(f"{SH}SPARQLExecutable"))
    yield say(node, TYPE, NamedNode(f"{SH}{class_}"))
    yield from _texts(node, f"{RDFS}label", query.titles)
    yield from _texts(node, f"{RDFS}comment", query.questions)
    yield from _texts(node, f"{DCTERMS}description", query.results)
    for word in query.keywords:
        yield say(node, f"{SCHEMA}keywords", Literal(word))
    yield say(node, f"{SCHEMA}target", endpoint)
    yield say(node, f"{SH}{property_}", Literal(query.text))


def _parameter(parameter: Parameter, node: NamedNode) -> Iterator[Quad]:
    yield say(node, TYPE, NamedNode(f"{SH}Parameter"))
    yield say(node, f"{SH}name", Literal(parameter.name))
    if parameter.type is not None:
        kind = "datatype" if datatype(parameter) else "class"
        yield say(node, f"{SH}{kind}", parameter.type)
    for term in parameter.defaults:
        if term is not None:
            yield say(node, f"{SH}defaultValue", term)


def _texts(node: NamedNode, predicate: str, labels: Iterable[Label]) -> Iterator[Quad]:
    for label in labels:
        yield say(node, predicate, Literal(label.text, language=label.language or None))
