"""What changed between two states, by entity: which statements came and went, and which changed how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import NamedNode, Quad

from horgos.changes.descriptions import Described, Description, Term, graph_of
from horgos.changes.pairing import TEXTS, is_claim, pairs
from horgos.changes.patch import ADDED, REMOVED, differences
from horgos.changes.snapshot import Snapshot, key, quad


class Kind(StrEnum):
    """What became of a statement, or of a resource and all that is stated of it."""

    VALUE = "value"
    SOURCE = "source"
    ADDED = "added"
    REMOVED = "removed"
    OTHER = "other"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Part:
    """The objects of a property that went, and those that came."""

    predicate: str
    before: tuple[Term, ...]
    after: tuple[Term, ...]


@dataclass(frozen=True)
class Moved:
    """The graphs that no longer say something, and those that say it now, of so many statements."""

    lost: tuple[str, ...]
    gained: tuple[str, ...]
    statements: int


@dataclass(frozen=True)
class Change:
    """What changed of one resource. `old` and `new` are its IRIs, '' where it was not there, or is not.

    `voices` are the graphs that say what differs.
    """

    old: str
    new: str
    kinds: tuple[Kind, ...]
    parts: tuple[Part, ...]
    moved: tuple[Moved, ...]
    voices: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The resource as it is now, or was."""
        return self.new or self.old


@dataclass(frozen=True)
class Entity:
    """All that changed about one thing. `derived` are the statements of rules that went and came with it."""

    iri: str
    changes: tuple[Change, ...]
    derived: tuple[tuple[str, Quad], ...]

    @property
    def follows(self) -> bool:
        """Whether it only follows from what changed elsewhere."""
        return all(change.kinds == (Kind.FOLLOWS,) for change in self.changes)


@dataclass(frozen=True)
class Changes:
    """All that changed from the state called `old` to the one called `new`, by entity in the order of IRIs.

    Entities that only follow from other changes come last. `again` leads from claims that went to those that
    came in their place, derived ones too. `statements` counts what went and came (`D`, `A`) among what is
    stated, `derived` among what is derived.
    """

    old: str
    new: str
    entities: tuple[Entity, ...]
    statements: Mapping[str, int]
    derived: Mapping[str, int]
    described: Described = field(repr=False)
    again: Mapping[str, str] = field(default_factory=dict)

    def summary(self) -> dict[str, int]:
        """How many changes there are of each kind, of how many things; and how many statements."""
        kinds = Counter(kind for entity in self.entities for each in entity.changes for kind in each.kinds)
        return {
            **{kind.value: kinds[kind] for kind in Kind},
            "entities": len(self.entities),
            "statements_removed": self.statements[REMOVED],
            "statements_added": self.statements[ADDED],
            "derived_removed": self.derived[REMOVED],
            "derived_added": self.derived[ADDED],
        }


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """Tell what changed. In memory are the statements that differ, and what is said about the same resources.

    Raises ConfigError where the two cannot be compared.
    """
    rows = [(code, quad(line)) for code, line in differences(old, new)]
    described = Described.by(old, new, {key(each) for _, each in rows})
    derived = [row for row in rows if described.is_rule(graph_of(row[1]))]
    stated = [row for row in rows if not described.is_rule(graph_of(row[1]))]
    changes: dict[str, list[Change]] = {}
    comparison = _Comparison(described, sorted({key(each) for _, each in stated}))
    for change in comparison.changes():
        changes.setdefault(described.entity(change.iri), []).append(change)
    concluded: dict[str, list[tuple[str, Quad]]] = {}
    for row in derived:
        concluded.setdefault(described.entity(key(row[1])), []).append(row)
    entities = [
        Entity(iri, tuple(changes.get(iri, ())), tuple(concluded.get(iri, ())))
        for iri in sorted(changes.keys() | concluded.keys())
    ]
    entities.sort(key=lambda entity: entity.follows)
    again = {**_derived_again(described, sorted({key(each) for _, each in derived})), **comparison.again}
    return Changes(old.name, new.name, tuple(entities), _counted(stated), _counted(derived), described, again)


def _derived_again(described: Described, touched: list[str]) -> dict[str, str]:
    """The nodes that rules made and make again from what changed, under another name."""
    before = {iri: described.derived(described.old, iri) for iri in touched if iri not in described.new}
    after = {iri: described.derived(described.new, iri) for iri in touched if iri not in described.old}
    return pairs(
        {iri: said for iri, said in before.items() if said},
        {iri: said for iri, said in after.items() if said},
    )


