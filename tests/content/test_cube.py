"""The statistics as an RDF Data Cube: what is in it, and the integrity constraints of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from figures import FORECAST, figure, results
from horgos.build import Built

BASE = "https://w3id.org/horgos/"
PREFIXES, *PARTS = (Path(__file__).parent / "cube-constraints.rq").read_text(encoding="utf-8").split("\n#: ")
CONSTRAINTS = {part.partition(" ")[0]: f"{PREFIXES}\n# {part}" for part in PARTS}
NAMES = f"""PREFIX hg: <{BASE}ns#> PREFIX v: <{BASE}vocab/> PREFIX x: <{BASE}derived/>
PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-code: <http://purl.org/linked-data/sdmx/2009/code#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
"""
TRAINS = "x:observation-trains-2024-8730"
MEASURES = "INSERT DATA { v:component-kind qb:componentProperty qb:measureType ."
MEASURES += (
    " qb:measureType a qb:DimensionProperty . v:statistics-structure qb:component v:component-kind } ;"
)
MEASURES += "INSERT { ?o qb:measureType sdmx-measure:obsValue } WHERE { ?o a qb:Observation } ;"
TREE = "INSERT DATA { v:period-kinds a qb:HierarchicalCodeList ; qb:hierarchyRoot v:root ;"
# One fault for each constraint, as an update of the sound cube.
FAULTS = {
    "IC-1": f"INSERT DATA {{ {TRAINS} qb:dataSet x:other }}",
    "IC-2": "DELETE WHERE { x:statistics qb:structure ?any }",
    "IC-3": "DELETE WHERE { sdmx-measure:obsValue a qb:MeasureProperty }",
    "IC-4": "DELETE WHERE { sdmx-dimension:refArea rdfs:range ?any }",
    "IC-5": "DELETE WHERE { v:dimension-period-kind qb:codeList ?any }",
    "IC-6": "INSERT DATA { v:component-period qb:componentRequired false }",
    "IC-7": "INSERT DATA { x:key a qb:SliceKey }",
    "IC-8": "INSERT DATA { x:key a qb:SliceKey ; qb:componentProperty hg:unit ."
    " v:statistics-structure qb:sliceKey x:key }",
    "IC-9": "INSERT DATA { x:slice a qb:Slice ; qb:sliceStructure x:key , x:otherKey }",
    "IC-10": "INSERT DATA { x:slice qb:sliceStructure x:key ."
    " x:key qb:componentProperty sdmx-dimension:refArea }",
    "IC-11": f"DELETE WHERE {{ {TRAINS} sdmx-dimension:refPeriod ?any }}",
    "IC-12": f"INSERT {{ x:twin ?p ?o }} WHERE {{ {TRAINS} ?p ?o }}",
    "IC-13": f"DELETE WHERE {{ {TRAINS} sdmx-attribute:unitMeasure ?any }}",
    "IC-14": f"DELETE WHERE {{ {TRAINS} sdmx-measure:obsValue ?any }}",
    "IC-15": f"{MEASURES} DELETE WHERE {{ {TRAINS} sdmx-measure:obsValue ?any }}",
    "IC-16": f"{MEASURES} DELETE DATA {{ {TRAINS} qb:measureType sdmx-measure:obsValue }} ;"
    f"INSERT DATA {{ {TRAINS} qb:measureType x:measure }}",
    "IC-17": f"{MEASURES} INSERT DATA {{ v:component-value qb:componentProperty x:measure ."
    " x:measure a qb:MeasureProperty }",
    "IC-18": f"INSERT DATA {{ x:other qb:slice x:slice . x:slice qb:observation {TRAINS} }}",
    "IC-19": f"INSERT DATA {{ {TRAINS} v:dimension-period-kind v:open }}",
    "IC-20": f"{TREE} qb:parentChildProperty skos:narrower . v:root skos:narrower v:annual }}",
    "IC-21": f"{TREE} qb:parentChildProperty x:down . x:down owl:inverseOf skos:broader ."
    " v:annual skos:broader v:root }",
}
# The structure has one measure and no measure dimension: with one put in, it is a sound cube as well.
SOUND = {
    "a measure dimension": MEASURES + "INSERT DATA { qb:measureType rdfs:range rdfs:Resource }",
    "a collection as code list": "DELETE WHERE { v:period-kinds a skos:ConceptScheme } ;"
    "INSERT DATA { v:period-kinds a skos:Collection } ;"
    "INSERT { v:period-kinds skos:member ?k } WHERE { ?k skos:inScheme v:period-kinds }",
    "a hierarchy": f"{TREE} qb:parentChildProperty skos:narrower }} ;"
    "INSERT { v:root skos:narrower ?k } WHERE { ?k skos:inScheme v:period-kinds }",
    "a slice": "INSERT DATA { x:slice a qb:Slice ; qb:sliceStructure x:key ; sdmx-dimension:refArea x:a ."
    " x:key a qb:SliceKey ; qb:componentProperty sdmx-dimension:refArea ."
    " v:statistics-structure qb:sliceKey x:key . x:statistics qb:slice x:slice ."
    f" x:slice qb:observation {TRAINS} }}",
}
Cube = Callable[..., Store]


@pytest.fixture(scope="module")
def cube(real_build: Built) -> Cube:
    """Makes the cube of the built graph and the vocabulary it uses, as one graph, with an update applied."""

    def made(update: str = "") -> Store:
        store = Store()
        for name in ("rule/data-cube", "graph/vocabulary"):
            graph = real_build.store.quads_for_pattern(None, None, None, NamedNode(BASE + name))
            store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in graph)
        store.update(NAMES + update)
        return store

    return made


def select(store: Store, query: str) -> list[list[str]]:
    """The rows of a query, as text."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return [[getattr(term, "value", str(term)) for term in row] for row in found]


