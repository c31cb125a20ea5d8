"""The few facts that tell most of a thing, with who says each, for the head of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.pages.told import lines
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.terms import matches

if TYPE_CHECKING:
    from horgos.pages.bands.periods import Band
    from horgos.pages.told.claims import Account
    from horgos.pages.told.statements import Group
    from horgos.pages.told.values import Value
    from horgos.pages.words.names import Names, Ref, Voice

MOST = 6  # facts in the head of a page
VALUES = 4  # values of a fact there


@dataclass(frozen=True)
class Run:
    """Values of a fact that the same voices state; `at` is where, on the page of each."""

    values: tuple[Value, ...]
    voices: tuple[Voice, ...]
    at: str


@dataclass(frozen=True)
class Fact:
    """One fact: a predicate and its first values. `total` counts those that are left out too."""

    predicate: Ref
    runs: tuple[Run, ...]
    total: int

    @property
    def more(self) -> int:
        """How many values are left out."""
        return self.total - sum(len(run.values) for run in self.runs)


def facts(
    wanted: Iterable[str],
    groups: Mapping[str, Group],
    *,
    bands: Iterable[Band],
    found: Mapping[str, Account],
    names: Names,
    page: str,
) -> tuple[Fact, ...]:
    """The facts by these predicates, as far as there are any: from the groups of its page and its status."""
    made = (
        _status(bands, found, names, page)
        if predicate == v.STATUS and predicate not in groups
        else _fact(groups.get(predicate), names.reader.languages)
        for predicate in wanted
    )
    return tuple(fact for fact in made if fact)[:MOST]


def _fact(group: Group | None, languages: tuple[str, ...]) -> Fact | None:
    if group is None or not group.statements:
        return None
    runs: dict[tuple[str, ...], list[Value]] = {}
    told = [each for each in group.statements if not _translated(each.value, group, languages)]
    first = told[:VALUES]
    by_voices = {tuple(voice.ref.iri for voice in each.voices): each for each in first}
    for each in first:
        runs.setdefault(tuple(voice.ref.iri for voice in each.voices), []).append(each.value)
    return Fact(
        group.predicate,
        tuple(
            Run(tuple(values), by_voices[voices].voices, by_voices[voices].at)
            for voices, values in runs.items()
        ),
        group.total - len(group.statements) + len(told),
    )


def _translated(value: Value, group: Group, languages: tuple[str, ...]) -> bool:
    """Whether it is a text in another language than the reader's, and another has it in the reader's."""
    texts = [each.value for each in group.statements if isinstance(each.value, Text) and each.value.language]
    own = [text for text in texts if any(matches(text.language, wanted) for wanted in languages[:1])]
    return bool(own) and value in texts and value not in own


def _status(bands: Iterable[Band], found: Mapping[str, Account], names: Names, page: str) -> Fact | None:
    """The last status that follows from each document."""
    last = [band.periods[-1] for band in bands if band.periods]
    runs = tuple(
        Run((lines.line(found[period.ref.iri], names, page),), period.voices, "")
        for period in last
        if period.ref.iri in found
    )
    return Fact(names.ref(v.STATUS), runs, len(runs)) if runs else None
