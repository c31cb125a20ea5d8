"""Queries, of the library or of one's own, under the limits of the endpoint; what the rows rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from horgos.build.turtle import turtle
from horgos.engine import Answer, Query
from horgos.errors import NotFound
from horgos.formats import Kind
from horgos.mcp import models
from horgos.mcp.stated import by_row, stating
from horgos.pages.queries import library as pages
from horgos.queries import bind
from horgos.queries.arguments import arguments
from horgos.terms import best_label

if TYPE_CHECKING:
    from horgos.mcp.evidence import Evidence
    from horgos.pages.reading import AnyTerm, Reader
    from horgos.queries import Query as LibraryQuery
    from horgos.queries import Term
    from horgos.terms import Label

UNNAMED = (
    "No passage can be named that this answer rests on: it shows no claim, no passage and no triple that a "
    "passage states. Select the claims too, or ask for each statement with GRAPH ?passage { … }."
)
EMPTY = "There is no solution, so that there is nothing for a passage to say."
QUESTIONS = "A list of questions rests on no passage: their answers do."


def listed(reader: Reader, evidence: Evidence, queries: Sequence[LibraryQuery], words: str) -> models.Library:
    """The queries that have all these words in a title, a question, a keyword or the topic."""
    found = pages.library(queries, words)
    made = (_listed(reader, query, topic.title) for topic in found.topics for query in topic.queries)
    return models.Library(total=found.total, queries=tuple(made), **evidence.told(QUESTIONS))


def run_listed(
    reader: Reader,
    evidence: Evidence,
    queries: Sequence[LibraryQuery],
    id_: str,
    given: Mapping[str, str | Sequence[str]],
    *,
    limit: int,
) -> models.Results:
    """The answer to a query of the library with these values of its parameters.

    Raises NotFound for a query that there is not, BadRequest for a value that a parameter does not take.
    """
    found = next((each for each in queries if _id(each) == id_.strip("/")), None)
    if found is None:
        raise NotFound(f"The library has no query {id_[:100]!r}.", advice="`list_queries` tells them all.")
    texts = {name: [value] if isinstance(value, str) else list(value) for name, value in given.items()}
    text = bind(found.text, arguments(found.parameters, texts, reader.prefixes))
    return run(reader, evidence, text, limit).model_copy(update={"query": text})


def run(
    reader: Reader, evidence: Evidence, text: str, limit: int, seconds: float | None = None
) -> models.Results:
    """The answer to a query, its first `limit` rows or triples. Raises what `Engine.run` raises."""
    prefixes = reader.prefixes.namespaces
    answer = reader.engine.run(Query(text, base=reader.base.iri, deadline=seconds, prefixes=prefixes))
    if answer.format.kind is not Kind.ROWS:
        return models.Results(form=answer.form, **_graph(reader, evidence, answer, limit))
    if answer.form == "ASK":
        boolean, told = json.loads(answer.body)["boolean"], evidence.told(UNNAMED)
        return models.Results(form=answer.form, boolean=boolean, total=1, shown=1, **told)
    return models.Results(form=answer.form, **_rows(reader, evidence, text, answer, limit))


def _rows(reader: Reader, evidence: Evidence, text: str, answer: Answer, limit: int) -> dict[str, Any]:
    """Rows. Each rests on the passages of the claims it names, and on those that state a triple it shows."""
    found = json.loads(answer.body)
    solutions: list[dict[str, dict[str, Any]]] = found["results"]["bindings"]
    shown = solutions[:limit]
    terms = _terms(answer, len(shown))
    named = [[term.value for term in row if isinstance(term, NamedNode)] for row in terms]
    stated = by_row(reader, text, terms)
    evidence.rest_on(iri for group in (*named, *stated) for iri in group)
    passages = evidence.by_resource()
    rows = tuple(
        models.Row(bindings=row, passages=_each_once((*(passages.get(iri, ()) for iri in iris), stating_it)))
        for row, iris, stating_it in zip(shown, named, stated, strict=True)
    )
    return {
        "variables": tuple(found["head"]["vars"]),
        "rows": rows,
        "total": len(solutions),
        "shown": len(rows),
        "prefixes": _used(reader, (iri for iris in named for iri in iris)),
        **evidence.told(UNNAMED if solutions else EMPTY),
    }


def _terms(answer: Answer, number: int) -> list[list[AnyTerm]]:
    """The terms of the first solutions."""
    solutions = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        return []
    rows = islice(solutions, number)
    return [[term for term in row if isinstance(term, NamedNode | BlankNode | Literal)] for row in rows]


def _graph(reader: Reader, evidence: Evidence, answer: Answer, limit: int) -> dict[str, Any]:
    """A graph in Turtle. It rests on the passages that state these very triples, or the claims among them."""
    triples = [quad.triple for quad in parse(answer.body, RdfFormat.TURTLE)]
    shown = triples[:limit]
    evidence.rest_on(triple.subject.value for triple in shown if isinstance(triple.subject, NamedNode))
    evidence.rest_on(stating(reader, shown))
    return {
        "graph": answer.body.decode() if len(shown) == len(triples) else _turtle(shown, reader),
        "total": len(triples),
        "shown": len(shown),
        **evidence.told(UNNAMED if triples else EMPTY),
    }


def _turtle(triples: Sequence[Triple], reader: Reader) -> str:
    return turtle(triples, reader.prefixes).decode()


def _used(reader: Reader, iris: Iterable[str]) -> dict[str, str]:
    """The prefixes of the prefixed names that these IRIs have."""
    names = (name for iri in dict.fromkeys(iris) if (name := reader.prefixes.curie(iri)))
    used = sorted({name.partition(":")[0] for name in names})
    return {prefix: reader.prefixes.namespaces[prefix] for prefix in used}


def _each_once(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))


def _id(query: LibraryQuery) -> str:
    return f"{query.topic}/{query.slug}"


def _listed(reader: Reader, query: LibraryQuery, topic: Sequence[Label]) -> models.LibraryQuery:
    def best(labels: Sequence[Label]) -> str:
        label = best_label(labels, reader.languages)
        return label.text if label else ""

    return models.LibraryQuery(
        id=_id(query),
        title=best(query.titles),
        question=best(query.questions),
        result=best(query.results) or None,
        topic=best(topic),
        parameters=tuple(
            models.Parameter(
                name=each.name,
                type=reader.prefixes.short(each.type.value) if each.type else None,
                defaults=tuple(_written(reader, term) for term in each.defaults if term is not None),
            )
            for each in query.parameters
        ),
    )


def _written(reader: Reader, term: Term) -> str:
    """A term as an argument says it."""
    return reader.prefixes.name(term.value) if isinstance(term, NamedNode) else term.value