def broken(store: Store) -> set[str]:
    """The constraints that do not hold; the last two for every property that a hierarchy uses."""
    paths = f"""{NAMES} SELECT ?p WHERE {{
      ?list qb:parentChildProperty ?q OPTIONAL {{ ?q owl:inverseOf ?i }} BIND(COALESCE(?i, ?q) AS ?p)
    }}"""
    properties = [row[0] for row in select(store, paths)] or ["urn:p"]
    return {
        name
        for name, query in CONSTRAINTS.items()
        for path in properties
        if select(store, query.replace("<urn:p>", f"<{path}>"))
    }


def test_every_constraint_is_checked() -> None:
    """IC-1 to IC-21, and a fault for each."""
    assert list(CONSTRAINTS) == [f"IC-{number}" for number in range(1, 22)]
    assert FAULTS.keys() == CONSTRAINTS.keys()


def test_the_cube_is_well_formed(cube: Cube, real_build: Built) -> None:
    """No constraint is broken, neither by the cube alone nor within everything else that is built."""
    assert broken(cube()) == set()
    assert broken(real_build.store) == set()


@pytest.mark.parametrize("constraint", FAULTS)
def test_a_broken_constraint_is_found(constraint: str, cube: Cube) -> None:
    """Each constraint can fail."""
    assert constraint in broken(cube(FAULTS[constraint]))


@pytest.mark.parametrize("update", SOUND.values(), ids=SOUND.keys())
def test_a_sound_cube_of_another_form_passes(update: str, cube: Cube) -> None:
    """The constraints that this cube gives no work to pass a sound cube that does."""
    assert broken(cube(update)) == set()


def test_every_statistic_of_a_place_is_observed_once(real_build: Built) -> None:
    """What a source counts over a period, or says grew, of a place: each claim is one observation."""
    figures = f"""{NAMES} PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT DISTINCT ?claim WHERE {{
      ?claim a hg:Figure ; hg:about ?place ; hg:indicator/dcterms:type ?kind ; hg:value ?value .
      ?place a/rdfs:subClassOf* <https://schema.org/Place> . FILTER(?kind IN (v:flow, v:growth-rate))
    }}"""
    observed = f"""{NAMES} PREFIX prov: <http://www.w3.org/ns/prov#>
    SELECT ?claim WHERE {{ ?o a qb:Observation ; prov:wasDerivedFrom ?claim }}"""
    claims = sorted(select(real_build.store, figures))
    assert sorted(select(real_build.store, observed)) == claims
    assert len(claims) > 20


