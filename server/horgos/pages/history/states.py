"""The states that things were in: the periods that tell of them, by thing and document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.pages.bands import periods
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.bands.periods import Period
    from horgos.pages.history.dated import Dated
    from horgos.pages.told.claims import Account


@dataclass(frozen=True)
class State:
    """The periods of a thing that were chosen, according to one document (None: not known which)."""

    thing: Ref
    document: Ref | None
    periods: tuple[Period, ...]


def wanted(found: Iterable[Dated]) -> Iterator[str]:
    """The claims that states are told from: their periods, and those that these follow from."""
    for each in found:
        yield from (each.iri, *each.values.get(v.DERIVED_FROM, ()))


def states(found: Iterable[Dated], accounts: Mapping[str, Account], names: Names) -> Iterator[State]:
    """The states of these periods, of which the accounts have all that is `wanted`."""
    shown = {each.iri: each.about for each in found}
    for thing in sorted({iri for about in shown.values() for iri in about}):
        for band in periods.bands(accounts, names, thing):
            told = tuple(period for period in band.periods if period.ref.iri in shown)
            if told:
                yield State(names.ref(thing), band.document, told)
