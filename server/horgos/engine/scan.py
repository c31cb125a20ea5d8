"""A look at the words of a query before a process is used: a courtesy, so that refusals are clear and cheap.

It knows the tokens of SPARQL 1.1 (19.8), not the grammar. What gets past it is stopped by the query process,
which cannot open a connection, write, or outlive its deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from horgos.config import SETTINGS
from horgos.engine.interface import KIB, MIB, Form, Limits
from horgos.errors import QueryRefused, QuerySyntaxError

# PN_CHARS_BASE, and what PN_CHARS has more but the hyphen, as the inside of a character class.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = "0-9\u00b7\u0300-\u036f\u203f-\u2040_"

# Every run of characters is taken whole (possessive quantifiers). A quote that opens no string, since none
# closes it, is `broken`: nothing after it can be told.
_TOKEN = re.compile(
    rf"""
      (?P<string>
        \"{{3}}(?:\"{{0,2}}+(?:[^"\\]|\\.))*+\"{{3}} | '{{3}}(?:'{{0,2}}+(?:[^'\\]|\\.))*+'{{3}}
        | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' )
    | (?P<broken> ["'] )
    | (?P<skipped>
        \#[^\n\r]*+
        | <(?:[^<>"{{}}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]++)*+>
        | [?$][{_BASE}{_MORE}]++
        | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+
        | _:[{_BASE}{_MORE}][{_BASE}{_MORE}.\-]*+
        | \.?[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+ )
    | (?P<word> [{_BASE}][{_BASE}{_MORE}.\-]*+ )(?!:)
    | (?P<name> (?P<prefix> (?:[{_BASE}][{_BASE}{_MORE}.\-]*+)?+ ):
        (?:[{_BASE}{_MORE}:.\-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])*+ )
    | (?P<open> [({{\[] )
    | (?P<close> [)}}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)

_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_FORMS: dict[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_VARIABLES = {setting.name: setting.variable for setting in SETTINGS}


def tokens(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The tokens of a query from an offset on, each a match whose `lastgroup` is its kind.

    Kinds are string, broken, skipped (comments, IRIs, variables, language tags, blank nodes, numbers), word
    (a keyword, or what stands where one should), name (a prefixed name), open and close (brackets).

    A broken one is the last. To look for the end of a string takes the rest of the text, so that another look
    at each quote after it would make the time grow with the square of the length.
    """
    for token in _TOKEN.finditer(text, start):
        yield token
        if token.lastgroup == "broken":
            return


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1, as pyoxigraph counts them."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def limit(name: str) -> str:
    """Where a limit is set, for the end of a message."""
    return f"The limit is the setting `{name}` ({_VARIABLES[name]})."


def amount(size: int) -> str:
    """A number of bytes in the largest unit that has no remainder."""
    for unit, name in ((MIB, "MiB"), (KIB, "KiB")):
        if size and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def check(text: str, limits: Limits) -> Form | None:
    """Refuse what would be refused later anyway; return the form of the query, None where it has none.

    Raises QueryRefused for an update, for SERVICE, and for a query that is too long or nested too deeply.
    Raises QuerySyntaxError for a surrogate, which no text may hold (Unicode, D76).
    """
    _check_length(text, limits)
    first = verb(text)
    keyword = first[0].upper() if first else ""
    if first and keyword in _UPDATES:
        raise _refused(text, first, "This is an update, and this endpoint only answers queries.")
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


def verb(text: str) -> re.Match[str] | None:
    """The first keyword after the prologue (SPARQL 1.1, 4.1.1): it says what kind of request this is."""
    words = (token for token in tokens(text) if token.lastgroup == "word")
    return next((word for word in words if word[0].upper() not in _PROLOGUE), None)


def _walk(text: str, limits: Limits) -> None:
    depth = 0
    for token in tokens(text):
        match token.lastgroup:
            case "open":
                depth += 1
                if depth > limits.nesting:
                    detail = f"More than {limits.nesting} brackets are open here."
                    raise _refused(text, token, detail, limit("nesting"))
            case "close":
                depth -= 1
            case "word" if "service" in token[0].lower():
                detail = "SERVICE is not offered: a query cannot ask another server."
                raise _refused(text, token, detail, "Ask that server itself, and combine the answers.")


def _refused(text: str, token: re.Match[str], detail: str, advice: str = "") -> QueryRefused:
    line, column = place(text, token.start())
    return QueryRefused(detail, advice=advice, line=line, column=column)
