"""What the address of a resource's page chooses, a year of it alone; and the drawing of what is around it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from horgos.pages.maps import Mark, locate, room
from horgos.pages.reading import Reader
from horgos.pages.thing import neighbourhood
from horgos.pages.thing.entity import entity
from horgos.pages.thing.page import EntityPage
from horgos.pages.told import anchors
from horgos.pages.words.names import Ref
from horgos.site import Site
from horgos.terms import Label

BROWSER = {"Accept": "text/html"}


def reader(site: Site) -> Reader:
    """A reader of English."""
    return Reader(site.engine, site.prefixes, site.base)


def in_year(site: Site, path: str, year: int) -> EntityPage:
    """The page of the resource at a path below the base, in one year."""
    return entity(reader(site), site.base.iri + path, year=year)


def told(page: EntityPage) -> dict[str, list[str]]:
    """The claims of a page by topic."""
    return {
        topic.key: [line.claim.page.removeprefix("claim/") for line in topic.lines] for topic in page.topics
    }


@pytest.mark.parametrize(
    ("year", "claims", "states", "names"),
    [
        (1870, {}, [], []),
        (1888, {"happened": ["storm-1888-24"]}, ["lit", "lit"], []),
        (1895, {"namings": ["naming-old-candle"]}, ["lit", "lit"], ["The Old Candle"]),
        (1902, {"stakes": ["stake-office"]}, ["dark", "lit"], []),
        (
            1904,
            {"happened": ["lighting-1904-02-29"], "stakes": ["stake-office"]},
            ["dark", "lit", "dark"],
            [],
        ),
    ],
)
def test_a_year_shows_what_was_so_in_it(
    tiny: Site, year: int, claims: dict[str, list[str]], states: list[str], names: list[str]
) -> None:
    """What happened in it, what held, the state by each document, and the names of that time."""
    shown = in_year(tiny, "id/gannet-light", year)
    assert told(shown) == claims
    assert [period.status.label.text for band in shown.bands for period in band.periods] == states
    assert [each.text.text for each in shown.spellings if each.timed] == names
    assert [part.kind for part in shown.parts if part.kind in ("groups", "incoming", "near")] == []


def test_a_year_leads_to_the_next_of_which_something_is_told(tiny: Site) -> None:
    """Before the first and after the last there is none."""
    years = [in_year(tiny, "id/gannet-light", year).years for year in (1700, 1888, 1950)]
    assert [(each.earlier, each.later) for each in years if each] == [
        (None, 1871),
        (1871, 1889),
        (1904, None),
    ]


def test_a_page_in_a_year_says_so_and_leads_back(client: FlaskClient) -> None:
    """In its title, in its heading, and with a link to all years; the form is there without scripts."""
    text = client.get("/page/gannet-light?year=1902", headers=BROWSER).text
    assert "<title>Gannet Rock Light, 1902" in text
    assert "As it stood in 1902" in text
    assert 'href="/page/gannet-light"' in text
    assert 'href="/page/gannet-light?year=1901"' in text
    assert 'name="year"' in client.get("/page/gannet-light", headers=BROWSER).text


@pytest.mark.parametrize(
    "query", ["year=x", "year=1&year=2", "by=hg:none", "by=hg:holder&page=2", "by=%22&page=0"]
)
def test_what_cannot_be_chosen_is_named(client: FlaskClient, query: str) -> None:
    """400, with the parameter."""
    response = client.get(f"/page/harbour-office?{query}", headers={"Accept": "application/problem+json"})
    assert response.status_code == 400
    assert response.json
    assert response.json["parameter"] in query


def test_a_neighbourhood_has_things_on_either_side_and_no_claims(real: Site) -> None:
    """Relations up to seven things on a side, four of a relation, and a line to each."""
    near = entity(reader(real), real.base.named("horgos-port")).near
    assert near
    for side in (near.incoming, near.outgoing):
        assert side
        things = [thing for bunch in side.bunches for thing in bunch.things]
        assert len(side.paths) == len(things)
        assert sum(len(bunch.things) for bunch in side.bunches[:-1]) < neighbourhood.MOST
        assert all(len(bunch.things) <= min(neighbourhood.ALIKE, bunch.total) for bunch in side.bunches)
        assert not any(thing.page.startswith("claim/") for thing in things)


def test_a_claim_about_another_claim_brings_none_into_the_drawing(real: Site) -> None:
    """What was said of China is related to what the police did: neither of them is a thing."""
    near = entity(reader(real), real.base.named("china")).near
    assert near
    assert near.outgoing
    assert "dcterms:relation" not in {bunch.predicate.short for bunch in near.outgoing.bunches}


def test_who_did_what_happened_to_a_thing_is_none_of_its_relations(real: Site) -> None:
    """The police help the tourists: the group is neither by the police nor a part of their campaign."""
    near = entity(reader(real), real.base.named("tour-group")).near
    sides = (near.incoming, near.outgoing) if near else ()
    told = {bunch.predicate.iri.rpartition("/")[2] for side in sides if side for bunch in side.bunches}
    assert told == {"attendee", "nationality", "fromLocation", "toLocation"}


def test_a_neighbourhood_of_a_year_has_what_claims_told_of_it_relate(real: Site) -> None:
    """What is stated without a time is left out, and so is what claims tell of other years."""
    near = in_year(real, "id/horgos-port", 2012).near
    assert near
    assert near.incoming is None
    assert near.outgoing
    assert {
        bunch.predicate.short: [thing.page for thing in bunch.things] for bunch in near.outgoing.bunches
    } == {
        "hg:borderBetween": ["china", "kazakhstan"],
        "hg:connectsTo": ["lianyungang-port"],
        "hg:mode": ["vocab/rail", "vocab/road"],
    }
    assert in_year(real, "id/horgos-port", 1800).near is None


def test_a_page_in_a_year_of_which_nothing_is_told_says_so(client: FlaskClient) -> None:
    """It names the years that claims are about; nothing is said so where there is something."""
    untold, told = (
        client.get(f"/page/gannet-light?year={year}", headers=BROWSER).text for year in (1700, 1888)
    )
    assert "No claim tells of this year. The claims are about the years from 1871 to 1904." in untold
    assert "No claim tells" not in told


def test_the_lines_of_a_neighbourhood_end_at_its_rows(real: Site) -> None:
    """In the middle of the row of each thing, within all the rows, from the middle of them."""
    near = entity(reader(real), real.base.named("horgos-port")).near
    assert near
    assert near.outgoing
    ends = [float(path.rsplit(" ", 1)[1]) for path in near.outgoing.paths]
    assert ends == sorted(set(ends))
    assert all(0 < end < near.outgoing.height for end in ends)
    assert {path.split("C")[0] for path in near.outgoing.paths} == {f"M0 {near.outgoing.height / 2:.4g}"}


def test_a_neighbourhood_has_what_claims_relate(real: Site) -> None:
    """A company is related to what it holds a stake in, a zone to its holders; each once by a relation."""
    told: dict[tuple[str, str], list[str]] = {}
    for name in ("cosco", "heg", "protocol-of-chuguchak"):
        near = entity(reader(real), real.base.named(name)).near
        assert near
        sides = [side for side in (near.incoming, near.outgoing) if side]
        for bunch in (bunch for side in sides for bunch in side.bunches):
            told.setdefault((name, bunch.predicate.short), []).extend(thing.page for thing in bunch.things)
    assert {"heg", "heg-dry-port"} <= set(told["cosco", "hg:holder"])
    assert "cosco" in told["heg", "hg:holder"]
    assert (
        len(told["protocol-of-chuguchak", "hg:party"])
        == len(set(told["protocol-of-chuguchak", "hg:party"]))
        == 2
    )


def test_a_thing_with_few_relations_has_no_drawing(tiny: Site) -> None:
    """There is nothing to see in it."""
    assert entity(reader(tiny), tiny.base.named("harbour-office")).near is None


@pytest.mark.parametrize("short", ["hg:about", ""])
def test_places_of_statements_differ(short: str) -> None:
    """That of a subject, and of each of its predicates."""
    subject = Ref("urn:x", Label("x"), page="x")
    predicate = Ref("urn:p", Label("p"), short=short)
    assert anchors.of_claim(subject) == "says-x"
    assert anchors.of_statement(subject, predicate) == f"says-x.{short or 'urn:p'}"
    assert not re.search(r"\s", anchors.of_statement(subject, predicate))


def test_a_timeline_has_what_happened_by_name_and_counts_all(tiny: Site) -> None:
    """Each happening whose beginning is known; a year that is asked for is marked on the same scale."""
    drawn = entity(reader(tiny), tiny.base.named("gannet-light")).timeline
    assert drawn
    wide = dict(drawn.labels)["wide"]
    assert "1871 First lit" in [flag.text for flag in wide]
    assert sum(column.number for column in drawn.columns) > len(wide)
    marked = in_year(tiny, "id/gannet-light", 1888).timeline
    assert marked
    assert marked.year
    assert 0 < marked.year[0] < marked.year[1] < 100


def test_a_thing_of_which_little_is_dated_has_no_timeline(tiny: Site) -> None:
    """Nor a year to choose."""
    shown = entity(reader(tiny), tiny.base.named("harbour-office"))
    assert shown.timeline is None
    assert shown.years is None


def test_a_place_has_a_map_with_its_name(real: Site) -> None:
    """Where its geometry is told of; another thing has none."""
    drawn = entity(reader(real), real.base.named("horgos-port")).map
    assert drawn
    (spot,) = drawn.spots
    assert spot.mark.main
    assert (round(spot.mark.longitude, 2), round(spot.mark.latitude, 2)) == (80.37, 44.2)
    assert 0 < spot.x < drawn.width
    assert 0 < spot.y < drawn.height
    assert spot.name
    assert spot.name.text == "Horgos Border Port"
    assert entity(reader(real), real.base.named("cosco")).map is None


def test_the_map_of_a_position_names_what_it_is_the_position_of(real: Site) -> None:
    """Whole where it has room across the map; a longer name is cut to what has."""
    drawn = entity(reader(real), real.base.named("heg-dry-port-point")).map
    assert drawn
    (spot,) = drawn.spots
    assert spot.name
    assert spot.name.text == "Dry port of the Horgos Eastern Gate"
    assert (room("霍" * 50), room("o" * 50)) == (21, 36)


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 0), (180, 0), (-180, 90), (80.4, 44.2), (12, -89)])
def test_a_small_map_shows_its_place_anywhere_on_earth(longitude: float, latitude: float) -> None:
    """At the edge of the projection as well as in the middle of it."""
    mark = Mark("x", "en", longitude, latitude, main=True)
    drawn = locate(mark, (), "en")
    (spot,) = drawn.spots
    assert 0 <= spot.x <= drawn.width
    assert 0 <= spot.y <= drawn.height


def test_things_near_each_other_share_the_land_around_them() -> None:
    """It takes long to draw."""
    one = Mark("x", "en", 81.0, 45.0, main=True)
    other = replace(one, longitude=82.5, latitude=46.0)
    assert locate(one, (), "en").meridians == locate(other, (), "en").meridians


def test_more_claims_than_a_page_shows_have_pages_of_their_own(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way to the next of them stands once, after the last kind of claim."""
    monkeypatch.setattr("horgos.web.browse.CLAIMS", 1)
    text = client.get("/page/gannet-light", headers={"Accept": "text/html"}).text
    assert re.findall(r'rel="next" href="([^"]*)"', text) == ["/page/gannet-light?page=2&amp;by=hg:about"]
