"""What is wrong with a graph, where, and what to do about it. Data only; `validation` makes it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby

WIDTH = 100
_LONGEST = 60


class Severity(StrEnum):
    """The three severities of SHACL (2.1.4)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True)
class Finding:
    """One finding: a line of a file that cannot be read, a literal that is not canonical, or a SHACL result.

    `message` tells what is wrong, `advice` what would be right; `file` is relative to the graph's folder,
    `line` and `column` count from 1. `focus` and `shape` are the IRIs of a SHACL validation result (3.6.2),
    `constraint` that of the constraint component; `path` and `value` are Turtle, with the prefixes of the
    report. `focus_label` is the label a person knows the focus node by.
    """

    message: str
    advice: str = ""
    severity: Severity = Severity.VIOLATION
    file: str | None = None
    line: int | None = None
    column: int | None = None
    focus: str | None = None
    focus_label: str | None = None
    path: str | None = None
    value: str | None = None
    shape: str | None = None
    constraint: str | None = None

    @property
    def place(self) -> str:
        """`file:line:column`, as far as it is known, as compilers write it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """By file and place in it, those without a file last; then by severity and message."""
        return self.file or "~", self.line or 0, self.column or 0, self.severity, self.message


@dataclass(frozen=True)
class Report:
    """All findings about one graph. `checked` counts what was looked at; `prefixes` are the graph's."""

    findings: tuple[Finding, ...] = ()
    checked: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    @property
    def conforms(self) -> bool:
        """True where there is no violation; warnings and infos do not count against it."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def as_json(self) -> str:
        """The report as a JSON object: `conforms`, `checked`, `prefixes`, `findings`."""
        findings = [
            {key: value for key, value in asdict(finding).items() if value not in (None, "")}
            for finding in sorted(self.findings, key=lambda finding: finding.order)
        ]
        report = {
            "conforms": self.conforms,
            "checked": self.checked,
            "prefixes": self.prefixes,
            "findings": findings,
        }
        return json.dumps(report, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """The report for a terminal: by file, each finding with its place, what is wrong and what to do."""
        blocks: list[str] = []
        ordered = sorted(self.findings, key=lambda finding: finding.order)
        for file, findings in groupby(ordered, key=lambda finding: finding.file):
            blocks.append(file or "In no file")
            blocks.extend("\n".join(self._lines(finding)) for finding in findings)
        return "\n\n".join([*blocks, self.summary])

    @property
    def summary(self) -> str:
        """One line: how many findings of each severity there are, and what follows from them."""
        counts = [
            f"{self.count(severity) or 'no'} {severity.lower()}{'' if self.count(severity) == 1 else 's'}"
            for severity in (Severity.VIOLATION, Severity.WARNING)
        ]
        looked = ", ".join(f"{count:,} {what}" for what, count in self.checked.items())
        verdict = "The graph validates" if self.conforms else "The graph does not validate"
        return f"{verdict}: {' and '.join(counts)}{f' ({looked})' if looked else ''}."

    def _lines(self, finding: Finding) -> Iterator[str]:
        yield f"  {finding.place}{': ' if finding.place else ''}{finding.severity.lower()}"
        if finding.focus:
            name = self.short(finding.focus)
            about = f"{finding.focus_label} ({name})" if finding.focus_label else name
            stated = " ".join(part for part in (finding.path, _cut(finding.value)) if part)
            yield from _wrapped(f"{about}: {stated}" if stated else about)
        yield from _wrapped(finding.message)
        if finding.advice:
            yield from _wrapped(f"→ {finding.advice}", hanging="  ")
        if finding.shape:
            yield f"    [{self.short(finding.shape)}]"

    def short(self, iri: str) -> str:
        """The IRI with the longest prefix that fits, or in angle brackets: for reading, not for parsing."""
        fitting = [(space, prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        space, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
        local = iri[len(space) :]
        return f"{prefix}:{local}" if fitting and local and "/" not in local else f"<{iri}>"


def _wrapped(text: str, hanging: str = "") -> list[str]:
    indent = "    "
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(text: str | None) -> str | None:
    return f"{text[:_LONGEST]}…" if text and len(text) > _LONGEST else text
