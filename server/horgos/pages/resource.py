"""What the engine knows about one resource: the material of its page, before names and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.errors import NotFound
from horgos.pages import claims, statements, voices
from horgos.pages import vocabulary as v
from horgos.pages.claims import Account
from horgos.pages.statements import Links
from horgos.pages.voices import Said

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row
    from horgos.queries import Term

PREDICATES = 60  # by so many predicates a page shows what refers to its resource


@dataclass(frozen=True)
class Resource:
    """One resource: what is said of it, what refers to it, what it says as a voice, and claims around it.

    `insets` is what is said of its parts. `about` are the claims about it and `claimed` counts them all;
    `document` is the document whose passages `passages` are: itself, or the one that it is a passage of; of
    itself `sizes` has how much each of them states. `unlisted` counts predicates left out of `arrivals`.
    """

    iri: str
    links: tuple[Links, ...]
    insets: Mapping[str, tuple[Links, ...]]
    arrivals: tuple[Links, ...]
    unlisted: int
    said: Said
    document: str | None
    passages: tuple[Row, ...]
    sizes: Mapping[str, int]
    about: tuple[str, ...]
    claimed: int
    accounts: Mapping[str, Account]

    def ends(self, predicate: str) -> Mapping[Term, tuple[str, ...]]:
        """What it is linked to by a predicate, and by whom."""
        return next((links.ends for links in self.links if links.predicate == predicate), {})

    def mentioned(self) -> Iterator[str]:
        """Every resource that its page may show."""
        yield self.iri
        for links in (*self.links, *chain.from_iterable(self.insets.values()), *self.arrivals):
            yield from links.mentioned()
        yield from self.said.iris()
        yield from (row["passage"].value for row in self.passages)
        for account in self.accounts.values():
            yield from account.mentioned()


def find(reader: Reader, iri: str) -> Resource:
    """Everything that the page of a resource needs. Raises NotFound where nothing is said of it or by it."""
    node = NamedNode(iri)
    links = statements.gather(reader.select("statements", thing=node))
    counts = reader.select("incoming-counts", thing=node)
    said = voices.said(reader, iri)
    if not (links or counts or said.rows):
        raise NotFound(f"Nothing is known here about <{iri}>.")
    referring = {row["predicate"].value: int(row["total"].value) for row in counts}
    document, passages = _passages(reader, iri, links, has_parts=v.PART_OF in referring)
    insets = _insets(reader, iri, links)
    shown = {
        predicate: total
        for predicate, total in referring.items()
        if not _told(predicate, said, is_document=document == iri)
    }
    listed = dict(islice(shown.items(), PREDICATES))
    arrivals = tuple(_without(arrival, links) for arrival in _arrivals(reader, iri, listed))
    claimed = referring.get(v.ABOUT, 0)
    about = tuple(row["claim"].value for row in reader.select("claims-about", thing=node)) if claimed else ()
    return Resource(
        iri=iri,
        links=links,
        insets=insets,
        arrivals=tuple(each for each in arrivals if each.total),
        unlisted=max(len(shown) - PREDICATES, 0),
        said=said,
        document=document,
        passages=passages,
        sizes=voices.sizes(reader, iri) if document == iri else {},
        about=about,
        claimed=claimed,
        accounts=_accounts(reader, [iri, *about, *said.claims(), *_neighbours(*links, *arrivals)]),
    )


def _told(predicate: str, said: Said, *, is_document: bool) -> bool:
    """Whether the page shows what refers by this predicate elsewhere: as claims, as content, as passages."""
    return (
        predicate == v.ABOUT
        or (predicate == v.STATED_IN and bool(said.rows))
        or (predicate == v.PART_OF and is_document)
    )


def _passages(
    reader: Reader, iri: str, links: Iterable[Links], *, has_parts: bool
) -> tuple[str | None, tuple[Row, ...]]:
    """The document that the resource is, or is a part of, with its passages; None and nothing for others."""
    wholes = (term.value for each in links if each.predicate == v.PART_OF for term in each.ends)
    for document in (*([iri] if has_parts else []), *wholes):
        if rows := voices.passages(reader, document):
            return document, rows
    return None, ()


def _insets(reader: Reader, iri: str, links: Iterable[Links]) -> dict[str, tuple[Links, ...]]:
    """What is said of the parts of the resource (`iri#part`) and of its geometry, which mean little alone."""
    parts = [
        term
        for each in links
        for term in each.ends
        if isinstance(term, NamedNode)
        and (each.predicate in statements.PARTS or term.value.startswith(f"{iri}#"))
    ]
    told = {part.value: statements.gather(reader.select("statements", thing=part)) for part in parts}
    return {
        part: tuple(each for each in found if each.predicate not in (v.TYPE, v.PREF_LABEL))
        for part, found in told.items()
    }


def _arrivals(reader: Reader, iri: str, totals: Mapping[str, int]) -> Iterator[Links]:
    """What refers to the resource by these predicates; `totals` has how often each does."""
    for batch in _batches(totals):
        subjects: dict[str, dict[Term, tuple[str, ...]]] = {predicate: {} for predicate in batch}
        predicates = [NamedNode(predicate) for predicate in batch]
        for row in reader.select("incoming", predicate=predicates, thing=NamedNode(iri)):
            if isinstance(subject := row["subject"], NamedNode):
                subjects[row["predicate"].value][subject] = tuple(row["voices"].value.split())
        for predicate in batch:
            yield Links(predicate, subjects[predicate], totals[predicate])


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


def _without(arrival: Links, links: Iterable[Links]) -> Links:
    """What refers to the resource, without what it refers to likewise: a symmetric relation is told once."""
    told = {term for each in links if each.predicate == arrival.predicate for term in each.ends}
    ends = {term: graphs for term, graphs in arrival.ends.items() if term not in told}
    return Links(arrival.predicate, ends, arrival.total - (len(arrival.ends) - len(ends)))


def _neighbours(*links: Links) -> Iterator[str]:
    """What stands at the other end of a statement, and may be a claim."""
    for each in links:
        if each.predicate != v.TYPE:
            yield from (term.value for term in each.ends if isinstance(term, NamedNode))


def _accounts(reader: Reader, iris: list[str]) -> dict[str, Account]:
    """The claims among these, and those that the derived ones among them follow from."""
    found = claims.accounts(reader, iris)
    origins = {origin for account in found.values() for origin in account.iris(v.DERIVED_FROM)}
    return {**claims.accounts(reader, origins - found.keys()), **found}
