"""What a reader can choose of a timeline by, each value with what it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from horgos.pages.history import dated
from horgos.pages.history.dated import Choice, Dated
from horgos.pages.told import lines
from horgos.pages.words.names import Names, Ref
from horgos.translation import message

if TYPE_CHECKING:
    from collections import Counter

TITLES = {
    "kind": message("Kind"),
    "source": message("Source"),
    "thing": message("Thing"),
    "indicator": message("Indicator"),
}


@dataclass(frozen=True)
class Option:
    """A value to choose, and how many claims, or findings, it leaves.

    `value` stands for it in the address; `ref` is its resource, None for a topic, which has a `title`.
    """

    value: str
    title: str
    ref: Ref | None
    number: int
    chosen: bool
    inner: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Facet:
    """What can be chosen by one part of a choice: the name of its parameter, its title, and the values."""

    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> Option | None:
        """The value that is chosen; None for none."""
        every = chain.from_iterable((option, *option.inner) for option in self.options)
        return next((option for option in every if option.chosen), None)


def numbers(found: Iterable[Dated], choice: Choice, parts: Iterable[str]) -> dict[str, Counter[str]]:
    """How many claims each value of these parts leaves."""
    given = tuple(found)
    return {name: dated.counts(given, choice, name) for name in parts}


def mentioned(counted: Mapping[str, Counter[str]], choice: Choice) -> Iterator[str]:
    """Every resource that can be chosen."""
    topics = {key for key, _ in lines.TOPICS}
    for value in (*chain.from_iterable(counted.values()), *choice.parts.values()):
        if value not in topics:
            yield value


def facets(
    counted: Mapping[str, Counter[str]], choice: Choice, found: Iterable[Dated], names: Names
) -> tuple[Facet, ...]:
    """The parts to choose by; those with nothing to choose are left out. The names must have been loaded."""
    inner: dict[str, set[str]] = {}
    for each in found:
        inner.setdefault(each.topic, set()).update(each.kinds[1:])
    writer = _Writer(names)
    made = (
        Facet(
            name,
            TITLES[name],
            tuple(writer.topics(values, chosen, inner))
            if name == "kind"
            else writer.resources(values, chosen),
        )
        for name, values in counted.items()
        for chosen in (choice.parts.get(name, ""),)
    )
    return tuple(facet for facet in made if facet.options)


@dataclass(frozen=True)
class _Writer:
    names: Names

    def topics(self, counted: Counter[str], chosen: str, inner: Mapping[str, set[str]]) -> Iterable[Option]:
        for key, title in lines.TOPICS:
            here = inner.get(key, ())
            kinds = {iri: counted[iri] for iri in here if counted[iri]}
            options = self.resources(kinds, chosen if chosen in here else "")
            if counted[key] or key == chosen or any(option.chosen for option in options):
                yield Option(key, title, None, counted[key], key == chosen, options)

    def resources(self, counted: Mapping[str, int], chosen: str) -> tuple[Option, ...]:
        """These resources by label; the chosen one even where it leaves nothing."""
        made = (
            Option(self.names.reader.base.name(iri) or iri, "", self.names.ref(iri), number, iri == chosen)
            for iri, number in ({chosen: 0, **counted} if chosen else counted).items()
        )
        return tuple(sorted(made, key=lambda option: option.ref.label.text.casefold() if option.ref else ""))
