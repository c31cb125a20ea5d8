"""The rules that find conflicts between figures: what they find, and what they must not."""

from __future__ import annotations

import pytest

from figures import FORECAST, conflicts, figure

IMPORT = """d:guide-1 {{ c:{0} a hg:Figure ; hg:about e:port ; hg:indicator v:import-time ; hg:unit v:{1} ;
    hg:when "../.."^^edtf:EDTF ; {2} }}"""
RANK = """d:guide-1 {{ c:{0} a hg:Figure ; hg:about e:{1} ; hg:indicator v:{2} ; hg:when "{3}"^^edtf:EDTF ;
    hg:value 1 ; hg:qualifier v:stated ; dcterms:subject v:{4} ; dcterms:spatial e:{5} }}"""


def test_intervals_that_do_not_meet_are_in_conflict() -> None:
    """90 % and 112 % of growth in one year cannot both be right."""
    data = figure("train-growth_a", "90/1") + figure("train-growth_b", "112/1", passage="diary-1")
    assert conflicts(data, "conflicts") == {("train-growth_a", "train-growth_b")}


def test_bound_is_in_conflict_with_what_lies_beyond_it() -> None:
    """At most 5000 against 7760."""
    data = figure("trains_a", "5000", qualifier="at-most") + figure("trains_b", "7760/10")
    assert conflicts(data, "conflicts") == {("trains_a", "trains_b")}


def test_units_are_compared_after_conversion() -> None:
    """One day is no conflict with 24 hours, and is one with 16."""
    day = IMPORT.format("a", "day", "hg:value 1 ; hg:qualifier v:stated")
    hours = "hg:value {} ; hg:qualifier v:stated"
    assert conflicts(day + IMPORT.format("b", "hour", hours.format(24)), "conflicts") == set()
    assert conflicts(day + IMPORT.format("b", "hour", hours.format(16)), "conflicts") == {("a", "b")}


@pytest.mark.parametrize(
    "data",
    [
        figure("cargo_a", "12080000/10000") + figure("cargo_b", "12000000", qualifier="more-than"),
        figure("trains_a", "8700", qualifier="more-than", more=FORECAST) + figure("trains_b", "8730/10"),
        figure("trains_a", "9000", qualifier="more-than", more=FORECAST) + figure("trains_b", "8730/10"),
        figure("trains_a", "33000", "../2024-0X", qualifier="more-than", kind="cumulative")
        + figure("trains_b", "40000/10000", "../2024-10", kind="cumulative")
        + figure("trains_c", "48000/1000", "../..", kind="cumulative"),
        figure("area_a", "5.28/0.01", "2023", kind="") + figure("cargo_b", "5280000/10000", "2023"),
        figure("trains_a", "8730/10") + figure("trains_b", "8729/1"),
        figure("trains_a", "8730") + figure("trains_b", "5000", about="other-port"),
        figure("trains_a", "8730") + figure("trains_b", "5000", "2023"),
        figure("trains_a", "48000", "../..", kind="cumulative") + figure("trains_b", "5", "../..", kind="x"),
        IMPORT.format("a", "day", "schema:minValue 2 ; schema:maxValue 3")
        + IMPORT.format("b", "hour", "hg:value 16 ; hg:qualifier v:stated ; hg:improvesOn c:a"),
        figure("distance_a", "400", kind="", more="; schema:fromLocation e:x")
        + figure("distance_b", "220", kind="", more="; schema:fromLocation e:y"),
        figure("distance_a", "400", kind="", more="; schema:fromLocation e:x")
        + figure("distance_b", "2", kind=""),
    ],
    ids=[
        "over-12-million",
        "forecast",
        "forecast-missed",
        "running-totals",
        "other-quantity",
        "rounding",
        "thing",
        "time",
        "kind",
        "improvement",
        "starting-place",
        "one-starting-place",
    ],
)
def test_what_only_looks_like_a_conflict_is_none(data: str) -> None:
    """Bounds and roundings that meet, forecasts, running totals, and figures of something else."""
    assert conflicts(data, "conflicts") == set()
    assert conflicts(data, "part-conflicts") == set()


def test_derived_figure_is_held_against_claims() -> None:
    """8730 after a growth of 12.5 % were 7760, not at most 5000."""
    data = figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1")
    bound = figure("trains_c", "5000", "2023", qualifier="at-most")
    assert conflicts(data + bound, "year-before", "conflicts") == {
        ("before-trains_a-by-train-growth_b", "trains_c")
    }
    assert conflicts(data + figure("trains_c", "7755", "2023"), "year-before", "conflicts") == set()


