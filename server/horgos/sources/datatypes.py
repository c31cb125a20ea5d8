"""The lexical forms of the XSD datatypes that RDF 1.1 (Concepts, 5.1) lets literals have."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

XSD = "http://www.w3.org/2001/XMLSchema#"

_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_SECONDS = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_FLOAT = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?|[+-]?INF|NaN"
_BASE64 = "[A-Za-z0-9+/]"
_NAME = r"[^\W\d][\w.\-·]*"


@dataclass(frozen=True)
class Datatype:
    """One datatype: the pattern of its lexical forms, a valid example, and bounds where it has some."""

    pattern: str
    example: str
    least: int | None = None
    most: int | None = None

    def allows(self, lexical: str) -> bool:
        """True for a lexical form of this type. Days that no calendar has (30 February) are none."""
        match = re.fullmatch(self.pattern, lexical)
        return match is not None and _in_calendar(match) and self._within(lexical)

    def _within(self, lexical: str) -> bool:
        if self.least is None and self.most is None:
            return True
        # 21 digits are more than any bound has, and Python refuses to read thousands of them.
        value = int(lexical.strip("0123456789") + (lexical.lstrip("+-0")[:21] or "0"))
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def _in_calendar(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if not parts.get("day") or not parts.get("month"):
        return True
    # The leap years repeat every 400 years, so the last four digits tell; a day without a year may be in one.
    year = 2000 if calendar.isleap(int((parts.get("year") or "2000")[-4:])) else 2001
    return int(parts["day"]) <= calendar.monthrange(year, int(parts["month"]))[1]


def _integer(example: str, least: int | None = None, most: int | None = None) -> Datatype:
    return Datatype(r"[+-]?\d+", example, least, most)


DATATYPES = {
    "string": Datatype(r"(?s:.*)", "text"),
    "boolean": Datatype("true|false|1|0", "true"),
    "decimal": Datatype(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", "1.5"),
    "integer": _integer("15"),
    "double": Datatype(_FLOAT, "1.5E0"),
    "float": Datatype(_FLOAT, "1.5"),
    "date": Datatype(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?", "1983-11-30"),
    "time": Datatype(f"{_TIME}{_ZONE}?", "19:30:00"),
    "dateTime": Datatype(f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?", "1983-11-30T19:30:00"),
    "dateTimeStamp": Datatype(f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "1983-11-30T19:30:00Z"),
    "gYear": Datatype(f"{_YEAR}{_ZONE}?", "1983"),
    "gYearMonth": Datatype(f"{_YEAR}-{_MONTH}{_ZONE}?", "1983-11"),
    "gMonth": Datatype(f"--{_MONTH}{_ZONE}?", "--11"),
    "gMonthDay": Datatype(f"--{_MONTH}-{_DAY}{_ZONE}?", "--11-30"),
    "gDay": Datatype(f"---{_DAY}{_ZONE}?", "---30"),
    "duration": Datatype(rf"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?{_SECONDS}", "P1Y6M"),
    "yearMonthDuration": Datatype(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?", "P1Y6M"),
    "dayTimeDuration": Datatype(rf"-?P(?=.)(?:\d+D)?{_SECONDS}", "PT16H"),
    "byte": _integer("15", -(2**7), 2**7 - 1),
    "short": _integer("15", -(2**15), 2**15 - 1),
    "int": _integer("15", -(2**31), 2**31 - 1),
    "long": _integer("15", -(2**63), 2**63 - 1),
    "unsignedByte": _integer("15", 0, 2**8 - 1),
    "unsignedShort": _integer("15", 0, 2**16 - 1),
    "unsignedInt": _integer("15", 0, 2**32 - 1),
    "unsignedLong": _integer("15", 0, 2**64 - 1),
    "positiveInteger": _integer("15", 1),
    "nonNegativeInteger": _integer("15", 0),
    "negativeInteger": _integer("-15", None, -1),
    "nonPositiveInteger": _integer("-15", None, 0),
    "hexBinary": Datatype(r"(?:[0-9A-Fa-f]{2})*", "0FB7"),
    "base64Binary": Datatype(rf"(?:{_BASE64}{{4}})*(?:{_BASE64}{{2}}==|{_BASE64}{{3}}=)?", "D7c="),
    "anyURI": Datatype(r'[^\s<>"{}|\\^`]*', "https://example.org/"),
    "language": Datatype(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", "zh-hans"),
    "normalizedString": Datatype(r"[^\t\n\r]*", "text"),
    "token": Datatype(r"(?! )(?:[^\t\n\r ]| (?! ))*(?<! )", "text"),
    "NMTOKEN": Datatype(r"[\w.\-:·]+", "name"),
    "Name": Datatype(rf"(?::|{_NAME})[\w.\-:·]*", "name"),
    "NCName": Datatype(_NAME, "name"),
}


def datatype(iri: str) -> Datatype | None:
    """The datatype with this IRI; None where it is not an XSD datatype that RDF 1.1 knows."""
    return DATATYPES.get(iri[len(XSD) :]) if iri.startswith(XSD) else None
