"""Times in words: the profile of the Extended Date/Time Format that claims use (EDTF, levels 0 to 2).

The profile: `YYYY[-MM[-DD]]` with `X` for digits that are not known, seasons 21 to 24, the marks `? ~ %`,
and intervals, whose ends may be open (`..`) or unknown (empty).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

_DATE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)\Z")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {"21": ("spring", "春"), "22": ("summer", "夏"), "23": ("autumn", "秋"), "24": ("winter", "冬")}
_PARTS_OF_YEAR = {
    **_SEASONS,
    "0X": ("a month between January and September", "1月至9月间的某月"),
    "1X": ("a month between October and December", "10月至12月间的某月"),
}
_SEASON_MONTHS = {"21": 3, "22": 6, "23": 9, "24": 12}
_NO_YEAR = "XXXX"
_LAST = (10000, 0, 0)  # after every year: where a time without a year is sorted


@dataclass(frozen=True)
class Moment:
    """One date, as far as it is known: digits that are not known are `X`, parts not given are empty."""

    year: str
    month: str = ""
    day: str = ""
    mark: str = ""

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it begins, as numbers to sort by; a date without a year comes after all others."""
        if self.year == _NO_YEAR:
            return _LAST
        month = _SEASON_MONTHS.get(self.month) or _number(self.month)
        return int(self.year.replace("X", "0")), month, _number(self.day)


def moment(text: str) -> Moment | None:
    """Read one date of the profile; None for anything else."""
    match = _DATE.match(text)
    return Moment(*(part or "" for part in match.groups())) if match else None


def words(text: str, language: str = "en", *, of_event: bool = False) -> str:
    """A time of the profile as a reader of the language would say it; anything else comes back unchanged.

    Chinese for tags that begin with `zh`, otherwise English. With an open beginning, that `of_event` tells
    when it had happened (“in or before 1992”), any other until when something lasted (“to 1992”); with an
    open end, from when on it happened (“from 1992 on”), any other since when something lasts.
    """
    chinese = language.startswith("zh")
    start, slash, end = text.partition("/")
    if not slash:
        only = moment(text)
        return text if only is None else _chinese(only) if chinese else _english(only)
    ends = [moment(part) for part in (start, end)]
    if any(found is None and part not in ("..", "") for part, found in zip((start, end), ends, strict=True)):
        return text
    if of_event and ends[1] and not ends[0]:
        return f"{_chinese(ends[1])}或以前" if chinese else f"in or before {_english(ends[1])}"
    if of_event and ends[0] and not ends[1] and not chinese:
        return f"from {_english(ends[0])} on"
    return _interval_chinese(ends[0], ends[1]) if chinese else _interval_english(ends[0], ends[1])


def brief(text: str, language: str = "en") -> tuple[str, ...]:
    """A time of the profile in one or two short lines, for the axis of a chart; '' where it names none.

    What does not fit is cut: who needs all of it uses `words`.
    """
    start, slash, end = text.partition("/")
    first, last = moment(start), moment(end) if slash else None
    chinese = language.startswith("zh")
    unknown = "？" if chinese else "?"
    if not first and not last:
        return ("",)
    if not slash and first:
        return _brief_date(first, chinese)
    if first and last and first.year == last.year:
        months = (_brief_month(first, chinese) or unknown, _brief_month(last, chinese) or unknown)
        return "–".join(months), _brief_year(first, chinese)
    if not first and last:
        *named, year_ = _brief_date(last, chinese)
        month = "".join(named) or (unknown if last.month else "")  # one that is known in part is some month
        return f"至{month}" if chinese else f"to {month}".strip(), year_
    return ("–".join(_brief_year(each, chinese) if each else "" for each in (first, last)),)


def _brief_date(date: Moment, chinese: bool) -> tuple[str, ...]:
    day = str(_number(date.day) or "")
    month = _brief_month(date, chinese)
    named = f"{month}{f'{day}日' if day else ''}" if chinese else f"{day} {month}".strip()
    return (named, _brief_year(date, chinese)) if month else (_brief_year(date, chinese),)


def _brief_year(date: Moment, chinese: bool) -> str:
    return "" if date.year == _NO_YEAR else f"{date.year.replace('X', '–')}{'年' if chinese else ''}"


def _brief_month(date: Moment, chinese: bool) -> str:
    if season := _SEASONS.get(date.month):
        return season[chinese]
    month = _number(date.month)
    if not 1 <= month <= len(MONTHS):
        return ""
    return f"{month}月" if chinese else MONTHS[month - 1][:3]


def order(text: str) -> tuple[int, ...]:
    """The key to sort a time by: where it begins, then where it ends.

    With an open beginning it stands just before the year it ends in.
    """
    start, slash, end = text.partition("/")
    begun, ended = moment(start), moment(end if slash else start)
    until = ended.order if ended else _LAST
    return (*(begun.order if begun else (until[0], -1, 0) if ended else _LAST), *until)


