"""Places and the map page: what is placed, what lies in it, what connects it, and how it stood in a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from horgos.build import Built, build
from horgos.engine import Embedded, Limits
from horgos.errors import BadRequest
from horgos.pages.places import cartography
from horgos.pages.places.cartography import MapPage, map_page
from horgos.pages.places.places import ask
from horgos.pages.places.wkt import geometry
from horgos.pages.reading import Reader
from horgos.sources import read
from horgos.terms import Base

TINY = Path(__file__).resolve().parents[1] / "graph"
HG, SCHEMA = "https://w3id.org/horgos/ns#", "https://schema.org/"
GEO = "http://www.opengis.net/ont/geosparql#"  # the graph has no prefix for it
# The light on its rock, with a keeper's house in a yard at it, and a harbour that a boat connects it with.
COAST = """
@prefix c: <https://example.org/tiny/claim/> .
@prefix d: <https://example.org/tiny/source/> .
@prefix e: <https://example.org/tiny/id/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix g: <https://example.org/tiny/graph/> .
@prefix hg: <https://w3id.org/horgos/ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
g:editorial {
  e:gannet-light geo:hasGeometry e:gannet-light-point .
  e:gannet-light-point a geo:Geometry ; geo:asWKT "POINT(-5.5 50.1)"^^geo:wktLiteral .
  e:harbour a schema:Place ; skos:prefLabel "Harbour"@en ; geo:hasGeometry e:harbour-point .
  e:harbour-point a geo:Geometry ; geo:asWKT "POINT(-5.0 50.2)"^^geo:wktLiteral .
  e:reef a schema:Place ; geo:hasGeometry e:reef-point .
  e:reef-point a geo:Geometry ; geo:asWKT "somewhere out there"^^geo:wktLiteral .
  e:yard a schema:Place ; skos:prefLabel "Yard"@en ; schema:containedInPlace e:gannet-light .
  e:house a schema:Place ; skos:prefLabel "House"@en ; schema:containedInPlace e:yard .
  e:boat a hg:TransportService ; skos:prefLabel "Boat"@en ; hg:connectsTo e:gannet-light , e:harbour .
}
d:keeper-years {
  c:between-1880 a hg:Event ; hg:about e:gannet-light ; hg:when "1880/1885"^^edtf:EDTF ;
    hg:borderBetween e:harbour , e:reef .
}
"""


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The tiny graph with positions."""
    folder = tmp_path_factory.mktemp("coast")
    for path in TINY.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(TINY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (folder / "data" / "coast.trig").write_text(re.sub(r"geo:(\w+)", rf"<{GEO}\1>", COAST), encoding="utf-8")
    built: Built = build(read(folder), tmp_path_factory.mktemp("built"))
    with Embedded(built.store_path, Limits(workers=1)) as engine:
        yield Reader(engine, read(folder).prefixes, Base(built.dataset.base))


@pytest.fixture(scope="module")
def shown(coast: Reader) -> MapPage:
    """The map page of it, with nothing chosen."""
    return map_page(coast, {})


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("POINT(80.4 44.2)", ((80.4, 44.2),)),
        ("point ( -80.4  -44.2 )", ((-80.4, -44.2),)),
        ("POINT Z (80.4 44.2 800)", ((80.4, 44.2),)),
        ("LINESTRING(0 1, 2 3)", ((0, 1), (2, 3))),
        ("POLYGON((0 0, 2 0, 2 2, 0 0))", ((0, 0), (2, 0), (2, 2), (0, 0))),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(80.4 44.2)", ((80.4, 44.2),)),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(44.2 80.4)", ((80.4, 44.2),)),
    ],
)
def test_positions_are_read_longitude_first(text: str, points: tuple[tuple[float, float], ...]) -> None:
    """As well-known text has them, in the reference systems of GeoSPARQL that are known here."""
    found = geometry(text)
    assert found is not None
    assert found.points == points


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POINT EMPTY",
        "POINT(200 10)",
        "POINT(10 91)",
        "POINT(a b)",
        "POINT(1.2.3 4)",
        "<urn:x> POINT(1 2)",
        "x",
    ],
)
def test_what_is_no_position_on_earth_is_none(text: str) -> None:
    """No text raises, and nothing is made of what cannot be read."""
    assert geometry(text) is None


