"""What other documents tell in their own way: a like event at a time that may be the same, or a like figure.

Claims are sorted and held against their neighbours, not each against all: a graph may have thousands of like
events. What a claim is not held against for that reason, the answer says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from horgos.pages.reading import Round, Row

BOUND = 10_000  # rows that either query gives
LOOKED_AT = 50  # claims of another document that a claim is held against
OTHERS = 8  # of those that tell the same, as many as are kept

Day = tuple[int, ...]
_Key = tuple[str, ...]


@dataclass(frozen=True)
class Echoes:
    """By document and claim, the claims of others that tell the same; `cut` says that it may not be all."""

    by_document: Mapping[str, Mapping[str, tuple[str, ...]]]
    cut: bool

    def of(self, document: str) -> Mapping[str, tuple[str, ...]]:
        """Those of one document."""
        return self.by_document.get(document, {})


@dataclass
class _Told:
    """The like claims of one document, by their first days; `reach` is the latest last day up to each."""

    claims: list[tuple[Day, Day, str]] = field(default_factory=list)
    reach: list[Day] = field(default_factory=list)

    def sort(self) -> None:
        self.claims.sort()
        self.reach = list(accumulate((last for _, last, _ in self.claims), max))

    def near(self, first: Day, last: Day) -> tuple[int, int]:
        """The part that may meet these days: none before it reaches them, none after it begins by then."""
        begin = bisect_left(self.reach, first)
        return begin, bisect_right(self.claims, last, key=lambda each: each[0])


def ask(round_: Round, wanted: Iterable[str]) -> Callable[[], Echoes]:
    """Have it asked in a round for these documents; what is returned gives it."""
    told, contrary = round_.ask("tellings"), round_.ask("contrary")
    return lambda: echoes(told(), contrary(), frozenset(wanted))


def echoes(told: Iterable[Row], contrary: Iterable[Row], wanted: Container[str]) -> Echoes:
    """What the solutions of the two queries come to for these documents.

    Claims that somebody holds against each other do not tell the same.
    """
    rows, pairs = tuple(told), tuple(contrary)
    against = {(row["claim"].value, row["other"].value) for row in pairs}
    groups: dict[_Key, dict[str, _Told]] = {}
    for row in rows:
        first, last = (_day(row[end].value) if end in row else () for end in ("first", "last"))
        mine = groups.setdefault(_key(row), {}).setdefault(row["document"].value, _Told())
        mine.claims.append((first, last, row["claim"].value))
    found: dict[str, dict[str, dict[str, None]]] = {}
    cut = len(rows) >= BOUND or len(pairs) >= BOUND
    for by_document in groups.values():
        for each in by_document.values():
            each.sort()
        for document, claim, others, some in _compared(by_document, against, wanted):
            found.setdefault(document, {}).setdefault(claim, {}).update(dict.fromkeys(others))
            cut = cut or some
    return Echoes(
        {
            document: {claim: tuple(others) for claim, others in mine.items() if others}
            for document, mine in found.items()
        },
        cut,
    )


def _compared(
    by_document: Mapping[str, _Told], against: set[tuple[str, str]], wanted: Container[str]
) -> Iterator[tuple[str, str, list[str], bool]]:
    """Each claim with the first of those of other documents that tell the same, and whether more may."""
    for document, mine in by_document.items():
        if document not in wanted:
            continue
        others = [told for other, told in by_document.items() if other != document]
        for first, last, claim in mine.claims if others else ():
            same: list[str] = []
            cut = False
            for told in others:
                begin, end = told.near(first, last)
                cut = cut or end - begin > LOOKED_AT
                if len(same) > OTHERS:
                    break
                same += [
                    iri
                    for _, until, iri in told.claims[begin : min(end, begin + LOOKED_AT)]
                    if until >= first and iri != claim and not {(claim, iri), (iri, claim)} & against
                ]
            yield document, claim, same[:OTHERS], cut or len(same) > OTHERS


def _key(row: Row) -> _Key:
    """What two claims have in common that tell the same, beside the days of an event."""
    return tuple(str(row[name]) if name in row else "" for name in ("thing", "kind", "when", "value", "unit"))


def _day(date: str) -> Day:
    """An `xsd:date` as numbers to compare (XML Schema 1.1, part 2, 3.3.9)."""
    sign = -1 if date.startswith("-") else 1
    year, *rest = date.removeprefix("-").split("-", 2)
    return sign * int(year), *(int(part[:2]) for part in rest)
