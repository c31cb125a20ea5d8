"""What a reader can choose on a page, each value with what it would leave: claims, findings, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar

from horgos.errors import BadRequest
from horgos.pages.words.names import Names, Ref
from horgos.terms import Prefixes

MOST = 40  # values that an error names

T = TypeVar("T")


@dataclass(frozen=True)
class Option:
    """A value to choose, and how much it leaves.

    `value` names it in the address (`Prefixes.name`); `ref` is its resource, None for the key of a group,
    which has a `title`, and the values in it.
    """

    value: str
    ref: Ref | None
    number: int
    chosen: bool
    title: str = ""
    inner: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Facet:
    """What can be chosen by one parameter: its name, its title, its values, those that leave most first."""

    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The values that are chosen."""
        every = chain.from_iterable((option, *option.inner) for option in self.options)
        return tuple(option for option in every if option.chosen)


@dataclass(frozen=True)
class Part(Generic[T]):
    """One part of a choice: its title, and the IRIs that an item has by it.

    `groups` are keys and titles; where there are any, the first value of an item is the key of its group.
    What items of several groups have is listed in the first of these.
    """

    title: str
    values: Callable[[T], Sequence[str]]
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choosing(Generic[T]):
    """Items to choose from, the parts to choose them by, and what was `wanted`, by the name of the part."""

    items: tuple[T, ...]
    parts: Mapping[str, Part[T]]
    wanted: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def chosen(self) -> tuple[T, ...]:
        """The items that have all that was wanted."""
        return tuple(self._left(""))

    def check(self, prefixes: Prefixes) -> None:
        """Raise BadRequest where something is wanted that none of the items has."""
        for name, wanted in self.wanted.items():
            known = Counter(value for item in self.items for value in self.parts[name].values(item))
            if known and wanted not in known:
                raise unknown(name, wanted, (value for value, _ in known.most_common()), prefixes)

    def mentioned(self) -> Iterator[str]:
        """Every resource that can be chosen."""
        for name, part in self.parts.items():
            keys = {key for key, _ in part.groups}
            yield from ({*self._counts[name], self.wanted.get(name, "")}) - keys - {""}

    def facets(self, names: Names) -> tuple[Facet, ...]:
        """What there is to choose: values that leave something, and what is chosen. Names must be loaded.

        Where every value leaves everything there is nothing to choose.
        """
        made = (
            Facet(name, part.title, self._options(name, part, names)) for name, part in self.parts.items()
        )
        return tuple(facet for facet in made if facet.chosen or self._narrows(facet))

    def _narrows(self, facet: Facet) -> bool:
        total = sum(1 for _ in self._left(facet.name))
        every = chain.from_iterable((option, *option.inner) for option in facet.options)
        return any(option.number < total for option in every)

    def _left(self, but: str) -> Iterator[T]:
        """The items that have what was wanted, one part left open."""
        for item in self.items:
            if all(
                value in self.parts[name].values(item) for name, value in self.wanted.items() if name != but
            ):
                yield item

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        """How many items each value of a part would leave, all other parts being as chosen."""
        return {
            name: Counter(value for item in self._left(name) for value in dict.fromkeys(part.values(item)))
            for name, part in self.parts.items()
        }

    def _options(self, name: str, part: Part[T], names: Names) -> tuple[Option, ...]:
        counts, wanted = self._counts[name], self.wanted.get(name, "")
        if not part.groups:
            return options(counts, (wanted,) if wanted else (), names)
        within: dict[str, set[str]] = {}
        for item in self.items:
            key, *others = part.values(item)
            within.setdefault(key, set()).update(others)
        made: list[Option] = []
        listed: set[str] = set()
        for key, title in part.groups:
            here = within.get(key, set()) - listed
            inner = options({iri: counts[iri] for iri in here if counts[iri]}, {wanted} & here, names)
            if counts[key] or key == wanted or any(option.chosen for option in inner):
                made.append(Option(key, None, counts[key], key == wanted, title, inner))
                listed |= here
        return tuple(made)


def options(counts: Mapping[str, int], chosen: Iterable[str], names: Names) -> tuple[Option, ...]:
    """These resources as values to choose; the chosen ones even where they leave nothing."""
    now = frozenset(chosen)
    given = {**dict.fromkeys(sorted(now), 0), **counts}
    made = [
        Option(names.reader.prefixes.name(iri), names.ref(iri), number, iri in now)
        for iri, number in given.items()
    ]
    return tuple(sorted(made, key=_order))


def unknown(parameter: str, value: str, known: Iterable[str], prefixes: Prefixes) -> BadRequest:
    """The error for a value that nothing has: it names the parameter and the values there are."""
    choices = [prefixes.name(each) for each in dict.fromkeys(known)]
    listed = ", ".join(choices[:MOST]) + (f" and {len(choices) - MOST} more" if len(choices) > MOST else "")
    return BadRequest(
        f"The parameter {parameter} is {prefixes.name(value)!r}, which nothing here has.",
        advice=f"Use one of: {listed}; or leave it out.",
        parameter=parameter,
    )


def _order(option: Option) -> tuple[int, str, str]:
    return -option.number, option.ref.label.text.casefold() if option.ref else option.title, option.value
