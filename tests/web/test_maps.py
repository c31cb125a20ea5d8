"""Maps drawn on the server: what they show, where, and that no name hides another."""

from __future__ import annotations

import gzip
import json
import re
from itertools import combinations
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horgos.pages.maps import Drawing, Mark, draw, keep, recall, region
from horgos.pages.maps.clipping import cut, path, simple
from horgos.pages.maps.drawing import COUNTRY, SPACED, country_name
from horgos.pages.maps.frame import Frame, Point, fit
from horgos.pages.maps.land import land
from horgos.pages.maps.lettering import Box, Lettering, width
from horgos.pages.maps.outlines import Country, Packed, outlines, read
from horgos.pages.maps.spots import LETTERS
from horgos.pages.places.locator import shown
from horgos.pages.places.wkt import geometry
from horgos.pages.reading import select
from horgos.site import Site

BUDGET = 25_000  # bytes of a compressed map, however much of the earth it shows
PORT = Mark("Port", "en", 80.37, 44.2, main=True)
SHANGHAI = Mark("Shanghai", "en", 121.5, 31.2)
DUISBURG = Mark("Duisburg", "en", 6.8, 51.4)

degrees = st.tuples(st.floats(-180, 180), st.floats(-84, 84))


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """The room that the names of places take: left, top, right, bottom."""
    return [room(spot.name) for spot in drawing.spots if spot.name]


def room(name: Lettering) -> tuple[float, float, float, float]:
    """The room that one name takes."""
    long = width(name.text, LETTERS)
    left = name.x - {"start": 0, "middle": long / 2, "end": long}[name.anchor]
    return left, name.y - 0.8 * LETTERS, left + long, name.y + 0.1 * LETTERS


def area(ring: list[Point]) -> float:
    """What a ring encloses, by the shoelace formula."""
    after = [*ring[1:], *ring[:1]]
    return sum(x * down - to * y for (x, y), (to, down) in zip(ring, after, strict=True)) / 2


@given(st.lists(degrees, min_size=1, max_size=20), st.floats(0.1, 60))
def test_every_place_is_on_the_map(places: list[Point], least: float) -> None:
    """The frame holds all places, wherever they are, those on both sides of the 180th meridian too."""
    frame = fit(places, 880, 460, least)
    for place in places:
        x, y = frame.at(*place)
        assert -0.1 <= x <= 880.1
        assert -0.1 <= y <= 460.1


def test_a_map_of_one_place_is_as_wide_as_it_must_be() -> None:
    """The one place is in the middle, with its surroundings."""
    frame = fit([(80.37, 44.2)], 880, 460, 24)
    assert isclose(frame.east - frame.west, 24)
    assert frame.at(80.37, 44.2) == (440, 230)


def test_places_on_both_sides_of_the_180th_meridian_are_near_to_each_other() -> None:
    """The map does not go the long way round."""
    frame = fit([(178.0, -17.0), (-172.0, -13.5)], 880, 460, 5)
    assert frame.east - frame.west < 20
    assert frame.at(178.0, -17.0)[0] < frame.at(-172.0, -13.5)[0]


@given(st.lists(degrees, min_size=1, max_size=5), st.floats(0.5, 60))
def test_the_bar_of_the_scale_is_round_and_fits(places: list[Point], least: float) -> None:
    """It stands for one, two or five of some power of ten kilometres, on a fifth of the width at most."""
    bar = fit(places, 360, 300, least).bar()
    assert f"{bar.kilometres:e}"[0] in "125"
    assert 0 < bar.length <= 72.1


def test_the_bar_is_as_long_as_the_kilometres_that_it_stands_for() -> None:
    """At the latitude it is right for, in the middle: a degree is 111.2 km times its cosine."""
    frame = fit([(0.0, 60.0)], 880, 460, 20)
    bar = frame.bar()
    assert isclose(bar.latitude, 60, abs_tol=0.01)
    assert isclose(bar.kilometres / bar.length, 111.19 * 0.5 * 20 / 880, rel_tol=0.01)


