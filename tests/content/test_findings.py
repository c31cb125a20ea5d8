"""What the editors found between claims: complete, borne out by the graph, and rightly reckoned."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, parse

from horgos.build import Built
from horgos.sources import Sources

DATA = Path(__file__).resolve().parents[2] / "data" / "findings.trig"
SUMS = Path(__file__).with_name("findings-sums.txt")
BASE = "https://w3id.org/horgos/"
NUMBERS = {
    "arithmetic": {"consistent": 5, "decided": 2, "undecided": 2},
    "contradiction": {"consistent": 5, "decided": 4, "undecided": 1},
    "identity": {"consistent": 3, "decided": 1, "undecided": 7},
    "implausible": {"decided": 1, "undecided": 3},
    "omission": {"decided": 2},
    "scope": {"consistent": 16, "decided": 1, "undecided": 5},
}
# Each conflict that a rule finds, and each that the editors declare, since no rule compares two things or two
# times, or takes the sum of several years.
DETECTED = {
    "c:icbc-first-cross-border-zone c:port-first-cross-border-zone",
    "c:new-routes-2022-35 c:new-routes-2022-39",
    "c:passenger-growth-2024-112 c:passenger-growth-2024-90",
    "c:trains-2023-at-most-5000 x:before-trains-2024-8730-by-train-growth-2024-12-5",
    "x:horgos-port-closed-guide-1917 x:horgos-port-open-atlas-1920",
}
DECLARED = {
    "c:cargo-growth-2023-157-2 c:cargo-growth-2023-h1-30-4",
    "c:heg-dry-port-stake-2017 c:heg-stake-2017",
    "c:trains-2023-first-over-3000 c:trains-to-early-2024-more-than-33000",
    "c:trains-2024-record c:trains-2025-record",
}
PREFERRED = {
    "e:disagreement-first-cross-border-zone": "c:icbc-first-cross-border-zone",
    "e:disagreement-passenger-growth": "c:passenger-growth-2024-90",
    "e:disagreement-port-status-1920-1950": "c:port-reopening-1920",
    "e:disagreement-trains-2023-first-over-3000": "c:trains-to-early-2024-more-than-33000",
    "e:disagreement-trains-2023-total": "c:train-growth-2024-12-5",
    "e:disagreement-trains-2025-record": "c:trains-2024-record",
}
# What only looks like a conflict, and must be found consistent and reported by no rule.
LOOK_ALIKES = """
c:cargo-2024-12080000 c:cargo-2024-more-than-12000000
c:trains-to-early-2024-more-than-33000 c:trains-to-2024-10-40000 c:trains-to-date-48000 c:trains-2024-8730
c:chinese-passengers-2024-770000 c:foreign-passengers-2024-600000 c:passengers-2024-1370000
c:icbc-area-5-28 c:cargo-2023-h1-5280000
c:trains-2024-forecast-more-than-8700 c:trains-2024-8730
c:trains-2024-q1-more-than-2000 c:trains-2024-august-more-than-5000 c:trains-2024-8730
c:trains-2023-h1-3864 c:trains-2023-more-than-3000
c:port-reopening-1983 c:port-reopening-1983-11
c:icbc-establishment-2006 c:icbc-construction-start-2006 c:icbc-opening-2012-04
c:icbc-opening-2012-04 c:icbc-under-construction-2019
c:center-visits-more-than-6000000 c:passengers-2024-1370000
c:center-visit-growth-66 c:passenger-growth-2024-90
c:countries-reached-18 c:direct-access-more-than-30 c:product-countries-more-than-40
c:cities-reached-46 c:shanghai-route-cities-more-than-40
c:customs-4-to-5-days c:days-saved-3-to-4 c:transit-to-horgos-3-days
c:import-time-2-to-3-days c:customs-4-to-5-days
c:cargo-rank-1-2018-2024 c:first-china-europe-train-2016
c:central-asia-distance-1000 c:port-between-china-and-kazakhstan
"""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CLAIM = re.compile(r"\{([\w-]+)(?:\.(\w+))?\}")
# How a number is written: plain, in millions for 万, in units for 万.
_SCALES = (Decimal(1), Decimal(100), Decimal("0.0001"))
# Which number of a claim is meant, as SPARQL.
_READ = {
    None: "?claim hg:value ?n",
    "year": "?claim hg:when ?when BIND(SUBSTR(STR(?when), 1, 4) AS ?n)",
    "min": "?claim schema:minValue ?n",
    "max": "?claim schema:maxValue ?n",
    "hours": "?claim schema:opens ?opens ; schema:closes ?closes "
    "BIND(HOURS(?closes) + MINUTES(?closes) / 60 - HOURS(?opens) - MINUTES(?opens) / 60 AS ?n)",
}
Select = Callable[[str], list[tuple[str, ...]]]


@dataclass(frozen=True)
class Sum:
    """A number that the description of a finding works out, and how it follows from the claims."""

    finding: str
    number: str
    how: str


def _sums() -> Iterator[Sum]:
    for line in SUMS.read_text(encoding="utf-8").splitlines():
        finding, found, rest = line.partition(": ")
        if found and not line.startswith("#"):
            number, _, how = rest.partition(" = ")
            yield Sum(f"e:{finding}", number, how)


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)}


def _short(term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    assert isinstance(term, NamedNode)
    path, _, name = term.value.removeprefix(BASE).partition("/")
    prefix = {"claim": "c", "id": "e", "derived": "x", "vocab": "v"}.get(path)
    return f"{prefix}:{name}" if prefix else term.value


@pytest.fixture(scope="module")
def select(real_build: Built, real_sources: Sources) -> Select:
    """Ask the graph as built; names come back shortened."""

    def rows(query: str) -> list[tuple[str, ...]]:
        found = real_build.store.query(f"{real_sources.prefixes.sparql} {query}")
        assert isinstance(found, QuerySolutions)
        return [tuple(map(_short, row)) for row in found]

    return rows


@pytest.fixture(scope="module")
def between(select: Select) -> Mapping[str, set[str]]:
    """What each finding is between."""
    members = defaultdict(set)
    for finding, member in select("SELECT DISTINCT ?f ?c { ?f hg:between ?c }"):
        members[finding].add(member)
    return members


def _texts(select: Select, called: str) -> dict[tuple[str, str], str]:
    rows = select(f"SELECT DISTINCT ?f (LANG(?t) AS ?l) ?t {{ ?f hg:between ?any ; {called} ?t }}")
    assert len({row[:2] for row in rows}) == len(rows), "There is more than one text in a language."
    return {(finding, language): text for finding, language, text in rows}


def test_findings_are_of_these_kinds(select: Select) -> None:
    """So many findings of each kind come to each verdict, and none has two kinds or two verdicts."""
    query = "SELECT DISTINCT ?f ?kind ?verdict { ?f hg:between ?c ; dcterms:type ?kind ; hg:status ?verdict }"
    counted = Counter((kind[2:], verdict[2:]) for _, kind, verdict in select(query))
    assert counted == {(kind, verdict): n for kind, row in NUMBERS.items() for verdict, n in row.items()}


@pytest.mark.parametrize("called", ["skos:prefLabel", "dcterms:description", "skos:editorialNote"])
def test_a_finding_is_told_in_both_languages(
    called: str, select: Select, between: Mapping[str, set[str]]
) -> None:
    """In English and in Chinese: what a finding is about, how it was worked out, and why it is so held."""
    told = _texts(select, called)
    assert set(told) == {(finding, language) for finding in between for language in ("en", "zh-hans")}


def test_a_finding_holds_claims_against_each_other(select: Select, between: Mapping[str, set[str]]) -> None:
    """A finding is between two or more, each stated by a source or derived by a rule."""
    assert min(map(len, between.values())) >= 2
    assert select("SELECT ?c { ?f hg:between ?c FILTER NOT EXISTS { ?c a ?class } }") == []


def test_a_disagreement_is_what_is_not_consistent(select: Select) -> None:
    """What is checked and consistent is a finding and no disagreement; whatever else was found is one."""
    disagreements = set(select("SELECT DISTINCT ?f { ?f a hg:Disagreement }"))
    open_ = "SELECT DISTINCT ?f { ?f hg:between ?c ; hg:status ?verdict FILTER(?verdict != v:consistent) }"
    assert disagreements == set(select(open_))
    assert disagreements.isdisjoint(select("SELECT ?f { ?f hg:status v:consistent }"))


def test_the_editors_prefer_these(select: Select) -> None:
    """Where they decide for a claim, it is one of those that the finding is between."""
    decided = "?f hg:status v:decided ; hg:preferred ?claim ; hg:between ?claim"
    assert sorted(select(f"SELECT DISTINCT ?f ?claim {{ {decided} }}")) == sorted(PREFERRED.items())
    assert len(select("SELECT DISTINCT ?f ?claim { ?f hg:preferred ?claim }")) == len(PREFERRED)


def test_the_conflicts_are_these(select: Select) -> None:
    """Rules and editors together find these conflicts, and no others; each holds both ways."""
    pairs = select("SELECT DISTINCT ?one ?other { ?one hg:conflictsWith ?other }")
    assert {" ".join(sorted(pair)) for pair in pairs} == DETECTED | DECLARED
    assert set(pairs) == {(other, one) for one, other in pairs}


def test_editors_declare_only_what_no_rule_finds(select: Select) -> None:
    """A conflict that a rule can see is left to the rule."""
    pairs = select("SELECT ?one ?other { GRAPH g:editorial { ?one hg:conflictsWith ?other } }")
    assert {" ".join(sorted(pair)) for pair in pairs} == DECLARED
    assert len(pairs) == 2 * len(DECLARED)


@pytest.mark.parametrize("pair", sorted(DETECTED | DECLARED))
def test_a_conflict_is_judged(pair: str, select: Select) -> None:
    """Each conflict has one verdict, of one of the two kinds that rest on a conflict."""
    judged = f"?f hg:between {pair.replace(' ', ' , ')} ; a hg:Disagreement ; dcterms:type ?kind"
    kinds = "FILTER(?kind IN (v:arithmetic, v:contradiction))"
    assert len(select(f"SELECT DISTINCT ?f {{ {judged} {kinds} }}")) == 1


def test_contradiction_and_arithmetic_rest_on_a_conflict(select: Select) -> None:
    """A disagreement of these two kinds is between two claims at least that are in conflict."""
    kinds = "FILTER(?kind IN (v:arithmetic, v:contradiction))"
    conflict = "FILTER NOT EXISTS { ?f hg:between ?one , ?other . ?one hg:conflictsWith ?other }"
    assert select(f"SELECT ?f {{ ?f a hg:Disagreement ; dcterms:type ?kind {kinds} {conflict} }}") == []


@pytest.mark.parametrize("claims", LOOK_ALIKES.strip().splitlines())
def test_what_only_looks_like_a_conflict_is_none(
    claims: str, select: Select, between: Mapping[str, set[str]]
) -> None:
    """It stands in a finding that is checked and consistent, and no two of the claims are in conflict."""
    members = set(claims.split())
    consistent = {finding for (finding,) in select("SELECT ?f { ?f hg:status v:consistent }")}
    assert [finding for finding in consistent if members <= between[finding]]
    listed = " ".join(members)
    query = (
        f"SELECT * {{ VALUES ?one {{ {listed} }} VALUES ?other {{ {listed} }} ?one hg:conflictsWith ?other }}"
    )
    assert select(query) == []


@pytest.mark.parametrize("total", list(_sums()), ids=lambda total: f"{total.finding[2:]}: {total.number}")
def test_a_number_follows_from_the_claims(
    total: Sum, select: Select, between: Mapping[str, set[str]]
) -> None:
    """What a description works out of its claims is so, to the places given, and stands in both languages."""
    assert {f"c:{claim}" for claim, _ in _CLAIM.findall(total.how)} <= between[total.finding]

    def number(claim: re.Match[str]) -> str:
        ((value,),) = select(f"SELECT DISTINCT ?n {{ BIND(c:{claim[1]} AS ?claim) {_READ[claim[2]]} }}")
        return f"({value})"

    ((result,),) = select(f"SELECT ({_CLAIM.sub(number, total.how)} AS ?n) {{}}")
    places = len(total.number.partition(".")[2])
    assert f"{round(Decimal(result), places):,.{places}f}" == total.number
    told = _texts(select, "dcterms:description")
    value = Decimal(total.number.replace(",", ""))
    assert value in _numbers(told[total.finding, "en"])
    assert _numbers(told[total.finding, "zh-hans"]) & {value * scale for scale in _SCALES}


def test_findings_are_sorted() -> None:
    """The file has them by kind, and within a kind by name."""
    quads = parse(path=str(DATA), format=RdfFormat.TRIG)
    kinds = [quad for quad in quads if quad.predicate.value == "http://purl.org/dc/terms/type"]
    order = [(_short(quad.object), _short(quad.subject)) for quad in kinds]
    assert order == sorted(order)
    assert len(order) == sum(sum(row.values()) for row in NUMBERS.values())
