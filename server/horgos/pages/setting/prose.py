"""Running text: what stays in one line, such as a number and its unit, or a range."""

from __future__ import annotations

import re

from markupsafe import escape

from horgos.pages.words import edtf
from horgos.pages.words.literals import SPACE

HAN = "[\u4e00-\u9fff]"  # a Chinese character
_BEFORE = ("截至", "多于", "少于", "至多", "至少", "超过", "增长", "下降", "年至", "月至")
_NUMBER = re.compile(rf"(?<={HAN}{{2}}){''.join(f'(?<!{each})' for each in _BEFORE)}(?=\d)|(?<={HAN}＋)")
"""Where Chinese may go on below: behind a plus, and before a number but behind 截至 or one character."""
RANGE = r"\d[\d:.]*–\d[\d:.]*"
_ISO = r"[\dYX]{4}-[\dMX]{2}(?:-[\dDX]{2})?|\d{4}-\d:\d{4}"  # a date, or a part of a standard with its year
COMPOUND = r"(?<![\w/-])\w{1,12}(?:[-–]\w{1,12}){1,2}(?![\w-])"  # cross-border, JSON-LD, West–East
MONTHS = "|".join(edtf.MONTHS)
_WHOLE = re.compile(f"{RANGE}|{_ISO}|{COMPOUND}|(?<!{HAN}){HAN}{{2,10}}(?!{HAN})")
_QUANTITY = (
    f"(?:{'|'.join(_BEFORE[:-2])}|[近约第])?(?:\\d{{4}}年至)?(?:\\d{{4}}年)?(?:\\d+月)?\\d[\\d,.:]*(?:至\\d[\\d,.:]*)?多?"
    f"(?:[%‰]|[万亿]?(?:每?平方米|平方千米|千米|小时|分钟|{HAN}))"
)
QUANTITY = re.compile(_QUANTITY)
_END = f"(?<=.{{12}}){HAN}{{2}}[”》）]*[。！？]?$|(?<=.{{5}}){HAN}{{2}}[”》）]*[。！？]$"
_VOICE = f"据{HAN}{{2,4}}$"  # whose account it is
_JOINED = f"{HAN}{{2,4}}[＋—]+"
_PERSON = "(?<![A-Za-z] )\\b[A-Z][a-z]{1,11} [A-Z][a-z]{1,11}\\b(?! ?[A-Za-z])"  # or other Latin name
_WHOLE_IN_CHINESE = re.compile(f"{_ISO}|{_QUANTITY}|每平方千?米|{_VOICE}|{_JOINED}|{_PERSON}|{_END}")
"""What stays in one line: quantities, days, by whose account, what is before a plus or a dash, a Latin name,
and the end of a sentence."""
_MONTH = "|".join(f"(?<={month})" for month in edtf.MONTHS)  # ends before a year
_TIED = re.compile(
    "|".join(
        (
            r" (?=¶)| (?=[–/-] )|(?<=\d) (?=[÷×−])|(?<=[÷×−]) (?=\d)",
            r"(?<!\d{4})(?<=\d) (?=to \d)|(?<!\d{4} to)(?<=\d to) (?=\d)",
            r"(?<=\d) (?=(?:%|t|km|km²|m|h|d|min|KiB|MiB|GiB|million|billion)(?!\w))",
            r"(?<=\d) (?=(?:minutes?|hours?|days?|months?|years?|people|square|yuan|CNY)\b)",
            r"(?<=illion) (?=(?:t|yuan)\b)",
            r"(?<=\bhold) (?=\d)|(?<=\bholds) (?=\d)",
            rf"(?:{_MONTH}) (?=to (?:{MONTHS})\b(?! \d))|(?<=\bto) (?=(?:{MONTHS})\b)|(?<=\d square) (?=\w)",
            rf"(?<=\d) (?=(?:{MONTHS})\b)|(?:{_MONTH}) (?=\d{{4}}\b)|(?<=,) (?=\d{{4}}\.$)",
            r"(?<= month of) (?=\d)|(?<=\bunstated) (?=year)",
            r"(?<=[A-Z]{2}) (?=\d)|(?<=\bCC0) (?=\d)|(?<=第) (?=\d)|(?<=\d) (?=节)",
            r"(?<=\b[A-Z],) (?=[A-Z]\b)|(?<=\b[A-Z]) (?=and [A-Z]\b)|(?<=\b[A-Z] and) (?=[A-Z]\b)",
            r"(?<=\bA) (?=[a-z])|(?<=\bSt\.) (?=[A-Z])",
            r"(?<=\bmore) (?=than \d)|(?<=\bless) (?=than \d)|(?<=\bthan) (?=\d)|(?<=\bover) (?=\d)",
            r"(?<=\bat) (?=(?:most|least) \d)|(?<=\bmost) (?=\d)|(?<=\bleast) (?=\d)",
        )
    )
)
"""A space at which no line ends: before a paragraph sign or a dash; in a product, range, quantity or date;
before the number of what an abbreviation names; in letters such as “A, B and C”; behind the article of a
name."""
_HOST = 28  # letters of an address up to its path that are kept in one line
_ADDRESS = re.compile(r"(https?://[^\s<>/]+/)([^\s<>]*)")


def tied(text: str) -> str:
    """The text with its signs and units kept beside what they belong to: no line begins with ¶1 or %."""
    return _TIED.sub(SPACE, text)


def escaped(text: str) -> str:
    """The text as HTML."""
    return str(escape(text))


def whole(text: str, language: str = "", kept: re.Pattern[str] = _WHOLE) -> str:
    """The text as HTML, in which no line ends within what is `kept`, in Chinese within a quantity.

    An address may go on in the next line after its parts.
    """
    if language.startswith("zh"):
        html = broken(text)
        html = together(_WHOLE_IN_CHINESE, html)
    else:
        html = together(kept, escaped(text))
    return addresses(html) if "://" in text else html


def broken(text: str) -> str:
    """A Chinese text as HTML that is broken before a number where it is too long for its line, not in it."""
    return _NUMBER.sub("<wbr>", escaped(text))


def together(kept: re.Pattern[str], html: str, class_: str = "tied") -> str:
    """HTML in which no line ends within what is `kept`."""
    return kept.sub(rf'<span class="{class_}">\g<0></span>', html)


def addresses(html: str) -> str:
    """HTML whose addresses may go on in the next line after a slash, or a dot of a long host."""
    return _ADDRESS.sub(_address, html)


def _address(found: re.Match[str]) -> str:
    start, path = found.groups()
    host = start.replace(".", ".<wbr>") if len(start) > _HOST else f'<span class="tied">{start}</span>'
    return f"{host}<wbr>{path.replace('/', '/<wbr>')}"
