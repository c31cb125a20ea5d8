"""Statements as a page shows them: by meaning, each value once, with everybody who says it beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages import paging
from horgos.pages.told import anchors, lines, predicates
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.told.links import BOUND, Links
from horgos.pages.told.values import Value, unit_of_rounding, value
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref, Voice
from horgos.terms import matches

if TYPE_CHECKING:
    from horgos.queries import Term

_OF_A_CLAIM = ("identity", "place", "other")  # sections that become what is claimed, on the page of a claim


@dataclass(frozen=True)
class Statement:
    """One value and everybody who says it. `inset` is what is said of a value that has no meaning alone.

    `at` is the place of the statement on the page of each voice.
    """

    value: Value
    voices: tuple[Voice, ...]
    at: str = ""
    inset: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Group:
    """The statements with one predicate. `total` counts those that are not shown too."""

    predicate: Ref
    statements: tuple[Statement, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return paging.pages(self.total, BOUND)


@dataclass(frozen=True)
class Section:
    """Groups that belong together by meaning."""

    key: str
    title: str
    groups: tuple[Group, ...]


def sections(
    links: Iterable[Links],
    names: Names,
    found: Mapping[str, Account],
    page: str,
    insets: Mapping[str, tuple[Links, ...]],
) -> tuple[Section, ...]:
    """The statements of one resource by meaning; values that are claims become lines."""
    groups: dict[str, list[Group]] = {}
    told, unit = _measured(links)
    is_claim = any(each.predicate == v.ABOUT or NamedNode(v.OBSERVATION) in each.ends for each in told)
    for each in sorted(told, key=lambda each: is_claim and predicates.place(each.predicate)[0] != "claim"):
        key = predicates.place(each.predicate)[0]
        if is_claim and each.predicate != v.TYPE and (each.predicate == v.NAME or key in _OF_A_CLAIM):
            key = "claim"  # whatever it is, it is what somebody says
        if unit and each.predicate == v.ROUNDED_TO and "place" in groups:
            key = "place"  # how fine a position is
        groups.setdefault(key, []).append(group(each, names, found, page, insets, unit=unit))
    return tuple(
        Section(key, title, tuple(groups[key])) for key, title, _ in predicates.SECTIONS if key in groups
    )


def group(
    links: Links,
    names: Names,
    found: Mapping[str, Account],
    page: str,
    insets: Mapping[str, tuple[Links, ...]] | None = None,
    *,
    subject: str = "",
    inverse: bool = False,
    unit: str = "",
) -> Group:
    """The statements with one predicate: claims by time, things by name, texts by language.

    Their subject is `subject`, by default the resource of the page; in an `inverse` group it is the value.
    Of texts that the same voices say in several languages it has those that suit the reader, but for names.
    What it is rounded to stands with its `unit`.
    """
    ends = links.ends if links.predicate in predicates.NAMES else _suiting(links.ends, names.reader.languages)
    shown = [
        Statement(
            value(term, names, found, page, links.predicate, subject=subject or page, unit=unit),
            names.voices(graphs),
            place(term.value if inverse else subject or page, links.predicate, names, found),
            _inset(term.value, (insets or {}).get(term.value, ()), names, found, page),
        )
        for term, graphs in ends.items()
    ]
    shown.sort(key=lambda statement: _shown_order(statement.value, names.reader.languages))
    return Group(names.ref(links.predicate), tuple(shown), links.total - len(links.ends) + len(ends))


def _inset(
    part: str, links: Iterable[Links], names: Names, found: Mapping[str, Account], page: str
) -> tuple[Group, ...]:
    """What is said of a part of a resource."""
    told, unit = _measured(links)
    return tuple(group(each, names, found, page, subject=part, unit=unit) for each in told)


def _measured(links: Iterable[Links]) -> tuple[list[Links], str]:
    """The links in their order, and the unit of what something without a value is rounded to; '' for none.

    It needs no row of its own where the same voices say both.
    """
    told = predicates.by_place(links)
    ends = {each.predicate: each.ends for each in told}
    unit = unit_of_rounding(ends)
    if not unit or [*ends[v.UNIT].values()] != [*ends[v.ROUNDED_TO].values()]:
        return told, ""
    return [each for each in told if each.predicate != v.UNIT], unit


def _suiting(ends: Mapping[Term, tuple[str, ...]], languages: Sequence[str]) -> dict[Term, tuple[str, ...]]:
    """The ends without the texts in a language that suits the reader less than what the same voices say."""
    if len(ends) == 1:
        return dict(ends)
    by_voices: dict[tuple[str, ...], list[Term]] = {}
    for term, graphs in ends.items():
        by_voices.setdefault(graphs, []).append(term)
    kept = {term for terms in by_voices.values() for term in literals.suiting(terms, languages)}
    return {term: graphs for term, graphs in ends.items() if term in kept}


def place(subject: str, predicate: str, names: Names, found: Mapping[str, Account]) -> str:
    """The place of a statement: that of the claim which it is a part of, or its own."""
    ref = names.ref(subject)
    return anchors.of_claim(ref) if subject in found else anchors.of_statement(ref, names.ref(predicate))


def _shown_order(value: Value, languages: tuple[str, ...]) -> tuple[object, ...]:
    if isinstance(value, Line):
        return lines.place(value)
    if isinstance(value, Ref):
        return (0, 0, 0), [], value.label.text.casefold()
    tag = value.language
    foreign = next((at for at, wanted in enumerate(languages) if matches(tag, wanted)), len(languages))
    return (0, 0, 0), [], str(foreign if tag else 0)
