"""Finds resources by their names in the index of a publication, a file that web processes share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from horgos.search.facets import facets
from horgos.search.found import Fit, Found, Hit, Name, Wanted
from horgos.search.making import FILE
from horgos.search.matching import MOST, Match, Matches, matches, narrowed
from horgos.search.reading import Read, reading
from horgos.terms import Label

NAMES = 10_000  # that are kept, to be known again within others
_THINGS = "SELECT thing.id, iri, weight FROM thing JOIN json_each(?) ON thing.id = value"
_NAMES = """
SELECT name.id, text, language, property, iri FROM name JOIN voice ON name.id = name
WHERE name.id IN (SELECT value FROM json_each(?)) ORDER BY name.id, iri"""
_CLASSES = """
SELECT iri, class FROM thing JOIN kind ON kind.thing = thing.id
WHERE iri IN (SELECT value FROM json_each(?)) AND narrowest >= ? ORDER BY iri, class"""
_KNOWN = """
SELECT DISTINCT text FROM name JOIN thing ON thing.id = thing
WHERE (text LIKE '_% _%' OR text GLOB '[一-鿿][一-鿿]*') AND length(text) <= ?
ORDER BY weight DESC, text LIMIT ?"""
_KINDS = "SELECT class, COUNT(*) AS n FROM kind GROUP BY class ORDER BY n DESC, class"
_PROPERTIES = """
SELECT iri, SUM(things) AS n FROM property WHERE ? IN ('', class) GROUP BY iri ORDER BY n DESC, iri"""


def index_in(folder: Path) -> Index | None:
    """The index of the publication in a folder; None where it has none."""
    path = folder / FILE
    return Index(path) if path.exists() else None


class Index:
    """The index in a file. Safe to be used by many threads and processes at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[int, frozenset[str]] = {}

    def find(self, wanted: Wanted, start: int = 0, number: int = 20, *, counted: bool = False) -> Found:
        """What fits, from the hit `start` on, at most `number` of them; with its facets where `counted`.

        The best fit comes first; of those that fit alike what is referred to more and has less in its name
        beside the query. Only where nothing has such a name are those given that are spelt nearly so. Raises
        QueryTimeout.
        """
        with reading(self._path) as read:
            found = narrowed(read, matches(read, wanted.query), wanted)
            things = json.dumps(list(found))
            rows = read(_THINGS, things)
            ordered = sorted(rows, key=lambda row: _order(found[row[0]], row[1], row[2]))
            hits = _hits(read, ordered[start : start + number], found)
            told = {"facets": facets(read, things)} if counted else {}
        return Found(hits, min(len(ordered), MOST), len(ordered) > MOST, **told)

    def names(self, iri: str) -> tuple[Name, ...]:
        """All names of a resource. Raises QueryTimeout."""
        with reading(self._path) as read:
            rows = read("SELECT name.id FROM name JOIN thing ON thing.id = thing WHERE iri = ?", iri)
            return tuple(_names(read, [id_ for (id_,) in rows]).values())

    def known(self, letters: int) -> frozenset[str]:
        """The names of two words (in Chinese, characters) and more that are no longer than this.

        They are those of what is referred to most.

        Kept once they were read. Raises QueryTimeout.
        """
        if letters not in self._known:
            with reading(self._path) as read:
                self._known[letters] = frozenset(text for (text,) in read(_KNOWN, letters, NAMES))
        return self._known[letters]

    def classes(self, iris: Iterable[str], *, narrowest: bool = True) -> Mapping[str, tuple[str, ...]]:
        """The classes of these resources, by IRI; without those of which a narrower one is known too."""
        found: dict[str, tuple[str, ...]] = {}
        with reading(self._path) as read:
            for iri, class_ in read(_CLASSES, json.dumps(list(iris)), int(narrowest)):
                found[iri] = (*found.get(iri, ()), class_)
        return found

    def resources(self) -> tuple[str, ...]:
        """The IRIs of all that is in the index, sorted. Raises QueryTimeout."""
        with reading(self._path) as read:
            return tuple(iri for (iri,) in read("SELECT iri FROM thing ORDER BY iri"))

    def kinds(self) -> tuple[tuple[str, int], ...]:
        """All classes, and of how many resources each is; the most first. Raises QueryTimeout."""
        with reading(self._path) as read:
            return tuple(read(_KINDS))

    def properties(self, class_: str = "") -> tuple[tuple[str, int], ...]:
        """The properties of the resources of a class, or of all, and how many have each; the most first."""
        with reading(self._path) as read:
            return tuple(read(_PROPERTIES, class_))


def _order(match: Match, iri: str, weight: int) -> tuple[int, float, int, str]:
    """The place among the hits that fit alike: by how much of the name the query is, and by the weight.

    Both count at once: a long name of what is told of most may come after a short one of what is told of
    less. What is only spelt nearly so comes by how nearly.
    """
    near = 1 - match.unlike
    return match.fit, -round(near if match.fit is Fit.ALIKE else (weight + 1) * near**2, 2), -weight, iri


def _hits(read: Read, rows: Iterable[tuple[int, str, int]], found: Matches) -> tuple[Hit, ...]:
    rows = list(rows)
    names = _names(read, [found[id_].name for id_, _, _ in rows])
    return tuple(
        Hit(iri, match.fit, 1 - match.unlike, weight, names.get(match.name))
        for id_, iri, weight in rows
        for match in (found[id_],)
    )


def _names(read: Read, ids: Iterable[int]) -> dict[int, Name]:
    names: dict[int, Name] = {}
    for id_, text, language, property_, voice in read(_NAMES, json.dumps(list(ids))):
        known = names.get(id_)
        names[id_] = Name(Label(text, language), property_, (*(known.voices if known else ()), voice))
    return names
