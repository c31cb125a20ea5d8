"""The figures that tell most about a thing: of each indicator the latest year's, free of conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.reading import holds
from horgos.pages.told import lines
from horgos.pages.told.claims import Account
from horgos.pages.told.disputes import Dispute, Disputes
from horgos.pages.told.lines import Line
from horgos.pages.words.names import Names, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from horgos.pages.reading import Round, Row

MOST = 6  # figures


@dataclass(frozen=True)
class Headline:
    """A figure: what it measures, and the line of its claim with who says it; `disputes` are those of it."""

    indicator: Ref
    line: Line
    disputes: tuple[Dispute, ...]


def ask(round_: Round, thing: str) -> Callable[[], tuple[str, ...]]:
    """Have the claims asked for that are to be told first about a thing; what is returned gives them.

    They are of the indicators that passages state most often; of each it is the latest figure of a whole year
    that is among the best claims (hg:BestClaim). How much something has grown comes after what is counted.
    """
    rows = round_.ask("headline-figures", thing=NamedNode(thing))
    return lambda: _chosen(rows())


def _chosen(rows: Iterable[Row]) -> tuple[str, ...]:
    latest: dict[str, str] = {}
    stated: dict[str, set[tuple[str, str]]] = {}
    grown: dict[str, str] = {}  # from a rate of growth to what grows
    for row in sorted(rows, key=lambda row: (row["when"].value, row["claim"].value)):
        indicator, claim = row["indicator"].value, row["claim"].value
        stated.setdefault(indicator, set()).add((claim, row["passage"].value))
        if "level" in row:
            grown[indicator] = row["level"].value
        if holds(row, "best") and holds(row, "annual"):
            latest[indicator] = claim
    most = sorted(latest, key=lambda indicator: (-len(stated[indicator]), indicator))
    ranks = {indicator: rank for rank, indicator in enumerate(most)}

    def place(indicator: str) -> tuple[bool, int]:
        return indicator in grown, ranks.get(grown.get(indicator, indicator), ranks[indicator])

    return tuple(latest[indicator] for indicator in sorted(most[:MOST], key=place))


def headlines(
    claims: Iterable[str], accounts: Mapping[str, Account], disputes: Disputes, names: Names, thing: str
) -> tuple[Headline, ...]:
    """These claims as headlines on a page about the thing. Their names must have been loaded."""
    made = []
    for claim in claims:
        if claim in accounts:
            line = lines.line(accounts[claim], names, thing)
            (indicator, *_) = [piece for piece in line.phrase.lead if isinstance(piece, Ref)] or [line.claim]
            made.append(Headline(indicator, line, disputes.get(claim, ())))
    return tuple(made)
