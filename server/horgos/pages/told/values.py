"""The other end of a statement as a page shows it: a resource by its name, a text, or the line of a claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from horgos.pages.told import lines
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.languages import language
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref
from horgos.pages.words.phrases import Writer
from horgos.translation import catalogue

if TYPE_CHECKING:
    from horgos.queries import Term

Value = Ref | Text | Line

_VALUES = {v.VALUE, v.DERIVED_VALUE, v.MINIMUM, v.MAXIMUM}


def unit_of_rounding(said: Mapping[str, Collection[Term]]) -> str:
    """The unit of what something without a value is rounded to; '' for none, or for several."""
    units, rounded = said.get(v.UNIT, ()), said.get(v.ROUNDED_TO, ())
    alone = len(units) == len(rounded) == 1 and said.keys().isdisjoint(_VALUES)
    return next(iter(units)).value if alone else ""


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
    told = literals.text(term, spoken, names.reader.prefixes, of_event=predicate == v.CREATED)
    return literals.quoted(told) if predicate == v.DESCRIPTION else told
