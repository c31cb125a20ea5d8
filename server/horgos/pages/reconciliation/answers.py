"""The answers of the reconciliation service, as both versions of the API have them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from horgos.errors import QueryTimeout
from horgos.pages.reconciliation.candidates import Candidate, candidates
from horgos.pages.reconciliation.terms import entity, identifier, properties
from horgos.pages.words.names import Names
from horgos.search import Wanted

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.pages.reconciliation.asked import Asked
    from horgos.pages.reconciliation.terms import Term
    from horgos.search import Index

Node = dict[str, Any]

FEATURES = {"name_likeness": "How alike the names are", "references": "How often it is referred to"}


def answered(reader: Reader, index: Index, queries: Iterable[Asked], seconds: float) -> list[list[Node]]:
    """The candidates for each query, in order.

    Raises QueryTimeout where all of them together take longer than so many seconds.
    """
    until = time.monotonic() + seconds
    answers = []
    for query in queries:
        if time.monotonic() > until:
            raise QueryTimeout(
                f"The batch took longer than {seconds:g} s.", advice="Send fewer queries at once."
            )
        answers.append(_answer(reader, index, query))
    return answers


def _answer(reader: Reader, index: Index, query: Asked) -> list[Node]:
    found = candidates(reader, index, query)
    kinds = index.classes(each.hit.iri for each in found)
    names = _named(reader, (each.hit.iri for each in found), kinds)
    return [_candidate(each, names, kinds.get(each.hit.iri, ())) for each in found]


def _named(reader: Reader, iris: Iterable[str], kinds: Mapping[str, Iterable[str]]) -> Names:
    names = Names(reader)
    names.load([*iris, *(iri for each in kinds.values() for iri in each)])
    return names


def _candidate(candidate: Candidate, names: Names, classes: Iterable[str]) -> Node:
    hit = candidate.hit
    label = names.label(hit.iri)
    name = hit.name.label.text if hit.name and hit.name.label.text != label.text else ""
    features = {"name_likeness": round(hit.likeness, 4), "references": hit.weight}
    told = [{"id": id_, "name": FEATURES[id_], "value": value} for id_, value in features.items()]
    told += [
        {"id": f"property:{id_}", "name": id_, "value": fit} for id_, fit in candidate.properties.items()
    ]
    return {
        "id": identifier(names.reader.base, hit.iri),
        "name": label.text,
        **({"description": name} if name else {}),
        "type": [_type(iri, names) for iri in classes],
        "score": candidate.score,
        "features": told,
        "match": candidate.match,
    }


def _type(iri: str, names: Names) -> Node:
    return {"id": iri, "name": names.label(iri).text}


def entities(reader: Reader, index: Index, prefix: str, start: int, number: int) -> Node:
    """Suggested entities, from the one after `start` others on; one that is identified so comes first."""
    iris = [hit.iri for hit in index.find(Wanted(prefix), start, number).hits]
    identified = entity(reader.base, prefix)
    if not start and identified and index.names(identified):
        iris = [identified, *(iri for iri in iris if iri != identified)]
    kinds = index.classes(iris)
    names = _named(reader, iris, kinds)
    return {
        "result": [
            {
                "id": identifier(reader.base, iri),
                "name": names.label(iri).text,
                "description": " · ".join(names.label(each).text for each in kinds.get(iri, ())),
                "notable": [_type(each, names) for each in kinds.get(iri, ())],
            }
            for iri in iris
        ]
    }


def suggested(terms: tuple[Term, ...], start: int, number: int) -> Node:
    """Suggested types or properties, from the one after `start` others on."""
    return {"result": [term_node(term) for term in terms[start : start + number]]}


def proposed(reader: Reader, index: Index, class_: str, limit: int) -> Node:
    """The properties that entities of a class have, the most used first."""
    found = properties(reader, index, class_=reader.prefixes.meant(class_))
    return {"properties": [term_node(term) for term in found[:limit]], "type": class_, "limit": limit}


def term_node(term: Term) -> Node:
    """A type or a property."""
    return {"id": term.id, "name": term.name, **({"description": term.short} if term.short else {})}
