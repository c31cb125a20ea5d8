"""Turtle and TriG as tokens with their places.

The parser of the store says what a file means, but not on which line. This light scan says only where
things stand; it never decides what they mean, and it does not stop at errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The terminals of TriG 1.1, 4.5, loosened where a wider net does no harm.
_LOCAL = r"(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*(?<!\.)"
_TOKEN = re.compile(
    rf"""
      (?P<space>    \s+ | \#[^\n\r]* )
    | (?P<string>   \"{{3}}(?:[^"\\]++|\\.|"(?!""))*+\"{{3}} | '{{3}}(?:[^'\\]++|\\.|'(?!''))*+'{{3}}
                  | "(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+' )
    | (?P<iri>      <[^\x00-\x20<>"{{}}|^`]*> )
    | (?P<tag>      @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank>    _:[\w.\-]*(?<!\.) )
    | (?P<name>     (?:[^\W\d_](?:[\w.\-]*(?<!\.))?)?:{_LOCAL} )
    | (?P<number>   [+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+ | [+-]?\d*\.\d+ | [+-]?\d+ )
    | (?P<word>     [A-Za-z]+ )
    | (?P<mark>     \^\^ | [\[\](){{}}.;,] )
    | (?P<other>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (the name of a group above), its text, and its place; both count from 1."""

    kind: str
    text: str
    line: int
    column: int

    def __bool__(self) -> bool:
        """False for what stands after the last token."""
        return bool(self.kind)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a file, without white space and comments."""
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token(kind, match.group(), line, match.start() - start + 1)
        breaks = text.count("\n", match.start(), match.end())
        if breaks:
            line += breaks
            start = text.rindex("\n", match.start(), match.end()) + 1


def unescape(text: str) -> str:
    """Resolve the escapes of strings, IRIs and local names (Turtle 1.1, 6.4)."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    number = int(short or long, 16)
    return chr(number) if number <= 0x10FFFF else match.group()  # noqa: PLR2004 the last code point


def content(string: str) -> str:
    """What a quoted string token stands for."""
    width = 3 if string[:3] in ('"""', "'''") and len(string) >= 6 else 1  # noqa: PLR2004 two long quotes
    return unescape(string[width:-width])
