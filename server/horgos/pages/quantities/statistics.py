"""The statistics: indicators with their figures, each kind of period by itself, as charts and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import paging
from horgos.pages.facets import Facet
from horgos.pages.history import dated
from horgos.pages.history.dated import Choice
from horgos.pages.quantities import charts, figures
from horgos.pages.quantities.charts import Chart
from horgos.pages.quantities.figures import Series
from horgos.pages.told import claims, disputes, lines
from horgos.pages.told.disputes import Disputes
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref
from horgos.queries import shipped
from horgos.terms import Label, best_label

if TYPE_CHECKING:
    from horgos.pages.history.dated import Dated
    from horgos.pages.reading import Reader
    from horgos.pages.told.claims import Account

BOUND = 60  # indicators on one page
FIGURES = 500  # figures of one indicator on a page; the page says how many there are
_TOLD = frozenset(
    (v.KIND, v.CONFLICTS_WITH)
)  # what the head of a chart tells already, and the mark of a dispute


@dataclass(frozen=True)
class Panel:
    """Figures of one kind of period about one thing: a chart of them, and the same as lines."""

    thing: Ref
    kind: Ref | None
    unit: Ref | None
    chart: Chart
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """An indicator: what it means, its panels, and its figures that make no chart.

    `total` counts those that are not shown too.
    """

    indicator: Ref
    definition: Label | None
    panels: tuple[Panel, ...]
    rest: tuple[Line, ...]
    total: int

    @property
    def key(self) -> str:
        """Its anchor."""
        return self.indicator.iri.replace("#", "/").rsplit("/", 1)[-1]

    @property
    def order(self) -> tuple[str, str]:
        """The key to sort it by where there is no more telling order: its name."""
        return self.indicator.label.text.casefold(), self.indicator.iri

    @property
    def shown(self) -> int:
        """How many of its figures are shown."""
        return len(self.rest) + sum(len(panel.lines) for panel in self.panels)


@dataclass(frozen=True)
class StatisticsPage:
    """One page of the statistics: `charted` are indicators with charts, `others` those without.

    `refs` has the claims by IRI. `total` counts the figures that were chosen, `indicators` what they measure.
    """

    choice: Choice
    facets: tuple[Facet, ...]
    charted: tuple[Section, ...]
    others: tuple[Section, ...]
    disputes: Disputes
    refs: Mapping[str, Ref]
    total: int
    indicators: int
    page: int
    pages: int
    query: str
    cut: bool


def statistics(reader: Reader, choice: Choice, page: int = 1) -> StatisticsPage:
    """A page of the statistics for one reader; the last page where there are fewer.

    Raises BadRequest for a choice that no figure could suit.
    """
    choice = replace(choice, undated=None)
    every = dated.dated(reader, "figures")
    choosing = choice.among(every, dated.STATISTICS)
    choosing.check(reader.prefixes)
    chosen = choosing.chosen
    by_indicator = [
        tuple(group) for _, group in groupby(figures.series(chosen), key=lambda one: one.indicator)
    ]
    by_indicator.sort(key=lambda group: (not _charted(group), -_size(group), group[0].indicator))
    pages = paging.pages(len(by_indicator), BOUND)
    page = min(max(page, 1), pages)
    here = [_within(group) for group in by_indicator[(page - 1) * BOUND : page * BOUND]]
    shown = {each.iri for each in chain.from_iterable(one.claims for group in here for one in group)}
    accounts = claims.with_origins(reader, claims.accounts(reader, shown))
    differing = disputes.find(reader, accounts)
    names = Names(reader)
    told = chain(differing.mentioned(), *(account.mentioned() for account in accounts.values()))
    names.load(chain(choosing.mentioned(), told))
    writer = _Writer(names, accounts, differing.named(names), _definitions(reader, here))
    sizes = {group[0].indicator: _size(group) for group in by_indicator}
    sections = [writer.section(group, sizes[group[0].indicator]) for group in here]
    return StatisticsPage(
        choice=choice,
        facets=choosing.facets(names),
        charted=tuple(section for section in sections if section.panels),
        others=tuple(
            sorted((section for section in sections if not section.panels), key=lambda each: each.order)
        ),
        disputes=writer.disputes,
        refs={iri: names.ref(iri) for iri in accounts},
        total=len(chosen),
        indicators=len(by_indicator),
        page=page,
        pages=pages,
        query=shipped("figures"),
        cut=len(every) >= dated.BOUND,
    )


def _charted(group: Iterable[Series]) -> bool:
    return any(_able(group))


def _able(group: Iterable[Series]) -> tuple[Series, ...]:
    """The series that make charts: with a unit, and with another figure of the thing in it."""
    given = tuple(group)
    sizes: dict[tuple[str, str], int] = {}
    for one in given:
        sizes[one.thing, one.unit] = sizes.get((one.thing, one.unit), 0) + len(one.figures({}))
    return tuple(one for one in given if one.unit and one.figures({}) and sizes[one.thing, one.unit] > 1)


def _size(group: Iterable[Series]) -> int:
    return sum(len(one.claims) for one in group)


def _within(group: Iterable[Series]) -> tuple[Series, ...]:
    """The series of an indicator with as many of their figures as a page shows."""
    left, kept = FIGURES, []
    for one in group:
        kept.append(replace(one, claims=one.claims[:left]))
        left -= len(kept[-1].claims)
    return tuple(one for one in kept if one.claims)


def _definitions(reader: Reader, groups: Iterable[tuple[Series, ...]]) -> dict[str, list[Label]]:
    wanted = [NamedNode(group[0].indicator) for group in groups]
    found: dict[str, list[Label]] = {}
    for row in reader.select("definitions", iri=wanted) if wanted else ():
        term = row["definition"]
        if isinstance(term, Literal):
            found.setdefault(row["iri"].value, []).append(Label(term.value, term.language or ""))
    return found


@dataclass(frozen=True)
class _Writer:
    names: Names
    accounts: Mapping[str, Account]
    disputes: Disputes
    definitions: Mapping[str, list[Label]]

    def section(self, group: tuple[Series, ...], total: int) -> Section:
        able = _able(group)
        rest = chain.from_iterable(one.claims for one in group if one not in able)
        indicator = group[0].indicator
        return Section(
            indicator=self.names.ref(indicator),
            definition=best_label(self.definitions.get(indicator, ()), self.names.reader.languages),
            panels=tuple(self.panel(one) for one in able),
            rest=self.lines(rest),
            total=total,
        )

    def panel(self, one: Series) -> Panel:
        drawn = charts.chart(one.figures(self.disputes), one.form, self.names.reader.language)
        places = {each.figure.iri: place for place, each in enumerate(drawn.drawn)}
        told = self.lines(one.claims, one.thing, _TOLD)
        symbol = self.names.symbol(one.unit)
        return Panel(
            thing=self.names.ref(one.thing),
            kind=self.names.ref(one.kind) if one.kind else None,
            unit=self.names.ref(one.unit) if symbol else None,
            chart=drawn,
            lines=tuple(sorted(told, key=lambda line: places.get(line.claim.iri, len(places)))),
        )

    def lines(
        self, found: Iterable[Dated], thing: str = "", told: frozenset[str] = frozenset()
    ) -> tuple[Line, ...]:
        accounts = (self.accounts[each.iri] for each in found if each.iri in self.accounts)
        return tuple(
            replace(line, details=tuple(each for each in line.details if each.predicate.iri not in told))
            for line in lines.lines(accounts, self.names, thing, self.accounts)
        )
