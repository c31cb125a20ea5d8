"""The rules stated-in and status-periods: small graphs in, small graphs out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from rdflib import Dataset, URIRef

from conftest import REPOSITORY, derived, triples
from horgos.build import Built

VOCABULARY = """
g:sources {
  d:keeper a hg:Document . d:office a hg:Document .
  d:keeper-1 a hg:Passage ; dcterms:isPartOf d:keeper .
  d:keeper-2 a hg:Passage ; dcterms:isPartOf d:keeper .
  d:office-1 a hg:Passage ; dcterms:isPartOf d:office .
}
g:vocabulary {
  v:lighting hg:resultsIn v:lit . v:relighting hg:resultsIn v:lit . v:extinction hg:resultsIn v:dark .
  v:storm a skos:Concept .
}
"""


def event(claim: str, type_: str, when: str, passage: str = "d:keeper-1", about: str = "e:light") -> str:
    """One event about the light, in TriG."""
    claims = f'{claim} a hg:Event ; hg:about {about} ; hg:eventType {type_} ; hg:when "{when}"^^edtf:EDTF'
    return f"{passage} {{ {claims} }}\n"


def periods(*events: str) -> set[tuple[str, str, str, str]]:
    """The status periods that follow: local names of thing, status and document, and the time."""
    found = derived(VOCABULARY + "".join(events), "time-bounds", "status-periods")
    about: dict[object, dict[str, str]] = {}
    for triple in found:
        if isinstance(triple.object, NamedNode | Literal):
            name = triple.predicate.value.rpartition("#")[2]
            about.setdefault(triple.subject, {})[name] = triple.object.value.rpartition(
                "/" if name != "when" else "\n"
            )[2]
    return {(row["about"], row["status"], row["accordingTo"], row["when"]) for row in about.values()}


def test_claim_is_stated_in_the_passages_that_describe_it() -> None:
    """A claim in two passages is corroborated, one named elsewhere is not."""
    data = """
    g:sources { d:one a hg:Passage . d:two a hg:Passage . }
    d:one { c:a a hg:Figure . c:b a hg:Event . }
    d:two { c:a a hg:Figure . c:c hg:about c:b . e:d a hg:Facility . }
    g:editorial { c:b skos:editorialNote "x" . c:e a hg:Event . }
    """
    assert derived(data, "stated-in") == triples("c:a hg:statedIn d:one , d:two . c:b hg:statedIn d:one .")


def test_period_lasts_from_one_event_to_the_next_change() -> None:
    """Each period names what it is about, what it was, according to whom, and what it follows from."""
    data = VOCABULARY + event("c:on", "v:lighting", "1871-10") + event("c:off", "v:extinction", "1901")
    assert derived(data, "time-bounds", "status-periods") == triples(
        """
        x:light-lit-keeper-1871-10 a hg:StatusPeriod ;
          hg:about e:light ; hg:status v:lit ; hg:accordingTo d:keeper ;
          hg:when "1871-10/1901"^^edtf:EDTF ; prov:wasDerivedFrom c:on , c:off .
        x:light-dark-keeper-1901 a hg:StatusPeriod ;
          hg:about e:light ; hg:status v:dark ; hg:accordingTo d:keeper ;
          hg:when "1901/.."^^edtf:EDTF ; prov:wasDerivedFrom c:off .
        """
    )


def test_event_that_confirms_a_status_begins_no_period() -> None:
    """Lit again while lit: still one period, from the first."""
    assert periods(
        event("c:a", "v:lighting", "1871"),
        event("c:b", "v:relighting", "1880"),
        event("c:c", "v:extinction", "1901"),
    ) == {("light", "lit", "keeper", "1871/1901"), ("light", "dark", "keeper", "1901/..")}


def test_status_that_comes_back_is_another_period() -> None:
    """Lit, dark, lit is three periods."""
    assert periods(
        event("c:a", "v:lighting", "1871"),
        event("c:b", "v:extinction", "1901"),
        event("c:c", "v:lighting", "1904-02-29"),
    ) == {
        ("light", "lit", "keeper", "1871/1901"),
        ("light", "dark", "keeper", "1901/1904-02-29"),
        ("light", "lit", "keeper", "1904-02-29/.."),
    }


def test_documents_are_read_apart() -> None:
    """What one document tells closes no period of another; a claim that both state counts in both."""
    assert periods(
        event("c:a", "v:lighting", "1871"),
        event("c:a", "v:lighting", "1871", "d:office-1"),
        event("c:b", "v:extinction", "1901", "d:office-1"),
    ) == {
        ("light", "lit", "keeper", "1871/.."),
        ("light", "lit", "office", "1871/1901"),
        ("light", "dark", "office", "1901/.."),
    }


def test_passages_of_a_document_are_read_together() -> None:
    """The next change may stand in another passage; a claim in two of them is one event."""
    assert periods(
        event("c:a", "v:lighting", "1871", "d:keeper-1"),
        event("c:a", "v:lighting", "1871", "d:keeper-2"),
        event("c:b", "v:extinction", "1901", "d:keeper-2"),
    ) == {("light", "lit", "keeper", "1871/1901"), ("light", "dark", "keeper", "1901/..")}


def test_things_are_read_apart() -> None:
    """One light goes out, the other does not."""
    assert periods(
        event("c:a", "v:lighting", "1871"), event("c:b", "v:extinction", "1901", about="e:other")
    ) == {("light", "lit", "keeper", "1871/.."), ("other", "dark", "keeper", "1901/..")}


def test_other_events_change_no_status() -> None:
    """A storm is an event, and that is all."""
    assert periods(event("c:a", "v:storm", "1888")) == set()


def test_event_whose_first_day_is_not_known_is_passed_over() -> None:
    """What happened before 1919 has no place in the order; nothing is invented."""
    assert periods(
        event("c:a", "v:lighting", "1871"),
        event("c:b", "v:extinction", "../1919"),
        event("c:c", "v:extinction", "XXXX-05-06"),
    ) == {("light", "lit", "keeper", "1871/..")}


def test_changes_that_took_time_bound_the_period_from_outside() -> None:
    """From the start of the first event's time to the end of the next one's; marks of doubt stay."""
    assert periods(event("c:a", "v:lighting", "1870/1871"), event("c:b", "v:extinction", "1900~/1901?")) == {
        ("light", "lit", "keeper", "1870/1901?"),
        ("light", "dark", "keeper", "1900~/.."),
    }


def test_changes_told_of_the_same_days_have_one_order() -> None:
    """By the names of the states, whatever the claims are called and wherever they stand."""
    expected = {("light", "dark", "keeper", "1871/1871"), ("light", "lit", "keeper", "1871/..")}
    assert periods(event("c:a", "v:lighting", "1871"), event("c:z", "v:extinction", "1871")) == expected
    assert periods(event("c:z", "v:lighting", "1871"), event("c:a", "v:extinction", "1871")) == expected


@given(
    st.lists(
        st.tuples(st.integers(1000, 1060), st.sampled_from(["v:lighting", "v:relighting", "v:extinction"])),
        max_size=7,
    )
)
def test_periods_of_a_document_alternate_without_gap_or_overlap(history: list[tuple[int, str]]) -> None:
    """Whatever is told in whatever order: each period begins where the one before ends, in another status."""
    found = periods(*(event(f"c:{number}", type_, str(year)) for number, (year, type_) in enumerate(history)))
    states = sorted((year, "dark" if type_ == "v:extinction" else "lit") for year, type_ in history)
    runs = [state for number, state in enumerate(states) if number == 0 or states[number - 1][1] != state[1]]
    ends = [str(year) for year, _ in runs[1:]] + [".."]
    assert found == {
        ("light", status, "keeper", f"{year}/{end}") for (year, status), end in zip(runs, ends, strict=False)
    }
    assert all(before[1] != after[1] for before, after in pairwise(runs))


# rdflib's own parser uses a name that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("slug", ["stated-in", "status-periods", "time-bounds"])
def test_rules_are_plain_sparql(slug: str, tiny_build: Built) -> None:
    """Another engine, by other people, concludes the same from the finished graph."""
    dataset = Dataset()
    dataset.parse(tiny_build.folder / "store.nq", format="nquads")
    rule = (REPOSITORY / f"ontology/rules/{slug}.rq").read_text(encoding="utf-8")
    built = dataset.graph(URIRef(f"{tiny_build.dataset.base}rule/{slug}"))
    assert set(dataset.query(rule)) == set(built)
    assert len(built) > 0
