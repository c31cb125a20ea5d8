"""Figures as charts draw them: from where to where a claim puts a value, and how it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from horgos.pages.history.dated import Dated
    from horgos.pages.quantities.charts import Form
    from horgos.pages.told.disputes import Disputes

# How a source bounds a value, by the end of the IRI of the qualifier: what is drawn, and its sign.
_BOUNDS: dict[str, tuple[Literal["over", "under", ""], str]] = {
    "more-than": ("over", ">"), "at-least": ("over", "≥"),
    "less-than": ("under", "<"), "at-most": ("under", "≤"),
    "about": ("", "~"),
}  # fmt: skip
# How figures of a kind of period are drawn, by the end of its IRI; others, and those of no kind, as stems.
_FORMS: dict[str, Form] = {"annual": "column", "year-to-date": "hollow", "cumulative": "step"}


@dataclass(frozen=True)
class Figure:
    """A figure: it reaches from `low` to `high`, which are the same but for a range; `bound` says it is open.

    `number` is the value in digits with the sign of its bound. `timed` tells whether its time has an end
    that is known.
    """

    iri: str
    when: str
    low: float
    high: float
    bound: Literal["over", "under", ""]
    number: str
    forecast: bool
    derived: bool
    disputed: bool
    timed: bool


@dataclass(frozen=True)
class Series:
    """Figures that may stand side by side: of one indicator, thing, unit and kind of period ('' for none)."""

    indicator: str
    thing: str
    unit: str
    kind: str
    claims: tuple[Dated, ...]

    @property
    def form(self) -> Form:
        """How they are drawn."""
        return _FORMS.get(_end(self.kind), "stem")

    def figures(self, disputes: Disputes) -> tuple[Figure, ...]:
        """Those of them that are numbers, for a chart."""
        return tuple(_figures(self.claims, disputes))


def series(found: Iterable[Dated]) -> tuple[Series, ...]:
    """Claims with an indicator as series, the ones with the most figures of each indicator first."""
    made: dict[tuple[str, str, str, str], list[Dated]] = {}
    for each in found:
        for thing in each.about:
            key = (each.first(v.INDICATOR), thing, each.first(v.UNIT), each.first(v.KIND))
            made.setdefault(key, []).append(each)
    every = (Series(*key, tuple(claims)) for key, claims in made.items())
    return tuple(
        sorted(every, key=lambda one: (one.indicator, one.thing, -len(one.claims), one.unit, one.kind))
    )


def _figures(claims: Iterable[Dated], disputes: Disputes) -> Iterator[Figure]:
    for each in claims:
        least, most = each.first(v.MINIMUM), each.first(v.MAXIMUM)
        value = each.first(v.VALUE) or each.first(v.DERIVED_VALUE)
        ends = [
            number for text in ((value,) if value else (least, most)) if (number := _number(text)) is not None
        ]
        if not ends:
            continue
        bound, sign = _BOUNDS.get(_end(each.first(v.QUALIFIER)), ("", ""))
        written = literals.number(value) if value else f"{literals.number(least)}–{literals.number(most)}"
        yield Figure(
            iri=each.iri,
            when=each.when,
            low=ends[0] if not value else 0.0,
            high=ends[-1],
            bound=bound,
            number=" ".join(part for part in (sign, written) if part),
            forecast=v.FORECAST in each.values.get(v.OBSERVED, ()),
            derived=each.topic == "derived",
            disputed=any(one.disputed for one in disputes.get(each.iri, ())),
            timed=each.extent is not None and each.extent.end is not None,
        )


def _number(lexical: str) -> float | None:
    try:
        number = float(lexical)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _end(iri: str) -> str:
    """The last part of an IRI: by it are the concepts known that say how a figure is meant."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]
