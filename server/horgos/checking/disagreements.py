"""Which disagreements appeared and vanished between two states: findings of the editors, and conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from horgos.changes import Changes, Snapshot
from horgos.changes.snapshot import quad
from horgos.pages.words import vocabulary as v

_KINDS = {NamedNode(v.DISAGREEMENT), NamedNode(v.FINDING)}
_TOLD = tuple(f"<{iri}>".encode() for iri in (v.CONFLICTS_WITH, v.DISAGREEMENT, v.FINDING))


@dataclass(frozen=True, order=True)
class Disagreement:
    """One that is there now and was not, or the other way round: a finding, or two claims in conflict."""

    appeared: bool
    of: tuple[str, ...]


def differing(old: Snapshot, new: Snapshot, changes: Changes) -> tuple[Disagreement, ...]:
    """What appeared and what vanished. A claim that came again with another content keeps its conflicts."""
    before, after = _all(old, changes.again), _all(new, {})
    gone = [Disagreement(False, each) for each in before - after]
    return tuple(sorted([*gone, *(Disagreement(True, each) for each in after - before)]))


def _all(state: Snapshot, again: Mapping[str, str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for line in state.lines():
        if any(each in line[1] for each in _TOLD):
            found.add(_disagreement(quad(line), again))
    return found - {()}


def _disagreement(statement: Quad, again: Mapping[str, str]) -> tuple[str, ...]:
    subject, term = (
        again.get(each.value, each.value) if isinstance(each, NamedNode) else ""
        for each in (statement.subject, statement.object)
    )
    if statement.predicate.value == v.TYPE and statement.object in _KINDS:
        return (subject,)
    return tuple(sorted((subject, term))) if statement.predicate.value == v.CONFLICTS_WITH else ()
