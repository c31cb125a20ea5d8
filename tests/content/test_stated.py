"""What comes back to somebody who asks for numbers without naming a class: only what sources state."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import Literal, QuerySolutions, Store

NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hg: <https://w3id.org/horgos/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX v: <https://w3id.org/horgos/vocab/>
"""


def asked(store: Store, query: str) -> list[tuple[str, ...]]:
    """Ask the merged graph for the rows of a query, in the order of their letters."""
    found = store.query(NAMES + query)
    assert isinstance(found, QuerySolutions)
    rows = []
    for row in found:
        terms = [row[variable] for variable in found.variables]
        rows.append(tuple(str(term.value) if isinstance(term, Literal) else str(term) for term in terms))
    return sorted(rows)


def test_a_value_is_always_one_that_a_source_states(store: Store) -> None:
    """Who asks for hg:value of anything, without a class, gets no number that a rule worked out."""
    assert asked(store, "SELECT ?node { ?node hg:value ?number }")
    assert asked(store, "SELECT ?node { ?node hg:value ?number MINUS { ?node hg:statedIn ?passage } }") == []


@pytest.mark.parametrize("indicator", ["trains", "cargo", "passengers", "area", "cargo-per-train"])
def test_an_indicator_has_values_of_sources_alone(indicator: str, store: Store) -> None:
    """Of what rules work out as well, the values by themselves are those that passages hold."""
    of = f"hg:indicator v:{indicator} ; hg:value ?number"
    said = asked(store, f"SELECT DISTINCT ?node ?number {{ ?node {of} }}")
    stood = f"GRAPH ?passage {{ ?node {of} }} ?passage a hg:Passage"
    assert said == asked(store, f"SELECT DISTINCT ?node ?number {{ {stood} }}")
    derived = f"SELECT ?node {{ ?node a hg:DerivedFigure ; hg:indicator v:{indicator} ; rdf:value ?number }}"
    assert asked(store, derived)


def test_the_number_of_a_derived_figure_is_only_in_rdf_value(store: Store) -> None:
    """Every derived figure has one, and nothing else has."""
    figures = asked(store, "SELECT ?node { ?node a hg:DerivedFigure }")
    assert figures
    assert figures == asked(store, "SELECT ?node { ?node rdf:value ?number }")


def test_the_best_annual_cargo_of_a_year_can_be_summed(store: Store) -> None:
    """12.08 million tonnes in 2024, and not "over 12 million" on top of them."""
    query = """SELECT ?number {
      ?figure a hg:BestClaim ; hg:indicator v:cargo ; dcterms:type v:annual ; hg:when ?when ; hg:value ?number
      FILTER(STR(?when) = "2024")
    }"""
    assert sum(Decimal(number) for (number,) in asked(store, query)) == 12_080_000


def test_no_forecast_is_a_best_claim(store: Store) -> None:
    """There are forecasts, and none can be used as it stands."""
    assert asked(store, "SELECT ?figure { ?figure sdmx-attribute:obsStatus ?forecast }")
    query = "SELECT ?figure { ?figure a hg:BestClaim ; sdmx-attribute:obsStatus ?forecast }"
    assert asked(store, query) == []
