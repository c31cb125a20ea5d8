"""Where the parameters of a query are written: the VALUES blocks that lead its WHERE group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from horgos.errors import BadRequest

Term = NamedNode | Literal
Row = tuple[Term | None, ...]

# The terminals of SPARQL 1.1 (19.8) as far as they decide where a group or a term begins and ends.
_TERMINAL = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<datatype>\^\^)
    |(?P<variable>[?$]\w+)
    |(?P<word>[+-]?(?:[\w:%-]|\.(?=[\w:%-])|\\.)+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)

_PLACE = re.compile(r"Parser error at [^:]*: | \(line \d+\)\Z")


@dataclass(frozen=True)
class Token:
    """A terminal of SPARQL: its kind is the name of the group that matched it."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A VALUES block: its variables, its rows, and the span of its data, braces included."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


@lru_cache(1)  # to read one query, its terminals are asked for again and again
def tokens_of(text: str) -> tuple[Token, ...]:
    """The terminals of a text; white space and comments are left out."""
    return tuple(
        Token(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in _TERMINAL.finditer(text)
        if match.lastgroup != "space"
    )


def _where(tokens: Sequence[Token]) -> int:
    """The place after the brace that opens the WHERE group; a template and nested groups come before it."""
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        template = token.text == "{" and place and tokens[place - 1].text.upper() == "CONSTRUCT"
        if token.text == "{" and not depth and not template:
            return place + 1
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
    return len(tokens)


def leading_values(text: str) -> list[Block]:
    """The VALUES blocks that stand at the start of the WHERE group. Raises BadRequest for a broken one."""
    tokens = tokens_of(text)
    place = _where(tokens)
    prologue = prologue_of(text, tokens)
    found = []
    while place < len(tokens) and tokens[place].text.upper() == "VALUES":
        block = tokens[place : _find(tokens, "}", place) + 1]
        found.append(_values(block, prologue))
        place += len(block)
    return found


def _find(tokens: Sequence[Token], mark: str, start: int = 0) -> int:
    for place in range(start, len(tokens)):
        if tokens[place].text == mark:
            return place
    raise BadRequest(f"A VALUES block of the query has no “{mark}”.", advice="Write VALUES ?name { … }.")


def prologue_of(text: str, tokens: Sequence[Token]) -> str:
    """PREFIX and BASE declarations, which SPARQL and Turtle write alike."""
    end = place = 0
    while place < len(tokens) and (length := {"PREFIX": 3, "BASE": 2}.get(tokens[place].text.upper())):
        place += length
        end = tokens[min(place, len(tokens)) - 1].end
    return text[:end]


def _values(tokens: Sequence[Token], prologue: str) -> Block:
    opening = _find(tokens, "{")
    variables = tuple(token.text[1:] for token in tokens[:opening] if token.kind == "variable")
    terms = list(terms_of(tokens[opening + 1 : -1], prologue))
    width = max(1, len(variables))
    if len(terms) % width:
        raise BadRequest(
            f"{len(terms)} terms do not fill rows of {width} variables in a VALUES block.",
            advice="Write a term for each variable of a row, and UNDEF where it may be anything.",
        )
    rows = tuple(tuple(terms[at : at + width]) for at in range(0, len(terms), width))
    return Block(variables, rows, tokens[opening].start, tokens[-1].end)


def terms_of(tokens: Sequence[Token], prologue: str) -> Iterator[Term | None]:
    """The terms of a data block. Each is a term of Turtle too, so that Turtle's parser reads it."""
    written: list[str] = []
    for token in tokens:
        if token.kind == "mark":
            continue
        if written and (token.kind in ("language", "datatype") or written[-1].endswith("^^")):
            written[-1] += token.text
        else:
            written.append(token.text)
    for term in written:
        yield None if term.upper() == "UNDEF" else _term(term, prologue)


def _term(written: str, prologue: str) -> Term:
    try:
        (quad,) = parse(f"{prologue}\n<urn:s> <urn:p> {written} .", format=RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise BadRequest(
            f"{written} is no term of a VALUES block: {_told(error)}.", advice="Write an IRI or a literal."
        ) from None
    if not isinstance(quad.object, NamedNode | Literal):
        raise BadRequest(f"{written} is no term of a VALUES block.", advice="Write an IRI or a literal.")
    return quad.object


def _told(error: Exception) -> str:
    """What Turtle's parser says, without its place in the line that was made for it here."""
    return _PLACE.sub("", str(error)).rstrip(".")
