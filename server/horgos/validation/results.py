"""Turn the results of a SHACL validation into findings that tell an editor what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Namespace, URIRef
from rdflib.term import Node

from horgos.report import Finding, Severity
from horgos.validation.store import StoreView, part

SH = Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True)
class Reading:
    """A validation report as pySHACL makes it, read with the store that it is about."""

    report: Graph
    view: StoreView

    def findings(self) -> tuple[Finding, ...]:
        """Every result once, in a stable order (SHACL, 3.6.2)."""
        found = {self._finding(result) for result in self.report.objects(None, SH.result)}
        return tuple(sorted(found, key=lambda finding: (*finding.order, repr(finding))))

    def _finding(self, result: Node) -> Finding:
        focus, value, shape = (
            self.report.value(result, term) for term in (SH.focusNode, SH.value, SH.sourceShape)
        )
        path = self.report.value(result, SH.resultPath)
        severity = self.report.value(result, SH.resultSeverity)
        message, advice = part(" ".join(sorted(map(str, self.report.objects(result, SH.resultMessage)))))
        file, line = self._place(focus, path, value)
        return Finding(
            message,
            advice,
            Severity(str(severity).removeprefix(SH)),
            file,
            line,
            focus=str(focus) if isinstance(focus, URIRef) else None,
            focus_label=self.view.label(str(focus)) if isinstance(focus, URIRef) else None,
            path=None if path is None else self._path(path),
            value=None if value is None or value == focus else self.view.turtle(value),
            shape=str(shape),
            constraint=str(self.report.value(result, SH.sourceConstraintComponent)),
        )

    def _place(
        self, focus: Node | None, path: Node | None, value: Node | None
    ) -> tuple[str | None, int | None]:
        if not isinstance(focus, URIRef):
            return None, None
        predicate = str(path) if isinstance(path, URIRef) else None
        return self.view.place(str(focus), predicate, value) or (None, None)

    def _path(self, path: Node) -> str:
        """A property path in Turtle (SHACL, 2.3.1)."""
        if isinstance(path, URIRef):
            return self.view.turtle(path)
        members = list(self.report.items(path))
        if members:
            return f"( {' '.join(self._path(member) for member in members)} )"
        return f"[ {' ; '.join(self._inner(path))} ]"

    def _inner(self, path: Node) -> Iterator[str]:
        for predicate, inner in sorted(self.report.predicate_objects(path)):
            yield f"{self.view.turtle(predicate)} {self._path(inner)}"
