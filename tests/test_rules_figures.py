"""The rules that reckon with figures: base units and intervals, and the figures that no source states."""

from __future__ import annotations

import pytest

from conftest import derived
from figures import FORECAST, WORLD, figure, results

BEFORE = ("time-bounds", "normalised-units", "year-before")
LABELS = """g:editorial {
  e:port skos:prefLabel "Port"@en , "口岸"@zh-hans . e:south skos:prefLabel "South"@en , "南区"@zh-hans .
  v:trains skos:prefLabel "trains"@en , "列车数"@zh-hans . v:cargo-per-train skos:prefLabel "load"@en .
  v:area skos:prefLabel "area"@en . v:passengers skos:prefLabel "passengers"@en .
}"""


def bounds(data: str) -> tuple[str | None, str | None, str | None]:
    """The number of the one figure in the data, and its interval, in base units."""
    found = next(iter(results(data, "normalised-units").values()), {})
    return found.get("lowerBound"), found.get("numericValue"), found.get("upperBound")


@pytest.mark.parametrize(
    ("value", "qualifier", "expected"),
    [
        ("8730/10", "stated", ("8725", "8730", "8735")),
        ("8730", "stated", ("8730", "8730", "8730")),
        ("3864/1", "stated", ("3864", "3864", "3864")),
        ("100/10", "about", ("95", "100", "105")),
        ("-100", "about", ("-105", "-100", "-95")),
        ("5000/1000", "more-than", ("5000", "5000", None)),
        ("5000/1000", "at-least", ("5000", "5000", None)),
        ("5000/1000", "less-than", (None, "5000", "5000")),
        ("5000/1000", "at-most", (None, "5000", "5000")),
    ],
)
def test_interval_of_each_qualifier(value: str, qualifier: str, expected: tuple[str | None, ...]) -> None:
    """Half a step either way when stated, none of a count to 1, five percent when about, else open."""
    assert bounds(figure("trains_a", value, qualifier=qualifier)) == expected


def test_numbers_are_in_the_base_unit() -> None:
    """Tonnes in kilograms, percent in parts of one, and no zeros at the end."""
    assert bounds(figure("cargo_a", "12080000/10000")) == ("12075000000", "12080000000", "12085000000")
    assert bounds(figure("cargo_a", "1366/1")) == ("1365500", "1366000", "1366500")
    assert bounds(figure("train-growth_a", "12.5/0.1")) == ("0.1245", "0.125", "0.1255")


def test_range_has_an_interval_and_no_number() -> None:
    """From two to three days: nobody says how many."""
    data = """d:guide-1 { c:a a hg:Figure ; hg:about e:port ; hg:indicator v:import-time ; hg:unit v:day ;
        hg:when "../.."^^edtf:EDTF ; schema:minValue 2 ; schema:maxValue 3 }"""
    assert bounds(data) == ("172800", None, "259200")


def test_figure_without_a_unit_gets_no_number() -> None:
    """A rank is no quantity."""
    data = "d:guide-1 { c:a a hg:Figure ; hg:indicator v:rank-by-size ; hg:value 1 ; hg:qualifier v:stated }"
    assert bounds(data) == (None, None, None)


