"""What is linked to a resource: what is said of it, what refers to it, and what it says itself as a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.errors import BadRequest
from horgos.pages.told import statements, voices
from horgos.pages.told.statements import Links
from horgos.pages.told.voices import Said
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Row, Rows
    from horgos.queries import Term

PREDICATES = 60  # by so many predicates a page shows what refers to its resource
BOUND = 500  # solutions of `sparql/surroundings.rq`: where there are more, each kind is asked for by itself


@dataclass(frozen=True)
class Surroundings:
    """One resource in the graph.

    `totals` tells by which predicates it is referred to, and how often; `arrivals` are those of the first of
    them that a page does not show elsewhere. `about` are the claims about it, the first 500 in order of time
    or, where there are no more, all.
    """

    links: tuple[Links, ...]
    said: Said
    totals: Mapping[str, int]
    arrivals: tuple[Links, ...]
    about: tuple[str, ...]


def surroundings(reader: Reader, iri: str, bound: int = BOUND) -> Surroundings:
    """What is linked to a resource: by one query, of which there are less than `bound` solutions, or by more.

    Raises what the engine raises.
    """
    rows = reader.select("surroundings", thing=NamedNode(iri))
    return _whole(rows) if len(rows) < bound else _by_kind(reader, iri)


def more(reader: Reader, iri: str, found: Surroundings, predicate: str, page: int) -> Links:
    """What refers to a resource by one predicate, a page of it, from 1.

    Raises BadRequest for a predicate that nothing refers to it by, and for a page that there is not.
    """
    total = found.totals.get(predicate, 0)
    if not total or predicate not in shown(found.totals, found.said):
        advice = "Follow the links under “What refers to it” on the page."
        raise BadRequest(f"Nothing refers to it by <{predicate}>.", advice=advice, parameter="by")
    last = -(-total // statements.BOUND)
    if page > last:
        raise BadRequest(f"There is no page {page}.", advice=f"The last one is {last}.", parameter="page")
    round_, thing = reader.round(), NamedNode(iri)
    skip = (page - 1) * statements.BOUND
    rows = round_.ask("incoming", skip=skip, predicate=NamedNode(predicate), thing=thing)()
    return Links(predicate, _subjects(rows), total)


def shown(totals: Mapping[str, int], said: Said) -> dict[str, int]:
    """The predicates that a page shows by themselves: neither as claims, nor as what the resource says."""
    elsewhere = {v.ABOUT, *([v.STATED_IN] if said.rows else [])}
    return {predicate: total for predicate, total in totals.items() if predicate not in elsewhere}


def _whole(rows: Rows) -> Surroundings:
    """The surroundings, of which these are all solutions."""
    content = tuple(
        {"s": row["subject"], "p": row["predicate"], "o": row["object"]} for row in rows if "voice" not in row
    )
    said = Said(content, len(content))
    referring = _referring(row for row in rows if "object" not in row)
    totals = {predicate: len(subjects) for predicate, subjects in referring.items()}
    return Surroundings(
        links=statements.gather(row for row in rows if "subject" not in row),
        said=said,
        totals=totals,
        arrivals=tuple(
            Links(predicate, _first(referring[predicate]), totals[predicate])
            for predicate in islice(shown(totals, said), PREDICATES + 1)
        ),
        about=tuple(
            subject.value for subject in referring.get(v.ABOUT, {}) if isinstance(subject, NamedNode)
        ),
    )


def _referring(rows: Iterable[Row]) -> dict[str, dict[object, tuple[str, ...]]]:
    """Predicate to subject to the graphs that say so; both in the order of their IRIs."""
    found: dict[str, dict[object, tuple[str, ...]]] = {}
    for row in rows:
        graphs = found.setdefault(row["predicate"].value, {})
        graphs[row["subject"]] = (*graphs.get(row["subject"], ()), row["voice"].value)
    return dict(sorted(found.items()))


def _first(subjects: Mapping[object, tuple[str, ...]]) -> dict[Term, tuple[str, ...]]:
    """Those that a page shows."""
    first = islice(subjects.items(), statements.BOUND)
    return {subject: graphs for subject, graphs in first if isinstance(subject, NamedNode)}


def _by_kind(reader: Reader, iri: str) -> Surroundings:
    """The same within the bounds of a page, by one query for each kind of link."""
    node, round_ = NamedNode(iri), reader.round()
    stated = round_.ask("statements", thing=node)
    counts = round_.ask("incoming-counts", thing=node)
    content = round_.ask("content", voice=node)
    claims = round_.ask("claims-about", thing=node)
    said = voices.said(reader, iri, content())
    totals = {row["predicate"].value: int(row["total"].value) for row in counts()}
    listed = dict(islice(shown(totals, said).items(), PREDICATES + 1))
    return Surroundings(
        links=statements.gather(stated()),
        said=said,
        totals=totals,
        arrivals=tuple(_arrivals(reader.round(), node, listed)),
        about=tuple(row["claim"].value for row in claims()),
    )


def _arrivals(round_: Round, thing: NamedNode, totals: Mapping[str, int]) -> Iterator[Links]:
    """What refers to the resource by these predicates; `totals` has how often each does."""
    asked: list[tuple[Sequence[str], Callable[[], Rows]]] = [
        (batch, round_.ask("incoming", predicate=[*map(NamedNode, batch)], thing=thing))
        for batch in _batches(totals)
    ]
    for batch, rows in asked:
        found = rows()
        for predicate in batch:
            mine = (row for row in found if row["predicate"].value == predicate)
            yield Links(predicate, _subjects(mine), totals[predicate])


def _subjects(rows: Iterable[Row]) -> dict[Term, tuple[str, ...]]:
    """What refers to a resource, and the graphs that say so."""
    return {
        subject: tuple(row["voices"].value.split())
        for row in rows
        if isinstance(subject := row["subject"], NamedNode)
    }


def _batches(totals: Mapping[str, int]) -> Iterator[list[str]]:
    """Predicates that one query can be asked for: together within the bound of its answer, or one alone."""
    batch: list[str] = []
    size = 0
    for predicate, total in totals.items():
        if batch and size + total > statements.BOUND:
            yield batch
            batch, size = [], 0
        batch.append(predicate)
        size += total
    if batch:
        yield batch
