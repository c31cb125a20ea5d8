"""What is wrong with the files of the query library, told before a reader opens their page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Store

from horgos.engine import Limits
from horgos.engine.scan import check
from horgos.engine.syntax import explain
from horgos.errors import HorgosError
from horgos.queries import header, read
from horgos.report import Finding
from horgos.sources import SourceFile

_KEYS = ("title", "question", "keywords")
_PLACE = re.compile(r"Line (\d+), column (\d+): ")


def faults(files: Iterable[SourceFile]) -> Iterator[Finding]:
    """A finding for each query file whose header, parameters or SPARQL cannot be used."""
    for file in files:
        try:
            text = read(file).text
            check(text, Limits())
            _parse(text)
            yield from _unknown(file, text)
        except HorgosError as error:
            yield _finding(file, error)


def _unknown(file: SourceFile, text: str) -> Iterator[Finding]:
    """A slip in the name of a header line takes from a page what its writer expects to see there."""
    for key in header(text):
        if key not in _KEYS:
            line = next(n for n, each in enumerate(text.splitlines(), 1) if re.match(rf"#\+\s*{key}\b", each))
            advice = f"Take one of: {', '.join(_KEYS)}; a language follows a hyphen, as in title-zh."
            yield Finding(f"The header line “{key}” means nothing.", advice, file=file.path, line=line)


def _parse(text: str) -> None:
    """Raise QuerySyntaxError where a text is not a SPARQL query."""
    try:
        Store().query(text, base_iri="https://example.org/")
    except SyntaxError as error:
        raise explain(text, error.msg) from None


def _finding(file: SourceFile, error: HorgosError) -> Finding:
    """The error without the place, which the finding has in fields of its own."""
    place = _PLACE.match(error.detail)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    text = _PLACE.sub("", error.detail, count=1)
    if text.startswith(file.path):
        number, rest = _parted(text.removeprefix(file.path))
        text, line = f"The query {rest}" if not rest.startswith(":") else rest.lstrip(": "), number or line
    return Finding(
        f"{text[:1].upper()}{text[1:]}",
        error.advice or "A query runs as it stands: put it to `horgos query --file` to try.",
        file=file.path,
        line=line,
        column=column,
    )


def _parted(text: str) -> tuple[int | None, str]:
    number = re.match(r":(\d+) ", text)
    return (int(number[1]), text[number.end() :]) if number else (None, text.lstrip(" "))
