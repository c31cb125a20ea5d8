"""States of affairs as status periods, and documents that do not agree about a state."""

from __future__ import annotations

from conftest import derived
from figures import rows
from test_rules import VOCABULARY, event, periods

STATES = """g:vocabulary { v:festival hg:status v:lit . v:blackout hg:status v:dark . }
"""


def states(*events: str) -> set[tuple[str, str]]:
    """The periods of the light in one document: status and time."""
    return {(status, when) for _, status, _, when in periods(STATES, *events)}


def conflicting(*events: str) -> set[tuple[str, str]]:
    """The pairs of status periods in conflict, each once."""
    found = derived(
        VOCABULARY + STATES + "".join(events), "time-bounds", "status-periods", "status-conflicts"
    )
    pairs = {tuple(str(term)[34:-1] for term in (triple.subject, triple.object)) for triple in found}
    assert pairs == {(other, one) for one, other in pairs}
    return {(one, other) for one, other in pairs if one < other}


def test_state_of_affairs_lasts_its_own_time_and_ends_the_one_before() -> None:
    """Opened 1881, closed 1917, thriving 1950 to 1962, reopened 1983: nothing is told of 1962 to 1983."""
    assert states(
        event("c:a", "v:lighting", "1881"),
        event("c:b", "v:extinction", "1917"),
        event("c:c", "v:festival", "1950/1962", "d:keeper-2"),
        event("c:d", "v:relighting", "1983"),
    ) == {("lit", "1881/1917"), ("dark", "1917/1950"), ("lit", "1950/1962"), ("lit", "1983/..")}


def test_state_of_affairs_alone_is_a_period() -> None:
    """With nothing before and nothing after; a state told of one year lasts that year."""
    assert states(event("c:a", "v:festival", "1950/1962")) == {("lit", "1950/1962")}
    assert states(event("c:a", "v:blackout", "1917")) == {("dark", "1917/1917")}


def test_state_of_affairs_that_confirms_the_state_is_no_period() -> None:
    """Thriving while open: still one period."""
    assert states(
        event("c:a", "v:lighting", "1881"),
        event("c:b", "v:festival", "1900/1910"),
        event("c:c", "v:festival", "1912/1913"),
        event("c:d", "v:extinction", "1917"),
    ) == {("lit", "1881/1917"), ("dark", "1917/..")}


def test_state_before_is_not_taken_up_again_after_a_state_of_affairs() -> None:
    """Dark from 1940 to 1945 by a state of affairs: that it was lit again is not told."""
    assert states(event("c:a", "v:lighting", "1881"), event("c:b", "v:blackout", "1940/1945")) == {
        ("lit", "1881/1940"),
        ("dark", "1940/1945"),
    }


def test_events_before_and_after_a_state_of_affairs_are_two_periods() -> None:
    """Closed, thriving, closed again: the second closing begins a period of its own."""
    assert states(
        event("c:a", "v:extinction", "1917"),
        event("c:b", "v:festival", "1950/1962"),
        event("c:c", "v:extinction", "1970"),
    ) == {("dark", "1917/1950"), ("lit", "1950/1962"), ("dark", "1970/..")}


def test_state_of_affairs_names_what_it_is_derived_from() -> None:
    """Its own event alone; the period before names it as its end."""
    events = event("c:a", "v:extinction", "1917") + event("c:b", "v:festival", "1950/1962")
    found = derived(VOCABULARY + STATES + events, "time-bounds", "status-periods")
    inputs = {
        (str(t.subject)[34:-1], str(t.object)[32:-1]) for t in found if "wasDerivedFrom" in str(t.predicate)
    }
    assert inputs == {
        ("light-dark-keeper-1917", "a"),
        ("light-dark-keeper-1917", "b"),
        ("light-lit-keeper-1950", "b"),
    }
    assert rows(found)["light-lit-keeper-1950"]["when"] == "1950/1962"


def test_documents_that_differ_about_a_time_are_in_conflict() -> None:
    """Dark from 1917 to 1950 in one, lit again from 1920 in the other."""
    assert conflicting(
        event("c:a", "v:extinction", "1917"),
        event("c:b", "v:festival", "1950/1962"),
        event("c:c", "v:extinction", "1917", "d:office-1"),
        event("c:d", "v:relighting", "1920", "d:office-1"),
    ) == {("light-dark-keeper-1917", "light-lit-office-1920")}


def test_periods_that_may_only_touch_are_in_no_conflict() -> None:
    """Dark from 1901 on may have begun in December, lit until 1901 may have ended in January."""
    assert (
        conflicting(
            event("c:a", "v:lighting", "1871"),
            event("c:b", "v:extinction", "1901"),
            event("c:c", "v:extinction", "1871-10", "d:office-1"),
            event("c:d", "v:lighting", "1871-11", "d:office-1"),
            event("c:e", "v:extinction", "1901-02", "d:office-1"),
        )
        == set()
    )


def test_open_digits_and_seasons_are_taken_at_their_widest() -> None:
    """The 1870s may last to the end of 1879; and whoever ends in spring may end as the year begins."""
    lit = event("c:a", "v:lighting", "187X~")
    assert conflicting(lit, event("c:b", "v:blackout", "1878/1879", "d:office-1")) == set()
    assert len(conflicting(lit, event("c:b", "v:blackout", "1880/1882", "d:office-1"))) == 1
    assert conflicting(lit, event("c:b", "v:blackout", "1888/1888-21", "d:office-1")) == set()


def test_a_day_that_ends_like_a_season_is_a_day() -> None:
    """Lit until 22 May, and dark from the 10th by the other: "-22" is a summer only behind a year."""
    events = event("c:a", "v:lighting", "2024-05-01"), event("c:b", "v:extinction", "2024-05-22")
    other = event("c:c", "v:extinction", "2024-05-10", "d:office-1")
    assert conflicting(*events, other) == {
        ("light-dark-office-2024-05-10", "light-lit-keeper-2024-05-01"),
    }


def test_periods_without_end_are_in_conflict_for_good() -> None:
    """Lit since 1904, and dark since 1903."""
    assert conflicting(
        event("c:a", "v:lighting", "1904"), event("c:b", "v:extinction", "1903", "d:office-1")
    ) == {("light-dark-office-1903", "light-lit-keeper-1904")}


def test_one_document_or_two_things_are_in_no_conflict() -> None:
    """What one document says in two ways is its own affair; and two lights are two."""
    assert conflicting(event("c:a", "v:lighting", "1881"), event("c:b", "v:blackout", "1882/1890")) == set()
    other = event("c:b", "v:extinction", "1881", "d:office-1", about="e:other")
    assert conflicting(event("c:a", "v:lighting", "1881"), other) == set()
