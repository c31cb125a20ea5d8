"""Where the rules about figures stop: what they must not reckon with, nor hold against each other."""

from __future__ import annotations

import pytest

from conftest import derived
from figures import FORECAST, WORLD, conflicts, figure, results

BEFORE = ("time-bounds", "normalised-units", "year-before")
PER_TRAIN = ("normalised-units", "tons-per-train")
SUM = ("normalised-units", "sum-of-parts")
REST = ("normalised-units", "remaining-part")
HALVES = "g:editorial { e:port dcterms:hasPart e:north , e:south }"
RECORD = """d:guide-1 {{ c:{0} a hg:Figure ; hg:about e:{0} ; hg:indicator v:rank-among-years ; hg:value 1 ;
    hg:when "2024"^^edtf:EDTF ; hg:qualifier v:stated ; dcterms:subject v:trains }}
    g:vocabulary {{ v:rank-among-years dcterms:type v:rank }}"""


def at(place: str) -> str:
    """Where something was counted, in TriG."""
    return f"; schema:location e:{place}"


@pytest.mark.parametrize(
    "narrowed", ["dcterms:subject v:coal", "schema:fromLocation e:x", "schema:location e:x"]
)
@pytest.mark.parametrize(
    ("one", "other", "rules"),
    [
        ("trains_a 8730", "train-growth_b 12.5", BEFORE),
        ("train-growth_b 12.5", "trains_a 8730", BEFORE),
        ("cargo_a 12080000", "trains_b 8730", PER_TRAIN),
        ("trains_b 8730", "cargo_a 12080000", PER_TRAIN),
        ("natives_a 770000", "strangers_b 600000", SUM),
    ],
)
def test_nothing_is_reckoned_from_a_narrowed_figure(
    narrowed: str, one: str, other: str, rules: tuple[str, ...]
) -> None:
    """The cargo that is coal is not what the trains carried: what follows would be about something else."""
    (first, value), (second, number) = one.split(), other.split()
    assert results(figure(first, value) + figure(second, number), *rules) != {}
    assert results(figure(first, value, more=f"; {narrowed}") + figure(second, number), *rules) == {}


@pytest.mark.parametrize(("whole", "part"), [(FORECAST, ""), ("", FORECAST), (at("x"), ""), ("", at("x"))])
def test_no_rest_of_a_forecast_or_narrowed_area(whole: str, part: str) -> None:
    """Neither the whole nor a part may be planned, or be of something else."""
    data = HALVES + figure("area_w", "5.28", kind="", more=whole)
    assert results(data + figure("area_n", "3.43", kind="", about="north", more=part), *REST) == {}


def test_rates_in_dispute_are_not_multiplied() -> None:
    """Two rates a year make two results for the year before, and not four for the one before that."""
    data = figure("trains_a", "8730/10")
    for year in range(2018, 2025):
        data += figure(f"train-growth_{year}a", "10/1", str(year)) + figure(
            f"train-growth_{year}b", "30/1", str(year)
        )
    assert sorted(made["when"] for made in results(data, *BEFORE).values()) == ["2023", "2023"]


def test_one_rate_a_year_goes_on_behind_a_dispute() -> None:
    """Each of the two results of 2023 is reckoned back with the one rate of that year."""
    data = figure("trains_a", "8730/10") + figure("train-growth_b", "10/1") + figure("train-growth_c", "30/1")
    found = results(data + figure("train-growth_d", "5/1", "2023"), *BEFORE)
    assert sorted(made["when"] for made in found.values()) == ["2022", "2022", "2023", "2023"]


def test_exact_result_lies_within_its_bounds() -> None:
    """100,000 after exactly 50 % more were 66,666.67, between the hundredths that enclose it."""
    (made,) = results(figure("trains_a", "100000") + figure("train-growth_b", "50"), *BEFORE).values()
    assert (made["lowerBound"], made["value"], made["upperBound"]) == ("66666.66", "66666.67", "66666.67")


def test_figure_too_great_to_reckon_with_is_passed_over() -> None:
    """What no engine has the digits for leads to nothing, and not to a figure without a value."""
    data = figure("cargo_a", "500000000000000/1") + figure("cargo-growth_b", "12.5/0.1")
    assert results(data, *BEFORE) == {}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("road", "rail", set()), ("rail", "rail", {("trains_a", "trains_b")})],
    ids=["two-places", "one-place"],
)
def test_two_locations_are_two_questions(one: str, other: str, expected: set[tuple[str, str]]) -> None:
    """What went by rail is not held against what went by road, in one period or in part of it."""
    data = figure("trains_a", "8730", more=at(one))
    assert conflicts(data + figure("trains_b", "5000", more=at(other)), "conflicts") == expected
    year = figure("trains_b", "5000", "2023-10/2024-12", more=at(other))
    assert conflicts(data + year, "part-conflicts") == expected


@pytest.mark.parametrize("when", ["/2024-12", "2018/", "Y-12000"], ids=["start", "end", "both"])
def test_whole_whose_ends_are_not_known_encloses_nothing(when: str) -> None:
    """Only an end written as open (..) reaches over every part; an unknown one may lie anywhere."""
    data = figure("trains_a", "9000", "2019") + figure("trains_b", "8000", when, kind="cumulative")
    assert conflicts(data, "part-conflicts") == set()


def test_location_that_one_alone_names_makes_no_difference() -> None:
    """It often only says where the same was counted."""
    data = figure("trains_a", "8730", more=at("rail")) + figure("trains_b", "5000")
    assert conflicts(data, "conflicts") == {("trains_a", "trains_b")}


def test_no_figure_is_in_conflict_with_itself() -> None:
    """A range the wrong way round is for a shape to tell."""
    data = """d:guide-1 { c:a a hg:Figure ; hg:about e:port ; hg:indicator v:import-time ; hg:unit v:day ;
        hg:when "../.."^^edtf:EDTF ; schema:minValue 3 ; schema:maxValue 2 }"""
    assert derived(WORLD + data, "normalised-units", "conflicts") == set()


def test_two_things_may_each_have_their_record_year() -> None:
    """A record is first among the years of one thing, not among things."""
    assert conflicts(RECORD.format("a") + RECORD.format("b"), "rank-conflicts") == set()
