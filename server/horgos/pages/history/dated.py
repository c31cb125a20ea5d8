"""Every claim with a time, as far as a timeline sorts, filters and counts it, and what a reader chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from horgos.pages.facets import Choosing, Part
from horgos.pages.told.lines import TOPICS
from horgos.pages.words import edtf, phrases
from horgos.pages.words import vocabulary as v
from horgos.translation import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from horgos.pages.reading import Reader, Row
    from horgos.pages.told.claims import Account
    from horgos.pages.words.edtf import Extent

BOUND = 3000  # claims that a timeline or statistics know, as their queries have it; a page says so


@dataclass(frozen=True)
class Dated:
    """A claim: its time and topic (see `lines.Line`), and the values of the predicates that tell of it."""

    iri: str
    values: Mapping[str, tuple[str, ...]]

    def first(self, predicate: str) -> str:
        """The first value of a predicate; '' for none."""
        return next(iter(self.values.get(predicate, ())), "")

    @cached_property
    def when(self) -> str:
        """Its time, as it stands in the data."""
        return self.first(v.WHEN)

    @cached_property
    def extent(self) -> Extent | None:
        """The stretch that its time may take in; None where it names no year."""
        return edtf.extent(self.when)

    @property
    def lasting(self) -> bool:
        """Whether its time goes from one date to another, or has an open end: it is no single date."""
        return "/" in self.when

    @cached_property
    def topic(self) -> str:
        """Its kind."""
        return phrases.topic(self.values)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Its kinds, the widest first: its topic, and the concept that says it more closely."""
        return (
            self.topic,
            *(iri for mark in (v.EVENT_TYPE, v.INDICATOR) for iri in self.values.get(mark, ())),
        )

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about."""
        return self.values.get(v.ABOUT, ())

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that state it; of a status, the one it follows from."""
        return self.values.get(v.PART_OF) or self.values.get(v.ACCORDING_TO, ())

    @property
    def order(self) -> tuple[tuple[int, ...], str]:
        """The key to sort by: its time, then its IRI."""
        return edtf.order(self.when), self.iri

    def touches(self, first: int, last: int) -> bool:
        """Whether its time begins or ends in these years, or takes them in between two known ends.

        What is only told to be so since a time, or up to one, is not taken to be so in every year of it.
        """
        if self.extent is None:
            return False
        start, end = self.extent.start, self.extent.end
        within = start is not None and end is not None and start < first and end > last + 1
        return within or any(first <= year <= last for year in self.extent.years)


@dataclass(frozen=True)
class Choice:
    """What a reader chose: by name of TIMELINE or STATISTICS an IRI or a topic, and years; None for no year.

    `undated` asks for the claims whose time names no year, instead of the others; None for both.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    undated: bool | None = False

    def among(self, found: Iterable[Dated], parts: Mapping[str, Part[Dated]]) -> Choosing[Dated]:
        """What of these claims suits the time that was chosen, with the parts to choose it by."""
        return Choosing(tuple(each for each in found if self._in_time(each)), parts, self.parts)

    def of(self, found: Iterable[Dated]) -> tuple[Dated, ...]:
        """The claims that were chosen."""
        return self.among(found, {**TIMELINE, **STATISTICS}).chosen

    def _in_time(self, each: Dated) -> bool:
        if self.undated is None:
            return True
        if self.undated:
            return each.extent is None
        if self.first is None and self.last is None:
            return each.extent is not None
        first = -10_000 if self.first is None else self.first
        return each.touches(first, 10_000 if self.last is None else self.last)


_THING = Part["Dated"](message("Thing"), lambda each: each.about)
TIMELINE: dict[str, Part[Dated]] = {
    "kind": Part(message("Kind"), lambda each: each.kinds, TOPICS),
    "source": Part(message("Source"), lambda each: each.documents),
    "thing": _THING,
}
"""What a timeline can be chosen by, beside time."""
STATISTICS: dict[str, Part[Dated]] = {
    "indicator": Part(message("Indicator"), lambda each: each.values.get(v.INDICATOR, ())),
    "thing": _THING,
}
"""What statistics can be chosen by."""


def dated(reader: Reader, query: str = "dated") -> tuple[Dated, ...]:
    """The claims with a time, in its order; or those of another query of ?claim, ?p and ?o."""
    return of_rows(reader.select(query))


def of_rows(rows: Iterable[Row]) -> tuple[Dated, ...]:
    """The claims in solutions of ?claim, ?p and ?o, in the order of their times."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        values = found.setdefault(row["claim"].value, {})
        values[row["p"].value] = (*values.get(row["p"].value, ()), row["o"].value)
    return tuple(sorted((Dated(iri, values) for iri, values in found.items()), key=lambda each: each.order))


def of_account(account: Account) -> Dated:
    """The claim that an account tells of."""
    return Dated(
        account.iri, {p: tuple(term.value for term in objects) for p, objects in account.values.items()}
    )