def test_the_graticule_has_round_degrees() -> None:
    """Meridians from west to east, parallels from south to north, all of one step."""
    frame = fit([(80.37, 44.2), (121.5, 31.2)], 880, 460, 24)
    assert [each.degrees for each in frame.meridians()] == [80, 90, 100, 110, 120]
    assert [each.degrees for each in frame.parallels()] == [30, 40]


def test_the_graticule_counts_on_across_the_180th_meridian() -> None:
    """East of 180° it is west."""
    frame = fit([(178.0, -17.0), (-172.0, -13.5)], 880, 460, 5)
    shown = [each.degrees for each in frame.meridians()]
    assert -178.0 in shown
    assert all(-180 <= each < 180 for each in shown)


def test_a_ring_is_cut_to_the_box() -> None:
    """Of a square half inside, the half is left."""
    assert sorted(cut([(-50, 10), (50, 10), (50, 20), (-50, 20)], 100, 100, 0)) == [
        (0, 10), (0, 20), (50, 10), (50, 20),
    ]  # fmt: skip
    assert cut([(200, 10), (300, 10), (300, 20)], 100, 100, 0) == []


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=3, max_size=30))
def test_nothing_is_left_beyond_the_box(ring: list[Point]) -> None:
    """Whatever the ring."""
    assert all(-4.001 <= x <= 104.001 and -4.001 <= y <= 104.001 for x, y in cut(ring, 100, 100, 4))


def test_points_that_nobody_sees_are_left_out() -> None:
    """What is on the line between others, nearly; both ends and corners stay."""
    assert simple([(0, 0), (1, 0.1), (2, 0), (2, 5)], 0.5) == [(0, 0), (2, 0), (2, 5)]


def test_a_path_is_written_in_tenths_relative_to_the_point_before() -> None:
    """`M` and `l` with the fewest letters, closed where it is the outline of an area."""
    assert path([[(1, 2), (1.5, 2), (1.46, 0.04)]], closed=True) == "M1 2l.5 0 0-2z"


def test_outlines_are_read_as_they_were_prepared(tmp_path: Path) -> None:
    """Flat lists of hundredths of a degree are points in degrees."""
    east = {"number": "156", "name": "E", "rings": [[100, 0, 225, 0, 225, 100, 100, 0]]}
    file = tmp_path / "prepared.json"
    file.write_text(json.dumps({"countries": [east], "borders": [[100, 0, 100, 100]]}))
    found = read(file)
    assert [(each.number, each.name) for each in found.countries] == [("156", "E")]
    assert list(found.countries[0].rings[0].points()) == [(1, 0), (2.25, 0), (2.25, 1), (1, 0)]
    assert [list(border.points()) for border in found.borders] == [[(1, 0), (1, 1)]]


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=12))
def test_a_ring_near_a_box_covers_the_same_of_it(course: list[tuple[int, int]]) -> None:
    """What is left out of it lies beyond one side, with what it is connected to."""
    packed = Packed.of([degree * 100 for point in course for degree in point])
    whole, near = (
        area(cut([(x + 4, y + 4) for x, y in points], 8, 8, 0))
        for points in (packed.points(), packed.near(-4, 4, -4, 4))
    )
    assert isclose(near, whole, abs_tol=1e-6)


def test_without_the_build_there_are_no_outlines(tmp_path: Path) -> None:
    """The map then has its graticule and its marks."""
    assert read(tmp_path / "none.json").countries == ()


def test_a_country_is_called_as_in_the_language_of_the_reader() -> None:
    """By its number in ISO 3166-1; by the name in the outlines where it has none."""
    assert country_name(Country("398", "Kazakhstan", ()), "zh") == "哈萨克斯坦"
    assert country_name(Country("398", "Kazakhstan", ()), "en") == "Kazakhstan"
    assert country_name(Country("", "Somaliland", ()), "zh") == "Somaliland"


