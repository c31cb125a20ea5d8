"""Which claims are marked as disputed, and which are not though a finding names them."""

from __future__ import annotations

from horgos.pages.reading import Reader
from horgos.pages.thing.entity import entity
from horgos.pages.told import disputes
from horgos.pages.told.disputes import Disputes
from horgos.pages.verdicts import findings
from horgos.pages.words.names import Names
from horgos.site import Site


def disputes_of(site: Site, *claims: str) -> Disputes:
    """The disputes of claims of a site, by the names of their pages; derived ones are named in whole."""
    reader = Reader(site.engine, site.prefixes, site.base)
    paths = (name if "/" in name else f"claim/{name}" for name in claims)
    found = disputes.find(reader, [site.base.named(path) for path in paths])
    names = Names(reader)
    names.load(found.mentioned())
    return {site.base.name(iri) or iri: each for iri, each in found.named(names).items()}


def test_a_claim_in_conflict_is_disputed_and_leads_to_the_finding(tiny: Site) -> None:
    """The finding comes with title, kind and verdict; the preferred claim is told from the other."""
    found = disputes_of(tiny, "height-31", "height-33")
    (preferred,), (other,) = found["claim/height-31"], found["claim/height-33"]
    assert preferred.ref.label.text == "How high the tower is"
    assert preferred.kind
    assert preferred.verdict
    assert (preferred.kind.label.text, preferred.verdict.label.text) == ("contradiction", "decided")
    assert (preferred.disputed, preferred.preferred, preferred.rejected) == (True, True, False)
    assert (other.disputed, other.preferred, other.rejected) == (True, False, True)


def test_what_follows_from_a_preferred_claim_is_preferred(real: Site) -> None:
    """Of two states that cannot both have been, the page of each says which the editors hold to be right."""
    opened, closed = "derived/horgos-port-open-atlas-1920", "derived/horgos-port-closed-guide-1917"
    found = disputes_of(real, opened, closed)
    told = {path: (each.preferred, each.rejected) for path, (each,) in found.items()}
    assert told == {opened: (True, False), closed: (False, True)}


def test_claims_whose_consequences_are_in_conflict_are_disputed(tiny: Site) -> None:
    """No two of these events contradict each other, but the periods that follow from them do."""
    found = disputes_of(tiny, "extinction-1901", "extinction-1903-02")
    assert [each.disputed for mine in found.values() for each in mine] == [True, True]


def test_a_claim_that_is_doubted_is_disputed_and_what_it_is_held_against_is_not(real: Site) -> None:
    """Nothing contradicts the exports of produce, but they are more than all cargo, and that is well told."""
    found = disputes_of(real, "produce-exports-more-than-20000000", "cargo-2024-12080000")
    title = "More fruit and vegetables than cargo"
    told = {name: {each.ref.label.text: each for each in mine}[title] for name, mine in found.items()}
    assert told["claim/produce-exports-more-than-20000000"].disputed
    assert not told["claim/cargo-2024-12080000"].disputed


def test_a_claim_of_which_nothing_was_found_has_no_dispute(tiny: Site) -> None:
    """It is missing."""
    assert disputes_of(tiny, "lighting-1871-10", "none") == {}


def test_a_claim_that_is_found_consistent_is_not_disputed(real: Site) -> None:
    """More than 12 million and 12.08 million are both right, though a finding holds them side by side."""
    (found,) = disputes_of(real, "cargo-2024-more-than-12000000")["claim/cargo-2024-more-than-12000000"]
    assert found.verdict
    assert found.verdict.label.text == "checked and consistent"
    assert (found.open, found.disputed) == (False, False)


def test_a_claim_that_only_goes_into_a_computation_is_not_disputed(real: Site) -> None:
    """The passengers are the same at either rate of growth: the rates are disputed, the count is not."""
    found = disputes_of(real, "passengers-2024-1370000", "passenger-growth-2024-90")
    title = "Growth of passenger traffic in 2024: 90 % or 112 %"
    told = {name: {each.ref.label.text: each for each in mine}[title] for name, mine in found.items()}
    assert not told["claim/passengers-2024-1370000"].disputed
    assert told["claim/passengers-2024-1370000"].open
    assert told["claim/passenger-growth-2024-90"].disputed


def test_a_conflict_of_which_the_editors_say_nothing_leads_to_the_other_claim(tiny: Site) -> None:
    """The periods of two logbooks differ; no finding names them, and they are disputed all the same."""
    reader = Reader(tiny.engine, tiny.prefixes, tiny.base)
    period = f"{tiny.base.iri}derived/gannet-light-dark-keeper-1901"
    found = disputes.find(reader, [period])
    names = Names(reader)
    names.load(found.mentioned())
    (each,) = found.named(names)[period]
    assert (each.found, each.disputed, each.ref.iri.partition("/derived/")[2]) == (
        False,
        True,
        "gannet-light-lit-office-1871-10",
    )


def test_a_finding_is_the_same_on_its_own_page_as_among_all(real: Site) -> None:
    """Its page has it from what it is linked to, the others have it by asking for findings."""
    reader = Reader(real.engine, real.prefixes, real.base)
    found = findings.find(reader)
    names = Names(reader)
    names.load(found.mentioned())
    every = found.named(names)
    assert len(every) > 10
    for each in every[::7]:
        assert entity(reader, each.ref.iri).finding == each
