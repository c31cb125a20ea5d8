"""The home page and the gazetteer."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from horgos.pages import gazetteer as gazetteers
from horgos.pages.gazetteer import gazetteer, of_class
from horgos.pages.home import HomePage, home
from horgos.pages.reading import Reader
from horgos.site import Site

PLACE = "https://schema.org/Place"
LIGHT = 60_000  # bytes of the home page beside its map, not compressed


def reader(site: Site, *languages: str) -> Reader:
    """A reader of a site."""
    return Reader(site.engine, site.prefixes, site.base, languages or ("en",))


@pytest.fixture(scope="module")
def port(real: Site) -> HomePage:
    """The home page of the graph that comes with the program."""
    return home(reader(real))


def test_home_counts_what_there_is(tiny: Site) -> None:
    """Statements, things, claims, documents and passages."""
    counts = home(reader(tiny)).counts
    assert (counts.things, counts.documents, counts.passages, counts.claims) == (4, 2, 3, 10)
    assert counts.statements > 100


def test_home_shows_the_life_of_the_thing_whose_status_changed_most(tiny: Site) -> None:
    """A band for each document on one scale, the one that tells of more periods first."""
    life = home(reader(tiny)).life
    assert life is not None
    assert life.thing.label.text == "Gannet Rock Light"
    assert [len(band.periods) for band in life.bands] == [3, 2]
    assert [status.label.text for _, status in life.statuses] == ["lit", "dark"]
    assert len({band.marks for band in life.bands}) == 1


def test_the_life_of_the_port_begins_with_its_first_event(port: HomePage) -> None:
    """Before it was opened, and goes on to the last claim."""
    assert port.life is not None
    first = port.life.bands[0].periods[0]
    assert first.when is not None
    assert "1881" in first.when.words
    assert first.start > 0


def test_headlines_are_figures_of_the_latest_years_that_can_be_used_as_they_stand(port: HomePage) -> None:
    """Of each indicator one, of a whole year, with the passages that state it."""
    assert 4 <= len(port.headlines) <= 6
    indicators = [each.indicator.iri for each in port.headlines]
    assert len(set(indicators)) == len(indicators)
    for each in port.headlines:
        assert each.line.when is not None
        assert re.fullmatch(r"\d{4}", each.line.when.words)
        assert any(voice.kind == "passage" for voice in each.line.voices)


def test_what_has_grown_is_told_before_how_much(port: HomePage) -> None:
    """Trains before the growth of trains, whatever passages state more often."""
    indicators = [each.indicator.page for each in port.headlines]
    for growth in ("vocab/train-growth", "vocab/passenger-growth"):
        assert growth in indicators
    first = min(at for at, page in enumerate(indicators) if "growth" in str(page))
    assert all("growth" in str(page) for page in indicators[first:])


def test_an_agreement_whose_name_has_its_year_is_not_dated_again(horgos: FlaskClient) -> None:
    """Neither in the list nor on the drawing."""
    text = horgos.get("/", headers={"Accept": "text/html"}).text
    assert "Agreement of 2004 on the ICBC" in text
    assert "2004 Agreement of 2004" not in text
    assert "Treaty of Kuldja</bdi></a> 1851" in text


def test_a_headline_that_is_disputed_says_so(port: HomePage, horgos: FlaskClient) -> None:
    """The growth of passengers, of which two values are stated, leads to what the editors found."""
    (growth,) = [each for each in port.headlines if each.indicator.page == "vocab/passenger-growth"]
    assert [each.ref.page for each in growth.disputes if each.disputed] == ["disagreement-passenger-growth"]
    figures = horgos.get("/").text.partition('id="figures"')[2].partition("</section>")[0]
    assert 'href="/page/disagreement-passenger-growth"' in figures
    assert "disputed" in figures


def test_a_graph_without_positions_or_yearly_figures_leaves_these_parts_out(client: FlaskClient) -> None:
    """What is not there has no heading."""
    text = client.get("/").text
    assert 'id="life"' in text
    assert 'id="figures"' not in text
    assert 'class="map"' not in text


def test_home_is_light(horgos: FlaskClient) -> None:
    """Beside its map."""
    text = horgos.get("/").text
    map_ = text.partition('<div class="map">')[2].partition("</section>")[0]
    assert map_
    assert len(text.encode()) - len(map_.encode()) < LIGHT


def test_home_begins_with_a_search(client: FlaskClient) -> None:
    """The form leads to the page of what is found, in the language that was chosen."""
    form = client.get("/?lang=zh").text.partition('role="search"')[2].partition("</form>")[0]
    assert 'action="/search' in form
    assert 'name="q"' in form
    assert 'name="lang" value="zh"' in form


def test_the_gazetteer_lists_things_by_class_and_voices(tiny: Site) -> None:
    """Classes with their things, documents with their passages, rules and editors."""
    shown = gazetteer(reader(tiny))
    listed = {each.ref.label.text: [thing.label.text for thing in each.things] for each in shown.classes}
    assert listed["facility"] == ["Gannet Rock Light"]
    assert [each.ref.label.text for each in shown.documents] == [
        "The keeper's logbook",
        "The logbook of the Harbour Office",
    ]
    assert {each.ref.page for each in shown.rules} >= {"rule/time-bounds", "rule/stated-in"}


def test_a_handful_of_things_more_is_listed_rather_than_told_of(
    real: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class is cut only where more than that would be left out."""
    monkeypatch.setattr(gazetteers, "FEW", 4)
    for each in gazetteer(reader(real)).classes:
        assert len(each.things) == (each.total if each.total <= 4 + gazetteers.REST else 4)


def test_a_class_is_listed_page_by_page(real: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every thing of it once, in the order of labels, and the number of pages that takes."""
    monkeypatch.setattr(gazetteers, "PAGE", 10)
    first = of_class(reader(real), PLACE, 1)
    assert first.pages == -(-first.total // 10) > 1
    found = [each for at in range(first.pages) for each in of_class(reader(real), PLACE, at + 1).things]
    assert len({each.iri for each in found}) == len(found) == first.total
    labels = [each.label.text.casefold() for each in found]
    assert labels == sorted(labels)


@pytest.mark.parametrize(
    ("query", "status", "right"),
    [("class=schema:Nothing", 400, "hg:Facility"), ("class=hg:Facility&page=2", 404, "1")],
)
def test_a_class_or_page_that_there_is_not_is_an_error(
    client: FlaskClient, query: str, status: int, right: str
) -> None:
    """It says what would be right."""
    response = client.get(f"/browse?{query}", headers={"Accept": "application/problem+json"})
    assert response.status_code == status
    assert right in response.get_json(force=True)["advice"]


@pytest.mark.parametrize("number", ["0", "x", "-1", "1e3", "9" * 30])
def test_what_is_no_number_of_a_page_is_an_error(client: FlaskClient, number: str) -> None:
    """400, naming the parameter."""
    response = client.get("/browse", query_string={"class": "hg:Facility", "page": number})
    assert response.status_code == 400
    assert "page" in response.text
