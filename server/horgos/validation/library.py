"""What is wrong with the files of the query library, told before a reader opens their page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, Store

from horgos.engine import Limits
from horgos.engine.scan import check
from horgos.engine.syntax import explain
from horgos.errors import HorgosError
from horgos.queries import Query, header, read
from horgos.queries.heading import PARAMETERS, Declaration, declarations, line_of
from horgos.queries.values import Term, leading_values
from horgos.report import Finding
from horgos.sources import SourceFile
from horgos.terms import Prefixes

_KEYS = ("title", "question", "keywords", PARAMETERS, "result", "topic")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def faults(files: Iterable[SourceFile], prefixes: Prefixes) -> Iterator[Finding]:
    """A finding for each query file whose header, parameters or SPARQL cannot be used.

    `prefixes` are those of the graph, which a header may use.
    """
    for file in files:
        try:
            query = read(file, prefixes)
            check(query.text, Limits())
            _parse(query.text)
            yield from _unknown(file, query.text)
            yield from _undeclared(file, query)
            yield from _misdeclared(file, query, prefixes)
        except HorgosError as error:
            yield _finding(file, error)


def _unknown(file: SourceFile, text: str) -> Iterator[Finding]:
    """A slip in the name of a header line takes from a page what its writer expects to see there."""
    for key in header(text):
        if key not in _KEYS:
            advice = f"Take one of: {', '.join(_KEYS)}; a language follows a hyphen, as in title-zh."
            line = line_of(text, key)
            yield Finding(f"The header line “{key}” means nothing.", advice, file=file.path, line=line)


def _undeclared(file: SourceFile, query: Query) -> Iterator[Finding]:
    """A reader is asked for a value, and nothing tells of which type."""
    lines = {
        name: query.text.count("\n", 0, block.start) + 1
        for block in leading_values(query.text)
        for name in block.variables
    }
    for parameter in query.parameters:
        if parameter.type is None:
            advice = (
                f"Add to the line “#+ parameters:” the part “?{parameter.name}”, its type and its default."
            )
            message = f"The parameter ?{parameter.name} is not declared in the header."
            yield Finding(message, advice, file=file.path, line=lines[parameter.name])


def _misdeclared(file: SourceFile, query: Query, prefixes: Prefixes) -> Iterator[Finding]:
    """What the header tells of a parameter is not what the query has."""
    defaults = {parameter.name: parameter.defaults for parameter in query.parameters}
    line = line_of(query.text, PARAMETERS)
    for declared in declarations(query.text, file.path, prefixes):
        if declared.name not in defaults:
            message = f"The header declares ?{declared.name}, which no leading VALUES block sets."
            advice = (
                f"Begin the WHERE group with VALUES ?{declared.name} {{ … }}, or leave it out of the header."
            )
        elif declared.defaults != defaults[declared.name]:
            written = " ".join(map(_written, defaults[declared.name]))
            message = f"The header gives ?{declared.name} other defaults than its VALUES block."
            advice = f"The VALUES block has {written}."
        elif misfits := [term for term in declared.defaults if not _fits(term, declared)]:
            message = f"{_written(misfits[0])} is not of the type that the header gives ?{declared.name}."
            advice = "Declare the datatype of a literal, or a class of the things that an IRI may name."
        else:
            continue
        yield Finding(message, advice, file=file.path, line=line)


def _fits(term: Term | None, declared: Declaration) -> bool:
    """A literal has the datatype; an IRI only asks that the type is none. UNDEF fits everywhere."""
    if isinstance(term, Literal):
        return term.datatype == declared.type
    return term is None or not declared.type.value.startswith(_XSD)


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None else str(term)


def _parse(text: str) -> None:
    """Raise QuerySyntaxError where a text is not a SPARQL query."""
    try:
        Store().query(text, base_iri="https://example.org/")
    except SyntaxError as error:
        raise explain(text, error.msg) from None


def _finding(file: SourceFile, error: HorgosError) -> Finding:
    """The finding that an error makes, which may name the file, and the line in it, in its text."""
    text, line = error.detail, error.line
    if text.startswith(file.path):
        number, rest = _parted(text.removeprefix(file.path))
        text, line = f"The query {rest}" if not rest.startswith(":") else rest.lstrip(": "), number or line
    return Finding(
        f"{text[:1].upper()}{text[1:]}",
        error.advice or "A query runs as it stands: put it to `horgos query --file` to try.",
        file=file.path,
        line=line,
        column=error.column,
    )


def _parted(text: str) -> tuple[int | None, str]:
    number = re.match(r":(\d+) ", text)
    return (int(number[1]), text[number.end() :]) if number else (None, text.lstrip(" "))
