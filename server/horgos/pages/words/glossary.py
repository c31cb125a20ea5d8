"""What resources are called and what they are: asked for once, and kept, as the dataset does not change."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from sys import getsizeof
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.cache import Cache
from horgos.engine.interface import MIB
from horgos.pages.words import vocabulary as v
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.pages.reading import Row
    from horgos.pages.words.names import Ref

    Select = Callable[..., tuple[Row, ...]]
    """Asks a query by its name; see `Reader.select`."""

BATCH = 500  # resources asked for in one query
BOUND = 8 * MIB  # for the names of some thousand resources: the terms of a graph, and what was last shown
DISPUTED = 5000  # claims that `sparql/disputed.rq` gives: where there are so many, there may be more
DISPUTES = MIB  # for what disputes some thousand claims
TOGETHER = 200  # claims whose disputes are asked for in one query
REFS = 2 * MIB  # for what readers see of the same: some thousand resources
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")  # of a language (BCP 47); not its name
_OVERHEAD = 1024  # bytes of the objects of an entry
_ROW = 512  # bytes of the objects of a solution


@dataclass
class Described:
    """What the dataset says of a resource that a page mentions. Not to be changed once it is kept.

    `wider` are the classes that a class is a subclass of; `sign` and `code` are those of a unit, `base` is
    the unit that it is a multiple of; `whole` is what it is part of, `ontology` what defines it; `languages`
    are those that a document is in, as tags; `start` is the character of its document that a passage begins
    with, -1 where not known.
    """

    labels: dict[str, list[Label]] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    sign: str = ""
    code: str = ""
    base: str | None = None
    whole: str | None = None
    ontology: str | None = None
    start: int = -1

    def note(self, predicate: str, value: object) -> None:
        """Take in one statement about the resource."""
        if isinstance(value, Literal):
            self._note_text(predicate, value)
        elif isinstance(value, NamedNode):
            self._note_link(predicate, value.value)

    def _note_text(self, predicate: str, text: Literal) -> None:
        if predicate == v.UNIT_CODE:
            self.code = text.value
        elif predicate == v.UNIT_SIGN:
            self.sign = text.value
        elif predicate == v.LANGUAGE:
            self.languages += [text.value] if _TAG.match(text.value) else []
        else:
            self.labels.setdefault(predicate, []).append(Label(text.value, text.language or ""))

    def _note_link(self, predicate: str, iri: str) -> None:
        if predicate == v.TYPE:
            self.types.append(iri)
        elif predicate == v.SUBCLASS_OF:
            self.wider.append(iri)
        elif predicate == v.SCALING_OF:
            self.base = iri
        elif predicate == v.PART_OF:
            self.whole = iri
        elif predicate == v.DEFINED_BY:
            self.ontology = iri

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        texts = (label.text for labels in self.labels.values() for label in labels)
        alone = (self.sign, self.code, self.base, self.whole, self.ontology)
        return sum(map(getsizeof, (*texts, *self.types, *self.wider, *self.languages, *alone)))


NOTHING = Described()
"""What is known about a resource that the dataset says nothing of."""


class Glossary:
    """Resources of one dataset, by IRI, of at most `bound` bytes. Safe to be used by many threads at once."""

    def __init__(self, bound: int = BOUND) -> None:
        self._kept: Cache[Described] = Cache(bound, _OVERHEAD)
        self._refs: Cache[Ref] = Cache(REFS, _OVERHEAD)
        self._disputes: Cache[tuple[Row, ...]] = Cache(DISPUTES, _OVERHEAD)
        self._disputed: frozenset[str] | None = None

    def described(self, iris: Iterable[str], select: Select) -> Mapping[str, Described]:
        """These resources; `select` is asked for those that are not kept."""
        found = self._kept.get_all(iris)
        missing = sorted(iri for iri, kept in found.items() if kept is None)
        made = {iri: Described() for iri in missing}
        for batch in _batches(missing):
            for row in select("names", iri=[NamedNode(iri) for iri in batch]):
                made[row["iri"].value].note(row["p"].value, row["o"])
        for batch in _batches([iri for iri, described in made.items() if v.PASSAGE in described.types]):
            for row in select("passage-starts", passage=[NamedNode(iri) for iri in batch]):
                made[row["passage"].value].start = int(row["start"].value)
        for iri, described in made.items():
            self._kept.put(iri, described, getsizeof(iri) + described.size)
        return {iri: kept or made[iri] for iri, kept in found.items()}

    def ref(self, iri: str, languages: tuple[str, ...], make: Callable[[str], Ref]) -> Ref:
        """What `make` makes of a resource for readers of these languages, made once as long as it is kept."""
        key = (iri, languages)
        made = self._refs.get(key)
        if made is None:
            made = make(iri)
            self._refs.put(key, made, getsizeof(made.label.text) + getsizeof(iri))
        return made

    def may_be_disputed(self, iris: Iterable[str], select: Select) -> list[str]:
        """Those of these resources that are part of a finding, or in conflict with another; most are not.

        All of them in a graph that has more of such than are kept.
        """
        known = self._known(select)
        return [iri for iri in iris if len(known) >= DISPUTED or iri in known]

    def disputes(self, iris: Iterable[str], select: Select) -> Mapping[str, tuple[Row, ...]]:
        """The solutions of `sparql/disputes.rq` and `rivals.rq` for each of these resources, in their order.

        Where one is not kept, and one query is enough for all that may be disputed, all are asked for.
        """
        found = self._disputes.get_all(sorted({*self.may_be_disputed(iris, select)}))
        missing = [iri for iri, kept in found.items() if kept is None]
        made: dict[str, tuple[Row, ...]] = {}
        for start in range(0, len(missing), TOGETHER):
            made |= self._ask_disputes(missing[start : start + TOGETHER], select)
        return {iri: made[iri] if kept is None else kept for iri, kept in found.items()}

    def _ask_disputes(self, iris: list[str], select: Select) -> dict[str, tuple[Row, ...]]:
        known = self._known(select)
        made: dict[str, list[Row]] = {iri: [] for iri in (known if len(known) <= TOGETHER else iris)}
        claims = [*map(NamedNode, made)]
        for row in chain(select("disputes", claim=claims), select("rivals", claim=claims)):
            made[row["claim"].value].append(row)
        for iri, rows in made.items():
            self._disputes.put(iri, tuple(rows), _ROW * len(rows))
        return {iri: tuple(rows) for iri, rows in made.items()}

    def _known(self, select: Select) -> Collection[str]:
        """The claims that may be disputed, as far as they are kept."""
        if self._disputed is None:
            self._disputed = frozenset(row["claim"].value for row in select("disputed"))
        return self._disputed


def _batches(iris: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(iris), BATCH):
        yield iris[start : start + BATCH]
