"""Write a report as a SHACL validation report in Turtle (SHACL, 3.6)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from horgos.report import Finding, Report

_SKELETON = {"dcterms": "http://purl.org/dc/terms/", "sh": "http://www.w3.org/ns/shacl#"}
_UNREAD = "https://w3id.org/horgos/shapes#ReadableFile"


def as_turtle(report: Report) -> str:
    """Return a report as one sh:ValidationReport in Turtle.

    `dcterms:source` tells the place in the files. What was found while reading a file has no focus node in
    the graph: there the focus node is the place, and the constraint component hgsh:ReadableFile.
    """
    prefixes = {**report.prefixes, **_SKELETON}
    prologue = [f"@prefix {prefix}: <{space}> ." for prefix, space in sorted(prefixes.items())]
    results = [f"  sh:result [\n{_result(finding)}\n  ]" for finding in report.findings]
    statements = ["[] a sh:ValidationReport", f"  sh:conforms {str(report.conforms).lower()}", *results]
    return "\n".join([*prologue, "", " ;\n".join(statements) + " .", ""])


def _result(finding: Finding) -> str:
    return " ;\n".join(f"    {statement}" for statement in _statements(finding))


def _statements(finding: Finding) -> Iterator[str]:
    yield "a sh:ValidationResult"
    yield f"sh:resultSeverity sh:{finding.severity}"
    place = Literal(finding.place or "unknown")
    yield f"sh:focusNode {f'<{finding.focus}>' if finding.focus else place}"
    if finding.path:
        yield f"sh:resultPath {finding.path}"
    if finding.value:
        yield f"sh:value {finding.value}"
    yield f"sh:resultMessage {Literal(f'{finding.message} {finding.advice}'.strip(), language='en')}"
    yield f"sh:sourceConstraintComponent <{finding.constraint or _UNREAD}>"
    if finding.shape:
        yield f"sh:sourceShape <{finding.shape}>"
    if finding.place:
        yield f"dcterms:source {place}"
