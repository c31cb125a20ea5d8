"""The parameters in the address of a page: each is given once, and one that is empty is not given."""

from __future__ import annotations

import re

from flask import request

from horgos.errors import BadRequest

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")


def single(name: str) -> str:
    """The value of a parameter; empty where it is missing. Raises BadRequest where it is given twice."""
    given = [value.strip() for value in request.args.getlist(name) if value.strip()]
    if len(given) > 1:
        raise BadRequest(
            f"The parameter {name} is given {len(given)} times.", advice="Give it once.", parameter=name
        )
    return given[0] if given else ""


def number(name: str, default: int = 1) -> int:
    """A parameter that counts from 1. Raises BadRequest."""
    return _number(name, _NUMBER, "a number from 1 on") or default


def year(name: str) -> int | None:
    """A year, as times in the data have it; None where it is missing. Raises BadRequest."""
    return _number(name, _YEAR, f"a year of four digits, as in {name}=1962")


def span(first: str, last: str) -> tuple[int | None, int | None]:
    """Two parameters that are years, from one to the other. Raises BadRequest where that is the later one."""
    begin, end = year(first), year(last)
    if begin is not None and end is not None and begin > end:
        raise BadRequest(
            f"The years from {begin} to {end} end before they begin.",
            advice=f"Give {first} the earlier year, and {last} the later one.",
            parameter=first,
        )
    return begin, end


def _number(name: str, pattern: re.Pattern[str], right: str) -> int | None:
    text = single(name)
    if text and not pattern.fullmatch(text):
        raise BadRequest(f"The parameter {name} is {text!r}.", advice=f"Give it {right}.", parameter=name)
    return int(text) if text else None
