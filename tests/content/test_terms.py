"""Terms, concepts and things: defined, documented in both languages, used, and typed in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

BASE = "https://w3id.org/horgos/"
NS = f"{BASE}ns"
EDITORIAL = NamedNode(f"{BASE}graph/editorial")
ONTOLOGY = NamedNode(f"{BASE}graph/ontology")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = "rdfs:label"

CLASSES = """
Agreement BestClaim BorderPort Claim Disagreement Document EconomicZone Event Facility Figure Hours Indicator
Naming Passage Polity Rule Stake StatusPeriod TransportLine TransportService
"""
PROPERTIES = """
about accordingTo administers between borderBetween conflictsWith connectsTo earliest entersAt eventType
facilityOf growthOf holder improvesOn indicator latest locator mode partOfTotal party preferred qualifier
resultsIn roundedTo serves share statedIn status under unit value when
"""
TERMS = CLASSES.split() + PROPERTIES.split()
# Terms that the data of the atlas does not use, each with the reason why it is there all the same.
AWAITING = {
    "Claim": "the class above those that the data uses",
    "BestClaim": "derived, once two sources can disagree",
    "Rule": "the build describes the rules",
    "StatusPeriod": "derived",
    "accordingTo": "derived",
    "earliest": "derived",
    "latest": "derived",
    "statedIn": "derived",
    "status": "derived",
    "Hours": "the guide tells opening hours",
    "administers": "the guide tells of the committee in charge of the port",
    "growthOf": "the guide tells growth rates",
    "improvesOn": "the guide tells a processing time before and after",
    "partOfTotal": "the guide tells parts of a total",
    "preferred": "the guide gives the editors reason to prefer a claim",
}
# The lists that are complete whatever the sources use of them.
FIXED_SCHEMES = ("statuses", "qualifiers")
NO_CHINESE_LABEL = {"id/aecom": "the firm goes by these letters in Chinese, too"}

Iri = Callable[[str], NamedNode]


def _local(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(BASE)


def _under(quads: Iterable[Quad], path: str) -> set[NamedNode]:
    """Every name below this path that any statement mentions."""
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    return {term for term in terms if isinstance(term, NamedNode) and term.value.startswith(BASE + path)}


def _languages(
    store: Store, subject: NamedNode, predicate: NamedNode, graph: NamedNode | None = None
) -> list[str]:
    literals = {quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)}
    return sorted(literal.language or "" for literal in literals if isinstance(literal, Literal))


def test_the_ontology_has_the_terms_of_the_model(quads: tuple[Quad, ...]) -> None:
    """Twenty classes and thirty-two properties of its own, and no more."""
    kinds = defaultdict(set)
    for quad in quads:
        if quad.graph_name == ONTOLOGY and quad.predicate == TYPE and _local(quad.subject).startswith("ns#"):
            kinds[_local(quad.object).rsplit("#", 1)[-1]].add(_local(quad.subject).removeprefix("ns#"))
    assert sorted(kinds["Class"]) == sorted(CLASSES.split())
    assert sorted(kinds["ObjectProperty"] | kinds["DatatypeProperty"]) == sorted(PROPERTIES.split())


def test_no_term_is_used_that_is_not_defined(quads: tuple[Quad, ...]) -> None:
    """Whatever the data says with a term of ours, the ontology defines it."""
    assert {_local(term) for term in _under(quads, "ns#")} == {f"ns#{term}" for term in TERMS}


def test_no_term_is_defined_that_is_not_used(quads: tuple[Quad, ...]) -> None:
    """A term of ours is used by the data, or it is known what it waits for."""
    data = [quad for quad in quads if quad.graph_name != ONTOLOGY]
    used = {_local(term).removeprefix("ns#") for term in _under(data, "ns#")}
    assert set(TERMS) - used == set(AWAITING)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_documented(term: str, stated: Store, iri: Iri) -> None:
    """Each term has a label and a definition in both languages, an example, and says where it is defined."""
    subject = NamedNode(f"{NS}#{term}")
    for predicate in (LABEL, "skos:definition"):
        assert _languages(stated, subject, iri(predicate), ONTOLOGY) == ["en", "zh-hans"]
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
        assert _languages(stated, ontology, iri(predicate), ONTOLOGY) == ["en", "zh-hans"]


def test_no_domain_and_no_range_is_inferred_from(quads: tuple[Quad, ...], iri: Iri) -> None:
    """The ontology documents domains and ranges for readers and leaves the checking to the shapes."""
    assert not {quad.predicate for quad in quads} & {iri("rdfs:domain"), iri("rdfs:range")}


def test_concepts_are_described(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """Each concept that is mentioned has a label, a definition in both languages, and one scheme."""
    for concept in _under(quads, "vocab/"):
        for predicate in ("skos:prefLabel", "skos:definition"):
            assert _languages(stated, concept, iri(predicate)) == ["en", "zh-hans"], concept
        kinds = {quad.object for quad in stated.quads_for_pattern(concept, TYPE, None, None)}
        schemes = {
            quad.object for quad in stated.quads_for_pattern(concept, iri("skos:inScheme"), None, None)
        }
        assert len(schemes) == (0 if iri("skos:ConceptScheme") in kinds else 1), concept


def test_concepts_are_used(quads: tuple[Quad, ...], iri: Iri) -> None:
    """A concept outside the fixed lists is used by the data, or is broader than one that is."""
    used = {quad.object for quad in quads}
    members = {quad.subject: quad.object for quad in quads if quad.predicate == iri("skos:inScheme")}
    fixed = {NamedNode(f"{BASE}vocab/{scheme}") for scheme in FIXED_SCHEMES}
    assert {
        concept for concept, scheme in members.items() if scheme not in fixed and concept not in used
    } == set()


def test_types_of_things_stand_in_the_editorial_graph(quads: tuple[Quad, ...]) -> None:
    """What a thing is, the editors say: every thing has a type there, and nowhere else."""
    typed = {(quad.subject, quad.graph_name) for quad in quads if quad.predicate == TYPE}
    things = _under(quads, "id/")
    assert {subject for subject, graph in typed if graph == EDITORIAL} >= things
    assert {graph for subject, graph in typed if subject in things} == {EDITORIAL}


def test_things_have_one_label_a_language(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """Every thing has an English label of the editors, and a Chinese one where one is known."""
    for thing in _under(quads, "id/"):
        languages = _languages(stated, thing, iri("skos:prefLabel"), EDITORIAL)
        assert languages == (["en"] if _local(thing) in NO_CHINESE_LABEL else ["en", "zh-hans"]), thing


def test_things_are_spoken_of(quads: tuple[Quad, ...], iri: Iri) -> None:
    """The editors describe only what some source speaks of, and their own verdicts."""
    spoken = _under([quad for quad in quads if "/source/" in str(quad.graph_name)], "id/")
    verdicts = {
        quad.subject for quad in quads if quad.predicate == TYPE and quad.object == iri("hg:Disagreement")
    }
    assert _under(quads, "id/") == spoken | verdicts


def test_claims_are_labelled(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """A claim has a short label in both languages, one subject and one time, beside its class."""
    for claim in _under(quads, "claim/"):
        assert _languages(stated, claim, iri(LABEL)) == ["en", "zh-hans"], claim
        for predicate in ("hg:about", "hg:when"):
            assert (
                len({quad.object for quad in stated.quads_for_pattern(claim, iri(predicate), None, None)})
                == 1
            )


def test_passages_that_share_a_claim_describe_it_alike(quads: tuple[Quad, ...]) -> None:
    """Corroboration is countable: the same node, with the same description in full, in each passage."""
    described: dict[str, dict[object, set[tuple[object, object]]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        name = _local(quad.subject)
        if name.startswith("claim/") and quad.graph_name != EDITORIAL:
            described[name][quad.graph_name].add((quad.predicate, quad.object))
    shared = {claim: list(graphs.values()) for claim, graphs in described.items() if len(graphs) > 1}
    assert set(shared) == {
        "claim/heg-development-2015",
        "claim/heg-establishment-2011",
    }
    assert all(description == graphs[0] for graphs in shared.values() for description in graphs)
