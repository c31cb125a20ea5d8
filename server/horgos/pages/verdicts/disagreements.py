"""All findings by kind, as many as the reader wants: filtered by kind, verdict and source, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.errors import BadRequest
from horgos.pages.history.facets import Facet, Option
from horgos.pages.told.keys import chosen, keys
from horgos.pages.verdicts import findings
from horgos.pages.verdicts.findings import Finding
from horgos.pages.words.names import Names, Ref
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

LENGTH = 60  # findings on one page

Wanted = Mapping[str, str]
"""What the reader wants: the name of a facet to the key of one of its choices."""


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


def disagreements(reader: Reader, wanted: Wanted, page: int = 1, length: int = LENGTH) -> DisagreementsPage:
    """The findings that are wanted, `length` on a page.

    Raises BadRequest for a value or a page that there is not.
    """
    found = findings.find(reader)
    names = Names(reader)
    names.load(found.mentioned())
    known = found.named(names)
    known_keys = {facet: keys(ref.iri for each in known for ref in _refs(each, facet)) for facet in _FACETS}
    picked = {facet: chosen(key, known_keys[facet], facet) for facet, key in wanted.items()}
    shown = [each for each in known if _fits(each, picked)]
    pages = max(1, -(-len(shown) // length))
    if page > pages:
        raise BadRequest(f"There is no page {page}.", advice=f"The last one is {pages}.", parameter="page")
    return DisagreementsPage(
        facets=tuple(
            _facet(facet, known, picked, found_) for facet, found_ in known_keys.items() if len(found_) > 1
        ),
        groups=_groups(shown, page, length, known_keys["kind"]),
        total=len(shown),
        open=sum(each.open for each in shown),
        known=len(known),
        page=page,
        pages=pages,
    )


def _kinds(finding: Finding) -> Iterable[Ref]:
    return (finding.kind,) if finding.kind else ()


def _verdicts(finding: Finding) -> Iterable[Ref]:
    return (finding.verdict,) if finding.verdict else ()


_FACETS: dict[str, tuple[str, Callable[[Finding], Iterable[Ref]]]] = {
    "kind": (message("Kind"), _kinds),
    "verdict": (message("Verdict"), _verdicts),
    "source": (message("Source"), lambda finding: finding.documents),
}


def _refs(finding: Finding, facet: str) -> Iterable[Ref]:
    return _FACETS[facet][1](finding)


def _fits(finding: Finding, picked: Mapping[str, str], but: str = "") -> bool:
    """Whether a finding has what is picked, by the name of its facet; one facet may be left out."""
    return all(
        iri in (ref.iri for ref in _refs(finding, facet)) for facet, iri in picked.items() if facet != but
    )


def _facet(
    facet: str, found: Iterable[Finding], picked: Mapping[str, str], known: Mapping[str, str]
) -> Facet:
    """A facet; how many findings have a value, beside what is picked in the others; the most first."""
    refs = {ref for each in found for ref in _refs(each, facet)}
    counts = Counter(ref for each in found if _fits(each, picked, facet) for ref in _refs(each, facet))
    ordered = sorted(refs, key=lambda ref: (-counts[ref], ref.label.text, ref.iri))
    options = (Option(known[ref.iri], "", ref, counts[ref], ref.iri == picked.get(facet)) for ref in ordered)
    return Facet(facet, _FACETS[facet][0], tuple(options))


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