@given(st.lists(st.tuples(st.floats(70, 120), st.floats(25, 50)), max_size=25))
def test_no_name_hides_another(places: list[Point]) -> None:
    """Names of places have room of their own; the main place has its name in any case."""
    corners = [(70.0, 25.0), (120.0, 50.0)]
    marks = [Mark(f"Place {at}", "en", *place, main=not at) for at, place in enumerate([*corners, *places])]
    drawn = draw(marks, (), "en", countries=False)
    for drawing in (drawn.wide, drawn.narrow):
        assert drawing.spots[0].name is not None
        for (left, top, right, bottom), (x, y, to, down) in combinations(boxes(drawing), 2):
            assert left >= to or x >= right or top >= down or y >= bottom


def test_a_name_gives_way_where_another_has_room_nowhere_else() -> None:
    """Both are on the map then: the first, which has room on its right, goes to the left."""
    around = [Mark("", "en", *at) for at in ((70.0, 20.0), (120.0, 50.0), (114.0, 37.5), (114.0, 32.5))]
    inland, harbour = Mark("Inland", "en", 97.0, 35.0), Mark("Harbour town", "en", 119.0, 35.0)
    for marks, expected in (([inland], ["start"]), ([inland, harbour], ["end", "end"])):
        spots = draw([*around, *marks], (), "en", countries=False).narrow.spots[len(around) :]
        assert [spot.name and spot.name.anchor for spot in spots] == expected


def test_a_spot_tells_all_its_names_and_whether_a_line_ends_there() -> None:
    """What two marks share is one spot with both names, and the map says that one has no room."""
    marks = [
        Mark("One", "en", 80.0, 44.0, main=True),
        Mark("Far", "en", 120.0, 30.0),
        Mark("Near", "en", 80.01, 44.0),
    ]
    drawn = draw(marks, [((80.0, 44.0), (100.0, 40.0))], "en", countries=False)
    assert [(spot.texts, spot.joined) for spot in drawn.wide.spots] == [
        (("One", "Near"), True),
        (("Far",), False),
    ]
    assert drawn.crowded
    assert not draw(marks[:2], (), "en", countries=False).crowded


def test_a_main_place_at_the_edge_has_its_name_on_the_map() -> None:
    """Above or below it, moved to the side: a long one as well, on a phone as well."""
    main = Mark("A name that is nearly as long as a phone", "en", 70.0, 40.0, main=True)
    drawing = draw([main, Mark("East", "en", 120.0, 40.0)], (), "en", countries=False).narrow
    name = drawing.spots[0].name
    assert name is not None
    assert (name.anchor, name.x) == ("middle", pytest.approx(drawing.width / 2, abs=40))


@pytest.mark.parametrize(("latitude", "shown"), [(31.5, False), (40.0, True)])
def test_the_degrees_of_a_parallel_give_way_to_a_place(latitude: float, shown: bool) -> None:
    """Where a mark or its name stands on them they are left out."""
    corners = [Mark("", "en", 120.0, 20.0), Mark("", "en", 120.0, 45.0)]
    drawn = draw([Mark("West", "en", 70.0, latitude, main=True), *corners], (), "en", countries=False)
    assert [each.named for each in drawn.narrow.parallels if each.degrees == 30] == [shown]


def test_a_line_crosses_a_box_where_it_has_a_part_in_it() -> None:
    """Through it, into it and within it; not beside it."""
    box = Box(0, 0, 10, 10)
    assert box.crossed((-5, 5), (15, 5))
    assert box.crossed((5, 5), (50, 50))
    assert box.crossed((4, 4), (4, 6))
    assert not box.crossed((-5, 5), (5, 20))
    assert not box.crossed((11, 0), (11, 10))


def test_what_stands_at_one_spot_is_marked_once_and_counted() -> None:
    """Two places that are a kilometre apart are one mark on a map of a continent."""
    near = Mark("Railway port", "en", 80.38, 44.2)
    assert draw([PORT, near, SHANGHAI], (), "en").merged == 1
    assert draw([PORT, SHANGHAI], (), "en").merged == 0


