"""Identifiers elsewhere: the graph has those that were verified, the table tells which were not found."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from content.naming import EDITORIAL

TABLE = Path(__file__).resolve().parents[2] / "docs" / "external-identifiers.csv"
# How an identifier of each authority is written in the graph.
FORMS = {
    "GeoNames": "https://sws.geonames.org/{}/",
    "UN/LOCODE": "UN/LOCODE {}",
    "Wikidata": "http://www.wikidata.org/entity/{}",
}

Iri = Callable[[str], NamedNode]
Record = dict[str, str]


@pytest.fixture(scope="session")
def records() -> list[Record]:
    """The lines of the table: a thing and an authority, what was found, and where it was looked for."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_each_search_is_told_once(records: list[Record], stated: Store, iri: Iri) -> None:
    """A thing of the graph, an authority, and what was found there or that nothing was, with where."""
    pairs = [(record["entity"], record["authority"]) for record in records]
    assert len(set(pairs)) == len(pairs)
    assert {authority for _, authority in pairs} <= set(FORMS)
    for record in records:
        assert (record["found"], bool(record["identifier"])) in {("yes", True), ("no", False)}, record
        assert record["where"], record
        assert any(stated.quads_for_pattern(iri(record["entity"]), None, None, EDITORIAL)), record


def test_the_graph_has_what_was_found(records: list[Record], stated: Store, iri: Iri) -> None:
    """Every identifier of the graph is one that the table tells as found, and the other way round."""
    found = {
        (iri(record["entity"]).value, FORMS[record["authority"]].format(record["identifier"]))
        for record in records
        if record["found"] == "yes"
    }
    given = {
        (quad.subject.value, quad.object.value)
        for predicate in ("owl:sameAs", "schema:identifier")
        for quad in stated.quads_for_pattern(None, iri(predicate), None, EDITORIAL)
    }
    assert given == found


def test_an_identifier_says_where_it_was_seen(records: list[Record], stated: Store, iri: Iri) -> None:
    """Beside each identifier a note of the editors names its authority."""
    for record in records:
        if record["found"] == "yes":
            thing = iri(record["entity"])
            notes = stated.quads_for_pattern(thing, iri("skos:editorialNote"), None, EDITORIAL)
            texts = [quad.object.value for quad in notes if isinstance(quad.object, Literal)]
            assert any(record["authority"] in text for text in texts), record


def test_no_source_equates_its_things_with_anything(stated: Store, iri: Iri) -> None:
    """Identity with something elsewhere is the editors' to say, and nobody else's."""
    said = stated.quads_for_pattern(None, iri("owl:sameAs"), None, None)
    assert {str(quad.graph_name) for quad in said} <= {str(EDITORIAL), "DEFAULT"}