def test_what_has_a_position_is_placed(coast: Reader) -> None:
    """The thing with the most claims first; a position that cannot be read is counted."""
    found = ask(coast.round())()
    assert [each.thing.rpartition("/")[2] for each in found.placed] == ["gannet-light", "harbour"]
    assert found.placed[0].geometry.middle == (-5.5, 50.1)
    assert found.unread == 1


def test_what_lies_in_a_thing_with_a_position_is_placed_by_it(shown: MapPage) -> None:
    """Along the whole chain, with what it lies in where that is another thing, and who says so."""
    light = shown.entries[0]
    assert [each.ref.label.text for each in light.inside] == ["Yard", "House"]
    assert [each.place.label.text if each.place else None for each in light.inside] == [None, "Yard"]
    assert {voice.kind for each in light.inside for voice in each.voices} == {"editors"}


def test_a_position_has_its_voice(shown: MapPage) -> None:
    """Who says where a thing is stands beside it."""
    assert [voice.kind for voice in shown.entries[0].voices] == ["editors"]


def test_what_connects_two_places_is_drawn_between_them(shown: MapPage) -> None:
    """A line on the map, and in words below."""
    (joined,) = shown.joined
    assert {joined.start.label.text, joined.end.label.text} == {"Gannet Rock Light", "Harbour"}
    assert [link.label.text for link in joined.links] == ["Boat"]
    assert shown.map is not None
    assert shown.map.wide.tracks


def test_a_kind_can_be_chosen(coast: Reader) -> None:
    """What is not of it is left out, and counted; a place stays that has something of it in it."""
    found = map_page(coast, {"kind": f"{SCHEMA}Place"})
    assert [each.ref.label.text for each in found.entries] == ["Gannet Rock Light", "Harbour"]
    facility = map_page(coast, {"kind": f"{HG}Facility"})
    assert [each.ref.label.text for each in facility.entries] == ["Gannet Rock Light"]
    assert (facility.shown, facility.total, facility.entries[0].inside) == (1, 4, ())


