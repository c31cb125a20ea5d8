"""A timeline at a glance: how much is told of when, states through time, some happenings by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from horgos.pages.bands import flags, periods
from horgos.pages.bands.flags import Layouts, Wish
from horgos.pages.bands.periods import Band, Period
from horgos.pages.bands.scale import Mark, Scale, step_of_years
from horgos.pages.history.dated import Dated
from horgos.pages.told import claims, lines
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref, clip
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.pages.told.claims import Account
    from horgos.pages.words.edtf import Extent

COLUMNS = 90  # at most so many columns tell how much there is
NAMED = 48  # happenings that may get a label
CHANGED = 3  # things whose states are drawn
ROWS = 9  # lines of labels
_LENGTHS = (34, 60)  # characters of a label, and of one that has room
_SHORT = 14  # characters of the name of a document beside a label


@dataclass(frozen=True)
class Strip:
    """Where a time stands on a scale, in percent; `begun` and `ended` tell whether its ends are known."""

    start: float
    width: float
    begun: bool
    ended: bool
    vague: bool


@dataclass(frozen=True)
class Column:
    """The claims that begin in some years: where it stands and how wide it is, and how high, in percent."""

    first: int
    last: int
    start: float
    width: float
    height: float
    number: int


@dataclass(frozen=True)
class Statuses:
    """A thing whose status changed, with its bands on the scale of the overview, each with its caption.

    The caption comes in full and as short as a narrow screen wants it.
    """

    thing: Ref
    bands: tuple[tuple[str, str, Band], ...]


@dataclass(frozen=True)
class Overview:
    """The scale with what stands on it. `labels` has a layout of the labels for each size of `flags.SIZES`.

    `year` is where the year that the page is about stands, in percent; `most` what the highest column counts.
    """

    marks: tuple[Mark, ...]
    few_marks: tuple[Mark, ...]
    columns: tuple[Column, ...]
    most: int
    labels: Layouts
    statuses: tuple[Statuses, ...]
    year: tuple[float, float] | None

    @property
    def step(self) -> int:
        """The years that each column is for."""
        return next((each.last - each.first + 1 for each in self.columns), 1)

    @property
    def legend(self) -> tuple[Period, ...]:
        """A period of each status that is drawn."""
        bands = (band for each in self.statuses for *_, band in each.bands)
        drawn = (period for band in bands for period in band.periods if period.width)
        return tuple({(period.style, period.status.iri): period for period in drawn}.values())


def strip(extent: Extent, scale: Scale) -> Strip:
    """A time on a scale: what goes on beyond an end of the scale, or has none, reaches to it."""
    start = 0.0 if extent.start is None else scale.within(extent.start)
    end = 100.0 if extent.end is None else scale.within(extent.end)
    return Strip(start, round(end - start, 3), extent.start is not None, extent.end is not None, extent.vague)


def columns(found: Iterable[Dated], scale: Scale) -> tuple[Column, ...]:
    """How many claims begin when: a column for each year, or for some, the first where the scale begins."""
    step, origin = step_of_years(scale.last - scale.first, COLUMNS), int(scale.first)
    begin = (int(each.extent.start) for each in found if each.extent and each.extent.start is not None)
    inside = (year for year in begin if scale.first <= year < scale.last)
    numbers = Counter(year - (year - origin) % step for year in inside)
    most = max(numbers.values(), default=1)
    return tuple(
        Column(
            first=year,
            last=year + step - 1,
            start=scale.within(year),
            width=round(scale.within(year + step) - scale.within(year), 3),
            height=round(100 * number / most, 2),
            number=number,
        )
        for year, number in sorted(numbers.items())
    )


@dataclass(frozen=True)
class Material:
    """What an overview is drawn from, before it has names; nothing where there is no scale.

    `accounts` are the claims that it names, and what the page wants beside them; `states` has for each thing
    the claims that say when it had which status.
    """

    found: tuple[Dated, ...]
    scale: Scale | None
    named: tuple[Dated, ...]
    states: Mapping[str, tuple[str, ...]]
    accounts: Mapping[str, Account]

    def mentioned(self) -> Iterator[str]:
        """Every resource that it may show."""
        yield from self.states
        for account in self.accounts.values():
            yield from account.mentioned()

    def overview(self, names: Names, year: int | None = None) -> Overview | None:
        """The overview, with a mark at a year where the page is about one. The names must be loaded."""
        if self.scale is None:
            return None
        drawn = columns(self.found, self.scale)
        changes = {
            cause
            for states in self.states.values()
            for iri in states
            for cause in self.accounts[iri].iris(v.DERIVED_FROM)
        }
        wishes = tuple(self._wishes(names, changes, self.scale))
        return Overview(
            marks=self.scale.marks(10),
            few_marks=self.scale.marks(5),
            columns=drawn,
            most=max((each.number for each in drawn), default=0),
            labels=flags.layouts(wishes, ROWS),
            statuses=tuple(
                Statuses(names.ref(thing), self._bands(thing, states, names))
                for thing, states in self.states.items()
            ),
            year=None if year is None else (self.scale.within(year), self.scale.within(year + 1)),
        )

    def _bands(self, thing: str, states: Iterable[str], names: Names) -> tuple[tuple[str, str, Band], ...]:
        about = {iri: self.accounts[iri] for iri in states}
        return tuple(
            (*_captions(names.ref(thing), band.document), band)
            for band in periods.bands(about, names, thing, scale=self.scale)
        )

    def _wishes(self, names: Names, changes: Container[str], scale: Scale) -> Iterator[Wish]:
        """The labels: one for each year first, and what changed a status before what many documents tell."""
        seen: Counter[int] = Counter()
        for each in sorted(self.named, key=lambda named: named.iri not in changes):
            start = each.extent.first if each.extent else scale.first
            words = lines.line(self.accounts[each.iri], names).phrase.main.words
            short, whole = dated_words(str(int(start)), words, _LENGTHS)
            rank = (seen[int(start)], each.iri not in changes, -len(set(each.documents)))
            seen[int(start)] += 1
            yield Wish(each.iri, short, scale.at(start), rank, whole)


def material(
    reader: Reader, found: Iterable[Dated], every: Iterable[Dated], scale: Scale | None, also: Iterable[str]
) -> Material:
    """What the overview of the claims that were `found` among `every` one is drawn from.

    `also` are the claims that the page wants as well: they are asked for together.
    """
    given = tuple(found)
    states = _states(every, {iri for each in given for iri in each.about}) if scale else {}
    named = _worth_naming(given, scale) if scale else ()
    wanted = (*also, *(each.iri for each in named), *chain.from_iterable(states.values()))
    accounts = claims.with_origins(reader, claims.accounts(reader, wanted))
    return Material(
        found=given,
        scale=scale,
        named=tuple(each for each in named if each.iri in accounts),
        states={thing: tuple(iri for iri in group if iri in accounts) for thing, group in states.items()},
        accounts=accounts,
    )


def dated_words(year: str, words: str, lengths: tuple[int, int]) -> tuple[str, str]:
    """The words of a label after its year, which words that begin with it do not get twice.

    Cut to the first of the lengths, and to the second if that leaves more of them; else the latter is empty.
    """
    short, whole = (
        cut if cut.startswith(year) else f"{year} {cut}"
        for cut in (clip(Label(words), length).text for length in lengths)
    )
    return short, whole if whole != short else ""


def _captions(thing: Ref, document: Ref | None) -> tuple[str, str]:
    """What a band is about: in full, and short enough for a narrow screen."""
    parts = (thing.label, *((document.label,) if document else ()))
    short = (clip(label, most) for label, most in zip(parts, (_LENGTHS[0], _SHORT), strict=False))
    return " · ".join(label.text for label in parts), " · ".join(label.text for label in short)


def _states(every: Iterable[Dated], things: Container[str]) -> dict[str, tuple[str, ...]]:
    """The claims about the states of those things that changed theirs the most often."""
    made: dict[str, list[str]] = {}
    for each in every:
        for thing in each.about:
            if each.topic == "periods" and thing in things:
                made.setdefault(thing, []).append(each.iri)
    most = sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))[:CHANGED]
    return {thing: tuple(states) for thing, states in most}


def _worth_naming(found: Iterable[Dated], scale: Scale) -> tuple[Dated, ...]:
    """The happenings that may get a label: what begins on the scale, and the most documents tell of first."""
    able = (
        each
        for each in found
        if each.topic == "happened"
        and each.extent
        and each.extent.start is not None
        and not each.extent.vague
        and scale.first <= each.extent.start < scale.last
    )
    return tuple(sorted(able, key=lambda each: -len(set(each.documents)))[:NAMED])
