"""The statements of a resource by predicate: each other end, and the graphs that hold it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from horgos.pages.reading import Row
    from horgos.queries import Term

BOUND = 100  # values of one predicate on a page; the page says how many there are in all


@dataclass(frozen=True)
class Links:
    """The other ends of the statements with one predicate, and the graphs that hold each.

    At most BOUND of them; `total` counts all.
    """

    predicate: str
    ends: Mapping[Term, tuple[str, ...]]
    total: int

    def without(self, told: Container[Term]) -> Links:
        """These statements but for those whose other ends are told elsewhere."""
        ends = {term: graphs for term, graphs in self.ends.items() if term not in told}
        return Links(self.predicate, ends, self.total - (len(self.ends) - len(ends)))

    def mentioned(self) -> Iterator[str]:
        """Every resource that they show: predicate, ends, datatypes and voices."""
        yield self.predicate
        for term, graphs in self.ends.items():
            yield term.value if isinstance(term, NamedNode) else term.datatype.value
            yield from graphs


def gather(rows: Iterable[Row], skip: Mapping[str, int] = MappingProxyType({})) -> tuple[Links, ...]:
    """Solutions of ?predicate, ?object and ?voice, put together by predicate; IRIs before literals.

    `skip` tells how many of the other ends to leave out at the beginning, by predicate.
    """
    found: dict[str, dict[Term, tuple[str, ...]]] = {}
    for row in rows:
        if isinstance(term := row["object"], NamedNode | Literal):
            ends = found.setdefault(row["predicate"].value, {})
            ends[term] = (*ends.get(term, ()), row["voice"].value)
    return tuple(
        Links(predicate, {term: ends[term] for term in _part(ends, skip.get(predicate, 0))}, len(ends))
        for predicate, ends in found.items()
    )


def _part(ends: Iterable[Term], start: int) -> list[Term]:
    """As many of the other ends as a page shows, from this one on."""
    return sorted(ends, key=_order)[start : start + BOUND]


def _order(term: Term) -> tuple[bool, str, str]:
    """IRIs before literals; literals by language, English first."""
    language = term.language or "" if isinstance(term, Literal) else ""
    return isinstance(term, Literal), "" if language == "en" else language, term.value
