"""The rule best-claims: what is in no conflict, or preferred."""

from __future__ import annotations

from conftest import derived, triples
from figures import WORLD, figure


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
