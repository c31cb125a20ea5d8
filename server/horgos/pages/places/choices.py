"""What of the things on a page a reader can choose: their kinds, and the documents that they occur in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from horgos.errors import BadRequest
from horgos.pages.words.names import Names, Ref


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see: a year, a kind of things, a document that they occur in; '' for any."""

    year: int | None = None
    kind: str = ""
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """A kind or a document that can be chosen: its value in the address, and how many things it has."""

    value: str
    ref: Ref
    total: int
    chosen: bool


@dataclass(frozen=True)
class Choices:
    """What can be chosen of some things, those with the most things first, and what was."""

    wish: Wish
    kinds: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    things: frozenset[str]


def choices(
    things: Sequence[str], documents: Mapping[str, Sequence[str]], names: Names, wish: Wish
) -> Choices:
    """The choices among these things, of which the `documents` are known, and the things that were chosen.

    Raises BadRequest for a kind or a document that none of them has. Their names must have been loaded.
    """

    def in_documents(thing: str) -> Sequence[str]:
        return documents.get(thing, ())

    kinds = _offered("kind", things, names.types, names, wish.kind)
    sources = _offered("source", things, in_documents, names, wish.source)
    chosen = set(things)
    for offered, of in ((kinds, names.types), (sources, in_documents)):
        for choice in offered:
            if choice.chosen:
                chosen &= {thing for thing in things if choice.ref.iri in of(thing)}
    return Choices(wish, kinds, sources, frozenset(chosen))


def _offered(
    parameter: str, things: Iterable[str], of: Callable[[str], Sequence[str]], names: Names, wanted: str
) -> tuple[Choice, ...]:
    totals: dict[str, int] = {}
    for thing in things:
        for iri in of(thing):
            totals[iri] = totals.get(iri, 0) + 1
    refs = [(names.ref(iri), total) for iri, total in totals.items()]
    made = [Choice(_value(ref), ref, total, _value(ref) == wanted) for ref, total in refs]
    if things and wanted and not any(choice.chosen for choice in made):
        raise BadRequest(
            f"The parameter {parameter} is {wanted!r}, which nothing on this page has.",
            advice=f"Use one of: {', '.join(choice.value for choice in made)}; or leave it out.",
            parameter=parameter,
        )
    return tuple(sorted(made, key=lambda each: (-each.total, each.ref.label.text)))


def _value(ref: Ref) -> str:
    return ref.short or ref.page or ref.iri
