"""What the engine knows about one resource: the material of its page, before names and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.errors import NotFound
from horgos.pages.thing.surroundings import PREDICATES, Paged, shown, surroundings
from horgos.pages.told import claims, contests, disputes, predicates, voices
from horgos.pages.told.claims import Account
from horgos.pages.told.links import Links, gather
from horgos.pages.told.voices import Said
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Rows
    from horgos.queries import Term

_CONVERSES = {v.BEFORE: v.AFTER, v.AFTER: v.BEFORE}  # inverse properties in the Time Ontology (OWL-Time)
_CLOSER = {v.BETWEEN: (v.PREFERRED, v.DOUBTED)}  # what says more of how a finding holds a claim


@dataclass(frozen=True)
class Resource:
    """One resource: what is said of it, what refers to it, what it says as a voice, and claims around it.

    `insets` is what is said of its parts. `about` are the claims about it and `claimed` counts them all;
    `document` is the document whose passages `passages` are: itself, or the one that it is a passage of; of
    itself `sizes` has how much each of them states. `unlisted` counts predicates left out of `arrivals`.
    `disputes` are those of all claims that its page may show, `reasons` what the editors say of them.
    """

    iri: str
    links: tuple[Links, ...]
    insets: Mapping[str, tuple[Links, ...]]
    arrivals: tuple[Links, ...]
    unlisted: int
    said: Said
    document: str | None
    passages: Rows
    sizes: Mapping[str, int]
    about: tuple[str, ...]
    claimed: int
    accounts: Mapping[str, Account]
    disputes: disputes.Found
    reasons: contests.Reasons

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
        yield from self.disputes.mentioned()


def find(reader: Reader, iri: str, paged: Paged | None = None) -> Resource:
    """Everything that the page of a resource needs; `paged` chooses a part of what is linked to it.

    Raises NotFound where nothing is said of it or by it, BadRequest for a page that there is not.
    """
    near = surroundings(reader, iri, paged=paged)
    if not (near.links or near.totals or near.said.rows):
        raise NotFound(f"Nothing is known here about <{iri}>.")
    round_, node = reader.round(), NamedNode(iri)
    has_parts = v.PART_OF in near.totals
    passages = _passages(round_, iri, near.links, has_parts=has_parts)
    sizes = round_.ask("passage-sizes", document=node) if has_parts else _nothing
    insets = _insets(round_, iri, near.links)
    neighbours = _neighbours(*near.links, *near.arrivals)
    told = [iri, *near.about, *near.said.claims(), *neighbours]
    claimed = claims.ask(round_, [*told, *near.said.converted()])
    held = reader.glossary.may_be_disputed({iri, *near.about}, reader.select)
    reasons = contests.ask(round_, held)
    document = next((document for document, rows in passages.items() if voices.passages(rows())), None)
    listed = shown(near.totals, near.said)
    if document == iri:
        del listed[v.PART_OF]  # its passages, which are listed as such
    arrived = [arrival for arrival in near.arrivals if arrival.predicate in listed][:PREDICATES]
    arrivals = (_without(arrival, near.links, arrived) for arrival in arrived)
    accounts = claims.with_origins(reader, claimed())
    return Resource(
        iri=iri,
        links=near.links,
        insets={part: _telling(rows()) for part, rows in insets.items()},
        arrivals=tuple(each for each in arrivals if each.total),
        unlisted=0 if paged and len(near.arrivals) == 1 else max(len(listed) - PREDICATES, 0),
        said=near.said,
        document=document,
        passages=voices.passages(passages[document]()) if document else (),
        sizes=voices.sizes(sizes()) if document == iri else {},
        about=near.about,
        claimed=near.totals.get(v.ABOUT, 0),
        accounts=accounts,
        disputes=disputes.find(reader, {*told, *accounts}),
        reasons=reasons(),
    )


def _nothing() -> Rows:
    """What was not asked for has no solutions."""
    return ()


def _passages(
    round_: Round, iri: str, links: Iterable[Links], *, has_parts: bool
) -> dict[str, Callable[[], Rows]]:
    """The passages of the documents that the resource may be, or be a part of: itself first."""
    wholes = (term.value for each in links if each.predicate == v.PART_OF for term in each.ends)
    documents = (*([iri] if has_parts else []), *wholes)
    return {document: round_.ask("passages", document=NamedNode(document)) for document in documents}


def _insets(round_: Round, iri: str, links: Iterable[Links]) -> dict[str, Callable[[], Rows]]:
    """What is said of the parts of the resource (`iri#part`) and of its geometry, which mean little alone."""
    return {
        term.value: round_.ask("statements", thing=term)
        for each in links
        for term in each.ends
        if isinstance(term, NamedNode)
        and (each.predicate in predicates.PARTS or term.value.startswith(f"{iri}#"))
    }


def _telling(rows: Rows) -> tuple[Links, ...]:
    """What is worth telling of a part: all but what it is, and what it is called."""
    found = gather(rows)
    return tuple(each for each in found if each.predicate not in (v.TYPE, v.PREF_LABEL))


def _without(arrival: Links, links: Iterable[Links], arrivals: Iterable[Links]) -> Links:
    """What refers to the resource, without what the page tells anyway.

    A relation that it has to the other likewise, or the other way round, is told once; of a finding, what
    came of the claim is told rather than that it was compared.
    """
    converse = _CONVERSES.get(arrival.predicate, arrival.predicate)
    closer = _CLOSER.get(arrival.predicate, ())
    told = {term for each in links if each.predicate == converse for term in each.ends}
    told |= {term for each in arrivals if each.predicate in closer for term in each.ends}
    return arrival.without(told)


def _neighbours(*links: Links) -> Iterator[str]:
    """What stands at the other end of a statement, and may be a claim."""
    for each in links:
        if each.predicate != v.TYPE:
            yield from (term.value for term in each.ends if isinstance(term, NamedNode))
