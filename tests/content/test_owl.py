"""The ontology is OWL 2 DL and OWL 2 RL, and a reasoner finds no fault with it and the data.

The profiles are checked by pyowl2-profiles (OWL 2 Profiles, 4.2; OWL 2 Syntax, 5.8 and 11.2). What it leaves
out is checked here: undeclared classes, and classes that are datatypes. Each check is shown faults to find.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from owlrl import OWLRL_Semantics
from pyowl2_profiles import detect_profiles
from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from rdflib import OWL, RDF, RDFS, Graph

ONTOLOGY_GRAPH = NamedNode("https://w3id.org/horgos/graph/ontology")
ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology" / "horgos.ttl"
PREFIXES = """
@prefix c: <https://w3id.org/horgos/claim/> .
@prefix e: <https://w3id.org/horgos/id/> .
@prefix hg: <https://w3id.org/horgos/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Faults against the grammar of OWL 2 RL: what it does not have, or not where it stands.
NOT_RL = {
    "a union as superclass": """hg:Claim rdfs:subClassOf
        [ a owl:Class ; owl:unionOf ( hg:Event hg:Figure ) ] .""",
    "an existential as superclass": """hg:Claim rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty hg:about ; owl:someValuesFrom owl:Thing ] .""",
    "a minimum cardinality": """hg:Claim rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty hg:about ; owl:minCardinality 1 ] .""",
    "a reflexive property": "hg:conflictsWith a owl:ReflexiveProperty .",
}
# Faults against the global restrictions of OWL 2 DL.
NOT_DL = {
    "one name for a data and an object property": "hg:when a owl:ObjectProperty .",
    "a property that is not declared": "hg:Claim hg:unheardOf hg:Event .",
    "a term of the reserved vocabulary": "rdfs:label a owl:ObjectProperty .",
}


def _profiles(fault: str = "") -> dict[str, dict[str, object]]:
    store = Store()
    store.load(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
    store.load(f"{PREFIXES}{fault}", format=RdfFormat.TURTLE)
    found: dict[str, dict[str, object]] = detect_profiles(store)
    return found


def _misdeclared(fault: str = "") -> set[str]:
    """Classes that an axiom names and no declaration does, or that are datatypes (OWL 2 Syntax, 5.8)."""
    graph = Graph().parse(data=ONTOLOGY.read_text(encoding="utf-8"), format="turtle")
    graph.parse(data=f"{PREFIXES}{fault}", format="turtle")
    named = {
        term
        for axiom in (RDFS.subClassOf, OWL.disjointWith)
        for pair in graph.subject_objects(axiom)
        for term in pair
    }
    classes, datatypes = (set(graph.subjects(RDF.type, kind)) for kind in (OWL.Class, RDFS.Datatype))
    return {str(term) for term in (named - classes) | (classes & datatypes)}


def _closure(quads: tuple[Quad, ...], fault: str = "") -> tuple[Graph, Graph, list[str]]:
    """The statements, what OWL 2 RL makes of them, and the inconsistencies it meets."""
    said = Graph()
    said.parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
    said.parse(data=f"{PREFIXES}{fault}", format="turtle")
    closed = Graph()
    closed += said
    reasoner = OWLRL_Semantics(closed, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    return said, closed, list(reasoner.error_messages)


@pytest.mark.parametrize("profile", ["dl", "rl"])
def test_the_ontology_is_in_the_profile(profile: str) -> None:
    """No construct of the ontology lies outside OWL 2 DL or OWL 2 RL."""
    found = _profiles()[profile]
    assert found["in_profile"], found["sample_violations"]


@pytest.mark.parametrize("fault", NOT_RL.values(), ids=NOT_RL.keys())
def test_what_is_not_rl_is_found(fault: str) -> None:
    """The check of OWL 2 RL can fail: it refuses what the profile does not have."""
    found = _profiles(fault)["rl"]
    assert found["total_violations"]


@pytest.mark.parametrize("fault", NOT_DL.values(), ids=NOT_DL.keys())
def test_what_is_not_dl_is_found(fault: str) -> None:
    """The check of OWL 2 DL can fail: it refuses punning between kinds, and undeclared and reserved terms."""
    assert not _profiles(fault)["dl"]["in_profile"]


def test_every_class_is_declared() -> None:
    """Each class that an axiom names is declared as a class, also those of other vocabularies."""
    assert _misdeclared() == set()


@pytest.mark.parametrize(
    "fault", ["hg:Event rdfs:subClassOf hg:Odd .", "hg:Odd a owl:Class , rdfs:Datatype ."]
)
def test_a_wrong_declaration_is_found(fault: str) -> None:
    """The check of declarations can fail: an undeclared class, and one name for a class and a datatype."""
    assert _misdeclared(fault) == {"https://w3id.org/horgos/ns#Odd"}


@pytest.fixture(scope="session")
def closure(quads: tuple[Quad, ...]) -> tuple[Graph, Graph, list[str]]:
    """What a reasoner makes of ontology and data together."""
    return _closure(quads)


def test_the_reasoner_finds_no_inconsistency(closure: tuple[Graph, Graph, list[str]]) -> None:
    """Ontology and data together have a model: no rule of OWL 2 RL derives false (Profiles, 4.3)."""
    _, _, inconsistencies = closure
    assert inconsistencies == []


def test_the_reasoner_infers_only_superclasses(closure: tuple[Graph, Graph, list[str]]) -> None:
    """A thing gains no type by inference but the superclasses of those that it is stated to have."""
    said, closed, _ = closure
    for thing in set(said.subjects(RDF.type)):
        expected = {above for kind in said.objects(thing, RDF.type) for above in _above(said, kind)}
        gained = {kind for kind in closed.objects(thing, RDF.type) if "w3.org/2002/07/owl#" not in kind}
        assert gained <= expected, thing


def test_a_contradiction_is_found(quads: tuple[Quad, ...]) -> None:
    """The reasoner can object: by the ontology a claim cannot be an event and a figure at once."""
    ontology = tuple(quad for quad in quads if quad.graph_name == ONTOLOGY_GRAPH)
    assert _closure(ontology, "c:port-closure-1962 a hg:Event .")[2] == []
    assert _closure(ontology, "c:port-closure-1962 a hg:Event , hg:Figure .")[2]


def _above(graph: Graph, kind: object) -> set[object]:
    return {kind, *graph.transitive_objects(kind, RDFS.subClassOf)}  # type: ignore[arg-type]
