"""What other documents tell in their own way, on a few claims and on thousands."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from horgos.pages.reading import AnyTerm
from horgos.pages.told.echoes import BOUND, LOOKED_AT, OTHERS, echoes
from horgos.queries import shipped

HG, XSD = "https://w3id.org/horgos/ns#", "http://www.w3.org/2001/XMLSchema#"
PART_OF = NamedNode("http://purl.org/dc/terms/isPartOf")
KEEPER, OFFICE, BOTH = "urn:d:keeper", "urn:d:office", frozenset(("urn:d:keeper", "urn:d:office"))
EVENTS = st.lists(
    st.tuples(st.sampled_from((KEEPER, OFFICE, "urn:d:other")), st.integers(1, 9), st.integers(0, 4)),
    max_size=12,
)


def event(claim: str, document: str, first: int, last: int) -> Mapping[str, AnyTerm]:
    """A solution of the query for what documents tell."""
    return {
        "document": NamedNode(document),
        "claim": NamedNode(claim),
        "thing": NamedNode("urn:light"),
        "kind": NamedNode("urn:storm"),
        "first": Literal(f"188{first}-01-01"),
        "last": Literal(f"188{last}-12-31"),
    }


@given(EVENTS, st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=8))
def test_like_events_of_other_documents_whose_times_meet_are_echoes(
    told: list[tuple[str, int, int]], contrary: set[tuple[int, int]]
) -> None:
    """But for those that somebody holds against each other, on whichever side of the conflict they stand."""
    events = [
        (f"urn:c:{at}", document, first, min(9, first + more))
        for at, (document, first, more) in enumerate(told)
    ]
    against = [
        {"claim": NamedNode(f"urn:c:{one}"), "other": NamedNode(f"urn:c:{other}")} for one, other in contrary
    ]
    found = echoes([event(*each) for each in events], against, BOTH)
    apart = {frozenset((f"urn:c:{one}", f"urn:c:{other}")) for one, other in contrary}
    for claim, document, first, last in events:
        expected = {
            other
            for other, elsewhere, begin, end in events
            if elsewhere != document and begin <= last and first <= end and {claim, other} not in apart
        }
        heard = set(found.of(document).get(claim, ()))
        assert heard == (expected if document in BOTH and len(expected) <= OTHERS else heard)
        assert heard <= expected
        assert document not in BOTH or bool(heard) == bool(expected)


def test_figures_are_echoes_where_all_of_them_is_the_same() -> None:
    """Thing, indicator, time, value and unit."""
    figure = {
        "thing": NamedNode("urn:light"), "kind": NamedNode("urn:height"), "when": Literal("1890"),
        "value": Literal(31), "unit": NamedNode("urn:metre"),
    }  # fmt: skip
    rows = [
        {
            **figure,
            "claim": NamedNode(f"urn:c:{claim}"),
            "document": NamedNode(document),
            "value": Literal(value),
        }
        for claim, document, value in (("a", KEEPER, 31), ("b", OFFICE, 31), ("c", OFFICE, 33))
    ]
    assert echoes(rows, (), BOTH).of(KEEPER) == {"urn:c:a": ("urn:c:b",)}


def test_thousands_of_like_events_are_held_against_some_and_the_answer_says_so() -> None:
    """Each against its neighbours: every event finds one, though the pairs would be millions."""
    store = Store()
    for document, number in ((KEEPER, 3000), (OFFICE, 3000)):
        passage = NamedNode(f"{document}-1")
        store.add(Quad(passage, PART_OF, NamedNode(document)))
        for at in range(number):
            claim = NamedNode(f"{document}:{at}")
            for name, term in (
                ("about", NamedNode("urn:light")),
                ("eventType", NamedNode("urn:storm")),
                ("earliest", Literal(f"1880-{at % 12 + 1:02}-01", datatype=NamedNode(f"{XSD}date"))),
                ("latest", Literal("1889-12-31", datatype=NamedNode(f"{XSD}date"))),
            ):
                store.add(Quad(claim, NamedNode(f"{HG}{name}"), term))
            store.add(Quad(claim, NamedNode(f"{HG}about"), NamedNode("urn:light"), passage))
    solutions = store.query(shipped("tellings"))
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    rows = [{name: term for name in names if (term := row[name]) is not None} for row in solutions]
    assert len(rows) == 6000
    found = echoes(rows, (), BOTH)
    assert found.cut
    assert len(found.of(KEEPER)) == len(found.of(OFFICE)) == 3000
    assert {len(others) for others in found.of(KEEPER).values()} == {OTHERS}
    assert not echoes(rows[:LOOKED_AT], (), BOTH).cut


def test_what_is_compared_is_bounded_as_the_queries_are() -> None:
    """The bound that the answer tells of is the one that they have."""
    assert all(f"LIMIT {BOUND}" in shipped(query) for query in ("tellings", "contrary"))
