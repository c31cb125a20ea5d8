"""The statistics: which figures stand together, how they are drawn, and that the tables say the same."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.pages.history.dated import Choice
from horgos.pages.quantities import charts, statistics
from horgos.pages.quantities.charts import Chart, Drawn
from horgos.pages.quantities.figures import Figure
from horgos.pages.quantities.statistics import Panel, Section, StatisticsPage
from horgos.pages.reading import Reader
from horgos.pages.words import edtf
from horgos.site import Site

BROWSER = {"Accept": "text/html"}
BASE = "https://w3id.org/horgos/"


@pytest.fixture(scope="module")
def page(real: Site) -> StatisticsPage:
    """The statistics of the graph that comes with the program."""
    return statistics.statistics(Reader(real.engine, real.prefixes, real.base, ("en",)), Choice())


def section(page: StatisticsPage, key: str) -> Section:
    """The part of an indicator."""
    (found,) = (each for each in page.charted if each.key == key)
    return found


def panel(page: StatisticsPage, key: str, kind: str) -> Panel:
    """The figures of an indicator of one kind of period."""
    (found,) = (each for each in section(page, key).panels if each.kind and each.kind.label.text == kind)
    return found


def drawn(page: StatisticsPage, key: str, kind: str) -> dict[str, Drawn]:
    """Those figures as they are drawn, by the end of their IRI."""
    found = panel(page, key, kind).chart.drawn
    return {each.figure.iri.rpartition("/")[2]: each for each in found}


def test_each_kind_of_period_has_its_own_chart_and_form(page: StatisticsPage) -> None:
    """Whole years as columns, years to date hollow, totals as steps; none of them share a chart."""
    forms = {each.kind.label.text: each.chart.form for each in section(page, "trains").panels if each.kind}
    assert forms == {
        "annual": "column",
        "cumulative": "step",
        "year to date": "hollow",
        "half-year": "stem",
        "quarter": "stem",
    }
    assert set(drawn(page, "trains", "cumulative")) == {
        "trains-to-early-2024-more-than-33000",
        "trains-to-2024-10-40000",
        "trains-to-date-48000",
    }


def test_both_values_stand_there_where_two_are_claimed(page: StatisticsPage) -> None:
    """Passengers grew by 90 % or by 112 %: side by side under one year, each with the sign of a dispute."""
    found = drawn(page, "passenger-growth", "annual")
    assert {each.number for each in found.values()} == {"90", "112"}
    assert all(each.figure.disputed for each in found.values())
    assert [slot.words for slot in panel(page, "passenger-growth", "annual").chart.slots] == [("2024",)]


def test_a_bound_is_open_and_says_which_way(page: StatisticsPage) -> None:
    """More than 3,000 goes on upwards, at most 5,000 downwards; a count as it stands has no arrow."""
    found = drawn(page, "trains", "annual")
    more, most, count = (
        found[f"trains-{each}"] for each in ("2023-more-than-3000", "2023-at-most-5000", "2024-8730")
    )
    assert (more.number, most.number, count.number) == ("> 3,000", "≤ 5,000", "8,730")
    assert more.arrow is not None
    assert more.arrow < more.high
    assert most.arrow is not None
    assert most.arrow > most.high
    assert count.arrow is None


def test_a_forecast_and_a_derived_figure_are_told_apart(page: StatisticsPage) -> None:
    """A forecast is one by its status, a derived figure by what it rests on."""
    found = drawn(page, "trains", "annual")
    assert [iri for iri, each in found.items() if each.figure.forecast] == [
        "trains-2024-forecast-more-than-8700"
    ]
    assert [each.number for each in found.values() if each.figure.derived] == ["7,760"]


def test_a_range_reaches_from_its_least_to_its_greatest(real: Site) -> None:
    """Two to three days are neither two nor three."""
    reader = Reader(real.engine, real.prefixes, real.base, ("en",))
    chosen = statistics.statistics(reader, Choice({"indicator": f"{BASE}vocab/import-time"}))
    told = {line.phrase.main.words for each in chosen.others for line in each.rest}
    assert "2–3\u00a0days" in told
    floating = charts.chart([figure("a", "2024", 2, 3)], "column", "en").drawn[0]
    assert floating.high < floating.low < charts.chart([figure("a", "2024", 2, 3)], "column", "en").zero


def test_figures_of_different_units_or_things_share_no_chart(page: StatisticsPage) -> None:
    """Days and hours, a facility and the port: each by itself or in words."""
    for each in page.charted:
        for one in each.panels:
            assert len({line.about for line in one.lines}) == 1
    assert {"import-time", "distance-west"} <= {each.key for each in page.others}


def test_the_table_says_what_the_chart_shows(page: StatisticsPage) -> None:
    """Every figure of a chart is a row, in the same order, and has who says it."""
    for each in page.charted:
        for one in each.panels:
            assert [line.claim.iri for line in one.lines] == [each.figure.iri for each in one.chart.drawn]
            assert all(line.voices for line in one.lines)


def test_every_figure_is_on_the_page(page: StatisticsPage) -> None:
    """In a chart and its table, or as a line."""
    assert sum(each.shown for each in (*page.charted, *page.others)) == page.total
    assert page.pages == 1


def test_what_is_left_out_is_counted(tiny: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An indicator with very many figures shows some, and says how many there are."""
    monkeypatch.setattr(statistics, "FIGURES", 1)
    shown = statistics.statistics(Reader(tiny.engine, tiny.prefixes, tiny.base, ("en",)), Choice())
    (each,) = (*shown.charted, *shown.others)
    assert (each.shown, each.total) == (1, 2)


