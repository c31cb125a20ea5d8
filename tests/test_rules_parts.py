"""The rules sum-of-parts and remaining-part."""

from __future__ import annotations

import pytest

from conftest import derived
from figures import FORECAST, WORLD, figure, results

SUM = ("normalised-units", "sum-of-parts")
REST = ("normalised-units", "remaining-part")
PARTS = figure("natives_a", "770000/10000") + figure("strangers_b", "600000/10000")
HALVES = "g:editorial { e:port dcterms:hasPart e:north , e:south }"
WHOLE = figure("area_w", "5.28/0.01", "../..", kind="")
NORTH = figure("area_n", "3.43/0.01", "../..", kind="", about="north")


def test_all_parts_make_the_total() -> None:
    """The sum names every part, and its interval is that of all their roundings."""
    found = derived(WORLD + PARTS, *SUM)
    (made,) = results(PARTS, *SUM).values()
    assert (made["indicator"], made["value"], made["when"]) == ("passengers", "1370000", "2024")
    assert (made["lowerBound"], made["upperBound"]) == ("1360000", "1380000")
    assert sum("wasDerivedFrom" in str(triple.predicate) for triple in found) == 2


def test_parts_without_a_period_make_a_total_too() -> None:
    """Lengths have no kind of period."""
    data = figure("natives_a", "220/10", "../..", kind="") + figure("strangers_b", "90/10", "../..", kind="")
    (made,) = results(data, *SUM).values()
    assert (made["value"], made["lowerBound"], made["upperBound"]) == ("310", "300", "320")


@pytest.mark.parametrize(
    "data",
    [
        figure("natives_a", "770000/10000"),
        figure("natives_a", "770000") + figure("strangers_b", "600000", "2023"),
        figure("natives_a", "770000") + figure("strangers_b", "600000", about="other-port"),
        figure("natives_a", "770000") + figure("strangers_b", "600000", qualifier="more-than"),
        figure("natives_a", "770000") + figure("strangers_b", "600000", more=FORECAST),
        figure("natives_a", "770000") + figure("strangers_b", "600000", kind="year-to-date"),
        PARTS + figure("natives_c", "780000"),
    ],
    ids=["missing", "time", "thing", "bound", "forecast", "kind", "two-values"],
)
def test_no_sum_is_made_of_what_is_not_all(data: str) -> None:
    """Each part has one figure, over the same time; where one has none or two, nothing is summed."""
    assert results(data, *SUM) == {}


def test_last_part_is_what_remains() -> None:
    """5.28 less 3.43 are 1.85, give or take both roundings; the whole and the known part are named."""
    found = derived(WORLD + HALVES + WHOLE + NORTH, *REST)
    (made,) = results(HALVES + WHOLE + NORTH, *REST).values()
    assert (made["about"], made["value"], made["unit"]) == ("south", "1.85", "square-kilometre")
    assert (made["lowerBound"], made["upperBound"]) == ("1840000", "1860000")
    inputs = {str(t.object).rpartition("/")[2] for t in found if "wasDerivedFrom" in str(t.predicate)}
    assert inputs == {"area_w>", "area_n>"}


def test_several_known_parts_are_taken_off() -> None:
    """With all parts but one known, that one remains."""
    data = "g:editorial { e:port dcterms:hasPart e:north , e:south , e:west }" + WHOLE + NORTH
    assert results(data, *REST) == {}
    (made,) = results(data + figure("area_s", "1/0.1", "../..", kind="", about="south"), *REST).values()
    assert (made["about"], made["value"]) == ("west", "0.85")


@pytest.mark.parametrize(
    "data",
    [
        WHOLE + NORTH,
        HALVES + WHOLE,
        HALVES + NORTH,
        HALVES + WHOLE + NORTH + figure("area_s", "1.85/0.01", "../..", kind="", about="south"),
        HALVES + figure("area_w", "5", "../..", kind="", qualifier="more-than") + NORTH,
        HALVES + WHOLE + figure("area_n", "3.43", "2012", kind="", about="north"),
        HALVES + figure("distance_w", "5", kind="") + figure("distance_n", "3", kind="", about="north"),
    ],
    ids=["no-list", "no-part", "no-whole", "stated", "bound", "time", "other-indicator"],
)
def test_no_rest_is_invented(data: str) -> None:
    """Only of an area whose parts the editors list, all of them but one known, at one time."""
    assert results(data, *REST) == {}
