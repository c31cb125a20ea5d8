"""Statements as a page shows them: by meaning, each value once, with everybody who says it beside it."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import paging
from horgos.pages.told import anchors, lines
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.languages import language
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice
from horgos.pages.words.phrases import Writer
from horgos.terms import matches
from horgos.translation import catalogue, message

if TYPE_CHECKING:
    from horgos.pages.reading import Row
    from horgos.queries import Term

BOUND = 100  # values of one predicate on a page; the page says how many there are in all

Value = Ref | Text | Line

NAMES = (
    v.PREF_LABEL, f"{v.SKOS}altLabel", f"{v.SKOS}hiddenLabel", v.LABEL, f"{v.DCTERMS}title",
    v.NAME, f"{v.SCHEMA}alternateName",
)  # fmt: skip
"""The predicates by which a resource is named."""
_IDENTITY = (
    v.LOCATOR, v.NOTATION, v.TYPE, f"{v.DCTERMS}type", v.STATUS, f"{v.SKOS}definition",
    f"{v.DCTERMS}description", f"{v.RDFS}comment", f"{v.SCHEMA}description",
    f"{v.OWL}sameAs", f"{v.SKOS}exactMatch", f"{v.SKOS}closeMatch", f"{v.SKOS}scopeNote", f"{v.SKOS}note",
    f"{v.SKOS}editorialNote", f"{v.SKOS}example", f"{v.SKOS}broader", f"{v.SKOS}inScheme",
)  # fmt: skip
_CLAIMED = (
    v.ABOUT, v.EVENT_TYPE, v.INDICATOR, v.VALUE, v.DERIVED_VALUE, v.MINIMUM, v.MAXIMUM, v.UNIT, v.QUALIFIER,
    v.ROUNDED_TO, f"{v.SCHEMA}opens", f"{v.SCHEMA}closes", v.HOLDER, v.SHARE, f"{v.HG}party", f"{v.HG}under",
    v.WHEN, f"{v.HG}improvesOn",
)  # fmt: skip
_PLACE = (
    v.PART_OF, f"{v.OA}hasSelector", f"{v.OA}start", f"{v.OA}end",
    f"{v.SCHEMA}containedInPlace", f"{v.SCHEMA}containsPlace", f"{v.GEO}hasGeometry", f"{v.GEO}asWKT",
    f"{v.SCHEMA}geo", f"{v.SCHEMA}latitude", f"{v.SCHEMA}longitude", f"{v.SCHEMA}elevation",
    f"{v.SCHEMA}address", f"{v.GEO}sfWithin", f"{v.GEO}sfContains", f"{v.GEO}sfTouches",
    *(
        f"{v.HG}{name}"
        for name in ("borderBetween", "facilityOf", "entersAt", "connectsTo", "serves", "administers", "mode")
    ),
)  # fmt: skip
_DERIVATION = (
    v.STATED_IN, v.ACCORDING_TO, v.DERIVED_FROM,
    f"{v.DCTERMS}source", f"{v.PROV}wasGeneratedBy",
)  # fmt: skip
_FOLLOWING = (v.EARLIEST, v.LATEST, *v.IN_BASE_UNITS)

_DIFFERENCE = (f"{v.HG}between", f"{v.HG}preferred", f"{v.SCHEMA}itemReviewed", f"{v.HG}conflictsWith")

SECTIONS = (
    ("claim", message("What is claimed"), _CLAIMED),
    ("difference", message("Where voices differ"), _DIFFERENCE),
    ("names", message("Names"), NAMES),
    ("identity", message("What it is"), _IDENTITY),
    ("place", message("Where it is"), _PLACE),
    ("derivation", message("Where it comes from"), _DERIVATION),
    ("following", message("What follows from it"), _FOLLOWING),
    ("query", message("Its query"), (f"{v.SH}construct",)),
    ("other", message("More"), ()),
)
_VALUES = {v.VALUE, v.DERIVED_VALUE, v.MINIMUM, v.MAXIMUM}
PARTS = (v.GEOMETRY,)  # predicates whose values are told of on the page itself
_PLACED = {predicate: (key, at) for key, _, listed in SECTIONS for at, predicate in enumerate(listed)}


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


@dataclass(frozen=True)
class Links:
    """The other ends of the statements with one predicate, and the graphs that hold each.

    At most BOUND of them; `total` counts all.
    """

    predicate: str
    ends: Mapping[Term, tuple[str, ...]]
    total: int

    def without(self, told: Container[Term]) -> Links:
        """These statements but for those whose other ends are told elsewhere."""
        ends = {term: graphs for term, graphs in self.ends.items() if term not in told}
        return Links(self.predicate, ends, self.total - (len(self.ends) - len(ends)))

    def mentioned(self) -> Iterator[str]:
        """Every resource that they show: predicate, ends, datatypes and voices."""
        yield self.predicate
        for term, graphs in self.ends.items():
            yield term.value if isinstance(term, NamedNode) else term.datatype.value
            yield from graphs


def gather(rows: Iterable[Row], skip: Mapping[str, int] = MappingProxyType({})) -> tuple[Links, ...]:
    """Solutions of ?predicate, ?object and ?voice, put together by predicate; IRIs before literals.

    `skip` tells how many of the other ends to leave out at the beginning, by predicate.
    """
    found: dict[str, dict[Term, tuple[str, ...]]] = {}
    for row in rows:
        if isinstance(term := row["object"], NamedNode | Literal):
            ends = found.setdefault(row["predicate"].value, {})
            ends[term] = (*ends.get(term, ()), row["voice"].value)
    return tuple(
        Links(predicate, {term: ends[term] for term in _part(ends, skip.get(predicate, 0))}, len(ends))
        for predicate, ends in found.items()
    )


def _part(ends: Iterable[Term], start: int) -> list[Term]:
    """As many of the other ends as a page shows, from this one on."""
    return sorted(ends, key=_order)[start : start + BOUND]


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
    for each in sorted(told, key=lambda each: is_claim and _place(each.predicate)[0] != "claim"):
        key = _place(each.predicate)[0]
        if is_claim and key in ("identity", "place", "other") and each.predicate != v.TYPE:
            key = "claim"  # whatever it is, it is what somebody says
        if unit and each.predicate == v.ROUNDED_TO and "place" in groups:
            key = "place"  # how fine a position is
        groups.setdefault(key, []).append(group(each, names, found, page, insets, unit=unit))
    return tuple(Section(key, title, tuple(groups[key])) for key, title, _ in SECTIONS if key in groups)


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
    """The statements with one predicate; claims in the order of time, texts in the reader's language first.

    Their subject is `subject`, by default the resource of the page; in an `inverse` group it is the value.
    Of texts that the same voices say in several languages it has those that suit the reader, but for names.
    What it is rounded to stands with its `unit`.
    """
    ends = links.ends if links.predicate in NAMES else _suiting(links.ends, names.reader.languages)
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
    told = by_place(links)
    ends = {each.predicate: each.ends for each in told}
    unit = unit_of_rounding(ends)
    if not unit or [*ends[v.UNIT].values()] != [*ends[v.ROUNDED_TO].values()]:
        return told, ""
    return [each for each in told if each.predicate != v.UNIT], unit


def unit_of_rounding(said: Mapping[str, Collection[Term]]) -> str:
    """The unit of what something without a value is rounded to; '' for none, or for several."""
    units, rounded = said.get(v.UNIT, ()), said.get(v.ROUNDED_TO, ())
    alone = len(units) == len(rounded) == 1 and said.keys().isdisjoint(_VALUES)
    return next(iter(units)).value if alone else ""


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


def by_place(links: Iterable[Links]) -> list[Links]:
    """The links in the order in which pages show their predicates; what tells of places first."""
    return sorted(
        links,
        key=lambda each: (_place(each.predicate)[0] != "place", _place(each.predicate)[1], each.predicate),
    )


def value(
    term: Term,
    names: Names,
    found: Mapping[str, Account],
    page: str,
    predicate: str = "",
    *,
    subject: str = "",
    unit: str = "",
) -> Value:
    """An object as a page shows it; a share of one is a percentage, a language has a name.

    What something is rounded to is an amount of `unit`, where that is given; `subject` is what it is said of:
    the claim that has a time or a value in base units, the unit that comes to so much of another.
    """
    if isinstance(term, Literal):
        claim = found.get(subject)
        told = _of_claim(term, names, predicate, claim) if claim else None
        return told or _text(term, names, predicate, subject, unit)
    account = found.get(term.value)
    return lines.line(account, names, page, found) if account else names.ref(term.value)


def _of_claim(term: Literal, names: Names, predicate: str, claim: Account) -> Text | None:
    """What reads as the rest of the claim has it: a time by its kind, a value with its unit; else None."""
    if predicate == v.WHEN:
        return Writer(claim, names).time(term)
    return Writer(claim, names).in_base_unit(term) if predicate in v.IN_BASE_UNITS else None


def _text(term: Literal, names: Names, predicate: str, subject: str, unit: str) -> Text:
    spoken = names.reader.language
    if predicate == v.MULTIPLIER:
        sign = names.symbol(names.base_unit(subject))
        return Text(literals.amount(literals.number(term.value), sign, spoken))
    if predicate == v.ROUNDED_TO and unit:
        return Text(literals.amount(literals.number(term.value), names.unit(unit, term.value), spoken))
    if predicate == v.SHARE:
        return Text(literals.percent(term.value, spoken), "", term.value)
    if predicate == v.LANGUAGE and not term.language:
        named = catalogue(spoken).gettext(language(term.value))
        return Text(named, literals.TAGS[spoken], term.value)
    return literals.text(term, spoken, names.reader.prefixes)


def _place(predicate: str) -> tuple[str, int]:
    return _PLACED.get(predicate, ("other", 0))


def _shown_order(value: Value, languages: tuple[str, ...]) -> tuple[object, ...]:
    if isinstance(value, Line):
        return lines.place(value)
    tag = value.language if isinstance(value, Text) else ""
    foreign = next((at for at, wanted in enumerate(languages) if matches(tag, wanted)), len(languages))
    return (0, 0, 0), [], str(foreign if tag else 0)


def _order(term: Term) -> tuple[bool, str, str]:
    """IRIs before literals; literals by language, English first."""
    language = term.language or "" if isinstance(term, Literal) else ""
    return isinstance(term, Literal), "" if language == "en" else language, term.value
