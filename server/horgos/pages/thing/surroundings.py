"""What is linked to a resource: what is said of it, what refers to it, and what it says itself as a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.errors import BadRequest
from horgos.pages import paging
from horgos.pages.told import links, voices
from horgos.pages.told.links import Links
from horgos.pages.told.voices import Said
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Row, Rows
    from horgos.queries import Term

PREDICATES = 60  # by so many predicates a page shows what refers to its resource
CLAIMS = 500  # about a resource on one page, as `sparql/claims-about.rq` has it
BOUND = 500  # solutions of `sparql/surroundings.rq`: where there are more, each kind is asked for by itself


@dataclass(frozen=True)
class Surroundings:
    """One resource in the graph.

    `totals` tells by which predicates it is referred to, and how often; `arrivals` are those of the first of
    them that a page does not show elsewhere. `about` are the claims about it, the first CLAIMS in order of
    time or, where there are no more, all.
    """

    links: tuple[Links, ...]
    said: Said
    totals: Mapping[str, int]
    arrivals: tuple[Links, ...]
    about: tuple[str, ...]


@dataclass(frozen=True)
class Paged:
    """One predicate of whose statements a page shows a part, and which part, from 1.

    The resource is what they say something of where `outgoing`, and else what they refer to.
    """

    predicate: str
    page: int
    outgoing: bool = False

    @property
    def length(self) -> int:
        """How many a page shows."""
        return CLAIMS if self.of_claims else links.BOUND

    @property
    def of_claims(self) -> bool:
        """Whether they are the claims about the resource."""
        return self.predicate == v.ABOUT and not self.outgoing

    @property
    def skip(self) -> int:
        """How many come before."""
        return (self.page - 1) * self.length


def surroundings(reader: Reader, iri: str, bound: int = BOUND, paged: Paged | None = None) -> Surroundings:
    """What is linked to a resource: by one query, of which there are less than `bound` solutions, or by more.

    `paged` chooses a part of it. Raises BadRequest for a part that there is not, and what the engine raises.
    """
    skip = {paged.predicate: paged.skip} if paged and paged.outgoing else {}
    rows = reader.select("surroundings", thing=NamedNode(iri))
    found = _whole(rows, skip) if len(rows) < bound else _by_kind(reader, iri, skip)
    if not paged:
        return found
    _check(found, paged)
    return found if paged.outgoing else _turned(reader, iri, found, paged)


def _check(found: Surroundings, paged: Paged) -> None:
    """Raise BadRequest for a predicate that there is not, and for a page that there is not."""
    if paged.outgoing:
        total = next((each.total for each in found.links if each.predicate == paged.predicate), 0)
        wrong, parameter = f"Nothing is said of it by <{paged.predicate}>.", "of"
    else:
        listed = {*shown(found.totals, found.said), v.ABOUT}
        total = found.totals.get(paged.predicate, 0) if paged.predicate in listed else 0
        wrong, parameter = f"Nothing refers to it by <{paged.predicate}>.", "by"
    if not total:
        raise BadRequest(wrong, advice="Follow the links on the page.", parameter=parameter)
    paging.pages(total, paged.length, paged.page)


def _turned(reader: Reader, iri: str, found: Surroundings, paged: Paged) -> Surroundings:
    """The same with another part of what refers to the resource, or of the claims about it."""
    round_, thing, skip = reader.round(), NamedNode(iri), paged.skip
    if paged.of_claims:
        rows = round_.ask("claims-about", skip=skip, thing=thing)()
        return replace(found, about=tuple(row["claim"].value for row in rows))
    predicate = paged.predicate
    rows = round_.ask("incoming", skip=skip, predicate=NamedNode(predicate), thing=thing)()
    return replace(found, arrivals=(Links(predicate, _subjects(rows), found.totals[predicate]),))


def shown(totals: Mapping[str, int], said: Said) -> dict[str, int]:
    """The predicates that a page shows by themselves: neither as claims, nor as what the resource says."""
    elsewhere = {v.ABOUT, *([v.STATED_IN] if said.rows else [])}
    return {predicate: total for predicate, total in totals.items() if predicate not in elsewhere}


def _whole(rows: Rows, skip: Mapping[str, int]) -> Surroundings:
    """The surroundings, of which these are all solutions."""
    content = tuple(
        {"s": row["subject"], "p": row["predicate"], "o": row["object"]} for row in rows if "voice" not in row
    )
    said = Said(content, len(content))
    referring = _referring(row for row in rows if "object" not in row)
    totals = {predicate: len(subjects) for predicate, subjects in referring.items()}
    return Surroundings(
        links=links.gather((row for row in rows if "subject" not in row), skip),
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
    first = islice(subjects.items(), links.BOUND)
    return {subject: graphs for subject, graphs in first if isinstance(subject, NamedNode)}


def _by_kind(reader: Reader, iri: str, skip: Mapping[str, int]) -> Surroundings:
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
        links=links.gather(stated(), skip),
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
        if batch and size + total > links.BOUND:
            yield batch
            batch, size = [], 0
        batch.append(predicate)
        size += total
    if batch:
        yield batch