def test_a_page_can_be_of_one_indicator_or_thing(client: FlaskClient) -> None:
    """Chosen in the address; what has no figures is an error that names it."""
    text = client.get("/statistics?indicator=v:height", headers=BROWSER).text
    assert "2 figures" in text
    assert client.get("/statistics?thing=e:gannet-light", headers=BROWSER).status_code == 200
    response = client.get(
        "/statistics?thing=e:harbour-office", headers={"Accept": "application/problem+json"}
    )
    assert (response.status_code, response.get_json()["parameter"]) == (400, "thing")


def test_charts_are_for_the_eye_and_tables_for_everybody(client: FlaskClient) -> None:
    """A chart is hidden from assistive technology and the keyboard; beside it is a table with heads."""
    text = client.get("/statistics", headers=BROWSER).text
    for chart in re.findall(r'<svg class="chart.*?</svg>', text, re.DOTALL):
        assert 'aria-hidden="true"' in chart
        assert chart.count("<a ") == chart.count('tabindex="-1"')
    assert text.count('<th scope="col">') == 3
    assert "disputed" in text.partition('<table class="figures">')[2]


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        ("2024", ("2024",), ("2024年",)),
        ("2024-01/2024-08", ("Jan–Aug", "2024"), ("1月–8月", "2024年")),
        ("2025-01/2025-XX", ("Jan–?", "2025"), ("1月–？", "2025年")),
        ("../2024-10", ("to Oct", "2024"), ("至10月", "2024年")),
        ("../2024", ("to", "2024"), ("至", "2024年")),
        ("../2024-0X", ("to ?", "2024"), ("至？", "2024年")),
        ("1983-11", ("Nov", "1983"), ("11月", "1983年")),
        ("1962-21", ("spring", "1962"), ("春", "1962年")),
        ("2018/2024", ("2018–2024",), ("2018年–2024年",)),
        ("2017/..", ("2017–",), ("2017年–",)),
        ("XXXX-05-06", ("6 May", ""), ("5月6日", "")),
        ("../..", ("",), ("",)),
        ("none", ("",), ("",)),
    ],
)
def test_an_axis_names_times_in_short(when: str, english: tuple[str, ...], chinese: tuple[str, ...]) -> None:
    """In one or two lines, in English and Chinese."""
    assert edtf.brief(when) == english
    assert edtf.brief(when, "zh-hans") == chinese


def figure(iri: str, when: str, low: float, high: float, *, forecast: bool = False) -> Figure:
    """A figure to draw."""
    return Figure(iri, when, low, high, "", f"{high:,.0f}", forecast, False, False, "/" not in when)


def test_steps_stay_until_the_next_count_and_leave_out_what_has_no_date() -> None:
    """The line goes through what is counted up to a known time; a forecast is no part of it."""
    given_ = [
        figure("a", "2022", 0, 10), figure("b", "2023", 0, 20),
        figure("c", "2024", 0, 30, forecast=True), figure("d", "../..", 0, 40),
    ]  # fmt: skip
    made = charts.chart(given_, "step", "en")
    first, second, *_ = made.drawn
    assert made.steps == f"M{first.x} {first.high}H{second.x}V{second.high}"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1990, 2030), st.floats(-1e7, 1e7), st.booleans()), min_size=1, max_size=40)
)
def test_whatever_the_figures_the_chart_stays_on_its_sheet(values: list[tuple[int, float, bool]]) -> None:
    """Columns stand in the order of time and do not touch, labels neither, and longer means more."""
    made = charts.chart(
        [
            figure(f"{place}", f"{year}", 0, value, forecast=forecast)
            for place, (year, value, forecast) in enumerate(values)
        ],
        "column",
        "en",
    )
    assert all(0 <= each.high <= charts.HEIGHT and 0 <= each.x <= charts.WIDTH for each in made.drawn)
    places = [(each.x - each.width / 2, each.x + each.width / 2) for each in made.drawn]
    assert all(right <= left + 0.2 for (_, right), (left, _) in pairwise(places))
    assert_no_labels_touch(made)
    ordered = sorted(made.drawn, key=lambda each: each.figure.high)
    assert all(one.high >= other.high for one, other in pairwise(ordered))


def assert_no_labels_touch(made: Chart) -> None:
    """No two numbers are written over each other."""
    boxes = [(each.x, each.label, len(each.number) * 3.5) for each in made.drawn if each.number]
    for place, (x, y, half) in enumerate(boxes):
        for other, beneath, its_half in boxes[place + 1 :]:
            assert abs(x - other) >= half + its_half or abs(y - beneath) >= 10
