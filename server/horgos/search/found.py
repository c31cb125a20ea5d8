"""What is looked for in the index of names, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from horgos.terms import Label


class Fit(IntEnum):
    """How a name fits a query, the best first."""

    WHOLE = 0
    BEGINNING = 1
    WORD = 2  # a word of the name begins so
    WORDS = 3  # the words of the query each begin a word of its names, in any order
    INSIDE = 4
    ALIKE = 5  # it is spelt nearly so


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for: a query as it was typed, and what each resource must have besides.

    `kinds` are classes, `sources` documents; `first` and `last` are years, one of which its times must meet.
    """

    query: str = ""
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Name:
    """A name of a resource, by which property it has it, and the voices that say so."""

    label: Label
    property: str
    voices: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A resource that was found: `name` is what fits the query best, None where there was no query.

    `likeness` tells how alike the name and the query are, from 0 to 1; `weight` how often it is referred to.
    """

    iri: str
    fit: Fit
    likeness: float
    weight: int
    name: Name | None


@dataclass(frozen=True)
class Facets:
    """How much of what was found there is by class and by document, the most first; and by years.

    `years` are periods from a year to another, in order, each with how many have a time in it.
    """

    kinds: tuple[tuple[str, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Found:
    """The part of what was found that was asked for, in its order, and how much there is together.

    `more` says that there is more than is counted.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    facets: Facets = Facets()

    @property
    def only_alike(self) -> bool:
        """Whether no name is as the query is, so that these are only spelt nearly so."""
        return bool(self.hits) and self.hits[0].fit is Fit.ALIKE
