"""Which passages state what an answer shows: a triple of a graph, or one that a row and its query name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Triple

from horgos.pages.reading import is_iri
from horgos.queries.values import tokens_of
from horgos.terms import Prefixes

if TYPE_CHECKING:
    from horgos.pages.reading import AnyTerm, Reader

MOST = 200  # subjects, and predicates, that are looked up for one answer

Stated = Mapping[Triple, tuple[str, ...]]
"""Triples, and the passages that state each."""


def stating(reader: Reader, triples: Collection[Triple]) -> tuple[str, ...]:
    """The passages that state one of these triples. Raises as the engine."""
    found = _stated(reader, (triple.subject for triple in triples), (triple.predicate for triple in triples))
    wanted = set(triples)
    return _each_once(passages for triple, passages in found.items() if triple in wanted)


def by_row(reader: Reader, text: str, rows: Sequence[Collection[AnyTerm]]) -> list[tuple[str, ...]]:
    """The passages that state a triple whose terms stand in a row or in the query, one in the row: by row.

    So the rows of `SELECT ?p ?o { <x> ?p ?o }` rest on the passages that say just this. Raises as the engine.
    """
    constants = list(_constants(text, reader.base.iri))
    named = dict.fromkeys(
        [*constants, *(term for row in rows for term in row if isinstance(term, NamedNode))]
    )
    by_subject: dict[object, list[tuple[Triple, tuple[str, ...]]]] = {}
    for triple, passages in (_stated(reader, named, named) if rows else {}).items():
        by_subject.setdefault(triple.subject, []).append((triple, passages))
    return [_each_once(_told(by_subject, constants, row)) for row in rows]


def _told(
    by_subject: Mapping[object, Sequence[tuple[Triple, tuple[str, ...]]]],
    constants: Collection[NamedNode],
    row: Collection[AnyTerm],
) -> Iterator[tuple[str, ...]]:
    known: dict[object, None] = dict.fromkeys((*constants, *row))
    for triple, passages in (each for term in known for each in by_subject.get(term, ())):
        terms = {triple.subject, triple.predicate, triple.object}
        if terms <= known.keys() and not terms.isdisjoint(row):
            yield passages


def _stated(reader: Reader, subjects: Iterable[object], predicates: Iterable[object]) -> Stated:
    """What passages state of these subjects by these predicates, of the first `MOST` of each."""
    wanted = {"subject": _first(subjects), "predicate": _first(predicates)}
    found: dict[Triple, tuple[str, ...]] = {}
    for row in reader.select("stating", **wanted) if all(wanted.values()) else ():
        subject, predicate = row["subject"], row["predicate"]
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            triple = Triple(subject, predicate, row["object"])
            found[triple] = (*found.get(triple, ()), row["passage"].value)
    return found


def _first(terms: Iterable[object]) -> list[NamedNode]:
    return [term for term in dict.fromkeys(terms) if isinstance(term, NamedNode)][:MOST]


def _constants(text: str, base: str) -> Iterator[NamedNode]:
    """The IRIs that a query names, in full or by a prefix that it declares."""
    namespaces: dict[str, str] = {}
    tokens = iter(tokens_of(text))
    for token in tokens:
        if token.text.upper() == "PREFIX":
            prefix, iri = next(tokens), next(tokens)
            namespaces[prefix.text.removesuffix(":")] = iri.text[1:-1]
        elif token.kind in ("iri", "word"):
            named = token.text[1:-1] if token.kind == "iri" else Prefixes(namespaces).expand(token.text)
            iri_ = urljoin(base, named) if named is not None else ""
            if iri_ and is_iri(iri_):
                yield NamedNode(iri_)


def _each_once(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))
