"""How the things on a map stood in a year (history/in_year.py): names, statuses, and sides of a border."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.history import dated, in_year, states
from horgos.pages.history.in_year import PARTS, STATUSES
from horgos.pages.told import claims, lines
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.history.dated import Dated
    from horgos.pages.history.in_year import Stood
    from horgos.pages.history.states import State
    from horgos.pages.reading import Reader, Round
    from horgos.pages.told.claims import Account

BOUND = 10_000  # rows that the query gives; a page says where there may be more
ASPECTS = tuple((key, title) for key, title, _ in PARTS if key in ("names", "sides", "around"))
"""What a map tells of a year beside the statuses: the keys of the parts, and their titles."""


@dataclass(frozen=True)
class Standing:
    """How one thing stood in a year: its states, and by the key of ASPECTS the words of the claims."""

    thing: Ref
    states: tuple[State, ...]
    aspects: Mapping[str, tuple[Line, ...]]

    @property
    def names(self) -> tuple[Line, ...]:
        """What it was called."""
        return self.aspects.get("names", ())

    @property
    def statuses(self) -> tuple[Ref, ...]:
        """The statuses that it had, each once."""
        return tuple(dict.fromkeys(each.status for state in self.states for each in state.periods))


@dataclass(frozen=True)
class Past:
    """What is known of some things through time; `cut` says that it may not be all."""

    dated: tuple[Dated, ...]
    cut: bool

    def stood(self, things: Iterable[str], year: int) -> dict[str, Stood]:
        """What is told of a year, by the thing that it is told of."""
        return {
            thing: in_year.in_year((each for each in self.dated if thing in each.about), year)
            for thing in things
        }


def ask(round_: Round, things: Iterable[str]) -> Callable[[], Past]:
    """Have it asked in a round what is known of these things through time; what is returned gives it."""
    rows = round_.ask("through-time", thing=[NamedNode(thing) for thing in things])
    return lambda: Past(dated.of_rows(rows()), cut=len(rows()) >= BOUND)


def accounts(reader: Reader, stood: Mapping[str, Stood], known: Iterable[Dated]) -> dict[str, Account]:
    """What the graphs hold about the claims that a map shows of a year.

    Where it shows statuses, all known periods are among them: a status looks as it does on other pages.
    """
    wanted = {each.iri for told in stood.values() for key, _ in ASPECTS for each in told.get(key, ())}
    of_year = [each for told in stood.values() for each in told.get(STATUSES, ())]
    if of_year:
        wanted.update(states.wanted(of_year), (each.iri for each in known if v.STATUS in each.values))
    return claims.accounts(reader, wanted) if wanted else {}


def standings(stood: Mapping[str, Stood], told: Mapping[str, Account], names: Names) -> tuple[Standing, ...]:
    """How each thing stood, where anything is told. The names of what is mentioned must be loaded."""

    def as_lines(found: Sequence[Dated], thing: str) -> tuple[Line, ...]:
        return lines.lines((told[each.iri] for each in found if each.iri in told), names, thing)

    made = (
        Standing(
            names.ref(thing),
            tuple(
                state
                for state in states.states(mine.get(STATUSES, ()), told, names)
                if state.thing.iri == thing
            ),
            {key: as_lines(mine[key], thing) for key, _ in ASPECTS if key in mine},
        )
        for thing, mine in stood.items()
    )
    return tuple(standing for standing in made if standing.states or standing.aspects)
