"""The numbers, dates and times of a text, and those of the statements of a graph, made comparable.

Read from a text, in this order, each character once:

* coordinates in degrees, minutes and seconds, as decimal degrees with six places;
* times of the day with AM or PM, as `19:30:00`;
* dates as far as they are given, as EDTF: `2025-07-04`, `XXXX-05-06` (no year), `2024-12`, `XXXX-04`,
  `1962-21` (spring), `2023-06` (mid-2023), `2024-03` (the first quarter), `2024-0X` (early 2024), `184X`
  (the 1840s), `1881`;
* other numbers in digits or in words from two to twenty, with "million" multiplied out. "One", "both" and
  ordinals in words are no numbers here, nor is "the two", which counts nothing; `6th` and `4A` are numbers.

Read from statements: numeric literals (a share also as percentage), the dates of EDTF literals and the number
of years of an interval, times, the numbers in WKT and in strings (names, notes, addresses; not labels, which
repeat what they label), and numbers below a thousand in the names of the things and concepts referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

Number = Decimal | str

BASE = "https://w3id.org/horgos/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
# Concepts that are another way to say a number.
_MEANS = {f"{BASE}vocab/round-the-clock-opening": Decimal(24)}
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December|spring"
_WORD = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty"
)
_YEAR = r"(?:1[0-9]|20)[0-9]{2}(?![0-9%,.][0-9]|[0-9%])"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"(?P<degrees>[0-9]+)° (?P<minutes>[0-9]+)′ (?P<seconds>[0-9]+)(?:″|′′)",
        r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}) (?P<half>[AP]M)",
        rf"(?P<month>{_MONTH}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:, (?P<year>{_YEAR}))?",
        rf"\b(?P<month>{_MONTH})(?: (?:of )?(?P<year>{_YEAR}))?\b(?! Revolution)",
        rf"\bmid-(?P<mid>{_YEAR})",
        rf"\bearly (?P<early>{_YEAR})",
        rf"\bfirst quarter of (?P<quarter>{_YEAR})",
        r"\b(?P<decade>[0-9]{3})0s\b",
        rf"(?<![0-9.,])(?P<year>{_YEAR})",
        r"(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?P<million>[ -]million\b)?",
        rf"(?<!\bthe )(?i:\b(?P<word>{_WORD})\b)(?P<million>[ -]million\b)?",
    )
]


def of_text(text: str) -> list[Number]:
    """Return every number, date and time that a text has, kind by kind."""
    found: list[Number] = []

    def take(match: re.Match[str]) -> str:
        found.append(_read({name: value for name, value in match.groupdict().items() if value}))
        return " " * len(match.group())

    for pattern in _PATTERNS:
        text = pattern.sub(take, text)
    return found


def _read(part: dict[str, str]) -> Number:
    if "degrees" in part:
        seconds = Decimal(part["seconds"]) + 60 * (Decimal(part["minutes"]) + 60 * Decimal(part["degrees"]))
        return round(seconds / 3600, 6)
    if "half" in part:
        return f"{int(part['hour']) % 12 + 12 * (part['half'] == 'PM'):02}:{part['minute']}:00"
    if date := _date(part):
        return date
    value = Decimal(
        _WORD.split("|").index(part["word"].lower()) + 2
        if "word" in part
        else part["number"].replace(",", "")
    )
    return _plain(value * (1_000_000 if "million" in part else 1))


def _date(part: dict[str, str]) -> str:
    for name, end in (("mid", "-06"), ("early", "-0X"), ("quarter", "-03"), ("decade", "X")):
        if name in part:
            return part[name] + end
    year = part.get("year", "XXXX")
    if "month" not in part:
        return part.get("year", "")
    number = _MONTH.split("|").index(part["month"]) + 1
    month = f"-{21 if number > 12 else number:02}"
    return year + month + (f"-{int(part['day']):02}" if "day" in part else "")


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def of_statements(quads: Iterable[Quad]) -> set[Number]:
    """Return every number, date and time that some statements have."""
    return {number for quad in quads if quad.predicate.value != _LABEL for number in _of_object(quad)}


def _of_object(quad: Quad) -> Iterator[Number]:
    term = quad.object
    if isinstance(term, NamedNode):
        if term.value in _MEANS:
            yield _MEANS[term.value]
        if term.value.startswith((f"{BASE}id/", f"{BASE}vocab/")):
            yield from (Decimal(run) for run in re.findall(r"[0-9]+", term.value) if len(run) < 4)
    elif isinstance(term, Literal):
        yield from of_literal(term)
        if quad.predicate.value.endswith("#share"):
            yield _plain(Decimal(term.value) * 100)


def of_literal(term: Literal) -> Iterator[Number]:
    """Yield every number, date and time of a literal."""
    kind = term.datatype.value
    if kind in {f"{_XSD}integer", f"{_XSD}decimal"}:
        yield _plain(Decimal(term.value))
    elif kind == f"{_XSD}time":
        yield term.value
    elif kind == _EDTF:
        dates = term.value.split("/")
        yield from dates
        years = [int(date[:4]) for date in dates if date[:4].isdecimal()]
        if len(years) == 2:
            yield Decimal(years[1] - years[0] + 1)
    else:
        yield from of_text(term.value)


def answered(number: Number, pool: set[Number]) -> bool:
    """True where one of the numbers of the pool is this one, or a date that says at least as much.

    The last month of a year is also answered by the year, a date without a year by that of any year.
    """
    if isinstance(number, Decimal):
        return number in pool
    dates = {date for date in pool if isinstance(date, str)}
    if number.startswith("XXXX"):
        return any(date[4:].startswith(number[4:]) for date in dates)
    return any(date.startswith(number) for date in dates | {f"{date}-12" for date in dates if len(date) == 4})
