"""What is found by name, as a page shows it: things, the names that fit and who uses them, and facets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.pages import paging
from horgos.pages.facets import Facet, options, unknown
from horgos.pages.words.names import Names, Ref, Voice, clip
from horgos.search import Found, Hit, Index, Wanted
from horgos.terms import Label
from horgos.translation import message

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
class Period:
    """Years from one to another, how much has a time in them, and its share of the most, in hundredths."""

    first: int
    last: int
    count: int
    share: int


@dataclass(frozen=True)
class SearchPage:
    """What was found, a page of it. `pages` is how many there are, `total` how many hits together.

    `examples` are offered where nothing was found.
    """

    wanted: Wanted
    found: Found
    number: int
    pages: int
    results: tuple[Result, ...]
    facets: tuple[Facet, ...]
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
    def narrowed(self) -> bool:
        """Whether a class, a document or a time is chosen."""
        return self.wanted != Wanted(self.wanted.query)

    @property
    def can_be_narrowed(self) -> bool:
        """Whether there is anything to choose: of one thing alone there is not."""
        return self.total > 1 or self.narrowed


@dataclass(frozen=True)
class Suggestion:
    """A thing suggested for what was typed: `name` is what fits, None where it is shown so anyway."""

    ref: Ref
    name: Label | None
    kinds: tuple[Ref, ...]


def search(reader: Reader, index: Index, wanted: Wanted, number: int = 1) -> SearchPage:
    """The page with this number, from 1, of what is wanted.

    Raises BadRequest for a class or a document that nothing has, and what the index and the engine raise.
    """
    found = index.find(wanted, (number - 1) * SIZE, SIZE, counted=True)
    if not found.total:
        _check(reader, index, wanted)
    examples = () if found.total else _examples(reader, index)
    classes = index.classes(hit.iri for hit in found.hits)
    names = Names(reader)
    names.load(_mentioned(found, wanted, classes, examples))
    return SearchPage(
        wanted=wanted,
        found=found,
        number=number,
        pages=paging.pages(found.total, SIZE),
        results=tuple(_result(hit, names, classes.get(hit.iri, ())) for hit in found.hits),
        facets=tuple(_facets(names, found, wanted)),
        periods=tuple(_periods(found)),
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


def _facets(names: Names, found: Found, wanted: Wanted) -> Iterator[Facet]:
    """What there is to choose. What is chosen has all that was found."""
    for name, title, counts, now in (
        ("kind", message("Kind"), found.facets.kinds, wanted.kinds),
        ("source", message("Source that speaks of it"), found.facets.sources, wanted.sources),
    ):
        if made := options({**dict.fromkeys(now, found.total), **dict(counts)}, now, names):
            yield Facet(name, title, made)


def _check(reader: Reader, index: Index, wanted: Wanted) -> None:
    """Raise BadRequest where a class or a document is wanted that nothing in the index has."""
    for name, now in (("kind", wanted.kinds), ("source", wanted.sources)):
        for iri in now:
            alone = Wanted(kinds=(iri,)) if name == "kind" else Wanted(sources=(iri,))
            if not index.find(alone, 0, 0).total:
                every = index.find(Wanted(), 0, 0, counted=True).facets
                known = every.kinds if name == "kind" else every.sources
                raise unknown(name, iri, (each for each, _ in known), reader.prefixes)


def _periods(found: Found) -> Iterator[Period]:
    most = max((count for *_, count in found.facets.years), default=1)
    for first, last, count in found.facets.years:
        share = max(1, round(100 * count / most))
        yield Period(first, last, count, share)
