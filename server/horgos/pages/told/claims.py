"""What the graphs hold about claims, and who says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Row
    from horgos.queries import Term

BATCH = 200  # claims asked for in one query


@dataclass(frozen=True)
class Account:
    """What the graphs hold about one claim, as far as a line may show it.

    `values` has predicate to object to the graphs that say it.
    """

    iri: str
    values: Mapping[str, Mapping[Term, tuple[str, ...]]]

    def terms(self, predicate: str) -> tuple[Term, ...]:
        """The objects of a predicate."""
        return tuple(self.values.get(predicate, ()))

    def iris(self, predicate: str) -> tuple[str, ...]:
        """The objects of a predicate that are resources."""
        return tuple(term.value for term in self.terms(predicate) if isinstance(term, NamedNode))

    def lexical(self, predicate: str) -> str:
        """The lexical form of the first literal of a predicate; empty where there is none."""
        return next((term.value for term in self.terms(predicate) if isinstance(term, Literal)), "")

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that say what the claim is about: those that state it."""
        return tuple(dict.fromkeys(graph for who in self.values.get(v.ABOUT, {}).values() for graph in who))

    def mentioned(self) -> Iterator[str]:
        """Every resource that its line may show."""
        yield self.iri
        for predicate, objects in self.values.items():
            yield predicate
            for term, graphs in objects.items():
                yield from graphs
                yield term.value if isinstance(term, NamedNode) else term.datatype.value


def accounts(reader: Reader, iris: Iterable[str]) -> dict[str, Account]:
    """What the graphs hold about those of these resources that are claims (that have `hg:about`)."""
    return ask(reader.round(), iris)()


def with_origins(reader: Reader, found: Mapping[str, Account]) -> dict[str, Account]:
    """These claims, and those that the derived ones among them follow from."""
    origins = {origin for account in found.values() for origin in account.iris(v.DERIVED_FROM)}
    return {**accounts(reader, origins - found.keys()), **found}


def ask(round_: Round, iris: Iterable[str]) -> Callable[[], dict[str, Account]]:
    """Have that asked in a round; what is returned gives it."""
    wanted = sorted(set(iris))
    asked = [
        round_.ask("claims", claim=[*map(NamedNode, wanted[start : start + BATCH])])
        for start in range(0, len(wanted), BATCH)
    ]
    return lambda: _gathered(row for rows in asked for row in rows())


def _gathered(rows: Iterable[Row]) -> dict[str, Account]:
    found: dict[str, dict[str, dict[Term, tuple[str, ...]]]] = {}
    for row in rows:
        term = row["o"]
        if isinstance(term, NamedNode | Literal):
            objects = found.setdefault(row["claim"].value, {}).setdefault(row["p"].value, {})
            objects[term] = (*objects.get(term, ()), row["voice"].value)
    return {iri: Account(iri, values) for iri, values in found.items()}
