"""How things stood in a year: what they were called, which status they had, which states met there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.told import claims, lines
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Round, Row, Rows

_FIRST, _LAST = -(10**9), 10**9


@dataclass(frozen=True)
class Dated:
    """A claim that may tell how a thing stood: its aspect is name, status or states; years may be open."""

    thing: str
    claim: str
    aspect: str
    first: int
    last: int

    def holds(self, year: int) -> bool:
        """Whether it tells of the year."""
        return self.first <= year <= self.last

    @property
    def bounded(self) -> bool:
        """Whether it tells any time."""
        return self.first > _FIRST or self.last < _LAST


@dataclass(frozen=True)
class Standing:
    """How one thing stood in a year, in the words of the claims.

    Where no claim tells which states met there in that very year, `around` has those that tell of the years
    nearest before and after.
    """

    thing: Ref
    names: tuple[Line, ...]
    statuses: tuple[Line, ...]
    states: tuple[Line, ...]
    around: tuple[Line, ...]


@dataclass(frozen=True)
class Past:
    """What is known of some things through time; `changes` are the years in which a status of one began."""

    dated: tuple[Dated, ...]

    @property
    def changes(self) -> tuple[int, ...]:
        """The years in which a period of a status begins."""
        starts = (each.first for each in self.dated if each.aspect == "status" and each.first > _FIRST)
        return tuple(sorted(set(starts)))

    def claims(self, year: int) -> tuple[str, ...]:
        """The claims that the standing in a year is told from."""
        things = dict.fromkeys(each.thing for each in self.dated)
        return tuple(
            each.claim for thing in things for found in _chosen(self.dated, thing, year) for each in found
        )

    def accounts(self, reader: Reader, year: int | None) -> dict[str, Account]:
        """What the graphs hold about these claims; nothing for no year."""
        return {} if year is None else claims.accounts(reader, self.claims(year))

    def standings(
        self, accounts: Mapping[str, Account], names: Names, year: int | None
    ) -> tuple[Standing, ...]:
        """How each thing stood, where anything is told. The names of what is mentioned must be loaded."""
        made: list[Standing] = []
        if year is None:
            return ()
        for thing in dict.fromkeys(each.thing for each in self.dated):
            parts = [
                lines.lines((accounts[each.claim] for each in found if each.claim in accounts), names, thing)
                for found in _chosen(self.dated, thing, year)
            ]
            if any(parts[:3]):
                made.append(Standing(names.ref(thing), *parts))
        return tuple(made)


def ask(round_: Round, things: Iterable[str]) -> Callable[[], Past]:
    """Have it asked in a round what is known of these things through time; what is returned gives it."""
    rows = round_.ask("through-time", thing=[NamedNode(thing) for thing in things])
    return lambda: Past(tuple(map(_dated, rows())))


def ask_span(round_: Round) -> Callable[[], tuple[int, int] | None]:
    """Have the first and the last year asked for that the claims of the dataset tell of.

    What is returned gives them; None where they tell no time.
    """
    rows = round_.ask("years")
    return lambda: _span(rows())


def _span(rows: Rows) -> tuple[int, int] | None:
    if not rows or not {"first", "last"} <= rows[0].keys():
        return None
    return _year(rows[0]["first"].value), _year(rows[0]["last"].value)


def _dated(row: Row) -> Dated:
    first = _year(row["earliest"].value) if "earliest" in row else _FIRST
    last = _year(row["latest"].value) if "latest" in row else _LAST
    return Dated(row["thing"].value, row["claim"].value, row["aspect"].value, first, last)


def _year(date: str) -> int:
    """The year of an `xsd:date`, which may be before the first."""
    return int(date[: date.index("-", 1)])


def _chosen(dated: Iterable[Dated], thing: str, year: int) -> tuple[list[Dated], ...]:
    """The claims about a thing that tell of a year: names, statuses, states, and states around it."""
    mine = [each for each in dated if each.thing == thing and each.bounded]
    names, statuses, states = (
        [each for each in mine if each.aspect == aspect and each.holds(year)]
        for aspect in ("name", "status", "states")
    )
    return names, statuses, states, [] if states else _around(mine, year)


def _around(mine: Iterable[Dated], year: int) -> list[Dated]:
    told = [each for each in mine if each.aspect == "states"]
    before = max((each.last for each in told if each.last < year), default=None)
    after = min((each.first for each in told if each.first > year), default=None)
    return [each for each in told if each.last == before or each.first == after]
