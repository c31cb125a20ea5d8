"""Claims that differ, set together: the values, what the editors decided about them, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from pyoxigraph import Literal, NamedNode

from horgos.pages.told.claims import BATCH
from horgos.pages.told.disputes import Dispute, Disputes
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.terms import Label, best_labels

if TYPE_CHECKING:
    from horgos.pages.reading import Round
    from horgos.pages.words.names import Ref

Reasons = Mapping[str, tuple[Label, ...]]
"""What the editors say of a finding, by its IRI, in all languages."""


@dataclass(frozen=True)
class Contest:
    """Claims that differ. `finding` is what the editors found, None where they have found nothing yet."""

    kind: ClassVar[str] = "contest"
    finding: Ref | None
    verdict: Ref | None
    lines: tuple[Line, ...]
    reasons: tuple[Label, ...]


def ask(round_: Round, claims: Iterable[str]) -> Callable[[], Reasons]:
    """Have the reasons asked for in the disagreements about claims; what is returned gives them."""
    wanted = sorted(set(claims))
    asked = [
        round_.ask("reasons", claim=[*map(NamedNode, wanted[start : start + BATCH])])
        for start in range(0, len(wanted), BATCH)
    ]

    def gathered() -> Reasons:
        found: dict[str, dict[Label, None]] = {}
        for row in (row for rows in asked for row in rows()):
            if isinstance(reason := row["reason"], Literal):
                label = Label(reason.value, reason.language or "")
                found.setdefault(row["finding"].value, {})[label] = None
        return {finding: tuple(labels) for finding, labels in found.items()}

    return gathered


def entries(
    lines: Sequence[Line], disputes: Disputes, reasons: Reasons, languages: Sequence[str]
) -> tuple[Line | Contest, ...]:
    """The claims in their order; where the first of some that differ would stand, they stand together.

    A claim that is part of several disagreements stands with the one that holds the most of these claims.
    """
    lines = quiet(lines, disputes)
    grouped = {line.claim.iri: key for key, group in _groups(lines, disputes) for line in group}
    together: dict[str, list[Line]] = {}
    for line in lines:
        together.setdefault(grouped.get(line.claim.iri, line.claim.iri), []).append(line)
    made: list[Line | Contest] = []
    for key, group in together.items():
        if len(group) == 1:
            made.append(group[0])
        else:
            marks = disputes[group[0].claim.iri]
            dispute = next(each for each in marks if _key(group[0], each) == key)
            made.append(_contest(tuple(group), dispute, reasons, languages))
    return tuple(made)


def quiet(lines: Iterable[Line], disputes: Disputes) -> tuple[Line, ...]:
    """The claims; those with a mark that they are disputed do not name what they conflict with as well."""
    return tuple(_without_conflicts(line) if line.claim.iri in disputes else line for line in lines)


def of_claim(
    claim: str, disputes: Disputes, reasons: Reasons, languages: Sequence[str]
) -> tuple[Contest, ...]:
    """What was found about one claim that differs from others; the others are not among its lines."""
    mine = (each for each in disputes.get(claim, ()) if each.disputed and each.found)
    return tuple(_contest((), each, reasons, languages) for each in mine)


def _groups(lines: Iterable[Line], disputes: Disputes) -> Iterator[tuple[str, list[Line]]]:
    """What holds claims against each other, with those of them that no larger group has."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        for key in {_key(line, each) for each in disputes.get(line.claim.iri, ()) if each.disputed}:
            groups.setdefault(key, []).append(line)
    taken: set[str] = set()
    for key, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        free = [line for line in group if line.claim.iri not in taken]
        if len(free) > 1:
            taken.update(line.claim.iri for line in free)
            yield key, free


def _key(line: Line, dispute: Dispute) -> str:
    """What claims that differ have in common: the finding, or that they are in conflict."""
    return dispute.ref.iri if dispute.found else " ".join(sorted((line.claim.iri, dispute.ref.iri)))


def _contest(
    lines: tuple[Line, ...], dispute: Dispute, reasons: Reasons, languages: Sequence[str]
) -> Contest:
    if not dispute.found:
        return Contest(None, None, lines, ())
    told = best_labels(reasons.get(dispute.ref.iri, ()), languages)
    return Contest(dispute.ref, dispute.verdict, lines, told)


def _without_conflicts(line: Line) -> Line:
    """A claim without the detail of what it is in conflict with."""
    return replace(
        line, details=tuple(each for each in line.details if each.predicate.iri != v.CONFLICTS_WITH)
    )
