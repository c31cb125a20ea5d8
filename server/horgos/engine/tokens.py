"""The tokens of SPARQL 1.1 (19.8): enough to find words, names, strings and brackets, without the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

# The prologue as nearly everybody writes it. What it does not know is left to the tokens.
_USUAL_PROLOGUE = re.compile(
    r"""(?: \s++ | \#[^\n\r]*+ | (?:PREFIX\s++[A-Za-z0-9_.\-]*+: | BASE)\s*+<[^<>"{}|^`\\\x00-\x20]*+> )*+""",
    re.VERBOSE | re.IGNORECASE,
)


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


def verb(text: str) -> re.Match[str] | None:
    """The first keyword after the prologue (SPARQL 1.1, 4.1.1): it says what kind of request this is."""
    usual = _USUAL_PROLOGUE.match(text)
    token = _TOKEN.match(text, usual.end()) if usual else None
    if token and token.lastgroup == "word" and token[0].upper() not in _PROLOGUE:
        return token
    words = (token for token in tokens(text) if token.lastgroup == "word")
    return next((word for word in words if word[0].upper() not in _PROLOGUE), None)
