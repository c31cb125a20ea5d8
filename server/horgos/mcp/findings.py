"""What the editors found where claims differ, or only seem to, as models of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from horgos.mcp import models
from horgos.mcp.things import claim, resource, value
from horgos.pages.told.lines import Line
from horgos.pages.verdicts import disagreements as pages

if TYPE_CHECKING:
    from horgos.mcp.evidence import Evidence
    from horgos.pages.reading import Reader
    from horgos.pages.verdicts.findings import Finding, Side

LENGTH = 10  # findings in one answer


def findings(reader: Reader, evidence: Evidence, wanted: Mapping[str, str], page: int) -> models.Findings:
    """The findings that are wanted, by the names of the filters; a page of them.

    Raises BadRequest for a value or a page that there is not.
    """
    found = pages.disagreements(reader, wanted, page, LENGTH)
    shown = tuple(_finding(each, evidence) for group in found.groups for each in group.findings)
    return models.Findings(
        total=found.total,
        disagreements=found.open,
        page=found.page,
        pages=found.pages,
        findings=shown,
        choices={facet.name: tuple(option.value for option in facet.options) for facet in found.facets},
        **evidence.told(),
    )


def _finding(finding: Finding, evidence: Evidence) -> models.Finding:
    evidence.said_by(finding.voices)
    return models.Finding(
        iri=finding.ref.iri,
        label=finding.ref.label.text,
        kind=finding.kind.label.text if finding.kind else None,
        verdict=finding.verdict.label.text if finding.verdict else None,
        is_disagreement=finding.open,
        computation=finding.computation.text if finding.computation else None,
        reasons=tuple(label.text for label in finding.reasons),
        concerns=tuple(map(resource, finding.concerns)),
        claims=tuple(_side(side, evidence) for side in finding.sides),
    )


def _side(side: Side, evidence: Evidence) -> models.Side:
    marks: dict[str, Any] = {"preferred": side.preferred, "differs": side.disputed}
    if isinstance(side.value, Line):
        return models.Side(**claim(side.value, {}, evidence).model_dump(), **marks)
    words, _, iri = value(side.value)
    evidence.rest_on([iri] if iri else [])
    return models.Side(
        iri=iri or "",
        text=words,
        said_by=(),
        topic="claims",
        when=None,
        edtf=None,
        disputed_in=(),
        follows_from=(),
        **marks,
    )
