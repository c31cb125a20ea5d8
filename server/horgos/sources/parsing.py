"""Read one file: its text, the quads of Turtle and TriG, and every place where it is not valid."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad, parse

from horgos.report import Finding
from horgos.sources.files import SYNTAXES, Role, SourceFile
from horgos.sources.places import Places, places
from horgos.terms import Prefixes

_MOST_ERRORS = 10
_PLACE = re.compile(r"Parser error .*?: ", re.DOTALL)
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")

# What to do about an error of the parser, by a part of its message; the last one fits all.
_ADVICE = (
    ("No scheme found", "Write the whole IRI between < and >, or a prefixed name."),
    ("Invalid IRI", "An IRI has no spaces, quotes or braces in it: write %20 for a space."),
    (
        "A dot is expected",
        "End the statement before this with a full stop, or go on with a semicolon or a comma.",
    ),
    (
        "end of a graph block",
        "A full stop, semicolon or comma is missing before this, or the } that closes the graph.",
    ),
    (
        "end",
        "Something before this is still open: look for a full stop, bracket, brace or quotation mark.",
    ),
    ("{ is not a valid", "The graph before this is not closed: write } behind its last statement."),
    (
        '" is not a valid subject',
        "No statement begins with a string: a comma or a property is missing before it, or there is a full "
        "stop too many.",
    ),
    ("not a valid subject", "Look whether a full stop or brace before this is missing, or one too many."),
    (
        "not a valid",
        "An IRI stands in < and >, a string in quotation marks, a name has a prefix and a colon.",
    ),
    ("should be followed by a prefix", "Write: @prefix ex: <https://example.org/> ."),
    ("", "Compare this line and the one before it with the grammar of Turtle: www.w3.org/TR/turtle/."),
)

_UNQUOTED = (
    "A quotation mark on this line has no partner: close the string, "
    'or write \\" for a quotation mark inside of it.'
)


@dataclass
class Document:
    """One parsed file: its text, the quads that could be read, and what was wrong with the rest.

    `complete` is False where there may be quads that could not be read; `lost` is True where a string was
    not closed, so that nothing behind it can be told from a string.
    """

    file: SourceFile
    text: str = ""
    quads: list[Quad] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    undeclared: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True
    lost: bool = False

    @cached_property
    def places(self) -> Places:
        """Where things stand in the text; it is scanned when first asked for."""
        return places(self.text)

    def add(self, message: str, advice: str, line: int | None = None, column: int | None = None) -> None:
        """Note a finding about this file."""
        self.findings.append(Finding(message, advice, file=self.file.path, line=line, column=column))


def parse_file(file: SourceFile, allowed: Prefixes) -> Document:
    """Read and parse a file, noting every error; `allowed` are the prefixes it may use.

    SPARQL is not parsed here; only its prefixes are read.
    """
    document = Document(file)
    document.complete = _readable(document) and _decodable(document)
    if document.complete:
        if file.location.suffix in SYNTAXES:
            _parse(document, allowed)
        else:
            document.prefixes = {prefix: space for prefix, space, _ in document.places.prefixes}
    return document


def _readable(document: Document) -> bool:
    file = document.file
    if file.role is Role.DATA and file.location.suffix not in SYNTAXES:
        document.add(
            f"{Path(file.path).name} is not read: a data file ends in .ttl (Turtle) or .trig (TriG).",
            "Convert it, or move it out of data/.",
        )
        return False
    if not file.location.is_file():
        document.add("This is not a file.", "Put a file there, or remove what is there.")
        return False
    return True


def _decodable(document: Document) -> bool:
    try:
        data = document.file.location.read_bytes()
    except OSError as error:
        document.add(f"The file cannot be read: {error.strerror}.", "Give this user the right to read it.")
        return False
    if hashlib.sha256(data).hexdigest() != document.file.sha256:
        document.add("The file changed while it was being read.", "Run this again.")
    if data.startswith(b"\xef\xbb\xbf"):
        document.add("The file begins with a byte order mark.", "Save it as UTF-8 without one.", 1, 1)
        data = data[3:]
    try:
        document.text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        document.add(
            f"The file is not UTF-8: byte 0x{data[error.start]:02X} does not belong here.",
            "Save it in the encoding UTF-8.",
            line,
            column,
        )
        return False
    return True


def _parse(document: Document, allowed: Prefixes) -> None:
    syntax = SYNTAXES[document.file.location.suffix]
    parser = parse(document.text, syntax, rename_blank_nodes=True)
    while len(document.findings) < _MOST_ERRORS:
        try:
            document.quads.extend(parser)  # where an error comes, what came before it is there
            break
        except SyntaxError as error:  # the parser goes on behind it, with the next statement
            if not _follows(document, error):
                _note(document, error, allowed)
    else:
        document.add(
            "There are more errors behind this one.",
            "Correct the first ones, then run this again.",
            document.findings[-1].line,
            document.findings[-1].column,
        )
    document.prefixes = dict(parser.prefixes)


def _follows(document: Document, error: SyntaxError) -> bool:
    """True for an error that only follows from one before.

    It is on the same line, or the end of the same graph, or behind a string that was not closed; or the same
    prefix was missing before.
    """
    if document.complete:
        return False
    if (undeclared := _UNDECLARED.search(error.msg)) and undeclared[1] in document.undeclared:
        return True
    same_line = error.lineno == document.findings[-1].line
    return document.lost or same_line or "} is not a valid subject" in error.msg


def _note(document: Document, error: SyntaxError, allowed: Prefixes) -> None:
    document.complete = False
    text = _PLACE.sub("", error.msg, count=1)
    if undeclared := _UNDECLARED.match(text):
        prefix = undeclared.group(1)
        document.undeclared.add(prefix)
        message = f"The prefix {prefix}: is not declared in this file."
        document.add(message, declare(prefix, allowed), error.lineno, error.offset)
        return
    kind = "TriG" if document.file.location.suffix == ".trig" else "Turtle"
    advice = next(advice for part, advice in _ADVICE if part in text)
    line, column = error.lineno or 1, error.offset or 1
    alone = min(document.places.quotes, default=None)
    if alone is not None and alone[0] <= line:
        document.lost, advice = True, _UNQUOTED
        line, column = (line, column) if alone[0] == line else alone
    document.add(f"This is not valid {kind}: {text}.", advice, line, column)


def declare(prefix: str, allowed: Prefixes) -> str:
    """What to do about a prefix: declare it, or take one of those there are."""
    if not allowed.namespaces:
        return "Correct ontology/prefixes.ttl first."
    if prefix in allowed.namespaces:
        return f"Write at the top of the file: @prefix {prefix}: <{allowed.namespaces[prefix]}> ."
    known = " ".join(f"{name}:" for name in sorted(allowed.namespaces))
    return f"Use one of the project's prefixes ({known}), or add it to ontology/prefixes.ttl."
