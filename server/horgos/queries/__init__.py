"""Queries in files: what heads them, what they ask for, and how a value gets into one.

A file is runnable as it stands. Its header lines are comments, `#+ key: value`; its parameters are the
variables of the `VALUES` blocks that lead its WHERE group, and the data of those blocks are the defaults.
The line `#+ parameters: ?name type default` tells their types, the line `#+ result:` what an answer holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.config import PACKAGE
from horgos.errors import BadRequest, ConfigError
from horgos.queries.arguments import XSD
from horgos.queries.heading import NO_PREFIXES, declarations, header
from horgos.queries.values import Block, Row, Term, leading_values
from horgos.terms import Label, Prefixes

if TYPE_CHECKING:
    from horgos.sources import SourceFile

__all__ = [
    "LANGUAGE",
    "Parameter",
    "Query",
    "Term",
    "after",
    "bind",
    "header",
    "library",
    "parameters",
    "read",
    "shipped",
    "spoken",
]

LANGUAGE = "lang"
"""The parameter by which a query is told the language of its labels: a range as of `LANGMATCHES`."""

_SHORT = {f"{XSD}integer": re.compile(r"[0-9]+"), f"{XSD}decimal": re.compile(r"[0-9]*\.[0-9]+")}
_KEPT = 64  # queries whose blocks are known: more than the server has itself


@dataclass(frozen=True)
class Parameter:
    """A variable that a reader may set; `defaults` are its values in the file, None where it has UNDEF.

    `type` is the datatype of its values, or the class of the things that they name; None where the header
    does not tell.
    """

    name: str
    defaults: Row
    type: NamedNode | None = None


@dataclass(frozen=True)
class Query:
    """One file of queries/: `topic` is its folder, `slug` its name. Texts for people carry languages.

    `results` tells what an answer holds: what a row is, in which order, and when there is none. `topics` is
    what the folder is called; one query of a folder may tell it for all.
    """

    topic: str
    slug: str
    titles: tuple[Label, ...]
    questions: tuple[Label, ...]
    results: tuple[Label, ...]
    keywords: tuple[str, ...]
    text: str
    parameters: tuple[Parameter, ...]
    topics: tuple[Label, ...] = ()


def library(files: Iterable[SourceFile], prefixes: Prefixes = NO_PREFIXES) -> tuple[Query, ...]:
    """Read query files, in the order of topic and slug. Raises ConfigError, naming the file and the line."""
    return tuple(sorted((read(file, prefixes) for file in files), key=lambda each: (each.topic, each.slug)))


def read(file: SourceFile, prefixes: Prefixes = NO_PREFIXES) -> Query:
    """Read one file `queries/<topic>/<slug>.rq`, whose header may use these prefixes of the graph.

    Raises ConfigError, naming the file and the line.
    """
    text, path = _text(file), PurePosixPath(file.path)
    head = header(text, file.path)
    for key in ("title", "question"):
        if not head.get(key):
            raise ConfigError(f"{file.path} has no {key}.", advice=f"Begin it with a line “#+ {key}: …”.")
    try:
        found = parameters(text)
    except BadRequest as error:
        raise ConfigError(f"{file.path}: {error.detail}", advice=error.advice) from error
    types = {each.name: each.type for each in declarations(text, file.path, prefixes)}
    words = ",".join(label.text for label in head.get("keywords", ()))
    return Query(
        topic=path.parent.name,
        slug=path.stem,
        titles=head["title"],
        questions=head["question"],
        results=head.get("result", ()),
        keywords=tuple(word for part in words.split(",") if (word := part.strip())),
        text=text,
        parameters=tuple(replace(each, type=types.get(each.name)) for each in found),
        topics=head.get("topic", ()),
    )


def parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of a query, in the order in which it names them."""
    found: dict[str, list[Term | None]] = {}
    for block in leading_values(text):
        for column, name in enumerate(block.variables):
            found.setdefault(name, []).extend(row[column] for row in block.rows)
    return tuple(Parameter(name, tuple(dict.fromkeys(values))) for name, values in found.items())


def bind(text: str, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """The query with the data of its leading VALUES blocks replaced by these terms, by variable.

    Several terms for one variable make several rows; a variable of the same block that is not given keeps
    its defaults. Terms are written by pyoxigraph, so that no text can leave its term.
    Raises BadRequest for a variable that is no parameter, and for anything but an IRI or a literal.
    """
    blocks = _blocks(text)
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


def spoken(query: Query, language: str) -> dict[str, tuple[Term, ...]]:
    """What to bind for labels in a language; nothing where the query does not ask for one."""
    asked = any(parameter.name == LANGUAGE for parameter in query.parameters)
    return {LANGUAGE: (Literal(language),)} if asked else {}


def after(text: str, solutions: int) -> str:
    """The query without its first solutions; it has to end in its LIMIT (SPARQL 1.1, 15.4)."""
    return f"{text}\nOFFSET {solutions}\n" if solutions else text


@cache
def shipped(name: str) -> str:
    """The text of one of the server's own queries, `sparql/{name}.rq`."""
    return (PACKAGE / "sparql" / f"{name}.rq").read_text(encoding="utf-8")


@lru_cache(_KEPT)
def _blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a query that is bound again and again."""
    return tuple(leading_values(text))


def _text(file: SourceFile) -> str:
    """What a file holds; a byte order mark, which some editors write, is none of it."""
    try:
        return file.location.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        advice = "It must be a readable file in UTF-8."
        raise ConfigError(f"{file.path} cannot be read: {error}.", advice=advice) from error


def _terms(name: str, value: Term | Sequence[Term]) -> tuple[Term, ...]:
    terms = (value,) if isinstance(value, NamedNode | Literal) else tuple(value)
    for term in terms:
        if not isinstance(term, NamedNode | Literal):
            raise BadRequest(f"?{name} is given {term!r}.", advice="A parameter takes an IRI or a literal.")
    return terms


def _written(term: Term | None) -> str:
    """A term as a query has it; whole numbers and decimals as people write them (SPARQL 1.1, 4.1.2)."""
    if term is None:
        return "UNDEF"
    short = isinstance(term, Literal) and _SHORT.get(term.datatype.value)
    return term.value if short and short.fullmatch(term.value) else str(term)


def _data(block: Block, given: Mapping[str, tuple[Term, ...]]) -> str:
    rows: dict[Row, None] = {}
    for row in block.rows or [(None,) * len(block.variables)]:
        columns = [given.get(name, (term,)) for name, term in zip(block.variables, row, strict=True)]
        rows.update(dict.fromkeys(product(*columns)))
    cells = (" ".join(map(_written, row)) for row in rows)
    return "{ " + " ".join(f"({cell})" if len(block.variables) > 1 else cell for cell in cells) + " }"
