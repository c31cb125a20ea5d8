"""A look at the words of a query before a process is used: a courtesy, so that refusals are clear and cheap.

It knows the tokens of a query, not the grammar. What gets past it is stopped by the query process, which
cannot open a connection, write, or outlive its deadline.
"""

from __future__ import annotations

import re

from horgos.config import SETTINGS
from horgos.engine.interface import KIB, MIB, Form, Limits
from horgos.engine.tokens import place, tokens, verb
from horgos.errors import QueryRefused, QuerySyntaxError, RequestTooLarge, ResultTooLarge

_FORMS: dict[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_VARIABLES = {setting.name: setting.variable for setting in SETTINGS}


def limit(name: str) -> str:
    """Where a limit is set, for the end of a message."""
    return f"The limit is the setting {name} ({_VARIABLES[name]})."


def amount(size: int) -> str:
    """A number of bytes in the largest unit that has no remainder."""
    for unit, name in ((MIB, "MiB"), (KIB, "KiB")):
        if size and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def body_too_large(bound: int) -> RequestTooLarge:
    """The error for a request whose body has more bytes than a query may have."""
    return RequestTooLarge(
        f"The body is over {bound} bytes.", advice=limit("query_length"), limit=bound, setting="query_length"
    )


def too_large(bound: int) -> ResultTooLarge:
    """The error for an answer of more than `bound` bytes."""
    detail = f"The result is larger than {amount(bound)}."
    advice = f"Ask for parts with LIMIT and OFFSET, or take a dump. {limit('result')}"
    return ResultTooLarge(detail, advice=advice, setting="result")


def check(text: str, limits: Limits) -> Form | None:
    """Refuse what would be refused later anyway; return the form of the query, None where it has none.

    Raises QueryRefused for an update, for SERVICE, and for a query that is too long or nested too deeply.
    Raises QuerySyntaxError for a surrogate, which no text may hold (Unicode, D76).
    """
    _check_length(text, limits)
    first = verb(text)
    keyword = first[0].upper() if first else ""
    if first and keyword in _UPDATES:
        raise refused(text, first, "This is an update, and this endpoint only answers queries.")
    brackets = text.count("{") + text.count("(") + text.count("[")
    if brackets > limits.nesting or "service" in text.lower():
        _walk(text, limits)
    return _FORMS.get(keyword)


def _check_length(text: str, limits: Limits) -> None:
    try:
        length = len(text.encode())
    except UnicodeEncodeError as error:
        line, column = place(text, error.start)
        detail = "Half of a character stands here (a surrogate)."
        raise QuerySyntaxError(detail, line=line, column=column) from None
    if length > limits.query_length:
        raise QueryRefused(
            f"The query is longer than {amount(limits.query_length)}.",
            advice=limit("query_length"),
            setting="query_length",
        )


def _walk(text: str, limits: Limits) -> None:
    depth = 0
    for token in tokens(text):
        match token.lastgroup:
            case "open":
                depth += 1
                if depth > limits.nesting:
                    detail = f"More than {limits.nesting} brackets are open here."
                    raise refused(text, token, detail, limit("nesting"))
            case "close":
                depth -= 1
            case "word" if "service" in token[0].lower():
                detail = "SERVICE is not offered: a query cannot ask another server."
                raise refused(text, token, detail, "Ask that server itself, and combine the answers.")


def refused(text: str, token: re.Match[str], detail: str, advice: str = "") -> QueryRefused:
    """The error for what a query asks for at this token."""
    line, column = place(text, token.start())
    return QueryRefused(detail, advice=advice, line=line, column=column)
