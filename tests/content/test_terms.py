"""Terms of the ontology: defined, documented in both languages, used, and no more than the model has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from content.naming import BASE, ONTOLOGY, TYPE, languages, local, under
from horgos.build import Built

NS = f"{BASE}ns"
LABEL = "rdfs:label"

CLASSES = """
Agreement BestClaim BorderPort Claim DerivedFigure Disagreement Document EconomicZone Event Facility Figure
Finding Hours Indicator Naming Passage Plan Polity Rule Stake StatusPeriod TransportLine TransportService
"""
PROPERTIES = """
about accordingTo administers between borderBetween conflictsWith connectsTo earliest entersAt
eventType facilityOf growthOf holder improvesOn indicator latest locator mode partOfTotal party preferred
qualifier resultsIn roundedTo serves share statedIn status under unit value when
"""
TERMS = CLASSES.split() + PROPERTIES.split()
# Terms that neither the data nor what the rules derive uses, each with the reason why it is there.
UNUSED = {"Claim": "the class above figures, events, stakes, hours and namings"}

Iri = Callable[[str], NamedNode]


def test_the_ontology_has_the_terms_of_the_model(quads: tuple[Quad, ...]) -> None:
    """Twenty-three classes and thirty-two properties of its own, and no more."""
    kinds = defaultdict(set)
    for quad in quads:
        if quad.graph_name == ONTOLOGY and quad.predicate == TYPE and local(quad.subject).startswith("ns#"):
            kinds[local(quad.object).rsplit("#", 1)[-1]].add(local(quad.subject).removeprefix("ns#"))
    assert sorted(kinds["Class"]) == sorted(CLASSES.split())
    assert sorted(kinds["ObjectProperty"] | kinds["DatatypeProperty"]) == sorted(PROPERTIES.split())


def test_no_term_is_used_that_is_not_defined(real_build: Built) -> None:
    """Whatever the data or a rule says with a term of ours, the ontology defines it."""
    assert {local(term) for term in under(real_build.store, "ns#")} <= {f"ns#{term}" for term in TERMS}


def test_no_term_is_defined_that_is_not_used(real_build: Built) -> None:
    """A term of ours is used by the data or by what follows from it, or there is a reason."""
    others = [quad for quad in real_build.store if quad.graph_name not in (ONTOLOGY, DefaultGraph())]
    used = {local(term).removeprefix("ns#") for term in under(others, "ns#")}
    assert set(TERMS) - used == set(UNUSED)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_documented(term: str, stated: Store, iri: Iri) -> None:
    """Each term has a label and a definition in both languages, an example, and says where it is defined."""
    subject = NamedNode(f"{NS}#{term}")
    for predicate in (LABEL, "skos:definition"):
        assert languages(stated, subject, iri(predicate), ONTOLOGY) == ["en", "zh-hans"]
    for predicate, count in (("skos:example", 1), ("rdfs:isDefinedBy", 1)):
        assert len(list(stated.quads_for_pattern(subject, iri(predicate), None, ONTOLOGY))) == count


def test_the_ontology_tells_about_itself(stated: Store, iri: Iri) -> None:
    """Version, licence, creator, dates, namespace, citation, and title and description in both languages."""
    ontology = NamedNode(NS)
    said = {quad.predicate for quad in stated.quads_for_pattern(ontology, None, None, ONTOLOGY)}
    wanted = """
    owl:versionIRI owl:versionInfo dcterms:title dcterms:description dcterms:creator dcterms:created
    dcterms:modified dcterms:license dcterms:bibliographicCitation schema:creativeWorkStatus
    vann:preferredNamespacePrefix vann:preferredNamespaceUri
    """
    assert {iri(curie) for curie in wanted.split()} <= said
    for predicate in ("dcterms:title", "dcterms:description"):
        assert languages(stated, ontology, iri(predicate), ONTOLOGY) == ["en", "zh-hans"]


def test_no_domain_and_no_range_is_inferred_from(quads: tuple[Quad, ...], iri: Iri) -> None:
    """The ontology documents domains and ranges for readers and leaves the checking to the shapes."""
    assert not {quad.predicate for quad in quads} & {iri("rdfs:domain"), iri("rdfs:range")}
