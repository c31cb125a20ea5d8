"""The periods in which a thing had a status, one band for each document they follow from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from horgos.pages.bands.scale import Mark, Scale, reaching
from horgos.pages.told import lines
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.words import edtf
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice


@dataclass(frozen=True)
class Period:
    """One period and the claims it follows from. `voices` are the rule, and the passages of these claims.

    `start` and `width` place it on its band, in percent; `style` numbers its status, the first one 0. `begun`
    and `ended` tell whether its ends are known.
    """

    ref: Ref
    status: Ref
    when: Text | None
    voices: tuple[Voice, ...]
    evidence: tuple[Line, ...]
    style: int
    start: float
    width: float
    begun: bool
    ended: bool


@dataclass(frozen=True)
class Band:
    """The periods that follow from one document (None: it is not known which), in the order of time."""

    document: Ref | None
    periods: tuple[Period, ...]
    marks: tuple[Mark, ...]


def bands(
    found: Mapping[str, Account],
    names: Names,
    page: str,
    known: Iterable[float] = (),
    *,
    scale: Scale | None = None,
) -> tuple[Band, ...]:
    """The bands of the status periods among these claims.

    `known` are years that the page knows of beside; `scale` is what the bands stand on, where it has a scale.
    """
    periods = _periods(found, page)
    statuses = [status for account in periods for status in account.iris(v.STATUS)]
    styles = {status: style for style, status in enumerate(dict.fromkeys(statuses))}
    writer = _Writer(found, names, page, scale or scale_of(found, page, known), styles)
    by_document: dict[str, list[Account]] = {}
    for account in periods:
        by_document.setdefault(next(iter(account.iris(v.ACCORDING_TO)), ""), []).append(account)
    return tuple(writer.band(document, mine) for document, mine in sorted(by_document.items()))


def _periods(found: Mapping[str, Account], page: str) -> list[Account]:
    """The status periods of the page's thing, in the order of time."""
    periods = (account for account in found.values() if v.STATUS_PERIOD in account.iris(v.TYPE))
    return sorted((account for account in periods if page in account.iris(v.ABOUT)), key=_order)


def _order(account: Account) -> tuple[int, ...]:
    return edtf.order(account.lexical(v.WHEN))


def _ends(account: Account) -> tuple[float | None, float | None]:
    start, _, end = account.lexical(v.WHEN).partition("/")
    return edtf.position(start), edtf.position(end)


def scale_of(found: Mapping[str, Account], page: str, known: Iterable[float]) -> Scale | None:
    """The scale from the first to the last year in which a period begins or ends, or of those known beside.

    None where no period names a year.
    """
    ends = [end for account in _periods(found, page) for end in _ends(account) if end is not None]
    every = (*ends, *known)
    return reaching(min(every), max(every)) if ends else None


@dataclass(frozen=True)
class _Writer:
    """Puts the periods of one thing on bands that share a scale."""

    found: Mapping[str, Account]
    names: Names
    page: str
    scale: Scale | None
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
        left = self.scale.within(start) if self.scale and start is not None else 0.0
        right = self.scale.within(end) if self.scale and end is not None else 100.0
        return Period(
            ref=line.claim,
            status=self.names.ref(status),
            when=line.when,
            voices=self.names.voices(graphs),
            evidence=lines.lines(evidence, self.names, self.page),
            style=self.styles.get(status, 0),
            start=left,
            width=round(max(right - left, 0.0), 3),
            begun=start is not None,
            ended=end is not None,
        )
