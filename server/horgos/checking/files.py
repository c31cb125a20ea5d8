"""The layout of the files of a graph: what is not in it, and what is mended."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from horgos.report import Finding, Severity
from horgos.sources import Role, SourceFile, Sources
from horgos.sources.files import SYNTAXES
from horgos.sources.layout import LayoutError
from horgos.sources.mending import mended

_EDITED = (Role.DATA, Role.ONTOLOGY, Role.PREFIXES, Role.SHAPES)


@dataclass(frozen=True)
class Tidied:
    """What came of the files: the paths of those that were mended, and what there is still to do by hand."""

    mended: tuple[str, ...]
    findings: tuple[Finding, ...]


def tidy(sources: Sources, *, fix: bool) -> Tidied:
    """Look at the layout of each file that is the graph's own; with `fix`, mend what is safe to mend.

    A file that cannot be parsed is left to the report of its errors. Raises OSError.
    """
    written: list[str] = []
    findings: list[Finding] = []
    for file in _own(sources):
        try:
            text = file.location.read_text("utf-8")
            made = mended(text, SYNTAXES[file.location.suffix])
        except (UnicodeDecodeError, SyntaxError):
            continue
        except LayoutError as error:
            findings.append(_finding(file, error.message, error.advice, error.line))
            continue
        if made != text and fix:
            _write(file.location, made)
            written.append(file.path)
        elif made != text:
            findings.append(_differing(file, text, made))
    return Tidied(tuple(written), tuple(findings))


def _own(sources: Sources) -> Iterator[SourceFile]:
    for role in _EDITED:
        for file in sources.of(role):
            if not file.inherited and file.location.suffix in SYNTAXES and file.location.is_file():
                yield file


def _differing(file: SourceFile, text: str, made: str) -> Finding:
    """The first line that is not as it would be written, and how it would be."""
    now, wanted = text.split("\n"), made.split("\n")
    pairs = enumerate(zip(now, wanted, strict=False), 1)
    line = next((line for line, (ours, theirs) in pairs if ours != theirs), min(len(now), len(wanted)))
    right = wanted[line - 1].strip() if line <= len(wanted) else ""
    shown = f"This line would be: {right}" if right else "This line would be empty, or not be there."
    return _finding(
        file, f"The file is not laid out as `horgos check --fix` writes it. {shown}", "Run it.", line
    )


def _finding(file: SourceFile, message: str, advice: str, line: int) -> Finding:
    return Finding(message, advice, Severity.WARNING, file=file.path, line=line, column=1)


def _write(path: Path, text: str) -> None:
    """Put the new text in the place of the old one, which is there until the new one is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, "utf-8", newline="")
        shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
