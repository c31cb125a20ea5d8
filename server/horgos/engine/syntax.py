"""Makes of the parser's message about a wrong query one that helps the person who wrote it."""

from __future__ import annotations

import re

from horgos.engine.tokens import place, tokens
from horgos.errors import QuerySyntaxError

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:^|, )([A-Z][A-Za-z]* [A-Za-z ]+?)(?=, |$)")  # words among the expected tokens
_PAIRS = {"(": ")", "{": "}", "[": "]"}
_SEARCHED = 100_000  # characters; a longer query was written by a program, and the search takes its time
_SHOWN = 30  # characters of the query that are shown where it goes wrong


def explain(text: str, message: str) -> QuerySyntaxError:
    """The error for a query that pyoxigraph calls wrong with this message: where, and what is wrong there.

    The parser tells the farthest place it came to and an arbitrary part of what it expected there, which is
    often beside the point. So the usual slips are looked for first.
    """
    found = _slip(text) if len(text) <= _SEARCHED else None
    if found:
        offset, detail, advice = found
        line, column = place(text, offset)
        return QuerySyntaxError(detail, line=line, column=column, advice=advice)
    parsed = _MESSAGE.match(message)
    if not parsed:
        return QuerySyntaxError(message)
    line, column = int(parsed[1]), int(parsed[2])
    sentence = _SENTENCE.search(parsed[3])
    detail = f"{sentence[1]}." if sentence else _unexpected(text, line, column)
    return QuerySyntaxError(detail, line=line, column=column)


def _unexpected(text: str, line: int, column: int) -> str:
    rest = text.split("\n")[line - 1][column - 1 :].strip()
    shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}…"
    return (
        f"This is not expected here: {shown}" if shown else "Something before this end is missing or wrong."
    )


def _slip(text: str) -> tuple[int, str, str] | None:
    """A quote or bracket without its other half, or a prefix that is not declared: offset, detail, advice."""
    opened: list[tuple[str, int]] = []
    declared: set[str] = set()
    undeclared: tuple[int, str, str] | None = None
    previous = ""
    for token in tokens(text):
        match token.lastgroup:
            case "broken":
                return token.start(), "This quote is not closed.", ""
            case "open":
                opened.append((token[0], token.start()))
            case "close" if not opened or _PAIRS[opened.pop()[0]] != token[0]:
                return token.start(), f"No bracket is open that this {token[0]} would close.", ""
            case "name" if previous == "PREFIX":
                declared.add(token["prefix"])
            case "name" if token["prefix"] not in declared and undeclared is None:
                prefix = token["prefix"]
                advice = f"Add a line PREFIX {prefix}: <…> at the top."
                undeclared = token.start(), f"The prefix {prefix}: is not declared.", advice
        previous = token[0].upper() if token.lastgroup == "word" else ""
    if undeclared:
        return undeclared
    return (opened[-1][1], f"This {opened[-1][0]} is never closed.", "") if opened else None
