"""The queries that come with the graph, run on what the rules make of it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Store

from horgos.build import Built
from horgos.queries import Query, bind, read
from horgos.sources import Role, Sources

BASE = "https://w3id.org/horgos/"

Rows = set[tuple[str, ...]]


@pytest.fixture(scope="session")
def queries(real_sources: Sources) -> dict[str, Query]:
    """Every query of the graph, by topic and name."""
    found = [read(file) for file in real_sources.of(Role.QUERY)]
    return {f"{query.topic}/{query.slug}": query for query in found}


@pytest.fixture(scope="session")
def store(real_build: Built) -> Store:
    """The built graph: what the files say, what follows by rule, and the merge."""
    return real_build.store


def _rows(store: Store, text: str, *columns: str) -> Rows:
    return {
        tuple("" if row[name] is None else row[name].value.removeprefix(BASE) for name in columns)
        for row in store.query(text)
    }


def _year(query: Query, year: int) -> str:
    return bind(query.text, {"year": Literal(year)})


def test_every_query_is_headed(queries: dict[str, Query]) -> None:
    """A query has a title and a question in English and in Chinese, and words to find it by."""
    assert queries
    for name, query in queries.items():
        assert {label.language for label in query.titles} == {"en", "zh"}, name
        assert {label.language for label in query.questions} == {"en", "zh"}, name
        assert query.keywords, name


def test_every_query_runs_as_it_stands(queries: dict[str, Query], store: Store) -> None:
    """With its defaults, each query finds something."""
    assert [name for name, query in queries.items() if not list(store.query(query.text))] == []


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1880, set()),
        (1900, {("open", "1881/1917", "1881"), ("open", "1881/1917", "1917")}),
        (1918, {("closed", "1917/1920", "1917"), ("closed", "1917/1920", "1920")}),
        (1930, {("open", "1920/1962", "1920"), ("open", "1920/1962", "1962")}),
        (1975, {("closed", "1962/1983-11", "1962"), ("closed", "1962/1983-11", "1983")}),
        (2020, {("open", "1983-11/..", "1983")}),
    ],
)
def test_open_or_closed_in_a_year(year: int, expected: Rows, queries: dict[str, Query], store: Store) -> None:
    """The port was open or closed, by the derived period, with the passages that it follows from."""
    found = _rows(store, _year(queries["history/status-in-year"], year), "statusLabel", "when", "locator")
    assert found == expected


def test_a_year_of_change_has_both(queries: dict[str, Query], store: Store) -> None:
    """In 1920 one period ended and another began."""
    found = _rows(store, _year(queries["history/status-in-year"], 1920), "statusLabel")
    assert found == {("closed",), ("open",)}


def test_everything_that_happened_in_1881(queries: dict[str, Query], store: Store) -> None:
    """Six claims are about 1881, each with its passage, and no other is among them."""
    found = _rows(store, _year(queries["history/what-happened-in-year"], 1881), "claim", "locator")
    assert found == {
        (f"claim/{claim}", "1881")
        for claim in (
            "border-stele-1881",
            "port-official-opening-1881",
            "russian-trading-right-1881",
            "russian-trading-towns-1881-6",
            "sovereignty-restored-1881",
            "treaty-of-st-petersburg-signing-1881",
        )
    }


def test_a_year_within_a_war_knows_the_war(queries: dict[str, Query], store: Store) -> None:
    """A time that begins before the year and ends after it counts; one without an end does not."""
    found = _rows(store, _year(queries["history/what-happened-in-year"], 1940), "about")
    assert ("id/second-sino-japanese-war",) in found
    assert ("id/britain",) not in found


def test_both_holders_of_the_stake_are_found(queries: dict[str, Query], store: Store) -> None:
    """COSCO and LPHG hold 49 % since 2017, of the zone by one passage and of its dry port by another."""
    columns = ("holder", "of", "when", "locator")
    assert _rows(store, queries["ownership/joint-stakes"].text, *columns) == {
        (f"id/{holder}", of, "2017/..", locator)
        for holder in ("cosco", "lphg")
        for of, locator in (("id/heg", "2017"), ("id/heg-dry-port", "Caption C18B1"))
    }


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Korgas", "horgos-port"),
        ("nikan", "horgos-port"),
        ("霍尔果斯口岸", "horgos-port"),
        ("Tacheng", "chuguchak"),
        ("Treaty of Ili", "treaty-of-st-petersburg"),
        ("Turkmenistan–China Gas Pipeline", "gas-pipeline"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(
    name: str, thing: str, queries: dict[str, Query], store: Store
) -> None:
    """A spelling of a source, a name of another time, a Chinese label: each leads to the thing, and first."""
    text = bind(queries["names/find-by-name"].text, {"name": Literal(name)})
    exact = {thing for thing, exact in _rows(store, text, "thing", "exact") if exact == "true"}
    assert exact == {f"id/{thing}"}


def test_a_part_of_a_name_is_enough(queries: dict[str, Query], store: Store) -> None:
    """霍尔果斯 is part of the names of the port and of the cooperation centre."""
    text = bind(queries["names/find-by-name"].text, {"name": Literal("霍尔果斯")})
    assert _rows(store, text, "thing") == {("id/horgos-port",), ("id/icbc",)}


def test_who_says_what_of_the_port(queries: dict[str, Query], store: Store) -> None:
    """Each statement comes with its voice: a passage with its heading, or the editors."""
    port = NamedNode(f"{BASE}id/horgos-port")
    text = bind(queries["provenance/who-says-it"].text, {"subject": port})
    found = _rows(store, text, "value", "voice", "locator")
    assert ("claim/port-closure-1962", "source/atlas-1962", "1962") in found
    assert ("霍尔果斯口岸", "graph/editorial", "") in found


@pytest.mark.parametrize(
    ("year", "sides"),
    [
        (1890, {"china", "russia"}),
        (1915, {"republic-of-china", "russia"}),
        (1930, {"xinjiang", "soviet-central-asia"}),
        (1960, {"china", "soviet-union"}),
        (2025, {"china", "kazakhstan"}),
    ],
)
def test_who_stood_on_either_side(
    year: int, sides: set[str], queries: dict[str, Query], store: Store
) -> None:
    """The states that the port lay between, as of the latest claim before or in the year."""
    found = _rows(store, _year(queries["history/neighbour-in-year"], year), "side")
    assert found == {(f"id/{side}",) for side in sides}


@pytest.mark.parametrize(
    ("year", "since", "following"), [(2000, "1983-11", "2012-01-01"), (2025, "2012", "")]
)
def test_a_neighbour_is_told_with_how_far_the_telling_reaches(
    year: int, since: str, following: str, queries: dict[str, Query], store: Store
) -> None:
    """The atlas does not say in which year a neighbour came to be another: the answer shows the gap."""
    found = _rows(store, _year(queries["history/neighbour-in-year"], year), "when", "nextTold")
    assert found == {(since, following)}


def test_the_side_of_china_can_be_told_from_the_other(queries: dict[str, Query], store: Store) -> None:
    """In 1930 the sides are Xinjiang and Soviet territory; which of them is in China, the graph knows."""
    sides = {side for (side,) in _rows(store, _year(queries["history/neighbour-in-year"], 1930), "side")}
    part = "<https://schema.org/containedInPlace>|<http://www.w3.org/ns/prov#specializationOf>"
    chinese = _rows(store, f"SELECT ?side {{ ?side ({part})* <{BASE}id/china> }}", "side")
    assert sides - {side for (side,) in chinese} == {"id/soviet-central-asia"}


def test_agreements_are_listed_with_the_year_of_their_signing(
    queries: dict[str, Query], store: Store
) -> None:
    """Six agreements, of which two have parties that the atlas names."""
    rows = _rows(store, queries["agreements/signed-when"].text, "agreement", "when", "parties")
    years = {agreement.removeprefix("id/"): year for agreement, year, _ in rows}
    assert years == {
        "treaty-of-kuldja": "1851",
        "protocol-of-chuguchak": "1864",
        "treaty-of-st-petersburg": "1881",
        "ili-protocol": "1920",
        "icbc-agreement-2004": "2004",
        "gas-supply-agreement-2006": "2006",
    }
    named = {agreement.removeprefix("id/") for agreement, _, parties in rows if parties}
    assert named == {"ili-protocol", "protocol-of-chuguchak"}