def _counted(rows: list[tuple[str, Quad]]) -> Counter[str]:
    return Counter(code for code, _ in rows)


class _Comparison:
    """Tells what became of each resource that is stated otherwise now; of claims that came again as one."""

    def __init__(self, described: Described, touched: list[str]) -> None:
        self._described, self._touched = described, touched
        self._before = {iri: described.stated(described.old, iri) for iri in touched}
        self._after = {iri: described.stated(described.new, iri) for iri in touched}
        gone = {iri: said for iri, said in self._before.items() if said and not self._after[iri]}
        come = {iri: said for iri, said in self._after.items() if said and not self._before[iri]}
        self.again = pairs(gone, come)

    def changes(self) -> Iterator[Change]:
        """What became of each, in their order."""
        taken = frozenset(self.again.values())
        for iri in self._touched:
            if iri in self.again:
                yield self._changed(iri, self.again[iri])
            elif self._before[iri] and self._after[iri]:
                yield self._changed(iri, iri)
            elif iri not in taken:
                yield self._added(iri) if self._after[iri] else self._removed(iri)

    def _added(self, iri: str) -> Change:
        after = self._after[iri]
        return Change("", iri, (Kind.ADDED,), tuple(_parts({}, after)), (), _voices(after, after))

    def _removed(self, iri: str) -> Change:
        before = self._before[iri]
        return Change(iri, "", (Kind.REMOVED,), tuple(_parts(before, {})), (), _voices(before, before))

    def _changed(self, old: str, new: str) -> Change:
        before, after = self._before[old], self._after[new]
        parts = tuple(_parts(before, after))
        moved = tuple(_moved(before, after, renamed=old != new))
        kinds = {self._kind(part, claim=is_claim(after)) for part in parts}
        kinds |= {Kind.SOURCE} if moved else set()
        kinds |= {Kind.OTHER} if not kinds else set()
        voices = _voices({**before, **after}, before.keys() ^ after.keys())
        return Change(old, new, tuple(kind for kind in Kind if kind in kinds), parts, moved, voices)

    def _kind(self, part: Part, *, claim: bool) -> Kind:
        """What became of a property; the statements of a claim are one whole: each is part of its value."""
        if part.predicate in TEXTS:
            return Kind.OTHER
        if self._follows(part):
            return Kind.FOLLOWS
        if claim or (part.before and part.after):
            return Kind.VALUE
        return Kind.ADDED if part.after else Kind.REMOVED

    def _follows(self, part: Part) -> bool:
        """Whether nothing changed but what another claim is called now, or what rules make of it."""
        before, after = ({_named(term) for term in terms} for terms in (part.before, part.after))
        went, came = before - self.again.keys(), after - {self.again.get(iri) for iri in before}
        derived = all(map(self._described.is_derived, went | came))
        return bool(before) and len(before) == len(after) and len(went) == len(came) and derived


def _named(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _voices(description: Description, said: Iterable[tuple[str, Term]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*(description[each] for each in said))))


def _parts(before: Description, after: Description) -> Iterator[Part]:
    """The properties whose objects differ, in the order of their IRIs."""
    went, came = before.keys() - after.keys(), after.keys() - before.keys()
    for predicate in sorted({predicate for predicate, _ in went | came}):
        yield Part(
            predicate,
            tuple(sorted((term for each, term in went if each == predicate), key=str)),
            tuple(sorted((term for each, term in came if each == predicate), key=str)),
        )


def _moved(before: Description, after: Description, *, renamed: bool) -> Iterator[Moved]:
    """Who says it now and who did: of a claim under another name all who say any of it, else by statement."""
    counts: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    if renamed:
        counts[frozenset().union(*before.values()), frozenset().union(*after.values())] = len(after)
    else:
        counts.update((before[said], after[said]) for said in before.keys() & after.keys())
    found = Counter[tuple[tuple[str, ...], tuple[str, ...]]]()
    for (then, now), number in counts.items():
        found[tuple(sorted(then - now)), tuple(sorted(now - then))] += number
    for (lost, gained), number in sorted(found.items()):
        if lost or gained:
            yield Moved(lost, gained, number)
