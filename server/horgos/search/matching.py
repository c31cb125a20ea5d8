"""Which resources have a name like the query, and how well it fits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from horgos.search.folding import LENGTH, fold, grams, is_ideograph, likeness
from horgos.search.found import Fit, Wanted
from horgos.search.reading import Read

MOST = 10_000  # resources that one search finds
ROWS = 4 * MOST  # rows that are read to find them
WORDS = 8  # of a query that are looked for in any order
SHORTEST = 3  # characters that are looked for inside of words
CANDIDATES = 200  # names that are looked at for being spelt nearly so
ALIKE = 0.5  # how alike two words are that may be the same, from 0 to 1
PART = 0.9  # what a word of a name that is alike counts, beside a whole name
_LAST = "\U0010ffff"  # follows every other character

_ALL = "SELECT id, 0, 0 FROM thing ORDER BY weight DESC, id LIMIT ?"
# A name that is whole begins so and has nothing behind; of the others the shortest fits best.
_BEGINNING = """
SELECT thing, name.id, place, start.text = ?, max(length(folded), length(romanized))
FROM start JOIN name ON name.id = start.name WHERE start.text >= ? AND start.text < ? LIMIT ?"""
_NEARLY = """
SELECT name.id, thing, folded, romanized FROM (
  SELECT name AS near, COUNT(*) AS shared FROM gram WHERE gram IN (SELECT value FROM json_each(?))
  GROUP BY name HAVING shared >= ?
) JOIN name ON name.id = near ORDER BY shared DESC, length(folded), name.id LIMIT ?"""


@dataclass(frozen=True, order=True, slots=True)
class Match:
    """How a resource fits: by which of its names (0 for none), and how unlike that is, from 0 to 1."""

    fit: Fit
    unlike: float
    name: int


Matches = dict[int, Match]


def matches(read: Read, query: str) -> Matches:
    """How each resource fits that fits at all, by its number in the index. Raises QueryTimeout."""
    folded = fold(query)
    if not folded:
        return {} if query.strip() else {id_: Match(Fit.WHOLE, 0, 0) for id_, *_ in read(_ALL, MOST + 1)}
    solid = folded.replace(" ", "")
    found = _beginning(read, solid)
    _add(found, _words(read, list(dict.fromkeys(folded.split()))[:WORDS]))
    if len(solid) >= SHORTEST or any(map(is_ideograph, solid)):
        _add(found, _inside(read, solid))
        found = found or _alike(read, solid)
    return found


def narrowed(read: Read, found: Matches, wanted: Wanted) -> Matches:
    """Those among the matches that have all that is wanted besides."""
    for sql, values in _conditions(wanted):
        kept = {thing for (thing,) in read(sql, json.dumps(list(found)), *values)}
        found = {thing: match for thing, match in found.items() if thing in kept}
    return found


def _conditions(wanted: Wanted) -> Iterable[tuple[str, tuple[str | int | None, ...]]]:
    for class_ in wanted.kinds:
        yield "SELECT value FROM json_each(?) JOIN kind ON thing = value WHERE class = ?", (class_,)
    for document in wanted.sources:
        yield "SELECT value FROM json_each(?) JOIN source ON thing = value WHERE document = ?", (document,)
    if wanted.first is not None or wanted.last is not None:
        times = "SELECT DISTINCT value FROM json_each(?) JOIN span ON thing = value"
        yield (
            f"{times} WHERE first <= coalesce(?, first) AND last >= coalesce(?, last)",
            (
                wanted.last,
                wanted.first,
            ),
        )


def _add(found: Matches, more: Mapping[int, Match]) -> None:
    for thing, match in more.items():
        found.setdefault(thing, match)


def _beginning(read: Read, solid: str) -> Matches:
    """What has a name, or a word in one, that begins so."""
    wanted = solid[:LENGTH]
    found: Matches = {}
    for thing, name, place, same, length in read(_BEGINNING, wanted, wanted, wanted + _LAST, ROWS):
        fit = Fit.WORD if place else Fit.WHOLE if same else Fit.BEGINNING
        match = Match(fit, 0 if same and not place else 1 - len(solid) / max(length, len(solid) + 1), name)
        if thing not in found or match < found[thing]:
            found[thing] = match
    return found


def _words(read: Read, words: list[str]) -> Matches:
    """What has for each of several words one that begins so, in any of its names."""
    if len(words) < 2:  # noqa: PLR2004  one word is no set of words
        return {}
    each = [_beginning(read, word) for word in words]
    common = set.intersection(*map(set, each))
    return {thing: Match(Fit.WORDS, 0.5, max(found[thing] for found in each).name) for thing in common}


def _inside(read: Read, solid: str) -> Matches:
    """What has the query inside one of its names."""
    pairs = {pair for pair in grams(solid[:LENGTH]) if " " not in pair}
    found: Matches = {}
    for name, thing, *spelt in read(_NEARLY, json.dumps(sorted(pairs)), len(pairs), ROWS):
        lengths = [len(whole) for folded in spelt if solid in (whole := folded.replace(" ", ""))]
        if lengths:
            _add(found, {thing: Match(Fit.INSIDE, 1 - len(solid) / min(lengths), name)})
    return found


def _alike(read: Read, solid: str) -> Matches:
    """What has a name, or a word in one, that is spelt nearly so."""
    pairs = grams(solid[:LENGTH])
    found: Matches = {}
    for name, thing, *spelt in read(_NEARLY, json.dumps(sorted(pairs)), int(len(pairs) * ALIKE), CANDIDATES):
        match = Match(Fit.ALIKE, 1 - max(map(partial(_likeness, pairs), filter(None, spelt))), name)
        if match.unlike <= 1 - ALIKE and (thing not in found or match < found[thing]):
            found[thing] = match
    return found


def _likeness(pairs: set[str], folded: str) -> float:
    words = (PART * likeness(pairs, grams(word)) for word in folded.split())
    return max(likeness(pairs, grams(folded.replace(" ", ""))), *words)
