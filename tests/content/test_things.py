"""Things and claims: typed in one place, labelled in both languages, spoken of, and described alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from pyoxigraph import NamedNode, Quad, Store

from content.naming import EDITORIAL, TYPE, languages, local, objects, under

NO_CHINESE_LABEL = {"id/aecom": "the firm goes by these letters in Chinese, too"}
# Things that no source speaks of, each with what the editors need it for.
OF_THE_EDITORS = {"id/icbc-kazakh-side": "the other part of the centre, of which a rule derives the area"}
# Claims that two passages or more state in the same words, or in words that mean the same.
SHARED = """
heg-development-2015 heg-establishment-2011 trains-2024-8730
"""

Iri = Callable[[str], NamedNode]


def test_types_of_things_stand_in_the_editorial_graph(quads: tuple[Quad, ...]) -> None:
    """What a thing is, the editors say: every thing has a type there, and nowhere else."""
    typed = {(quad.subject, quad.graph_name) for quad in quads if quad.predicate == TYPE}
    things = under(quads, "id/")
    assert things - {subject for subject, graph in typed if graph == EDITORIAL} == set()
    assert {graph for subject, graph in typed if subject in things} == {EDITORIAL}


def test_things_have_one_label_a_language(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """Every thing has an English label of the editors, and a Chinese one where one is known."""
    for thing in under(quads, "id/"):
        expected = ["en"] if local(thing) in NO_CHINESE_LABEL else ["en", "zh-hans"]
        assert languages(stated, thing, iri("skos:prefLabel"), EDITORIAL) == expected, thing


def test_labels_tell_things_apart(quads: tuple[Quad, ...], iri: Iri) -> None:
    """No two things have the same label."""
    called = defaultdict(set)
    for quad in quads:
        if quad.predicate == iri("skos:prefLabel") and local(quad.subject).startswith("id/"):
            called[str(quad.object)].add(local(quad.subject))
    assert {label: things for label, things in called.items() if len(things) > 1} == {}


def test_things_are_spoken_of(quads: tuple[Quad, ...], iri: Iri) -> None:
    """The editors describe only what some source speaks of, where it lies, and their own findings."""
    spoken = under([quad for quad in quads if "/source/" in str(quad.graph_name)], "id/")
    classes = {iri("hg:Finding"), iri("hg:Disagreement"), iri("geo:Geometry")}
    own = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object in classes}
    assert {local(thing) for thing in under(quads, "id/") - spoken - own} == set(OF_THE_EDITORS)


def test_a_position_is_of_one_thing_that_is_spoken_of(quads: tuple[Quad, ...], iri: Iri) -> None:
    """A geometry that nothing has, or two things, or that bears another name than its thing, is a mistake."""
    has = {(quad.subject, quad.object) for quad in quads if quad.predicate == iri("geo:hasGeometry")}
    made = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object == iri("geo:Geometry")}
    assert {(f"{local(thing)}-point", local(point)) for thing, point in has} == {
        (local(point), local(point)) for point in made
    }


def test_claims_are_labelled(quads: tuple[Quad, ...], stated: Store, iri: Iri) -> None:
    """A claim has a short label in both languages, one subject and one time, beside its class."""
    for claim in under(quads, "claim/"):
        assert languages(stated, claim, iri("rdfs:label")) == ["en", "zh-hans"], claim
        assert len(objects(stated, claim, iri("hg:about"))) == 1, claim
        times = stated.quads_for_pattern(claim, iri("hg:when"), None, None)
        assert len({quad.object for quad in times}) == 1, claim


def test_labels_tell_the_claims_of_a_passage_apart(quads: tuple[Quad, ...], iri: Iri) -> None:
    """No two claims of a passage have the same label, which has at most twelve words."""
    called = defaultdict(set)
    for quad in quads:
        if quad.predicate == iri("rdfs:label") and local(quad.subject).startswith("claim/"):
            called[quad.graph_name, str(quad.object)].add(local(quad.subject))
    assert {label: claims for (_, label), claims in called.items() if len(claims) > 1} == {}
    assert [label for _, label in called if label.endswith("@en") and len(label.split()) > 12] == []


def test_passages_that_share_a_claim_describe_it_alike(quads: tuple[Quad, ...]) -> None:
    """Corroboration is countable: the same node, with the same description in full, in each passage."""
    described: dict[str, dict[object, set[tuple[object, object]]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        name = local(quad.subject)
        if name.startswith("claim/") and "/source/" in str(quad.graph_name):
            described[name][quad.graph_name].add((quad.predicate, quad.object))
    shared = {claim: list(graphs.values()) for claim, graphs in described.items() if len(graphs) > 1}
    assert set(shared) == {f"claim/{claim}" for claim in SHARED.split()}
    assert all(description == graphs[0] for graphs in shared.values() for description in graphs)
