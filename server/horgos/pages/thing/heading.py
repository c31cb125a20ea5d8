"""The head of a page: its title, the other labels, the classes, and what it is in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, clip
from horgos.terms import Label, best_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from horgos.pages.thing.resource import Resource
    from horgos.pages.told.lines import Line
    from horgos.pages.told.statements import Group, Statement

SUMMARY = 900  # characters of what a thing is, in the head of its page
TITLE = 300  # characters of a heading; what is longer is cut with “…” and stands whole among the names

_ACCORDING = {"en": "according to ", "zh": "据"}
_SUMMARIES = (f"{v.SKOS}definition", f"{v.DCTERMS}description", f"{v.SCHEMA}description", f"{v.RDFS}comment")


def title(found: Resource, names: Names, own: Line | None) -> Label:
    """Its label; a claim that nobody labelled is called by its line."""
    if own and titled_by_line(found, names):
        return clip(Label(_telling(own, found, names), names.reader.language), TITLE)
    return clip(names.label(found.iri), TITLE)


def _telling(own: Line, found: Resource, names: Names) -> str:
    """The words of the line, and whose account it is: two documents may tell of one status in one time."""
    language = names.reader.language
    told = (names.label(iri).text for iri in found.accounts[own.claim.iri].iris(v.ACCORDING_TO))
    aside = (f"{_ACCORDING[language]}{document}" for document in told)
    return replace(own, phrase=own.phrase.within(*aside)).words


def titled_by_line(found: Resource, names: Names) -> bool:
    """Whether a claim has no label but what a rule put together, which its line says in better words."""
    return all(_derived(graphs, names) for graphs in found.ends(v.LABEL).values())


def kinds(found: Resource, names: Names) -> tuple[Ref, ...]:
    """Its classes: what it is said to be before what only follows, and none that a narrower one includes."""
    classes = found.ends(v.TYPE)
    wider = {each for kind in classes for each in names.wider(kind.value) if each != kind.value}
    narrow = (kind for kind in classes if kind.value not in wider)
    ordered = sorted(narrow, key=lambda kind: _derived(classes[kind], names))
    return tuple(names.ref(kind.value) for kind in ordered)


def _derived(graphs: Sequence[str], names: Names) -> bool:
    return all(voice.kind == "rule" for voice in names.voices(tuple(graphs)))


def others(names: Names, iri: str) -> tuple[Label, ...]:
    """Its labels in other languages."""
    chosen = names.label(iri)
    return tuple(clip(label) for label in names.labels(iri) if label.text != chosen.text)


def summary(found: Resource, names: Names) -> Label | None:
    """What the editors say it is. What a source says stands further down, with its passage beside it."""
    for predicate in _SUMMARIES:
        labels = [
            Label(term.value, term.language or "")
            for term, graphs in found.ends(predicate).items()
            if isinstance(term, Literal) and any(voice.kind == "editors" for voice in names.voices(graphs))
        ]
        if label := best_label(labels, names.reader.languages):
            return clip(label, SUMMARY)
    return None


def summed(summary: Label | None, groups: Iterable[Group]) -> Statement | None:
    """The only statement of its predicate that says just this."""
    told = (group.statements[0] for group in groups if group.predicate.iri in _SUMMARIES and group.total == 1)
    return next(
        (
            each
            for each in told
            if summary and isinstance(each.value, Text) and each.value.words == summary.text
        ),
        None,
    )
