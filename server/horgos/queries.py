"""Queries in files: what heads them, what they ask for, and how a value gets into one.

A file is runnable as it stands. Its header lines are comments, `#+ key: value`; its parameters are the
variables of the `VALUES` blocks that lead its WHERE group, and the data of those blocks are the defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from horgos.config import PACKAGE
from horgos.errors import BadRequest, ConfigError
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.sources import SourceFile

Term = NamedNode | Literal
Row = tuple[Term | None, ...]

_HEADER = re.compile(r"#\+[ \t]*([a-z]+)(?:-([a-z]+(?:-[a-z0-9]+)*))?[ \t]*:[ \t]*(.*?)[ \t]*\Z")
# The terminals of SPARQL 1.1 (19.8) as far as they decide where a group or a term begins and ends.
_TOKEN = re.compile(
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


@dataclass(frozen=True)
class Parameter:
    """A variable that a reader may set; `defaults` are its values in the file, None where it has UNDEF."""

    name: str
    defaults: Row


@dataclass(frozen=True)
class Query:
    """One file of queries/: `topic` is its folder, `slug` its name. Titles and questions carry languages."""

    topic: str
    slug: str
    titles: tuple[Label, ...]
    questions: tuple[Label, ...]
    keywords: tuple[str, ...]
    text: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Values:
    """A VALUES block: its variables, its rows, and the span of its data, braces included."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


def library(files: Iterable[SourceFile]) -> tuple[Query, ...]:
    """Read query files, in the order of topic and slug. Raises ConfigError, naming the file and the line."""
    return tuple(sorted((read(file) for file in files), key=lambda query: (query.topic, query.slug)))


def read(file: SourceFile) -> Query:
    """Read one file `queries/<topic>/<slug>.rq`. Raises ConfigError, naming the file and the line."""
    text = file.location.read_text(encoding="utf-8")
    path = PurePosixPath(file.path)
    head = header(text, file.path)
    for key in ("title", "question"):
        if not head.get(key):
            raise ConfigError(f"{file.path} has no {key}.", advice=f"Begin it with a line “#+ {key}: …”.")
    try:
        found = parameters(text)
    except BadRequest as error:
        raise ConfigError(f"{file.path}: {error.detail}", advice=error.advice) from error
    words = ",".join(label.text for label in head.get("keywords", ()))
    return Query(
        topic=path.parent.name,
        slug=path.stem,
        titles=head["title"],
        questions=head["question"],
        keywords=tuple(word for part in words.split(",") if (word := part.strip())),
        text=text,
        parameters=found,
    )


