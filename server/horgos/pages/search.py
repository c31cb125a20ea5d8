"""What is found by name, as a page shows it: things, the names that fit and who uses them, and facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from horgos.pages.words.names import Names, Ref, Voice, clip
from horgos.search import Found, Hit, Index, Wanted
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

SIZE = 20  # hits on a page
SUGGESTED = 8  # hits that are suggested as one types
EXAMPLES = 5  # things that are offered where nothing was found
CONSIDERED = 100  # of which they are chosen
USERS = 6  # voices that are named beside a name; more are counted


@dataclass(frozen=True)
class Result:
    """A thing that was found.

    `name` is what fits the query, None where that is how the thing is shown anyway; `voices` are who uses it,
    `unlisted` counts those that are left out. `others` are its labels in other languages.
    """

    hit: Hit
    ref: Ref
    kinds: tuple[Ref, ...]
    others: tuple[Label, ...]
    name: Label | None
    voices: tuple[Voice, ...]
    unlisted: int


@dataclass(frozen=True)
class Choice:
    """A value of a facet: what stands for it in an address, how much has it, and whether it is chosen.

    `wanted` is what to look for so that it is chosen, or no longer chosen where it is.
    """

    ref: Ref
    key: str
    count: int
    chosen: bool
    wanted: Wanted


@dataclass(frozen=True)
class Period:
    """Years from one to another, how much has a time in them, and what to look for to see only that.

    `share` is how much that is of the period with the most, in hundredths.
    """

    first: int
    last: int
    count: int
    share: int
    wanted: Wanted


@dataclass(frozen=True)
class SearchPage:
    """What was found, a page of it. `pages` is how many there are, `total` how many hits together.

    Of the facets, what is chosen comes first. `examples` are offered where nothing was found.
    """

    wanted: Wanted
    found: Found
    number: int
    pages: int
    results: tuple[Result, ...]
    kinds: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    periods: tuple[Period, ...]
    examples: tuple[Ref, ...]

    @property
    def total(self) -> int:
        """How many things were found."""
        return self.found.total

    @property
    def first(self) -> int:
        """The place of the first result on this page among all, from 1."""
        return (self.number - 1) * SIZE + 1

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The classes and documents that are chosen."""
        return tuple(each for each in (*self.kinds, *self.sources) if each.chosen)

    @property
    def has_period(self) -> bool:
        """Whether a time is chosen."""
        return self.wanted.first is not None or self.wanted.last is not None

    @property
    def can_be_narrowed(self) -> bool:
        """Whether there is anything to choose: of one thing alone there is not."""
        return self.total > 1 or bool(self.chosen) or self.has_period

    @property
    def at_any_time(self) -> Wanted:
        """What to look for in all times."""
        return replace(self.wanted, first=None, last=None)

    @property
    def query_alone(self) -> Wanted:
        """What to look for without any facet."""
        return Wanted(self.wanted.query)


@dataclass(frozen=True)
class Suggestion:
    """A thing suggested for what was typed: `name` is what fits, None where it is shown so anyway."""

    ref: Ref
    name: Label | None
    kinds: tuple[Ref, ...]


def search(reader: Reader, index: Index, wanted: Wanted, number: int = 1) -> SearchPage:
    """The page with this number, from 1, of what is wanted. Raises as the index and the engine."""
    found = index.find(wanted, (number - 1) * SIZE, SIZE, counted=True)
    examples = () if found.total else _examples(reader, index)
    classes = index.classes(hit.iri for hit in found.hits)
    names = Names(reader)
    names.load(_mentioned(found, wanted, classes, examples))
    return SearchPage(
        wanted=wanted,
        found=found,
        number=number,
        pages=max(1, ceil(found.total / SIZE)),
        results=tuple(_result(hit, names, classes.get(hit.iri, ())) for hit in found.hits),
        kinds=_choices(
            names, found.facets.kinds, wanted.kinds, found.total, lambda then: replace(wanted, kinds=then)
        ),
        sources=_choices(
            names,
            found.facets.sources,
            wanted.sources,
            found.total,
            lambda then: replace(wanted, sources=then),
        ),
        periods=tuple(_periods(found, wanted)),
        examples=tuple(names.ref(iri) for iri in examples),
    )