def test_what_is_left_out_is_counted(coast: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The places with the most claims are shown, and the first things in each."""
    monkeypatch.setattr(cartography, "BOUND", 1)
    found = map_page(coast, {})
    assert [each.ref.label.text for each in found.entries] == ["Gannet Rock Light"]
    assert (found.cut, found.shown, found.joined) == (1, 4, ())
    assert (len(found.entries[0].inside), found.entries[0].total) == (1, 2)


def test_a_source_can_be_chosen(coast: Reader) -> None:
    """What occurs in no passage of the document is left out."""
    found = map_page(coast, {"source": "https://example.org/tiny/source/office"})
    assert [each.ref.label.text for each in found.entries] == ["Gannet Rock Light"]


def test_a_choice_that_there_is_none_of_is_an_error_that_names_the_others(coast: Reader) -> None:
    """The parameter, its value, and what would be right."""
    with pytest.raises(BadRequest, match="hg:Nothing") as error:
        map_page(coast, {"kind": f"{HG}Nothing"})
    assert "hg:Facility" in error.value.advice


@pytest.mark.parametrize(
    ("year", "statuses"),
    [
        (1870, []),
        (1890, ["lit", "lit"]),
        (1901, ["lit", "dark", "lit"]),
        (1902, ["dark", "lit"]),
        (1950, ["lit", "dark"]),
    ],
)
def test_statuses_are_those_of_the_year_by_document(coast: Reader, year: int, statuses: list[str]) -> None:
    """In a year of change both count, the one that ended and the one that began."""
    found = map_page(coast, {}, year).standings
    periods = [period for each in found for state in each.states for period in state.periods]
    assert sorted(period.status.label.text for period in periods) == sorted(statuses)


def test_connections_are_left_out_of_a_year(coast: Reader) -> None:
    """When there was one is not told; a railway of today would stand on the map of 1864."""
    found = map_page(coast, {}, 1895)
    assert (found.joined, found.map and found.map.wide.tracks) == ((), "")


def test_names_are_those_of_the_year(coast: Reader) -> None:
    """A name that was used from the 1890s to 1901 is that of 1895, on the map as well."""
    found = map_page(coast, {}, 1895)
    (standing,) = found.standings
    assert [line.phrase.main.words for line in standing.names] == ["The Old Candle"]
    assert found.map is not None
    assert found.map.wide.spots[0].mark.text == "The Old Candle (lit)"
    (later,) = map_page(coast, {}, 1905).standings
    assert later.names == ()


def test_states_are_those_of_the_year_or_of_the_nearest_told_of(coast: Reader) -> None:
    """Where the year itself is not told of, the claims nearest to it stand apart from those that are."""
    (within,) = map_page(coast, {}, 1882).standings
    (after,) = map_page(coast, {}, 1890).standings
    assert [key for key in ("sides", "around") if key in within.aspects] == ["sides"]
    assert [key for key in ("sides", "around") if key in after.aspects] == ["around"]


def test_the_years_of_change_are_offered(shown: MapPage) -> None:
    """Those in which a status began, and the span that claims tell of."""
    assert shown.years
    assert shown.years.changes == (1871, 1901, 1903, 1904)
    assert (shown.years.first, shown.years.last) == (1871, 1904)


def test_the_port_is_on_the_map_with_its_passage(horgos: FlaskClient) -> None:
    """Its position, the passage that states it, and what is at it."""
    text = horgos.get("/map", headers={"Accept": "text/html"}).text
    entry = text.partition('id="places"')[2].partition('</div>\n  <div class="group row">')[0]
    for said in (
        "Horgos Border Port",
        "44°",
        "/page/source/atlas-coordinates",
        "Horgos Railway Port",
    ):
        assert said in entry


def test_the_map_page_tells_positions_as_finely_as_they_are_known(horgos: FlaskClient) -> None:
    """To the second where a position has three decimals, to the minute where it has two."""
    text = horgos.get("/map?lang=en").text.replace("\u00a0", " ")
    assert "44° 11′ 49″ N, 80° 14′ 38″ E" in text  # the dry port, to 0.001°
    assert "39° 56′ N, 116° 23′ E" in text  # Beijing, to 0.01°


def test_in_1962_the_port_was_open_and_closed_between_two_states(horgos: FlaskClient) -> None:
    """Statuses by document and the states that met, each with who says it, and what is disputed of it."""
    text = horgos.get("/map?year=1962", headers={"Accept": "text/html"}).text
    told = text.partition('id="year-1962"')[2].partition("</section>")[0]
    for said in (
        "from 1920 to 1962",
        "from 1962 to\u00a0November\u00a01983",
        "disputed",
        "Soviet Union",
        "/page/source/atlas-1962",
    ):
        assert said in told


@pytest.mark.parametrize("year", ["0", "19620", "-5", "MCM", "１９６２", "1962.5"])
def test_what_is_no_year_is_an_error(client: FlaskClient, year: str) -> None:
    """It names the parameter and shows what would be right."""
    response = client.get("/map", query_string={"year": year}, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert "year=1962" in response.text


def test_an_empty_form_shows_the_whole_map(client: FlaskClient) -> None:
    """As a browser sends it: all fields, none filled in."""
    assert client.get("/map?year=&kind=&source=").status_code == 200


def test_a_graph_without_positions_says_so(client: FlaskClient) -> None:
    """And shows no map."""
    text = client.get("/map").text
    assert "Nothing in this dataset has a position." in text
    assert "<svg" not in text
