"""The rule best-claims: what is in no conflict, or preferred, no forecast, and no bound beside a value."""

from __future__ import annotations

import pytest

from conftest import derived, triples
from figures import FORECAST, WORLD, figure

VALUE = figure("cargo_a", "12080000/10000")


def best(data: str) -> set[str]:
    """The best claims, by their last names."""
    rules = ("stated-in", "normalised-units", "conflicts", "best-claims")
    found = derived(WORLD + data, *rules)
    assert {triple.predicate for triple in found} <= {t.predicate for t in triples("c:a a c:b .")}
    return {str(triple.subject).rpartition("/")[2].strip(">") for triple in found}


def test_claim_in_no_conflict_is_among_the_best() -> None:
    """A figure that agrees with the others, and an event; not what is no claim, or stands in no passage."""
    data = figure("trains_a", "8730/10") + figure("trains_b", "8729/1")
    data += "d:guide-1 { c:e a hg:Event . e:thing a hg:Facility } g:editorial { c:f a hg:Event }"
    assert best(data) == {"trains_a", "trains_b", "e"}


def test_claims_in_conflict_are_not_among_the_best() -> None:
    """Found by rule or declared by hand, even on one side only."""
    data = figure("trains_a", "8730/10") + figure("trains_b", "5000/10")
    data += "d:guide-1 { c:e a hg:Event . c:f a hg:Event } g:editorial { c:e hg:conflictsWith c:f }"
    assert best(data) == set()


def test_preferred_claim_is_among_the_best() -> None:
    """The verdict of the editors counts; what it passes over does not."""
    data = figure("trains_a", "8730/10") + figure("trains_b", "5000/10")
    assert best(data + "g:editorial { e:verdict hg:preferred c:trains_a }") == {"trains_a"}


def test_forecast_is_not_among_the_best() -> None:
    """Not even where the editors prefer it."""
    data = figure("trains_a", "8700/100", more=FORECAST) + "g:editorial { e:verdict hg:preferred c:trains_a }"
    assert best(data) == set()


@pytest.mark.parametrize(
    ("value", "qualifier"),
    [
        ("12000000/1000000", "more-than"),
        ("12080000", "at-least"),
        ("13000000", "less-than"),
        ("12080000", "at-most"),
    ],
)
def test_bound_is_not_among_the_best_beside_a_value_that_fits(value: str, qualifier: str) -> None:
    """Whoever sums the best claims does not count the same cargo twice."""
    assert best(VALUE + figure("cargo_b", value, qualifier=qualifier)) == {"cargo_a"}


def test_bound_is_among_the_best_by_itself() -> None:
    """It is all that there is."""
    assert best(figure("cargo_b", "12000000", qualifier="more-than")) == {"cargo_b"}


@pytest.mark.parametrize(
    "other",
    [
        figure("cargo_a", "12080000", "2023"),
        figure("cargo_a", "12080000", kind="year-to-date"),
        figure("cargo_a", "12080000", kind=""),
        figure("cargo_a", "12080000", about="other-port"),
        figure("cargo_a", "12080000", qualifier="about"),
        figure("cargo_a", "12080000", more="; schema:fromLocation e:south"),
        figure("trains_a", "12080000"),
    ],
    ids=["time", "kind", "no-kind", "thing", "about", "scope", "indicator"],
)
def test_bound_stays_beside_a_value_of_something_else(other: str) -> None:
    """A value of another time, kind of period, thing, scope or indicator says nothing of this one."""
    (name,) = best(other)
    assert best(other + figure("cargo_b", "12000000", qualifier="more-than")) == {name, "cargo_b"}


def test_bound_stays_beside_a_value_that_is_in_doubt() -> None:
    """Where the value is disputed and nobody prefers it, the bound is what can be relied on."""
    bound = figure("cargo_b", "11000000", qualifier="more-than")
    rivals = VALUE + figure("cargo_c", "12500000/10000")
    assert best(rivals + bound) == {"cargo_b"}
    assert best(rivals + bound + "g:editorial { e:verdict hg:preferred c:cargo_a }") == {"cargo_a"}


def test_bound_stays_beside_a_forecast() -> None:
    """What was expected does not replace what came about."""
    data = figure("cargo_a", "12080000", more=FORECAST) + figure("cargo_b", "12000000", qualifier="more-than")
    assert best(data) == {"cargo_b"}