def test_year_before_follows_from_the_growth() -> None:
    """8730 are 12.5 % more than 7760; the interval comes from both roundings, and both are named."""
    found = derived(
        WORLD + LABELS + figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1"), *BEFORE
    )
    said = {str(triple.predicate).rpartition("#")[2].rpartition("/")[2].strip(">") for triple in found}
    row = results(figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1"), *BEFORE)
    made = row["before-trains_a-by-train-growth_b"]
    assert {str(t.object) for t in found if "wasDerivedFrom" in str(t.predicate)} == {
        "<https://example.org/tiny/claim/trains_a>",
        "<https://example.org/tiny/claim/train-growth_b>",
    }
    assert (made["when"], made["value"], made["roundedTo"]) == ("2023", "7760", "10")
    assert (made["lowerBound"], made["upperBound"]) == ("7752", "7768")
    assert (made["about"], made["indicator"], made["unit"]) == ("port", "trains", "train")
    assert made["type"] in {"annual", "ns#DerivedFigure"}
    assert "qualifier" not in said


def test_half_year_is_shifted_at_both_ends() -> None:
    """The first half of 2023 leads to the first half of 2022."""
    data = figure("cargo_a", "5280000/10000", "2023-01/2023-06", kind="half-year")
    data += figure("cargo-growth_b", "30.4/0.1", "2023-01/2023-06", kind="half-year")
    (made,) = results(data, *BEFORE).values()
    assert (made["when"], made["value"]) == ("2022-01/2022-06", "4050000")
    assert (made["lowerBound"], made["upperBound"]) == ("4043000000", "4055000000")


def test_years_are_reckoned_back_one_by_one() -> None:
    """What was reckoned back serves for the growth of its own year, and for no second time for another."""
    data = figure("cargo_a", "12080000/10000") + figure("cargo-growth_b", "10.9/0.1")
    data += figure("cargo-growth_c", "157.2/0.1", "2023")
    found = results(data, *BEFORE)
    assert {made["when"]: made["value"] for made in found.values()} == {"2023": "10890000", "2022": "4234000"}


def test_stated_year_goes_before_a_reckoned_one() -> None:
    """Where a source gives the year, its growth is applied to that alone."""
    data = figure("cargo_a", "12080000/10000") + figure("cargo-growth_b", "10.9/0.1")
    data += figure("cargo-growth_c", "100/1", "2023") + figure("cargo_d", "11000000/1000000", "2023")
    assert {made["when"]: made["value"] for made in results(data, *BEFORE).values()} == {
        "2023": "10890000",
        "2022": "5500000",
    }


@pytest.mark.parametrize(
    "data",
    [
        figure("trains_a", "8700/100", qualifier="more-than") + figure("train-growth_b", "12.5/0.1"),
        figure("trains_a", "8730/10", more=FORECAST) + figure("train-growth_b", "12.5/0.1"),
        figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1", more=FORECAST),
        figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1", "2023"),
        figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1", about="other-port"),
        figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1", kind="year-to-date"),
        figure("trains_a", "8730/10") + figure("cargo-growth_b", "12.5/0.1"),
        figure("trains_a", "8/1", "XXXX-01/XXXX-XX") + figure("train-growth_b", "66/1", "XXXX-01/XXXX-XX"),
        figure("trains_a", "8/1", "../2024-10") + figure("train-growth_b", "66/1", "../2024-10"),
        figure("trains_a", "8730/10") + figure("train-growth_b", "-100/0.1"),
    ],
    ids=[
        "bound",
        "forecast",
        "forecast-growth",
        "time",
        "thing",
        "kind",
        "indicator",
        "no-year",
        "open-start",
        "nothing-left",
    ],
)
def test_no_year_before_is_invented(data: str) -> None:
    """Not from a bound, a forecast, another time, thing or indicator, nor to a year that is not named."""
    assert results(data, *BEFORE) == {}


def test_average_load_of_a_train() -> None:
    """12.08 million tonnes in 8730 trains are 1384 tonnes a train."""
    data = figure("cargo_a", "12080000/10000") + figure("trains_b", "8730/10")
    (made,) = results(data, "normalised-units", "tons-per-train").values()
    assert (made["value"], made["unit"], made["roundedTo"]) == ("1384", "tonne", "1")
    assert (made["lowerBound"], made["upperBound"]) == ("1382300", "1385200")
    assert (made["indicator"], made["when"]) == ("cargo-per-train", "2024")


@pytest.mark.parametrize(
    "data",
    [
        figure("cargo_a", "12000000", qualifier="more-than") + figure("trains_b", "8730/10"),
        figure("cargo_a", "12080000") + figure("trains_b", "8700", more=FORECAST),
        figure("cargo_a", "12080000") + figure("trains_b", "8730", "2023"),
        figure("cargo_a", "12080000") + figure("trains_b", "8730", about="other-port"),
        figure("cargo_a", "12080000") + figure("trains_b", "5", "2024", kind="cumulative"),
    ],
    ids=["bound", "forecast", "time", "thing", "kind"],
)
def test_no_average_load_is_invented(data: str) -> None:
    """Both bounded on both sides, of one place over one time, and come true."""
    assert results(data, "normalised-units", "tons-per-train") == {}
