"""The report of the validation as a page to read: the verdict, what was looked at, and every finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from horgos.report import Finding, Severity
from horgos.terms import Base, Prefixes

BOUND = 200  # findings that the page shows; the report in other formats has all


@dataclass(frozen=True)
class Entry:
    """One finding. `place` is `file:line:column`; `page` and `focus` are the page and the name of its node.

    `shape` is what follows the # in the IRI of the shape, where that has a place on the page of shapes.
    """

    severity: str
    message: str
    advice: str
    place: str
    focus: str
    page: str
    stated: str
    shape: str
    shape_name: str


@dataclass(frozen=True)
class ReportPage:
    """The report. `checked` counts what was looked at, by what it is; `total` counts all findings."""

    conforms: bool
    violations: int
    warnings: int
    checked: Mapping[str, int]
    findings: tuple[Entry, ...]
    total: int


def report(told: Mapping[str, Any], base: Base, prefixes: Prefixes, shapes: Iterable[str]) -> ReportPage:
    """The page of a report as its JSON has it; `shapes` are the IRIs that the page of shapes has."""
    known, findings = frozenset(shapes), told["findings"]
    severities = [finding["severity"] for finding in findings]
    return ReportPage(
        conforms=told["conforms"],
        violations=severities.count(Severity.VIOLATION),
        warnings=severities.count(Severity.WARNING),
        checked=told["checked"],
        findings=tuple(_entry(finding, base, prefixes, known) for finding in findings[:BOUND]),
        total=len(findings),
    )


def _entry(finding: Mapping[str, Any], base: Base, prefixes: Prefixes, known: frozenset[str]) -> Entry:
    focus, shape = finding.get("focus", ""), finding.get("shape", "")
    return Entry(
        severity=finding["severity"],
        message=finding["message"],
        advice=finding.get("advice", ""),
        place=Finding(**finding).place,
        focus=finding.get("focus_label") or (prefixes.short(focus) if focus else ""),
        page=base.name(focus) or "",
        stated=" ".join(part for part in (finding.get("path"), finding.get("value")) if part),
        shape=shape.partition("#")[2] if shape in known else "",
        shape_name=prefixes.short(shape) if shape else "",
    )
