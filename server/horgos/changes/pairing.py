"""Which claim that went is the same statement as one that came.

The IRI of a claim names its content, so that a figure that was mended is another claim. Two are taken for one
statement where they are of one class, about one thing, and of one indicator or kind of event; and then either
say it of the same time, or are told by one passage and say the same of another time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from horgos.changes.descriptions import Description, Term
from horgos.pages.words import vocabulary as v

KEPT = (v.TYPE, v.ABOUT, v.INDICATOR, v.EVENT_TYPE)
"""What may not differ."""
SPECIFIC = (v.INDICATOR, v.EVENT_TYPE)
_NOTES = ("note", "editorialNote", "scopeNote", "historyNote", "changeNote", "definition", "example")
TEXTS = frozenset(
    (
        *(v.LABEL, v.LOCATOR, v.DESCRIPTION, f"{v.DCTERMS}title", f"{v.RDFS}comment"),
        *(f"{v.SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", *_NOTES)),
    )
)
"""The properties that name and explain, so that a change of them changes no value."""


class _Candidate(NamedTuple):
    """How well two claims fit, the best first; then their IRIs, so that nothing is left to chance."""

    other_voice: bool
    other_time: bool
    fewer_shared: int
    old: str
    new: str


def is_claim(description: Description) -> bool:
    """Whether something says what it is about."""
    return any(predicate == v.ABOUT for predicate, _ in description)


def pairs(gone: Mapping[str, Description], come: Mapping[str, Description]) -> dict[str, str]:
    """For each claim that went and came again with another content: its IRI then, and its IRI now."""
    alike: dict[frozenset[tuple[str, Term]], list[str]] = {}
    for iri, description in come.items():
        alike.setdefault(_kept(description), []).append(iri)
    candidates = sorted(
        candidate
        for old, before in gone.items()
        for new in alike.get(_kept(before), ())
        if (candidate := _candidate(old, before, new, come[new]))
    )
    made: dict[str, str] = {}
    taken: set[str] = set()
    for candidate in candidates:
        if candidate.old not in made and candidate.new not in taken:
            made[candidate.old] = candidate.new
            taken.add(candidate.new)
    return made


def _kept(description: Description) -> frozenset[tuple[str, Term]]:
    return frozenset(said for said in description if said[0] in KEPT)


def _candidate(old: str, before: Description, new: str, after: Description) -> _Candidate | None:
    one_voice = bool(_voices(before) & _voices(after))
    one_time = _times(before) == _times(after)
    is_specific = any(predicate in SPECIFIC for predicate, _ in before)
    fits = (one_time and (one_voice or is_specific)) or (one_voice and _content(before) == _content(after))
    if not is_claim(before) or not fits:
        return None
    return _Candidate(not one_voice, not one_time, -len(before.keys() & after.keys()), old, new)


def _voices(description: Description) -> frozenset[str]:
    return frozenset().union(*description.values())


def _times(description: Description) -> set[Term]:
    return {term for predicate, term in description if predicate == v.WHEN}


def _content(description: Iterable[tuple[str, Term]]) -> set[tuple[str, Term]]:
    return {said for said in description if said[0] not in TEXTS and said[0] != v.WHEN}
