"""What a reader chose in the address of a timeline or of statistics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from flask import request

from horgos.errors import BadRequest
from horgos.pages.history.dated import TIMELINE, Choice
from horgos.pages.told import lines
from horgos.terms import Base

_YEAR = re.compile(r"[0-9]{4}")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_TOPICS = frozenset(key for key, _ in lines.TOPICS)


def choice(base: Base) -> Choice:
    """What the address chooses of the claims.

    Raises BadRequest for what is no year, and for years that end before they begin.
    """
    first, last = year("from"), year("to")
    if first is not None and last is not None and first > last:
        raise BadRequest(
            f"The years from {first} to {last} end before they begin.",
            advice="Give `from` the earlier year, and `to` the later one.",
            parameter="from",
        )
    return Choice(parts(base, TIMELINE), first, last, undated=text("undated") == "yes")


def parts(base: Base, names: Iterable[str]) -> dict[str, str]:
    """What the address chooses by these parts: the IRI of a resource, or the topic of claims."""
    found = {name: text(name) for name in names}
    return {
        name: value if name == "kind" and value in _TOPICS else base.named(value)
        for name, value in found.items()
        if value
    }


def text(name: str) -> str:
    """The value of a parameter; an empty one counts as not given. Raises BadRequest for two values."""
    given = [value.strip() for value in request.args.getlist(name) if value.strip()]
    if len(given) > 1:
        raise BadRequest(f"The parameter {name} has two values.", advice="Give it one.", parameter=name)
    return given[0] if given else ""


def year(name: str) -> int | None:
    """The year that a parameter gives; None for none. Raises BadRequest for what is no year."""
    return _number(name, _YEAR, "a year of four digits, as 1962")


def page() -> int:
    """The number of the page that is asked for, from 1. Raises BadRequest for what is no number."""
    return _number("page", _PAGE, "the number of a page, from 1") or 1


def with_values(**values: str | int | None) -> str:
    """The address of this page with other values of these parameters; None leaves one out."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name not in values]
    given = [(name, str(value)) for name, value in values.items() if value is not None]
    query = urlencode([*kept, *given])
    return f"{request.script_root}{request.path}{'?' if query else ''}{query}"


def kept(but: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The parameters of this address that a form has to carry on, without those that it asks for itself."""
    left = frozenset(but)
    return tuple(
        (name, value) for name, value in request.args.items(multi=True) if value and name not in left
    )


def _number(name: str, pattern: re.Pattern[str], right: str) -> int | None:
    value = text(name)
    if value and not pattern.fullmatch(value):
        raise BadRequest(f"The parameter {name} is {value!r}.", advice=f"Give it {right}.", parameter=name)
    return int(value) if value else None
