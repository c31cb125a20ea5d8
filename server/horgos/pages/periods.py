"""The periods in which a thing had a status, one band for each document they follow from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from horgos.pages import edtf, lines
from horgos.pages import vocabulary as v
from horgos.pages.claims import Account
from horgos.pages.lines import Line
from horgos.pages.literals import Text
from horgos.pages.names import Names, Ref, Voice

BEYOND = 0.04  # of its length, how far a band goes on after the last year that is known
TICKS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)  # years between two marks of the scale
MARKS = 8  # at most so many marks on a scale


@dataclass(frozen=True)
class Period:
    """One period and the claims it follows from. `voices` are the rule, and the passages of these claims.

    `start` and `width` place it on its band, in percent; `style` numbers its status, the first one 0.
    """

    ref: Ref
    status: Ref
    when: Text | None
    voices: tuple[Voice, ...]
    evidence: tuple[Line, ...]
    style: int
    start: float
    width: float


@dataclass(frozen=True)
class Mark:
    """A year on the scale, and where it stands, in percent."""

    year: int
    at: float


@dataclass(frozen=True)
class Band:
    """The periods that follow from one document (None: it is not known which), in the order of time."""

    document: Ref | None
    periods: tuple[Period, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class _Scale:
    """From years to percent."""

    first: float
    last: float

    def at(self, year: float) -> float:
        return round(100 * (year - self.first) / (self.last - self.first), 3)

    def marks(self) -> tuple[Mark, ...]:
        step = next((step for step in TICKS if (self.last - self.first) / step <= MARKS), TICKS[-1])
        first = int(-(-self.first // step)) * step
        return tuple(Mark(year, self.at(year)) for year in range(first, int(self.last) + 1, step))


def bands(
    found: Mapping[str, Account],
    names: Names,
    page: str,
    known_until: float = 0,
    known_from: float | None = None,
) -> tuple[Band, ...]:
    """The bands of the status periods among these claims.

    `known_from` and `known_until` are the first and the last year that the page knows of.
    """
    periods = [account for account in found.values() if v.STATUS_PERIOD in account.iris(v.TYPE)]
    periods = sorted((account for account in periods if page in account.iris(v.ABOUT)), key=_order)
    statuses = [status for account in periods for status in account.iris(v.STATUS)]
    styles = {status: style for style, status in enumerate(dict.fromkeys(statuses))}
    writer = _Writer(found, names, page, _scale(periods, known_until, known_from), styles)
    by_document: dict[str, list[Account]] = {}
    for account in periods:
        by_document.setdefault(next(iter(account.iris(v.ACCORDING_TO)), ""), []).append(account)
    return tuple(writer.band(document, mine) for document, mine in sorted(by_document.items()))


def _order(account: Account) -> tuple[int, int, int]:
    return edtf.order(account.lexical(v.WHEN))


def _ends(account: Account) -> tuple[float | None, float | None]:
    start, _, end = account.lexical(v.WHEN).partition("/")
    return edtf.position(start), edtf.position(end)


def _scale(periods: Iterable[Account], known_until: float, known_from: float | None) -> _Scale | None:
    known = [end for account in periods for end in _ends(account) if end is not None]
    if not known:
        return None
    first = min(known) if known_from is None else min(*known, known_from)
    last = max(*known, known_until, min(known) + 1)
    return _Scale(first, last + BEYOND * (last - first))


@dataclass(frozen=True)
class _Writer:
    """Puts the periods of one thing on bands that share a scale."""

    found: Mapping[str, Account]
    names: Names
    page: str
    scale: _Scale | None
    styles: Mapping[str, int]

    def band(self, document: str, periods: Iterable[Account]) -> Band:
        return Band(
            document=self.names.ref(document) if document else None,
            periods=tuple(self.period(account) for account in periods),
            marks=self.scale.marks() if self.scale else (),
        )

    def period(self, account: Account) -> Period:
        line = lines.line(account, self.names, self.page)
        status = next(iter(account.iris(v.STATUS)), account.iri)
        evidence = [self.found[iri] for iri in account.iris(v.DERIVED_FROM) if iri in self.found]
        graphs = chain(account.graphs, *(each.graphs for each in evidence))
        start, end = _ends(account)
        left = self.scale.at(start) if self.scale and start is not None else 0.0
        right = self.scale.at(end) if self.scale and end is not None else 100.0
        return Period(
            ref=line.claim,
            status=self.names.ref(status),
            when=line.when,
            voices=self.names.voices(graphs),
            evidence=lines.lines(evidence, self.names, self.page),
            style=self.styles.get(status, 0),
            start=left,
            width=round(max(right - left, 0.0), 3),
        )
