"""Concepts: described, used, and telling how the figures measured by them may be summed and compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from content.naming import BASE, TYPE, languages, objects, under
from horgos.build import Built

VOCABULARY = f"{BASE}vocab/"
# The lists that are complete whatever the sources use of them.
FIXED_SCHEMES = ("finding-kinds", "measure-kinds", "period-kinds", "qualifiers", "statuses", "verdicts")
# Which times a kind of period can have.
PERIODS = {
    "annual": r"[0-9]{4}",
    "half-year": r"([0-9]{4})-(?:01/\1-06|07/\1-12)",
    "quarter": r"([0-9]{4})-(?:01/\1-03|04/\1-06|07/\1-09|10/\1-12)",
    "year-to-date": r"([0-9]{4}|XXXX)-01/\1-(?:[01][0-9]|XX)",
    "cumulative": r"\.\./(?:\.\.|[0-9]{4}(?:-[0-9X]{2})?)",
    "single-occasion": r".*",
    "period-not-stated": r"\.\./\.\.",
}

Iri = Callable[[str], NamedNode]


def _slugs(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    found = (term.value for term in objects(store, subject, predicate))
    return [value.removeprefix(VOCABULARY) for value in found if value.startswith(VOCABULARY)]


@pytest.fixture(scope="session")
def schemes(quads: tuple[Quad, ...], iri: Iri) -> dict[str, str]:
    """The scheme of each concept, by their slugs."""
    pairs = [(quad.subject, quad.object) for quad in quads if quad.predicate == iri("skos:inScheme")]
    return {a.value.removeprefix(VOCABULARY): b.value.removeprefix(VOCABULARY) for a, b in pairs}


@pytest.fixture(scope="session")
def measures(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> dict[NamedNode, list[str]]:
    """The kinds of measure of each indicator."""
    indicators = {
        quad.subject for quad in quads if (quad.predicate, quad.object) == (TYPE, iri("hg:Indicator"))
    }
    return {indicator: _slugs(stated, indicator, iri("dcterms:type")) for indicator in indicators}


def test_concepts_are_described(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """Each concept that is mentioned has a label, a definition in both languages, and one scheme."""
    for concept in under(quads, "vocab/"):
        for predicate in ("skos:prefLabel", "skos:definition"):
            assert languages(stated, concept, iri(predicate)) == ["en", "zh-hans"], concept
        scheme = iri("skos:ConceptScheme") in objects(stated, concept, TYPE)
        assert len(objects(stated, concept, iri("skos:inScheme"))) == (0 if scheme else 1), concept


def test_concepts_are_used(real_build: Built, schemes: dict[str, str]) -> None:
    """A concept outside the fixed lists is used by the data or a rule, or is broader than one that is."""
    said = {quad.object for quad in real_build.store}
    used = {term.value.removeprefix(VOCABULARY) for term in said if isinstance(term, NamedNode)}
    open_lists = {concept for concept, scheme in schemes.items() if scheme not in FIXED_SCHEMES}
    assert open_lists - used == set()


def test_labels_tell_concepts_apart(quads: tuple[Quad, ...], schemes: dict[str, str], iri: Iri) -> None:
    """Two concepts of a scheme have no label in common."""
    labels = [
        (schemes.get(quad.subject.value.removeprefix(VOCABULARY)), str(quad.object))
        for quad in quads
        if quad.predicate == iri("skos:prefLabel") and quad.subject.value.startswith(VOCABULARY)
    ]
    assert [label for label in set(labels) if labels.count(label) > 1] == []


def test_units_can_be_converted(schemes: dict[str, str], stated: Store, iri: Iri) -> None:
    """A unit has one UCUM code and one number that leads to its base unit."""
    for slug in [concept for concept, scheme in schemes.items() if scheme == "units"]:
        unit = NamedNode(VOCABULARY + slug)
        for predicate in ("qudt:ucumCode", "qudt:conversionMultiplier"):
            assert len(list(stated.quads_for_pattern(unit, iri(predicate), None, None))) == 2, (
                slug,
                predicate,
            )


def test_indicators_tell_how_they_measure(
    measures: dict[NamedNode, list[str]], schemes: dict[str, str], stated: Store, iri: Iri
) -> None:
    """An indicator is of one kind of measure; a growth rate says of what, and so does a part of a total."""
    for indicator, kinds in measures.items():
        assert [schemes.get(kind) for kind in kinds] == ["measure-kinds"], indicator
        grown = _slugs(stated, indicator, iri("hg:growthOf"))
        assert len(grown) == (kinds == ["growth-rate"]), indicator
        totals = objects(stated, indicator, iri("hg:partOfTotal"))
        assert all(measures[total] == kinds for total in totals), indicator


def test_figures_of_flows_tell_their_period(
    quads: tuple[Quad, ...], measures: dict[NamedNode, list[str]], stated: Store, iri: Iri
) -> None:
    """What is counted over a period, or has grown in it, says over which kind; its time is of that kind."""
    wrong = []
    for quad in quads:
        if quad.predicate == iri("hg:indicator"):
            measured = objects(stated, quad.object, iri("hg:growthOf")) or [quad.object]
            kinds = _slugs(stated, quad.subject, iri("dcterms:type"))
            periods = [PERIODS[kind] for kind in kinds if kind in PERIODS]
            flow = "flow" in measures[measured[0]]
            when = stated.quads_for_pattern(quad.subject, iri("hg:when"), None, None)
            times = {each.object.value for each in when if isinstance(each.object, Literal)}
            if len(periods) != flow or not all(re.fullmatch(p, time) for p in periods for time in times):
                wrong.append((quad.subject.value.removeprefix(BASE), kinds, times))
    assert wrong == []