def suggestions(
    reader: Reader, index: Index, query: str, number: int = SUGGESTED
) -> tuple[int, tuple[Suggestion, ...]]:
    """How many things fit what was typed, and the best of them."""
    found = index.find(Wanted(query), 0, number)
    classes = index.classes(hit.iri for hit in found.hits)
    names = Names(reader)
    names.load([*(hit.iri for hit in found.hits), *(iri for each in classes.values() for iri in each)])
    return found.total, tuple(
        Suggestion(
            names.ref(hit.iri),
            _other_name(hit, names),
            tuple(names.ref(iri) for iri in classes.get(hit.iri, ())),
        )
        for hit in found.hits
    )


def key(reader: Reader, iri: str) -> str:
    """What stands for a class or a document in an address: its prefixed name, or else its IRI."""
    return reader.prefixes.curie(iri) or iri


def meant(reader: Reader, text: str) -> str:
    """The IRI that an address names by its prefixed name or in full."""
    return reader.prefixes.expand(text) or text


def _examples(reader: Reader, index: Index) -> tuple[str, ...]:
    """Some of what is referred to most, things rather than claims and concepts."""
    iris = [hit.iri for hit in index.find(Wanted(), 0, CONSIDERED).hits]
    things = [iri for iri in iris if iri.startswith(reader.base.named(""))]
    return tuple((things or iris)[:EXAMPLES])


def _mentioned(
    found: Found, wanted: Wanted, classes: Mapping[str, tuple[str, ...]], examples: Iterable[str]
) -> Iterator[str]:
    for hit in found.hits:
        yield hit.iri
        yield from hit.name.voices if hit.name else ()
    for each in classes.values():
        yield from each
    yield from (iri for iri, _ in (*found.facets.kinds, *found.facets.sources))
    yield from (*wanted.kinds, *wanted.sources, *examples)


def _result(hit: Hit, names: Names, classes: Iterable[str]) -> Result:
    voices = names.voices(hit.name.voices) if hit.name else ()
    shown, *others = names.labels(hit.iri)
    return Result(
        hit=hit,
        ref=names.ref(hit.iri),
        kinds=tuple(names.ref(iri) for iri in classes),
        others=tuple(clip(label) for label in others if label.text != shown.text),
        name=_other_name(hit, names),
        voices=voices[:USERS],
        unlisted=max(0, len(voices) - USERS),
    )


def _other_name(hit: Hit, names: Names) -> Label | None:
    """The name that fits, where the thing is shown by another one."""
    if hit.name is None or hit.name.label.text == names.label(hit.iri).text:
        return None
    return clip(hit.name.label)


def _choices(
    names: Names,
    counts: Iterable[tuple[str, int]],
    now: tuple[str, ...],
    total: int,
    changed: Callable[[tuple[str, ...]], Wanted],
) -> tuple[Choice, ...]:
    """The values of a facet: those that are chosen `now`, which all that was found has, then the others."""
    made = []
    for iri, count in (dict.fromkeys(now, total) | dict(counts)).items():
        then = tuple(each for each in now if each != iri) if iri in now else (*now, iri)
        made.append(Choice(names.ref(iri), key(names.reader, iri), count, iri in now, changed(then)))
    return tuple(made)


def _periods(found: Found, wanted: Wanted) -> Iterator[Period]:
    most = max((count for *_, count in found.facets.years), default=1)
    for first, last, count in found.facets.years:
        share = max(1, round(100 * count / most))
        yield Period(first, last, count, share, replace(wanted, first=first, last=last))