def header(text: str, place: str = "query") -> dict[str, tuple[Label, ...]]:
    """The `#+ key: value` lines: for each key its values, `key-zh` under `key` with the language `zh`.

    A key without a language is in English. Raises ConfigError for a malformed or repeated line.
    """
    found: dict[str, dict[str, Label]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.match(line)
        if match is None:
            raise ConfigError(f"{place}:{number} is not a header line.", advice="Write “#+ key: value”.")
        key, language, value = match.group(1), match.group(2) or "en", match.group(3)
        if language in found.setdefault(key, {}):
            raise ConfigError(f"{place}:{number} gives {key} a second time.", advice="Keep one of the two.")
        found[key][language] = Label(value, language)
    return {key: tuple(labels.values()) for key, labels in found.items()}


def parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of a query, in the order in which it names them."""
    found: dict[str, list[Term | None]] = {}
    for block in _leading_values(text):
        for column, name in enumerate(block.variables):
            found.setdefault(name, []).extend(row[column] for row in block.rows)
    return tuple(Parameter(name, tuple(dict.fromkeys(values))) for name, values in found.items())


def bind(text: str, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """The query with the data of its leading VALUES blocks replaced by these terms, by variable.

    Several terms for one variable make several rows; a variable of the same block that is not given keeps
    its defaults. Terms are written by pyoxigraph, so that no text can leave its term.
    Raises BadRequest for a variable that is no parameter, and for anything but an IRI or a literal.
    """
    blocks = _leading_values(text)
    known = [name for block in blocks for name in block.variables]
    given = {name: _terms(name, value) for name, value in values.items()}
    for name in given:
        if name not in known:
            names = ", ".join(f"?{each}" for each in known) or "none"
            raise BadRequest(f"The query has no parameter ?{name}.", advice=f"Its parameters: {names}.")
    for block in reversed(blocks):
        if not given.keys().isdisjoint(block.variables):
            text = text[: block.start] + _data(block, given) + text[block.end :]
    return text


@cache
def shipped(name: str) -> str:
    """The text of one of the server's own queries, `sparql/{name}.rq`."""
    return (PACKAGE / "sparql" / f"{name}.rq").read_text(encoding="utf-8")


def _terms(name: str, value: Term | Sequence[Term]) -> tuple[Term, ...]:
    terms = (value,) if isinstance(value, NamedNode | Literal) else tuple(value)
    for term in terms:
        if not isinstance(term, NamedNode | Literal):
            raise BadRequest(f"?{name} is given {term!r}.", advice="A parameter takes an IRI or a literal.")
    return terms


def _data(block: _Values, given: Mapping[str, tuple[Term, ...]]) -> str:
    rows: dict[Row, None] = {}
    for row in block.rows or [(None,) * len(block.variables)]:
        columns = [given.get(name, (term,)) for name, term in zip(block.variables, row, strict=True)]
        rows.update(dict.fromkeys(product(*columns)))
    cells = (" ".join("UNDEF" if term is None else str(term) for term in row) for row in rows)
    return "{ " + " ".join(f"({cell})" if len(block.variables) > 1 else cell for cell in cells) + " }"


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]


def _where(tokens: Sequence[_Token]) -> int:
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


def _leading_values(text: str) -> list[_Values]:
    tokens = _tokens(text)
    place = _where(tokens)
    prologue = _prologue(text, tokens)
    found = []
    while place < len(tokens) and tokens[place].text.upper() == "VALUES":
        block = tokens[place : _find(tokens, "}", place) + 1]
        found.append(_values(block, prologue))
        place += len(block)
    return found


def _find(tokens: Sequence[_Token], mark: str, start: int = 0) -> int:
    for place in range(start, len(tokens)):
        if tokens[place].text == mark:
            return place
    raise BadRequest(f"A VALUES block of the query has no “{mark}”.", advice="Write VALUES ?name { … }.")


def _prologue(text: str, tokens: Sequence[_Token]) -> str:
    """PREFIX and BASE declarations, which SPARQL and Turtle write alike."""
    end = place = 0
    while place < len(tokens) and (length := {"PREFIX": 3, "BASE": 2}.get(tokens[place].text.upper())):
        place += length
        end = tokens[min(place, len(tokens)) - 1].end
    return text[:end]


def _values(tokens: Sequence[_Token], prologue: str) -> _Values:
    opening = _find(tokens, "{")
    variables = tuple(token.text[1:] for token in tokens[:opening] if token.kind == "variable")
    terms = list(_values_terms(tokens[opening + 1 : -1], prologue))
    width = max(1, len(variables))
    if len(terms) % width:
        raise BadRequest(f"{len(terms)} terms do not fill rows of {width} variables in a VALUES block.")
    rows = tuple(tuple(terms[at : at + width]) for at in range(0, len(terms), width))
    return _Values(variables, rows, tokens[opening].start, tokens[-1].end)


def _values_terms(tokens: Sequence[_Token], prologue: str) -> Iterator[Term | None]:
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
            f"{written} is no term of a VALUES block: {error}", advice="Write an IRI or a literal."
        ) from None
    if not isinstance(quad.object, NamedNode | Literal):
        raise BadRequest(f"{written} is no term of a VALUES block.", advice="Write an IRI or a literal.")
    return quad.object
