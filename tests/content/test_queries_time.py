"""Queries about time: months, spans, what came in the course of what, and the order of a history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Store

from content.answers import Ask, Row, bound, rows
from horgos.queries import Query
from horgos.sources import Sources


@pytest.fixture(scope="module")
def asked_in_order(
    queries: dict[str, Query], store: Store, real_sources: Sources
) -> Callable[..., list[str | None]]:
    """Ask a query for one column, in its own order, with values for its parameters."""

    def answer(query: str, column: str, /, **values: str) -> list[str | None]:
        text = bound(queries[query], values, real_sources.prefixes)
        return [real_sources.prefixes.curie(value) for (value,) in rows(store, text, [column])]

    return answer


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (12, {("2009-12", "e:gas-pipeline-stage-one"), ("2012-12", "e:chinese-border-railway")}),
        (11, {("1983-11", "e:horgos-port"), ("2020-11", "e:horgos-edz-committee")}),
        (7, {("2025-07-04", "e:horgos-road-port")}),
        (3, set()),
    ],
)
def test_what_happened_in_any_month(month: int, expected: set[Row], ask: Ask) -> None:
    """Months and days of any year; neither the count up to a month nor spring 1962 is among them."""
    assert ask("history/in-month", "when about", month=month) == expected


def test_a_day_without_a_year_is_in_its_month(ask: Ask) -> None:
    """All that is told of a 6 May is told of May, and nothing else is."""
    found = ask("history/in-month", "when claim", month=5)
    assert ("XXXX-05-06", "c:tour-arrival") in found
    assert {when for when, _ in found} == {"XXXX-05-06"}


def test_how_long_the_port_was_closed(ask: Ask) -> None:
    """Some 21 years after 1962 by the atlas; by the guide more than thirty before 1950."""
    found = ask("history/length-of-periods", "documentLabel statusLabel when fewestMonths mostMonths")
    assert {row for row in found if row[1] == "closed"} == {
        ("Atlas", "closed", "1917/1920", "25", "47"),
        ("Atlas", "closed", "1962/1983-11", "251", "262"),
        ("Guide", "closed", "1917/1950", "385", "407"),
    }


def test_what_is_open_still_has_no_length(ask: Ask) -> None:
    """The centre opened in 2012, and no source closes it."""
    assert ask("history/length-of-periods", "when", thing="e:icbc") == set()


@pytest.mark.parametrize(
    ("happening", "expected"),
    [
        (
            "e:second-sino-japanese-war",
            {
                ("schema:superEvent", "c:japan-takes-coast"),
                ("schema:superEvent", "c:road-growth-1937-1945"),
                ("schema:superEvent", "c:soviet-supplies-1937-1945"),
                ("schema:superEvent", "c:wartime-lifeline"),
            },
        ),
        ("e:dungan-revolt", {("schema:superEvent", "c:ili-occupation-1871")}),
        ("e:ili-tacheng-incident", {("time:after", "c:port-closure-1962")}),
        ("e:first-opium-war", {("time:after", "c:british-trade-growth-after-1842")}),
        ("e:horgos-river", set()),
    ],
)
def test_what_came_in_the_course_of_a_happening(happening: str, expected: set[Row], ask: Ask) -> None:
    """Part of it, or after it, as the source tells: the flight of 1962 is not told to follow the incident."""
    assert ask("history/during-happening", "relation claim", happening=happening) == expected


@pytest.mark.parametrize(
    ("query", "value", "order"),
    [
        (
            "history/timeline-of-thing",
            {"thing": "e:horgos-port"},
            [
                "c:caravan-stop-to-1864",
                "c:port-official-opening-1881",
                "c:port-between-qing-china-and-russia",
            ],
        ),
        ("history/events-of-kind", {"kind": "v:gateway"}, ["c:port-gateway-1992", "c:port-trade-gateway"]),
    ],
)
def test_what_is_told_up_to_a_year_stands_at_that_year(
    query: str, value: dict[str, str], order: list[str], asked_in_order: Callable[..., list[str | None]]
) -> None:
    """A time with an end alone is put by its end, and only what has no time at all comes last."""
    assert [claim for claim in asked_in_order(query, "claim", **value) if claim in order] == order


def test_how_many_hours_a_day_a_place_is_open(ask: Ask) -> None:
    """The gate for nine hours and a half, the railway port for twenty-four."""
    found = ask("places/opening-hours", "thing hours")
    assert found >= {
        ("e:new-national-gate", "9.5"),
        ("e:horgos-road-port", "9"),
        ("e:horgos-railway-port", "24"),
    }
