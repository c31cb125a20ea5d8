"""What heads a query file: its lines `#+ key: value`, and what the line `#+ parameters:` declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from horgos.errors import BadRequest, ConfigError
from horgos.queries.values import Row, Token, prologue_of, terms_of, tokens_of
from horgos.terms import Label, Prefixes

PARAMETERS = "parameters"

_HEADER = re.compile(r"#\+[ \t]*([a-z]+)(?:-([a-z]+(?:-[a-z0-9]+)*))?[ \t]*:[ \t]*(.*?)[ \t]*\Z")
_ADVICE = "Write “#+ parameters: ?year xsd:integer 1975; ?thing ex:Port ex:harwich”."
NO_PREFIXES = Prefixes({})


@dataclass(frozen=True)
class Declaration:
    """A parameter as the header tells it: its name, the datatype or class of its values, its defaults."""

    name: str
    type: NamedNode
    defaults: Row


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


def line_of(text: str, key: str) -> int | None:
    """The number of the first header line with this key, counted from 1; None where there is none."""
    pattern = re.compile(rf"#\+\s*{re.escape(key)}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def declarations(
    text: str, place: str = "query", prefixes: Prefixes = NO_PREFIXES
) -> tuple[Declaration, ...]:
    """What `#+ parameters: ?name type default …; …` declares, in its order; nothing without that line.

    Type and defaults are written with the prefixes of the graph and those that the query declares, which need
    not declare one for its header alone. Raises ConfigError with the line.
    """
    prologue = prefixes.sparql + prologue_of(text, tokens_of(text))
    try:
        return tuple(_declaration(part, prologue) for part in _parts(text, place))
    except BadRequest as error:
        line = line_of(text, PARAMETERS)
        raise ConfigError(f"{place}:{line} {error.detail}", advice=error.advice or _ADVICE) from error


def _parts(text: str, place: str) -> Iterator[list[Token]]:
    """The tokens between the semicolons of the line."""
    part: list[Token] = []
    for label in header(text, place).get(PARAMETERS, ()):
        for token in tokens_of(label.text):
            if token.text != ";":
                part.append(token)
                continue
            yield part
            part = []
        yield part


def _declaration(tokens: Sequence[Token], prologue: str) -> Declaration:
    written = " ".join(token.text for token in tokens)
    if not tokens or tokens[0].kind != "variable":
        raise BadRequest(f"declares “{written}”, which does not begin with a variable.", advice=_ADVICE)
    try:
        kind, *defaults = [*terms_of(tokens[1:], prologue)] or [None]
    except BadRequest as error:
        told = error.detail.replace("no term of a VALUES block", "neither an IRI nor a literal")
        raise BadRequest(f"declares “{written}”, but {told}", advice=_ADVICE) from error
    if not isinstance(kind, NamedNode) or not defaults:
        raise BadRequest(f"declares “{written}” without a type and a default.", advice=_ADVICE)
    return Declaration(tokens[0].text[1:], kind, tuple(defaults))
