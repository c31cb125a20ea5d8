"""What the editors found when they held claims against each other: the claims side by side, the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.told import claims, disputes, values
from horgos.pages.told.claims import Account
from horgos.pages.told.disputes import Disputes
from horgos.pages.told.lines import Line
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref, Voice
from horgos.terms import Label, best_labels

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row
    from horgos.pages.told.links import Links
    from horgos.pages.told.values import Value
    from horgos.queries import Term

TOLD = (v.DESCRIPTION, v.STATUS, v.EDITORIAL_NOTE, v.CONCERNS)
"""The predicates that the block of a finding tells (templates/findings.html), beside the claims."""


@dataclass(frozen=True)
class Side:
    """One claim of a finding: as a line, or by its name alone where nothing more is known of it.

    `preferred` tells that the editors prefer it, `disputed` that it is one of those that differ.
    """

    value: Value
    preferred: bool
    disputed: bool

    @property
    def documents(self) -> tuple[Ref, ...]:
        """The documents that state it."""
        voices = self.value.voices if isinstance(self.value, Line) else ()
        return tuple(dict.fromkeys(voice.document for voice in voices if voice.document))


@dataclass(frozen=True)
class Finding:
    """A finding. `open` says that it is a disagreement, decided or not, and not found consistent.

    `against` are the claims that differ; where none of them is in conflict with another, it has them all.
    `beside` are the others, which go into the computation. `concerns` are the things it is about.
    """

    ref: Ref
    kind: Ref | None
    verdict: Ref | None
    open: bool
    computation: Label | None
    reasons: tuple[Label, ...]
    concerns: tuple[Ref, ...]
    against: tuple[Side, ...]
    beside: tuple[Side, ...]
    voices: tuple[Voice, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """All its claims."""
        return (*self.against, *self.beside)

    @property
    def documents(self) -> tuple[Ref, ...]:
        """The documents that state its claims."""
        return tuple(dict.fromkeys(document for side in self.sides for document in side.documents))


@dataclass(frozen=True)
class Found:
    """What the engine knows about findings, before names. A finding is read as a claim is."""

    findings: tuple[Account, ...]
    accounts: Mapping[str, Account]
    disputes: disputes.Found

    def mentioned(self) -> Iterator[str]:
        """Every resource that they show."""
        for account in (*self.findings, *self.accounts.values()):
            yield from account.mentioned()
        yield from self.disputes.mentioned()

    def named(self, names: Names) -> tuple[Finding, ...]:
        """The findings by title. Their names must have been loaded."""
        marks = self.disputes.named(names)
        made = (_finding(each, self.accounts, marks, names) for each in self.findings)
        return tuple(sorted(made, key=lambda each: (each.ref.label.text.casefold(), each.ref.iri)))


def find(reader: Reader, iri: str | None = None) -> Found:
    """All findings, or this one alone; none where it is no finding."""
    rows = reader.select("findings", **({"finding": NamedNode(iri)} if iri else {}))
    found = tuple(told(rows, "finding").values())
    between = {claim for each in found for claim in each.iris(v.BETWEEN)}
    accounts = claims.with_origins(reader, claims.accounts(reader, between))
    return Found(found, accounts, disputes.find(reader, between))


def finding(reader: Reader, iri: str) -> Finding | None:
    """One finding; None for what is none."""
    found = find(reader, iri)
    names = Names(reader)
    names.load(found.mentioned())
    return next(iter(found.named(names)), None)


def of_links(
    iri: str, links: Iterable[Links], accounts: Mapping[str, Account], marks: Disputes, names: Names
) -> Finding:
    """The finding that has all these links. The names of all must have been loaded.

    `accounts` and `marks` have those of its claims, and may have others.
    """
    found = Account(iri, {each.predicate: each.ends for each in links})
    return _finding(found, accounts, marks, names)


def told(rows: Iterable[Row], subject: str) -> dict[str, Account]:
    """What is said of each resource, from solutions of this variable, ?p, ?o and ?voice."""
    found: dict[str, dict[str, dict[Term, tuple[str, ...]]]] = {}
    for row in rows:
        objects = found.setdefault(row[subject].value, {}).setdefault(row["p"].value, {})
        if isinstance(term := row["o"], NamedNode | Literal):
            objects[term] = (*objects.get(term, ()), row["voice"].value)
    return {iri: Account(iri, values) for iri, values in found.items()}


def texts(found: Account, predicate: str, names: Names) -> tuple[Label, ...]:
    """The texts of a predicate in the language that suits the reader best."""
    terms = (term for term in found.terms(predicate) if isinstance(term, Literal))
    return best_labels((Label(term.value, term.language or "") for term in terms), names.reader.languages)


def _finding(found: Account, accounts: Mapping[str, Account], marks: Disputes, names: Names) -> Finding:
    sides = _sides(found, accounts, marks, names)
    against = tuple(side for side in sides if side.disputed) or sides
    return Finding(
        ref=names.ref(found.iri),
        kind=_ref(found, v.KIND, names),
        verdict=_ref(found, v.STATUS, names),
        open=v.DISAGREEMENT in found.iris(v.TYPE),
        computation=next(iter(texts(found, v.DESCRIPTION, names)), None),
        reasons=texts(found, v.EDITORIAL_NOTE, names),
        concerns=tuple(names.ref(iri) for iri in found.iris(v.CONCERNS)),
        against=against,
        beside=tuple(side for side in sides if side not in against),
        voices=names.voices(graph for who in found.values.get(v.BETWEEN, {}).values() for graph in who),
    )


def _ref(found: Account, predicate: str, names: Names) -> Ref | None:
    iri = next(iter(found.iris(predicate)), None)
    return names.ref(iri) if iri else None


def _sides(
    found: Account, accounts: Mapping[str, Account], marks: Disputes, names: Names
) -> tuple[Side, ...]:
    """The claims of a finding: the preferred one first, then in the order of time."""
    preferred = set(found.iris(v.PREFERRED))
    made = []
    for iri in found.iris(v.BETWEEN):
        value = values.value(NamedNode(iri), names, accounts, found.iri)
        disputed = any(mark.disputed for mark in marks.get(iri, ()) if mark.ref.iri == found.iri)
        made.append(Side(_shown(value), iri in preferred, disputed))
    return tuple(sorted(made, key=_order))


def _shown(value: Value) -> Value:
    """A claim without what it conflicts with, which stands beside it."""
    if not isinstance(value, Line):
        return value
    kept = (detail for detail in value.details if detail.predicate.iri != v.CONFLICTS_WITH)
    return replace(value, details=tuple(kept))


def _order(side: Side) -> tuple[bool, tuple[int, ...], str]:
    line = side.value if isinstance(side.value, Line) else None
    return not side.preferred, line.order if line else (), line.claim.iri if line else ""
