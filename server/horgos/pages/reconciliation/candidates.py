"""Candidates for a reconciliation query, scored by their names and by what they have for properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.reading import is_iri
from horgos.pages.reconciliation.terms import entity, identifier
from horgos.pages.reconciliation.values import values
from horgos.pages.words.names import Names
from horgos.search import Fit, Hit, Index, Wanted, alike

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.pages.reconciliation.asked import Asked, Condition
    from horgos.pages.reconciliation.values import Values
    from horgos.queries import Term

MORE = 4  # times as many as are asked for are looked at where properties may change their order
SURE = 0.8  # how well properties must fit for a candidate to be a match, from 0 to 1
NAME = 2  # what the name counts in a score, beside 1 for each property

# The score of a name that fits so, and what it gains by how much of the name the query is.
_SCORES = {
    Fit.WHOLE: (100, 0),
    Fit.BEGINNING: (60, 35),
    Fit.WORD: (50, 35),
    Fit.WORDS: (55, 35),
    Fit.INSIDE: (40, 35),
    Fit.ALIKE: (0, 90),
}


@dataclass(frozen=True)
class Candidate:
    """An entity that a query may mean: its score is from 0 to 100, `properties` from 0 to 1 by identifier."""

    hit: Hit
    score: float
    properties: Mapping[str, float]
    match: bool = False


def candidates(reader: Reader, index: Index, asked: Asked) -> tuple[Candidate, ...]:
    """The candidates for a query, the best first. Raises as the index and the engine."""
    conditions = {reader.prefixes.meant(each.property): each for each in asked.conditions}
    hits = _named(reader, index, asked) if asked.query else _holders(reader, index, conditions)
    hits = _of_types(reader, index, asked, hits)
    found = values(reader, hits, conditions) if conditions else {}
    names = Names(reader)
    names.load(term.value for terms in found.values() for term in terms if isinstance(term, NamedNode))
    scored = [_scored(hit, asked, conditions, found, names) for hit in hits.values()]
    required = [each.property for each in asked.conditions if each.required]
    scored = [each for each in scored if all(each.properties[name] >= SURE for name in required)]
    scored.sort(key=lambda each: -each.score)  # stable: of equals, the order of the index holds
    return tuple(_decided(scored[: asked.limit]))


def _named(reader: Reader, index: Index, asked: Asked) -> dict[str, Hit]:
    """What has such a name, and first of all what is identified so."""
    number = asked.limit * (MORE if asked.conditions else 1)
    types = tuple(reader.prefixes.meant(each) for each in asked.types)
    several: list[tuple[str, ...]] = [types] if asked.all_types else [(each,) for each in types] or [()]
    found = {
        hit.iri: hit for kinds in several for hit in index.find(Wanted(asked.query, kinds), 0, number).hits
    }
    iri = entity(reader.base, asked.query)
    if iri and (names := index.names(iri)):
        found = {iri: Hit(iri, Fit.WHOLE, 1.0, 0, names[0])} | {
            each: hit for each, hit in found.items() if each != iri
        }
    return found


def _holders(reader: Reader, index: Index, conditions: Mapping[str, Condition]) -> dict[str, Hit]:
    """What has a value of these properties."""
    found = {}
    for iri in filter(is_iri, conditions):
        values_ = conditions[iri].values
        texts = {*values_, *filter(None, (entity(reader.base, value) for value in values_))}
        for row in reader.select("holders", property=NamedNode(iri), text=[Literal(text) for text in texts]):
            thing = row["thing"].value
            if thing not in found and (named := index.names(thing)):
                found[thing] = Hit(thing, Fit.WHOLE, 1.0, 0, named[0])
    return found


def _of_types(reader: Reader, index: Index, asked: Asked, hits: Mapping[str, Hit]) -> dict[str, Hit]:
    """Those of one of the types that are asked for, or of all of them."""
    wanted = {reader.prefixes.meant(each) for each in asked.types}
    if not wanted:
        return dict(hits)
    classes = index.classes(hits, narrowest=False)
    enough = wanted.issubset if asked.all_types else lambda has: not wanted.isdisjoint(has)
    return {iri: hit for iri, hit in hits.items() if enough(classes.get(iri, ()))}


def _scored(
    hit: Hit, asked: Asked, conditions: Mapping[str, Condition], found: Values, names: Names
) -> Candidate:
    """A candidate with its score: the mean of how its name fits, which counts double, and its properties."""
    properties = {
        condition.property: _fit(condition, found.get((hit.iri, iri), ()), names)
        for iri, condition in conditions.items()
    }
    base, gain = _SCORES[hit.fit]
    parts = [100 * fit for fit in properties.values()]
    if asked.query:
        parts += [base + gain * hit.likeness] * NAME
    return Candidate(hit, round(sum(parts) / len(parts), 2), properties)


def _fit(condition: Condition, terms: Iterable[Term], names: Names) -> float:
    """How well the values fit what is asked for: the best of it, all of it, or none."""
    texts = [text for term in terms for text in _texts(term, names)]
    fits = [max((alike(value, text) for text in texts), default=0.0) for value in condition.values]
    best, worst = max(fits, default=0.0), min(fits, default=0.0)
    return round({"any": best, "all": worst, "none": float(best < SURE)}[condition.quantifier], 2)


def _texts(term: Term, names: Names) -> Iterator[str]:
    """What a value may be written as."""
    yield term.value
    if isinstance(term, NamedNode):
        yield identifier(names.reader.base, term.value)
        yield from (label.text for label in names.labels(term.value))


def _decided(candidates_: Iterable[Candidate]) -> Iterator[Candidate]:
    """The same; the first is a match where its name is the query, it has the properties, and it is alone."""
    given = list(candidates_)
    sure = [
        each
        for each in given
        if each.hit.fit is Fit.WHOLE and all(fit >= SURE for fit in each.properties.values())
    ]
    for each in given:
        yield replace(each, match=sure == [each])
