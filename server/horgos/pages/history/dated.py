"""Every claim with a time, as far as a timeline sorts, filters and counts it, and what a reader chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from horgos.errors import BadRequest
from horgos.pages.words import edtf, phrases
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Mapping

    from horgos.pages.reading import Reader
    from horgos.pages.words.edtf import Extent
    from horgos.terms import Base

BOUND = 3000  # claims that a timeline or statistics know, as their queries have it; a page says so
EXAMPLES = 3  # values that an error suggests


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
    def order(self) -> tuple[tuple[int, int, int], str]:
        """The key to sort by: its time, then its IRI."""
        return edtf.order(self.when), self.iri

    def touches(self, first: int, last: int) -> bool:
        """Whether its time begins or ends in these years, or takes them in between two known ends.

        What is only told to be so since a time, or up to one, is not taken to be so in every year of it.
        """
        if self.extent is None:
            return False
        start, end = self.extent.start, self.extent.end
        begins = start is not None and first <= start < last + 1
        ends = end is not None and first < end <= last + 1
        return begins or ends or (start is not None and end is not None and start < first and end > last + 1)


@dataclass(frozen=True)
class Choice:
    """What a reader chose: by name of PARTS an IRI or a topic, and years; None for no year.

    `undated` asks for the claims whose time names no year, instead of the others; None for both.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    undated: bool | None = False

    def of(self, found: Iterable[Dated]) -> tuple[Dated, ...]:
        """The claims that were chosen."""
        return tuple(each for each in found if self._takes(each))

    def without(self, name: str) -> Choice:
        """The choice with one part of it left open."""
        return replace(self, parts={part: value for part, value in self.parts.items() if part != name})

    def _takes(self, each: Dated) -> bool:
        suits = all(value in PARTS[part](each) for part, value in self.parts.items())
        return suits and self._in_time(each)

    def _in_time(self, each: Dated) -> bool:
        if self.undated is None:
            return True
        if self.undated:
            return each.extent is None
        if self.first is None and self.last is None:
            return each.extent is not None
        first = -10_000 if self.first is None else self.first
        return each.touches(first, 10_000 if self.last is None else self.last)


PARTS: dict[str, Callable[[Dated], tuple[str, ...]]] = {
    "kind": lambda each: each.kinds,
    "source": lambda each: each.documents,
    "thing": lambda each: each.about,
    "indicator": lambda each: each.values.get(v.INDICATOR, ()),
}
"""What claims can be chosen by, beside their time."""
TIMELINE, STATISTICS = ("kind", "source", "thing"), ("indicator", "thing")
"""The parts that a timeline offers, and those that statistics do."""


def check(choice: Choice, found: Iterable[Dated], base: Base) -> None:
    """Raise BadRequest where a part of the choice is nothing that any of these claims has."""
    given = tuple(found)
    for name, wanted in choice.parts.items():
        if not any(wanted in PARTS[name](each) for each in given):
            known = sorted({base.name(value) or value for each in given for value in PARTS[name](each)})
            raise BadRequest(
                f"No claim here has the {name} {base.name(wanted) or wanted!r}.",
                advice=f"Choose one in the form on the page, for instance {', '.join(known[:EXAMPLES])}.",
                parameter=name,
            )


def counts(found: Iterable[Dated], choice: Choice, name: str) -> Counter[str]:
    """How many claims each value of a part would leave, all other parts being as chosen."""
    left = choice.without(name).of(found)
    return Counter(value for each in left for value in dict.fromkeys(PARTS[name](each)))


def dated(reader: Reader, query: str = "dated") -> tuple[Dated, ...]:
    """The claims with a time, in its order; or those of another query of ?claim, ?p and ?o."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in reader.select(query):
        values = found.setdefault(row["claim"].value, {})
        values[row["p"].value] = (*values.get(row["p"].value, ()), row["o"].value)
    return tuple(sorted((Dated(iri, values) for iri, values in found.items()), key=lambda each: each.order))


def years(found: Iterable[Dated]) -> tuple[int, int] | None:
    """The first and the last year that claims name; None where they name none."""
    known = [
        (end, early)
        for each in found
        if each.extent
        for end, early in ((each.extent.start, True), (each.extent.end, False))
        if end is not None
    ]
    if not known:
        return None
    first = min(int(year) if early else _last(year) for year, early in known)
    return first, max(int(year) if early else _last(year) for year, early in known)


def _last(end: float) -> int:
    """The year that an end falls in: the last moment of a year belongs to it."""
    return int(end) - 1 if end == int(end) else int(end)
