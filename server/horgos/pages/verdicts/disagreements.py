"""All findings by kind, as many as the reader wants: filtered by kind, verdict and source, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.pages import paging
from horgos.pages.facets import Choosing, Facet, Part
from horgos.pages.told.keys import keys
from horgos.pages.verdicts import findings
from horgos.pages.verdicts.findings import Finding
from horgos.pages.words.names import Names, Ref
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

LENGTH = 20  # findings on one page


@dataclass(frozen=True)
class Group:
    """The findings of one kind, or those that are consistent: all of them counted, those of this page shown.

    `page` is the page on which they begin. `kind` is None for those that are consistent or of no kind.
    """

    key: str
    kind: Ref | None
    open: bool
    findings: tuple[Finding, ...]
    total: int
    page: int


@dataclass(frozen=True)
class DisagreementsPage:
    """The page of all findings. `total` counts those that are wanted, `known` all there are.

    `open` counts the disagreements among those wanted. `page` is this page of `pages`, from 1.
    """

    facets: tuple[Facet, ...]
    groups: tuple[Group, ...]
    total: int
    open: int
    known: int
    page: int
    pages: int


def disagreements(
    reader: Reader, wanted: Mapping[str, str], page: int = 1, length: int = LENGTH
) -> DisagreementsPage:
    """The findings that have what is wanted, by the name of a part an IRI; `length` on a page.

    Raises BadRequest for a value or a page that there is not.
    """
    found = findings.find(reader)
    names = Names(reader)
    names.load(found.mentioned())
    choosing = Choosing(found.named(names), PARTS, wanted)
    choosing.check(reader.prefixes)
    shown = choosing.chosen
    pages = paging.pages(len(shown), length, page)
    return DisagreementsPage(
        facets=choosing.facets(names),
        groups=_groups(shown, page, length, keys(each.kind.iri for each in choosing.items if each.kind)),
        total=len(shown),
        open=sum(each.open for each in shown),
        known=len(choosing.items),
        page=page,
        pages=pages,
    )


def _iris(*refs: Ref | None) -> tuple[str, ...]:
    return tuple(ref.iri for ref in refs if ref)


PARTS: dict[str, Part[Finding]] = {
    "kind": Part(message("Kind"), lambda finding: _iris(finding.kind)),
    "verdict": Part(message("Verdict"), lambda finding: _iris(finding.verdict)),
    "source": Part(message("Source"), lambda finding: _iris(*finding.documents)),
}
"""What findings can be chosen by."""


def _groups(shown: Iterable[Finding], page: int, length: int, known: Mapping[str, str]) -> tuple[Group, ...]:
    """The disagreements by kind, those first in which claims conflict most; then what is consistent."""
    gathered: dict[tuple[bool, Ref | None], list[Finding]] = {}
    for each in shown:
        gathered.setdefault((each.open, each.kind if each.open else None), []).append(each)
    ordered = sorted(gathered.items(), key=_rank)
    made, begin = [], 0
    for (is_open, kind), mine in ordered:
        first = max(0, (page - 1) * length - begin)
        part = mine[first : max(0, page * length - begin)]
        key = (f"kind-{known[kind.iri]}" if kind else "other") if is_open else "consistent"
        made.append(Group(key, kind, is_open, tuple(part), len(mine), begin // length + 1))
        begin += len(mine)
    return tuple(made)


def _rank(group: tuple[tuple[bool, Ref | None], list[Finding]]) -> tuple[bool, int, int, str]:
    (is_open, kind), mine = group
    conflicts = sum(any(side.disputed for side in each.sides) for each in mine)
    return not is_open, -conflicts, -len(mine), kind.iri if kind else ""