def test_a_series_is_of_one_kind_and_came_true(real_build: Built) -> None:
    """The years of trains that a source gives: no forecast, no running total, no part of a year, no bound."""
    series = f"""{NAMES} SELECT ?period ?value WHERE {{
      ?o v:dimension-indicator v:trains ; v:dimension-period-kind v:annual ; hg:qualifier v:stated ;
        sdmx-attribute:obsStatus sdmx-code:obsStatus-A ;
        sdmx-dimension:refPeriod ?period ; sdmx-measure:obsValue ?value .
    }}"""
    assert select(real_build.store, series) == [["2024", "8730"]]


def test_the_data_set_has_a_label_and_the_licence_of_the_graph(real_build: Built) -> None:
    """Whoever takes the cube alone finds what it is called, what it is part of, and its licence."""
    asked = f"""{NAMES} PREFIX dcterms: <http://purl.org/dc/terms/> SELECT ?language {{
      ?dataset <http://rdfs.org/ns/void#uriSpace> ?base ; dcterms:license ?license .
      x:statistics dcterms:isPartOf ?dataset ; dcterms:license ?license ; rdfs:label ?label
      BIND(LANG(?label) AS ?language)
    }} ORDER BY ?language"""
    assert select(real_build.store, asked) == [["en"], ["zh-hans"]]


def test_every_property_and_value_of_the_cube_is_called_something(real_build: Built) -> None:
    """A table made by a program that knows cubes has headings and cells in English and in Chinese."""
    nameless = f"""{NAMES} SELECT DISTINCT ?term ?language {{
      VALUES ?language {{ "en" "zh-hans" }}
      v:statistics-structure qb:component/qb:componentProperty ?property .
      {{ BIND(?property AS ?term) }} UNION {{ ?o a qb:Observation ; ?property ?term FILTER(ISIRI(?term)) }}
      FILTER NOT EXISTS {{ ?term skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = ?language) }}
    }}"""
    assert select(real_build.store, nameless) == []


def test_a_coded_property_takes_its_values_from_its_list(real_build: Built) -> None:
    """IC-19 for attributes too: indicator, kind of period, qualifier and status are codes of a list."""
    coded = f"""{NAMES} SELECT DISTINCT ?property ?foreign {{
      v:statistics-structure qb:component/qb:componentProperty ?property .
      ?property a qb:CodedProperty ; qb:codeList ?list .
      OPTIONAL {{ ?o a qb:Observation ; ?property ?foreign
        FILTER NOT EXISTS {{ ?foreign a skos:Concept ; skos:inScheme ?list }} }}
    }}"""
    found = select(real_build.store, coded)
    names = ["dimension-indicator", "dimension-period-kind", "obsStatus", "qualifier"]
    assert sorted(re.split("[/#]", row[0])[-1] for row in found) == names
    assert {row[1] for row in found} == {"None"}


def test_observation_is_no_figure(real_build: Built) -> None:
    """Whoever sums hg:value does not count a number twice."""
    taken = f"{NAMES} SELECT ?o {{ ?o a qb:Observation ; hg:value|hg:about ?any }}"
    assert select(real_build.store, taken) == []


def test_observation_tells_unit_bound_and_status() -> None:
    """A forecast is marked as one, and everything else as having come true."""
    data = figure("trains_a", "8700", qualifier="more-than", more=FORECAST) + figure("trains_b", "8730/10")
    found = results(data, "data-cube")
    forecast, actual = found["observation-trains_a"], found["observation-trains_b"]
    assert (forecast["obsStatus"], actual["obsStatus"]) == ("code#obsStatus-F", "code#obsStatus-A")
    assert (forecast["qualifier"], actual["qualifier"]) == ("more-than", "stated")
    assert (actual["unitMeasure"], actual["obsValue"], actual["refArea"]) == ("train", "8730", "port")


@pytest.mark.parametrize(
    "data",
    [
        figure("area_a", "5"),
        figure("rank-in-time_a", "1"),
        figure("trains_a", "5", kind=""),
        figure("trains_a", "5", about="group"),
        figure("trains_a", "5").replace("a hg:Figure", "a hg:DerivedFigure"),
    ],
    ids=["level", "rank", "no-kind-of-period", "no-place", "derived"],
)
def test_what_is_no_statistic_of_a_place_is_not_observed(data: str) -> None:
    """Levels, ranks, what has no kind of period or no place, and what no source states."""
    assert results(data, "data-cube") == {}
