"""What a voice says, as its page shows it: claims, like things in rows, and each other thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from horgos.pages.told import anchors, lines, tables
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.told.nodes import Nodes
from horgos.pages.told.tables import Table
from horgos.pages.told.values import Value
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.told.voices import Said

FEW = 4  # things of one kind that stand in a table


@dataclass(frozen=True)
class Group:
    """What is said of a thing by one predicate, and its place on the page; `also` is that of its unit.

    Values that read the same and lead nowhere are one; each comes with how many it is. `more` counts parts
    that the statements told of do not reach.
    """

    at: str
    also: str
    predicate: Ref
    values: tuple[tuple[Value | Table, int], ...]
    more: int


@dataclass(frozen=True)
class Told:
    """The plain statements of a voice about one subject."""

    kind: ClassVar[str] = "thing"
    subject: Ref
    groups: tuple[Group, ...]

    @property
    def at(self) -> str:
        """Its place on the page, where the marks of a claim lead that the voice only adds to."""
        return anchors.of_claim(self.subject)


@dataclass(frozen=True)
class Relation:
    """One plain statement of a voice."""

    subject: Ref
    predicate: Ref
    value: Value


@dataclass(frozen=True)
class Content:
    """What a voice says: claims in the order of time, and beside them other things, which `nodes` has plain.

    `total` counts all its statements, `shown` those that are told; `title` suits the kind of voice.
    """

    title: str
    lines: tuple[Line, ...]
    things: tuple[Told | Table, ...]
    nodes: Nodes
    total: int
    shown: int

    @property
    def relations(self) -> Iterator[Relation]:
        """The statements beside the claims, one by one."""
        refs = self.nodes.names.ref
        for subject, node in self.nodes.said.items():
            for predicate, terms in node.items():
                for term in terms:
                    yield Relation(refs(subject), refs(predicate), self.nodes.value(subject, predicate, term))


def content(found: Said, accounts: Mapping[str, Account], names: Names, page: str) -> Content | None:
    """What a voice says, as a page shows it; None where it says nothing."""
    if not found.rows:
        return None
    claims = set(found.claims())
    plain = [row for row in found.rows if row["s"].value not in claims]
    is_rule = names.voice(page).kind == "rule"
    writer = _Writer(Nodes.of(plain, names, accounts, page), is_rule)
    things = tuple(writer.things())
    return Content(
        title=message("What it derives") if is_rule else message("What it says"),
        lines=lines.lines((accounts[iri] for iri in claims if iri in accounts), names, page, accounts),
        things=things,
        nodes=writer.nodes,
        total=found.total,
        shown=sum(row["s"].value in claims or row["s"].value in writer.told for row in found.rows),
    )


@dataclass(frozen=True)
class _Writer:
    """Puts the things together; `told` are the subjects that were told of.

    What a rule derives is `alike`, also where it does not say what it is.
    """

    nodes: Nodes
    alike: bool
    told: set[str] = field(default_factory=set)

    def things(self) -> Iterator[Told | Table]:
        """What is no part of something else: many of one kind in a table, where that kind first comes."""
        alone = [iri for iri in self.nodes.said if iri not in self.nodes.owners]
        by_kind = _by_kind(self.nodes, alone)
        for iri in alone:
            like = by_kind[self.nodes.kinds(iri)]
            if iri not in self.told:
                many = len(like) >= FEW and (self.alike or self.nodes.kinds(iri))
                yield self.table(like) if many else self.thing(iri)

    def table(self, iris: Sequence[str]) -> Table:
        """These things in rows."""
        made = tables.table(self.nodes, iris)
        self.told.update(made.told)
        return made

    def thing(self, iri: str) -> Told:
        """A thing, with its parts in tables."""
        self.told.add(iri)
        groups = tuple(self.group(iri, predicate) for predicate in self.nodes.said[iri])
        return Told(self.nodes.names.ref(iri), groups)

    def group(self, iri: str, predicate: str) -> Group:
        """What is said of it by one predicate."""
        names, terms = self.nodes.names, self.nodes.said[iri][predicate]
        parts = self.nodes.parts(iri, predicate)
        made = [self.table(each) for each in _by_kind(self.nodes, parts).values()]
        rest = [term for term in terms if term.value not in parts]
        cut = [term for term in rest if made and names.is_part(term.value)]
        shown = alike(self.nodes.value(iri, predicate, term) for term in rest if term not in cut)
        at = anchors.of_statement(names.ref(iri), names.ref(predicate))
        has_unit = predicate == v.ROUNDED_TO and iri in self.nodes.units
        also = anchors.of_statement(names.ref(iri), names.ref(v.UNIT)) if has_unit else ""
        return Group(at, also, names.ref(predicate), (*shown, *((table, 1) for table in made)), len(cut))


def alike(values: Iterable[Value]) -> Iterator[tuple[Value, int]]:
    """The values, those that read the same and lead nowhere once; each with how many it is."""
    found: dict[object, list[Value]] = {}
    for place, value in enumerate(values):
        key = value.label if isinstance(value, Ref) and not value.is_linked else place
        found.setdefault(key, []).append(value)
    yield from ((each[0], len(each)) for each in found.values())


def _by_kind(nodes: Nodes, iris: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for iri in iris:
        found.setdefault(nodes.kinds(iri), []).append(iri)
    return found
