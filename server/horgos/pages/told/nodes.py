"""What a voice says of each thing, and which of these things are told of only as parts of others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.told import predicates, values
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v

if TYPE_CHECKING:
    from horgos.pages.reading import Row
    from horgos.pages.told.claims import Account
    from horgos.pages.told.values import Value
    from horgos.pages.words.names import Names
    from horgos.queries import Term

    Node = Mapping[str, Sequence[Term]]  # predicate to objects


@dataclass(frozen=True)
class Nodes:
    """What a voice says of each thing, in the order of their IRIs.

    Of texts in several languages, but for names, it has those that suit the reader; `whole` has all. `units`
    has for a thing the unit of what it is rounded to, which stands with that and not alone. `owners` has for
    a part of a resource, as a checksum is, the subject and predicate of the first statement that leads to it:
    there it is told of.
    """

    said: Mapping[str, Node]
    whole: Mapping[str, Node]
    units: Mapping[str, str]
    owners: Mapping[str, tuple[str, str]]
    names: Names
    accounts: Mapping[str, Account]
    page: str

    @classmethod
    def of(cls, rows: Iterable[Row], names: Names, accounts: Mapping[str, Account], page: str) -> Nodes:
        """What these statements say."""
        said: dict[str, dict[str, list[Term]]] = {}
        for row in sorted(rows, key=lambda each: (each["s"].value, each["p"].value)):
            if isinstance(term := row["o"], NamedNode | Literal):
                said.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(term)
        whole = {subject: dict(node) for subject, node in said.items()}
        for node in said.values():
            for predicate in node.keys() - set(predicates.NAMES):
                node[predicate] = list(literals.suiting(node[predicate], names.reader.languages))
        found = ((subject, values.unit_of_rounding(node)) for subject, node in said.items())
        units = {subject: unit for subject, unit in found if unit}
        for subject in units:
            del said[subject][v.UNIT]
        return cls(said, whole, units, _owners(said, names), names, accounts, page)

    def parts(self, subject: str, predicate: str) -> list[str]:
        """The objects of a statement that are told of where it stands."""
        terms = self.said[subject][predicate]
        return [term.value for term in terms if self.owners.get(term.value) == (subject, predicate)]

    def kinds(self, iri: str) -> tuple[str, ...]:
        """What the voice says that a thing is."""
        return tuple(term.value for term in self.said[iri].get(v.TYPE, ()))

    def value(self, subject: str, predicate: str, term: Term) -> Value:
        """The object of a statement as the page shows it."""
        unit = self.units.get(subject, "")
        return values.value(term, self.names, self.accounts, self.page, predicate, subject=subject, unit=unit)


def _owners(said: Mapping[str, Node], names: Names) -> dict[str, tuple[str, str]]:
    """By whom each part is owned, so that every part belongs to a thing that is none."""
    owners: dict[str, tuple[str, str]] = {}
    referred = {term.value for node in said.values() for terms in node.values() for term in terms}
    waiting = deque(iri for iri in said if iri not in referred or not names.is_part(iri))
    while waiting:
        subject = waiting.popleft()
        for predicate, terms in said[subject].items():
            for term in terms:
                part = term.value
                if part in said and part not in owners and names.is_part(part):
                    owners[part] = (subject, predicate)
                    waiting.append(part)
    return owners
