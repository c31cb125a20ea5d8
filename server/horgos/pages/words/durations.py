"""The words for units of time beside a number, `7 years` and `7年`: those of CLDR."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from babel import Locale, units

_UNITS = {
    "a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second",
}  # fmt: skip
"""What codes of UCUM name (tables 1 and 4 to 6)."""


def word(code: str, lexical: str, language: str) -> str:
    """The word after this number for a unit with a code of UCUM; '' for a unit that is none of time."""
    if code not in _UNITS:
        return ""
    unit, locale = f"duration-{_UNITS[code]}", Locale.parse(language)
    if _is_one(lexical, locale):
        return units.format_unit("", unit, "long", locale=locale).strip()
    return units.get_unit_name(unit, "long", locale=locale) or ""


def _is_one(lexical: str, locale: Locale) -> bool:
    try:
        return locale.plural_form(Decimal(lexical)) == "one"
    except InvalidOperation:
        return False
