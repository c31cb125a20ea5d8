"""The distance of two points, as GeoSPARQL has it."""

from __future__ import annotations

import math

import pytest
from flask.testing import FlaskClient

from asking import GEO, PORT, ask

ALMATY = "POINT(76.945 43.238)"


def distance(client: FlaskClient, one: str, other: str, unit: str = "uom:metre") -> float | None:
    """The distance of two texts of WKT, None where it is not bound."""
    points = f'"{one}"^^geo:wktLiteral, "{other}"^^geo:wktLiteral'
    response = ask(client, f"{GEO} SELECT (geof:distance({points}, {unit}) AS ?x) {{}}")
    (row,) = response.json["results"]["bindings"]
    return float(row["x"]["value"]) if row else None


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points (longitude, latitude) on a sphere of the mean radius of WGS 84."""
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(half))


def test_the_distance_of_two_points_is_that_of_the_great_circle(client: FlaskClient) -> None:
    """Longitude first, in metres or kilometres; the same both ways."""
    expected = great_circle((80.369444, 44.195556), (76.945, 43.238))
    assert distance(client, PORT, ALMATY) == pytest.approx(expected, rel=1e-6)
    assert distance(client, ALMATY, PORT) == pytest.approx(expected, rel=1e-6)
    assert distance(client, PORT, ALMATY, "uom:kilometre") == pytest.approx(expected / 1000, rel=1e-6)
    assert distance(client, PORT, PORT) == 0


def test_a_point_may_name_the_reference_system_that_is_meant_anyway(client: FlaskClient) -> None:
    """Without a name it is CRS84, longitude and latitude on WGS 84."""
    named = f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> {PORT}"
    assert distance(client, named, ALMATY) == distance(client, PORT, ALMATY)


@pytest.mark.parametrize(
    ("one", "unit"),
    [
        ("LINESTRING(80 44, 81 45)", "uom:metre"),
        ("POINT(here)", "uom:metre"),
        ("<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(8946000 5494000)", "uom:metre"),
        (PORT, "uom:degree"),
        (PORT, '"metre"'),
    ],
)
def test_a_distance_that_cannot_be_told_is_not_bound(client: FlaskClient, one: str, unit: str) -> None:
    """SPARQL 1.1, 17.2: an error in an expression leaves its variable unbound, and the rest is answered."""
    assert distance(client, one, ALMATY, unit) is None
