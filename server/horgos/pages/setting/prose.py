"""Running text: what stays in one line, such as a number and its unit, or a range."""

from __future__ import annotations

import re

from markupsafe import escape

from horgos.pages.words import edtf
from horgos.pages.words.literals import SPACE

_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<!截至)(?<!多于)(?<!少于)(?<!至多)(?<!至少)(?<!超过)(?=\d)|(?<=[\u4e00-\u9fff]{2})(?=＋)"
)
"""Where Chinese may go on below: before a plus or a number, unless a character or 截至 ends the line."""
RANGE = r"\d[\d:.]*–\d[\d:.]*"
COMPOUND = r"(?<![\w/-])\w{1,12}(?:-\w{1,12}){1,2}(?![\w-])"  # cross-border, JSON-LD, SHA-256
MONTHS = "|".join(edtf.MONTHS)
_WHOLE = re.compile(f"{RANGE}|{COMPOUND}")
_QUANTITY = (
    "(?:\\d{4}年)?(?:\\d+月)?\\d[\\d,.:]*(?:[%‰]|[万亿]?(?:平方千米|平方米|千米|小时|分钟|[\u4e00-\u9fff]))"
)
_END = "(?<=.{12})[\u4e00-\u9fff]{2}[。！？]?$"
_VOICE = "据[\u4e00-\u9fff]{2,4}$"  # whose account it is
_WHOLE_IN_CHINESE = re.compile(f"{_QUANTITY}|{_VOICE}|{_END}")
"""What stays in one line: quantities, days, by whose account, and the end of a sentence."""
_MONTH = "|".join(f"(?<={month})" for month in edtf.MONTHS)  # ends before a year
_TIED = re.compile(
    r" (?=¶)| (?=[–-] )|(?<=\d) (?=[÷×−])|(?<=[÷×−]) (?=\d)"
    r"|(?<!\d{4})(?<=\d) (?=to \d)|(?<!\d{4} to)(?<=\d to) (?=\d)"
    r"|(?<=\d) (?=(?:%|t|km|km²|m|h|d|min|KiB|MiB|GiB|million|billion)(?!\w))|(?<=illion) (?=t\b)"
    r"|(?<=\d) (?=(?:minutes?|hours?|days?|months?|years?|people|square|yuan|CNY)\b)|(?<=,) (?=\d{4}\.$)"
    r"|(?:(?<=\bhold)|(?<=\bholds)) (?=\d)"
    rf"|(?<=\d) (?=(?:{MONTHS})\b)|(?:{_MONTH}) (?=\d{{4}}\b)|(?:(?<=[A-Z]{{2}})|(?<=\bCC0)) (?=\d)"
    r"|(?<=\bmore) (?=than \d)|(?<=\bless) (?=than \d)|(?<=\bthan) (?=\d)"
    r"|(?<=\bat) (?=(?:most|least) \d)|(?:(?<=\bmost)|(?<=\bleast)) (?=\d)"
)
"""A space at which no line ends: before a paragraph sign or a dash, in a product, range, quantity or date,
and before the number of what an abbreviation names."""
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