def test_a_country_is_named_off_the_lines_where_it_can_be() -> None:
    """A line that crosses the widest place in it leaves another."""
    west, east = Mark("", "en", 75.0, 46.0, main=True), Mark("", "en", 125.0, 28.0)
    drawn = draw([west, east], [((75.0, 46.0), (125.0, 28.0))], "en").wide
    start, end = ((spot.x, spot.y) for spot in drawn.spots)
    for name in drawn.countries:
        half, high = width(name.text, COUNTRY * SPACED) / 2, COUNTRY * SPACED
        box = Box(name.x - half, name.y - high * 0.86, name.x + half, name.y + high * 0.14)
        assert not box.crossed(start, end)


def test_countries_are_named_where_they_have_room() -> None:
    """On the map of the corridor the large ones, and none where the names of today would be out of place."""
    shown = draw([PORT, SHANGHAI], (), "en")
    if outlines().countries:
        assert {"China", "Mongolia"} <= {each.text for each in shown.wide.countries}
    assert draw([PORT, SHANGHAI], (), "en", countries=False).wide.countries == ()


def test_the_land_of_small_maps_is_drawn_when_a_graph_is_published(tmp_path: Path) -> None:
    """The pages read it, equal to what they would draw; of more regions than are kept, the most frequent."""
    places = [(80.37, 44.2), (-179.9, 66.0), (121.5, 31.2)]
    frames = [region([place]) for place in places]
    drawn = [land(frame) for frame in frames]
    keep([*frames, *frames, *(region([(float(x), 0.0)]) for x in range(-160, 160, 8))], tmp_path)
    try:
        recall(tmp_path)
        assert [land(frame) for frame in frames] == drawn
        assert not any(land(frame) is one for frame, one in zip(frames, drawn, strict=True))
        recall(tmp_path / "none")
        assert all(land(frame) is one for frame, one in zip(frames, drawn, strict=True))
    finally:
        recall(tmp_path / "none")


def test_a_publication_has_the_land_of_its_small_maps(real: Site) -> None:
    """What stands in a publication is the land of every map of one thing."""
    literals = {row["wkt"].value for row in select(real.engine, "geometries")}
    regions = {region(shown(each)) for each in map(geometry, literals) if each}
    kept = json.loads((real.publication.folder / "land.json").read_text("utf-8"))
    frames = {Frame(tuple(each["frame"][0]), *each["frame"][1:]) for each in kept}
    assert frames == regions != set()


def test_close_up_there_are_no_outlines() -> None:
    """They are off by some kilometres, and would put a place on the wrong side of a border."""
    drawn = draw([PORT], (), "en", least=0.6).wide
    assert (drawn.land, drawn.borders, drawn.countries) == ("", "", ())
    assert drawn.meridians


def test_lines_are_drawn_between_their_ends() -> None:
    """From the one place to the other."""
    drawn = draw([PORT, SHANGHAI], [((80.37, 44.2), (121.5, 31.2))], "en").wide
    start, end = (next(each for each in drawn.spots if each.mark is mark) for mark in (PORT, SHANGHAI))
    x, y, right, down = map(float, re.findall(r"-?[\d.]+", drawn.tracks))
    assert isclose(x, start.x, abs_tol=0.2)
    assert isclose(y, start.y, abs_tol=0.2)
    assert isclose(x + right, end.x, abs_tol=0.3)
    assert isclose(y + down, end.y, abs_tol=0.3)


@pytest.mark.parametrize("marks", [(PORT,), (PORT, SHANGHAI), (PORT, SHANGHAI, DUISBURG)])
def test_a_map_is_light(marks: tuple[Mark, ...]) -> None:
    """Both of its drawings together, compressed, however much of the earth they show."""
    shown = draw(marks, (), "en")
    paths = "".join(each.land + each.borders for each in (shown.wide, shown.narrow))
    assert len(gzip.compress(paths.encode())) < BUDGET
