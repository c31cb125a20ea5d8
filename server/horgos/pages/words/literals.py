"""Literals in words: numbers with their thousands apart, times and places as a reader says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from pyoxigraph import Literal

from horgos.pages.words import edtf
from horgos.pages.words import vocabulary as v
from horgos.terms import Label, Prefixes, best_label
from horgos.translation import catalogue, message

if TYPE_CHECKING:
    from horgos.queries import Term

_DATES = {v.EDTF, *(f"{v.XSD}{name}" for name in ("date", "gYear", "gYearMonth"))}
NUMBERS = {f"{v.XSD}{name}" for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
BOOLEAN = f"{v.XSD}boolean"
PLAIN = {f"{v.XSD}string", f"{v.RDF}langString", f"{v.XSD}anyURI"}
"""The datatypes of what is shown as it stands: no number, no time."""
_TRUTH = {"true": message("yes"), "1": message("yes"), "false": message("no"), "0": message("no")}
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*\Z", re.IGNORECASE)
_TIME = re.compile(r"(\d\d:\d\d):00(?:\.0+)?\Z")
TAGS = {"en": "", "zh": "zh-hans"}
"""The language tags of what is put into words here; English goes without."""

SPACE = "\u00a0"
_ENDS = (".", "。", "?", "？", "!", "！")  # of a sentence
_ANGLES = ("°", "′", "″")  # which follow their number without a space (SI brochure, 5.4.3)
HAN = "\u4e00"  # the first of the Chinese characters, which need no space after a number
_FINE = 3  # decimals of a degree that tell seconds: 0.001° is 3.6″, 0.01° more than half a minute


@dataclass(frozen=True)
class Text:
    """A literal on a page: its words, their language ('' for that of the page), and what stands in the data.

    `exact` is the lexical form where the words say it differently, `datatype` the short name of a datatype
    that is worth showing; both may be empty.
    """

    kind: ClassVar[str] = "text"
    words: str
    language: str = ""
    exact: str = ""
    datatype: str = ""

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words[-1:] in _ENDS


def suiting(terms: Iterable[Term], languages: Sequence[str]) -> tuple[Term, ...]:
    """The terms, of texts in several languages those in the one that suits the reader."""
    given = tuple(terms)
    tagged = [
        Label(term.value, term.language) for term in given if isinstance(term, Literal) and term.language
    ]
    best = best_label(tagged, languages)
    return tuple(
        term
        for term in given
        if best is None or not (isinstance(term, Literal) and term.language) or term.language == best.language
    )


def text(literal: Literal, language: str, prefixes: Prefixes, *, of_event: bool = False) -> Text:
    """The literal for a reader of this language (`en` or `zh`); see `edtf.words` for a time `of_event`."""
    if literal.language:
        return Text(literal.value, literal.language)
    datatype = literal.datatype.value
    if datatype in PLAIN:
        return Text(literal.value)
    if datatype == BOOLEAN and literal.value in _TRUTH:
        return Text(catalogue(language).gettext(_TRUTH[literal.value]), TAGS[language])
    words = _words(literal.value, datatype, language, of_event=of_event)
    if datatype in NUMBERS:
        return Text(words)
    if words == literal.value:
        return Text(words, datatype=prefixes.short(datatype))
    return Text(words, TAGS[language], literal.value, prefixes.short(datatype))


def number(lexical: str) -> str:
    """A number with its thousands apart, `12,080,000`; what is no plain number comes back unchanged."""
    try:
        value = Decimal(lexical)
    except InvalidOperation:
        return lexical
    if not value.is_finite():
        return lexical
    written = f"{value:f}" if "e" not in lexical.lower() else f"{value.normalize():f}"
    whole, point, rest = written.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "") else written


def quoted(text: Text) -> Text:
    """A description in quotation marks where it is no sentence: it is then in the words of its source."""
    return text if text.is_sentence else replace(text, words=f"“{text.words}”")


def percent(lexical: str, language: str = "en") -> str:
    """A share of one as a percentage: `0.49` is `49 %`, in Chinese `49%`; what is no number, itself."""
    try:
        hundredths = Decimal(lexical) * 100
    except InvalidOperation:
        return lexical
    written = f"{hundredths:f}"
    return f"{written.rstrip('0').rstrip('.') if '.' in written else written}{gap(language)}%"


def gap(language: str) -> str:
    """What stands between a number and its sign of percent (SI brochure, 5.4.7; GB/T 15835 has nothing)."""
    return "" if language == "zh" else SPACE


def amount(number: str, unit: str, language: str) -> str:
    """A number with its unit ('' for none): `15 km`, `0.01°`, `49 %`; in Chinese `49%` and `15千米`."""
    if unit == "%":
        return f"{number}{gap(language)}%"
    return f"{number}{'' if unit in _ANGLES or unit >= HAN else SPACE}{unit}" if unit else number


def _words(lexical: str, datatype: str, language: str, *, of_event: bool) -> str:
    if datatype in NUMBERS:
        return number(lexical)
    if datatype in _DATES:
        return edtf.words(lexical, language, of_event=of_event)
    if datatype == v.WKT and (match := _POINT.match(lexical)):
        east, north = match.groups()
        whole = _whole(north, east)
        if language == "zh":
            return (
                f"{_angle(north, ('北纬', '南纬'), whole, '')}，{_angle(east, ('东经', '西经'), whole, '')}"
            )
        return f"{_angle(north, 'NS', whole)}, {_angle(east, 'EW', whole)}"
    if datatype == f"{v.XSD}time" and (match := _TIME.match(lexical)):
        return match.group(1)
    return lexical


def _whole(*degrees: str) -> int:
    """3600 for angles that are all whole degrees, within half a second; 60 for whole minutes; else 1."""
    seconds = [round(abs(Decimal(each)) * 3600) for each in degrees]
    return next((step for step in (3600, 60) if not any(each % step for each in seconds)), 1)


def _angle(degrees: str, sides: Sequence[str], whole: int, gap: str = SPACE) -> str:
    """Decimal degrees with the side of the equator or meridian, as finely as the decimals tell.

    The side is a letter behind them; without a `gap` between the parts, a word before them.

    To the degree without any, to the minute with up to two (0.01° is 0.6′), to the second with more; but
    no more finely than in steps of so many seconds as `whole` says.
    """
    value = Decimal(degrees)
    decimals = len(degrees.partition(".")[2])
    step = max(whole, 3600 if not decimals else 60 if decimals < _FINE else 1)
    minutes, second = divmod(round(abs(value) * 3600 / step) * step, 60)
    degree, minute = divmod(minutes, 60)
    parts = ((degree, "°", 3600), (minute, "′", 60), (second, "″", 1))
    told = [f"{number}{sign}" for number, sign, finest in parts if finest >= step]
    side = sides[value < 0]
    return gap.join([*told, side] if gap else [side, *told])
