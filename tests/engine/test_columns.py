"""`SELECT *` with its variables written out asks the same."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from horgos.engine.columns import spelled_out

pieces = st.sampled_from(
    [
        "?z ?m ?a .",
        "?a <http://e/?b> $c .",
        "OPTIONAL { ?a ?m ?o FILTER(?y > 1) }",
        "FILTER EXISTS { ?a ?q ?f }",
        "{ SELECT * { ?z ?k ?l } }",
        "{ SELECT ?n (1 AS ?one) { ?n ?x ?z } }",
        "VALUES (?v ?a) { (1 UNDEF) }",
        "GRAPH ?g { ?z ?m ?t }",
        "MINUS { ?z ?m ?w }",
        "# ?u *\n",
        'BIND("?u *" AS ?i·́)',
    ]
)
ends = st.sampled_from(["", "ORDER BY ?a ?h", "LIMIT 3", "VALUES ?e { 1 }"])
starts = st.sampled_from(
    ["SELECT *", "select distinct *", "# SELECT ?x\nBASE <http://*/> SELECT REDUCED#*\n*"]
)


def columns(text: str) -> list[str]:
    """The columns of a query."""
    results = Store().query(text)
    assert isinstance(results, QuerySolutions)
    return [variable.value for variable in results.variables]


@settings(max_examples=150)
@given(starts, st.lists(pieces, max_size=5), ends)
def test_the_same_variables_are_selected(start: str, body: list[str], end: str) -> None:
    """SPARQL 1.1, 18.2.1: those in scope, no more and no fewer, in whatever the star stood for."""
    text = f"{start} {{ {' '.join(body)} }} {end}"
    expected: set[str] | None = None
    with suppress(SyntaxError):  # where a piece binds what another one has bound
        expected = set(columns(text))
    if expected is not None:
        assert set(columns(spelled_out(text, None))) == expected


@given(st.text(max_size=30) | st.text("SELCTselct*?$a{} #\n", max_size=30))
def test_any_other_text_is_left_as_it_is_or_refused_by_the_parser(text: str) -> None:
    """What has no star behind its SELECT is not touched, whatever it is."""
    with suppress(SyntaxError):
        spelled = spelled_out(text, None)
        assert spelled == text or "*" in text