@dataclass(frozen=True)
class Extent:
    """The stretch that a time may take in, as decimal years; None for an end that is open or not told.

    `vague` is true where it is known in part only: digits missing, or marked as uncertain or approximate.
    """

    start: float | None
    end: float | None
    vague: bool = False

    @property
    def first(self) -> float:
        """Where it begins; where that is not told, its end."""
        return self.start if self.start is not None else self.end if self.end is not None else 0.0

    @property
    def whole(self) -> bool:
        """True where both its ends are told."""
        return self.start is not None and self.end is not None

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it begins and ends in, as far as they are told."""
        begin = () if self.start is None else (int(self.start),)
        end = () if self.end is None else (ceil(self.end) - 1,)
        return tuple(dict.fromkeys((*begin, *end)))

    def takes_in(self, year: int) -> bool:
        """Whether it takes in some of a year; an end that is not told sets no bound."""
        return (self.start is None or self.start < year + 1) and (self.end is None or self.end > year)


def extent(text: str) -> Extent | None:
    """The stretch of a time of the profile; None where it names no year, and for anything else."""
    start, slash, end = text.partition("/")
    moments = [moment(part) for part in ((start, end) if slash else (start,))]
    known = [each for each in moments if each is not None]
    if not known or any(each.year == _NO_YEAR for each in known):
        return None
    vague = any("X" in f"{each.year}{each.month}{each.day}" or each.mark for each in known)
    first, last = moments[0], moments[-1]
    return Extent(_bounds(first)[0] if first else None, _bounds(last)[1] if last else None, vague)


def _bounds(date: Moment) -> tuple[float, float]:
    """The beginning and the end of a date, as decimal years: the widest that its digits allow."""
    least, most = (int(date.year.replace("X", digit)) for digit in "09")
    month, day = _SEASON_MONTHS.get(date.month) or _number(date.month), _number(date.day)
    if not month:
        return float(least), most + 1.0
    months = 3 if date.month in _SEASON_MONTHS else 1
    if not day:
        return least + (month - 1) / 12, most + (month - 1 + months) / 12
    return least + (month - 1) / 12 + (day - 1) / 365, most + (month - 1) / 12 + day / 365


def position(text: str) -> float | None:
    """A date as a decimal year, at its beginning; None where it has no year or is open."""
    found = moment(text)
    if found is None or found.year == _NO_YEAR:
        return None
    year, month, day = found.order
    return year + max(month - 1, 0) / 12 + max(day - 1, 0) / 365


def year(text: str) -> str:
    """The year a time begins in, four digits; empty where there is none."""
    first = order(text)
    return "" if first[0] == _LAST[0] else f"{first[0]:04}"


def _number(part: str) -> int:
    return int(part) if part.isdigit() else 0


def _english(date: Moment) -> str:
    known, missing = _english_known(date)
    text = f"about {known}" if date.mark in ("~", "%") and known else known
    parts = [text, *(f"{part} not stated" for part in missing)]
    if date.mark in ("?", "%"):
        parts.append("uncertain")
    return ", ".join(part for part in parts if part)


def _english_known(date: Moment) -> tuple[str, list[str]]:
    missing = [
        name
        for name, part, unknown in (
            ("year", date.year, _NO_YEAR), ("month", date.month, "XX"), ("day", date.day, "XX")
        )
        if part == unknown
    ]  # fmt: skip
    season = _PARTS_OF_YEAR.get(date.month, ("", ""))[0]
    month = _number(date.month)
    name = season or (MONTHS[month - 1] if 1 <= month <= len(MONTHS) else "")
    day = str(_number(date.day) or "")
    return " ".join(part for part in (day, name, _english_year(date.year)) if part), missing


def _english_year(digits: str) -> str:
    unknown = digits.count("X")
    if unknown == len(_NO_YEAR):
        return ""
    if unknown == 1:
        return f"the {digits.replace('X', '0')}s"
    return f"a year from {digits.replace('X', '0')} to {digits.replace('X', '9')}" if unknown else digits


def _interval_english(start: Moment | None, end: Moment | None) -> str:
    if start and end:
        first = Moment("", start.month, start.day) if _one_year(start, end) else start
        if _to_some_month(start, end):
            year_ = _english_year(end.year)
            of_year = f" of {year_}" if year_ else " of an unstated year"
            return f"from {_english(first)} to an unstated month{of_year}"
        return f"from {_english(first)} to {_english(end)}"
    if start:
        return f"since {_english(start)}"
    return f"to {_english(end)}" if end else "at no stated time"


def _one_year(start: Moment, end: Moment) -> bool:
    return bool(start.year == end.year and start.month and end.month and not start.mark + end.mark)


def _to_some_month(start: Moment, end: Moment) -> bool:
    """Whether it goes from a month that is known to one of the same year that is not."""
    return _one_year(start, end) and start.month != "XX" and end.month == "XX"


def _chinese(date: Moment) -> str:
    year_ = "" if date.year == _NO_YEAR else _chinese_year(date.year)
    season = _PARTS_OF_YEAR.get(date.month, ("", ""))[1]
    month = season or (f"{_number(date.month)}月" if _number(date.month) else "")
    day = f"{_number(date.day)}日" if _number(date.day) else ""
    about = "约" if date.mark in ("~", "%") else ""
    notes = [
        note
        for note, holds in (
            ("年份未说明", date.year == _NO_YEAR), ("月份未说明", date.month == "XX"),
            ("日期未说明", date.day == "XX"), ("不确定", date.mark in ("?", "%")),
        )
        if holds
    ]  # fmt: skip
    return f"{about}{year_}{month}{day}" + (f"（{'，'.join(notes)}）" if notes else "")


def _chinese_year(digits: str) -> str:
    unknown = digits.count("X")
    if unknown == 1:
        return f"{digits.replace('X', '0')}年代"
    return f"{digits.replace('X', '0')}至{digits.replace('X', '9')}年间" if unknown else f"{digits}年"


def _chinese_begun(start: Moment) -> str:
    known = _chinese(start).removesuffix("（年份未说明）")
    return f"某年{known}" if start.year == _NO_YEAR else known


def _interval_chinese(start: Moment | None, end: Moment | None) -> str:
    if start and end and _to_some_month(start, end):
        return f"{_chinese_begun(start)}至某月"
    if start and end:
        last = Moment(_NO_YEAR, end.month, end.day) if _one_year(start, end) else end
        return f"{_chinese(start)}至{_chinese(last).removesuffix('（年份未说明）')}"
    if start:
        return f"{_chinese(start)}起"
    return f"截至{_chinese(end)}" if end else "时间未说明"