def test_total_is_held_against_the_sum_of_its_parts() -> None:
    """770,000 and 600,000 are 1.37 million, and not 1.5 million."""
    parts = figure("natives_a", "770000/10000") + figure("strangers_b", "600000/10000")
    rules = ("sum-of-parts", "conflicts")
    assert conflicts(parts + figure("passengers_c", "1370000/10000"), *rules) == set()
    assert conflicts(parts + figure("passengers_c", "1500000/10000"), *rules) == {
        ("passengers_c", "sum-port-passengers-annual-2024")
    }


def test_conflict_of_inputs_is_not_told_twice() -> None:
    """Two rates in conflict lead to two years before; those are not reported again."""
    data = figure("trains_a", "8730/10")
    data += figure("train-growth_a", "90/1") + figure("train-growth_b", "112/1")
    found = conflicts(data, "year-before", "conflicts")
    assert found == {("train-growth_a", "train-growth_b")}


def test_part_of_a_period_that_exceeds_the_whole_is_in_conflict() -> None:
    """39 by May, and 35 in the year."""
    data = figure("trains_a", "39/1", "2022-01/2022-05", kind="year-to-date")
    data += figure("trains_b", "35/1", "2022")
    assert conflicts(data, "part-conflicts") == {("trains_a", "trains_b")}


def test_every_period_lies_within_a_later_running_total() -> None:
    """9000 in one year, and 8000 since the first day up to the end of that year."""
    total = figure("trains_b", "8000/1000", "../2024-12", kind="cumulative")
    assert conflicts(figure("trains_a", "9000/10") + total, "part-conflicts") == {("trains_a", "trains_b")}


@pytest.mark.parametrize(
    "data",
    [
        figure("trains_a", "3864", "2023-01/2023-06", kind="half-year")
        + figure("trains_b", "5000", "2023", qualifier="at-most"),
        figure("trains_a", "3864", "2023-01/2023-06", kind="half-year") + figure("trains_b", "3000", "2022"),
        figure("trains_a", "39", "2022-01/2022-05", kind="year-to-date", more=FORECAST)
        + figure("trains_b", "35", "2022"),
        figure("trains_a", "9000", "2025") + figure("trains_b", "8000", "../2024-12", kind="cumulative"),
        figure("trains_a", "9000", "2024") + figure("trains_b", "8000", "../2024-0X", kind="cumulative"),
        figure("trains_a", "39", "XXXX-05-06", kind="single-occasion") + figure("trains_b", "35", "2022"),
        figure("trains_a", "90", "2024") + figure("trains_b", "80", "../..", kind="period-not-stated"),
        figure("area_a", "39", "2022-01/2022-05") + figure("area_b", "35", "2022"),
        figure("train-growth_a", "39", "2022-01/2022-06", kind="half-year")
        + figure("train-growth_b", "35", "2022"),
    ],
    ids=[
        "within",
        "other-year",
        "forecast",
        "later",
        "open-digit",
        "no-year",
        "not-a-period",
        "level",
        "rate",
    ],
)
def test_part_that_need_not_be_less_is_in_no_conflict(data: str) -> None:
    """Only counts come true, over a period that surely lies within the other."""
    assert conflicts(data, "part-conflicts") == set()


def rank(name: str, about: str, more: str = "rank-in-time ../.. zone china") -> str:
    """A first place, in TriG: indicator, time, subject and scope in one string."""
    return RANK.format(name, about, *more.split())


def test_two_cannot_both_be_first() -> None:
    """The first zone of its kind in a country is one; whenever each is said to have been it."""
    assert conflicts(rank("a", "port") + rank("b", "centre"), "rank-conflicts") == {("a", "b")}
    early, late = (f"rank-in-time {year} zone china" for year in ("1992", "2006"))
    assert conflicts(rank("a", "x", early) + rank("b", "y", late), "rank-conflicts") == {("a", "b")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rank("a", "port"), rank("b", "port")),
        (rank("a", "port"), rank("b", "centre", "rank-in-time ../.. road china")),
        (rank("a", "port"), rank("b", "centre", "rank-in-time ../.. zone xinjiang")),
        (rank("a", "port"), rank("b", "centre", "rank-by-size ../.. zone china")),
        (rank("a", "x", "rank-by-size 2023 zone china"), rank("b", "y", "rank-by-size 2024 zone china")),
        (rank("a", "port"), rank("b", "centre").replace("hg:value 1", "hg:value 2")),
    ],
    ids=["one-thing", "subject", "scope", "indicator", "one-after-the-other", "second"],
)
def test_first_places_that_go_together(one: str, other: str) -> None:
    """Of another kind, in another area, of the same thing, or at another time."""
    assert conflicts(one + other, "rank-conflicts") == set()
