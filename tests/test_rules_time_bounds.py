"""The rule time-bounds: the first and the last day that an EDTF literal may mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store
from rdflib import Graph, URIRef
from rdflib import Literal as RdflibLiteral

from conftest import REPOSITORY, derived, triples

EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
HG = "https://w3id.org/horgos/ns#"
RULE = (REPOSITORY / "ontology/rules/time-bounds.rq").read_text(encoding="utf-8")
DIGITS = "0123456789"
SEASONS = {"21": (3, 4, 5), "22": (6, 7, 8), "23": (9, 10, 11), "24": (12, 13, 14)}

Bounds = tuple[str | None, str | None]


def bounds(*times: str) -> list[Bounds]:
    """What the rule makes of each time."""
    store = Store()
    nodes = [NamedNode(f"https://example.org/{number}") for number in range(len(times))]
    store.extend(
        Quad(node, NamedNode(f"{HG}when"), Literal(time, datatype=EDTF))
        for node, time in zip(nodes, times, strict=True)
    )
    result = store.query(RULE)
    assert isinstance(result, QueryTriples)
    found = {(triple.subject, str(triple.predicate)): triple.object.value for triple in result}
    return [(found.get((node, f"<{HG}earliest>")), found.get((node, f"<{HG}latest>"))) for node in nodes]


def days(date: str, *, backwards: bool = False) -> Iterator[dt.date]:
    """Every day that a date without marks may mean, in order, by trying all there are."""
    step = -1 if backwards else 1
    year, month, day = (*date.split("-"), "", "")[:3]
    years = ["".join(digits) for digits in product(*(DIGITS if x == "X" else x for x in year))]
    months = SEASONS.get(month) or tuple(m for m in range(1, 13) if fits(month, f"{m:02}"))
    for y, m in product(years[::step], months[::step]):
        in_year, in_month = int(y) + (m > 12), (m - 1) % 12 + 1
        for d in range(1, calendar.monthrange(in_year, in_month)[1] + 1)[::step]:
            if fits(day, f"{d:02}"):
                yield dt.date(in_year, in_month, d)


def fits(pattern: str, digits: str) -> bool:
    """True where X stands for any digit and nothing for anything."""
    return not pattern or all(want in ("X", digit) for want, digit in zip(pattern, digits, strict=True))


def expected(time: str) -> Bounds:
    """The reference: written without the rule in sight."""
    start, _, end = re.sub("[?~%]", "", time).partition("/")
    return edge(start), edge(end or start, backwards=True)


def edge(date: str, *, backwards: bool = False) -> str | None:
    """The first or the last day; none for an open end and for a date without a year."""
    return None if date.startswith(("X", ".")) else str(next(days(date, backwards=backwards)))


YEARS = (
    st.integers(1000, 9989).map(str)
    | st.integers(100, 998).map(lambda n: f"{n}X")
    | st.integers(10, 98).map(lambda n: f"{n}XX")
)
YEARS |= st.just("XXXX")
MONTHS = st.integers(1, 12).map("{:02}".format) | st.sampled_from(["XX", "0X", "1X"])
DAYS = st.integers(1, 31).map("{:02}".format) | st.sampled_from(["XX", "0X", "1X", "2X", "3X"])
MARKS = st.sampled_from(["", "", "?", "~", "%"])


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A date of the profile: year, month, day or season, with X and a mark."""
    year = draw(YEARS)
    rest = draw(
        st.just("")
        | MONTHS.map("-{}".format)
        | st.sampled_from(["-21", "-22", "-23", "-24"])
        | st.tuples(MONTHS, DAYS).map(lambda pair: f"-{pair[0]}-{pair[1]}")
    )
    assume(next(days(year.replace("XXXX", "2000") + rest), None) is not None)
    # Two corners of EDTF level 2 are left without a day: see the tests below.
    assume(not ("X" in year and rest == "-02-29") and rest != "-0X-31")
    return f"{year}{rest}{draw(MARKS)}"


TIMES = dates() | st.tuples(dates() | st.just(".."), dates() | st.just("..")).map("/".join)


@given(st.lists(TIMES, min_size=1, max_size=8))
def test_bounds_are_those_of_trying_every_day(times: list[str]) -> None:
    """The first and the last of all days a time may mean, whatever is open or in doubt."""
    assert bounds(*times) == [expected(time) for time in times]


FORMS = [
    ("1881", "1881-01-01", "1881-12-31"),
    ("1983-11", "1983-11-01", "1983-11-30"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2000-02", "2000-02-01", "2000-02-29"),
    ("2024-02-XX", "2024-02-01", "2024-02-29"),
    ("2024-XX-XX", "2024-01-01", "2024-12-31"),
    ("184X", "1840-01-01", "1849-12-31"),
    ("184X~", "1840-01-01", "1849-12-31"),
    ("18XX-12-25", "1800-12-25", "1899-12-25"),
    ("1962-21", "1962-03-01", "1962-05-31"),
    ("1962-24", "1962-12-01", "1963-02-28"),
    ("1999-24", "1999-12-01", "2000-02-29"),
    ("1839/1842", "1839-01-01", "1842-12-31"),
    ("2017/..", "2017-01-01", None),
    ("../2024-10", None, "2024-10-31"),
    ("../..", None, None),
    ("XXXX-05-06", None, None),
    ("XXXX", None, None),
    ("1917?/1920-11%", "1917-01-01", "1920-11-30"),
]


@pytest.mark.parametrize(("time", "earliest", "latest"), FORMS)
def test_bounds_of_each_form_of_the_profile(time: str, earliest: str | None, latest: str | None) -> None:
    """The forms the data is written in, one by one."""
    assert bounds(time) == [(earliest, latest)]


@pytest.mark.parametrize(
    "time",
    [
        "",
        "soon",
        "18811",
        "2024-13",
        "2024-25",
        "2024-00",
        "2023-02-30",
        "2023-02-29",
        "2024-02-3X",
        "199X-02-29",
        "2024-01-00",
        "2024-00-01",
        "1962-21-05",
    ],
)
def test_time_that_no_calendar_has_gets_no_day(time: str) -> None:
    """Nothing is guessed for what is not in the profile, nor for what no single rule can tell."""
    assert bounds(time) == [(None, None)]


def test_another_engine_concludes_the_same() -> None:
    """The rule is plain SPARQL 1.1: rdflib, by other people, makes the same of every form."""
    graph = Graph()
    for number, (time, _, _) in enumerate(FORMS):
        graph.add(
            (
                URIRef(f"https://example.org/{number}"),
                URIRef(f"{HG}when"),
                RdflibLiteral(time, datatype=EDTF.value),
            )
        )
    found = {(str(node), str(bound)): str(day) for node, bound, day in graph.query(RULE)}
    for number, (_, *expected_days) in enumerate(FORMS):
        for name, day in zip(("earliest", "latest"), expected_days, strict=True):
            assert found.get((f"https://example.org/{number}", HG + name)) == day


def test_other_datatypes_get_no_bounds() -> None:
    """A plain string that looks like a time is none."""
    assert derived('d:p { c:a hg:when "1881" }', "time-bounds") == set()


def test_every_node_with_a_time_gets_bounds() -> None:
    """Claims of any passage, and whatever else has a time."""
    data = 'd:p { c:a hg:when "1881"^^edtf:EDTF } r:q { x:b hg:when "1882/.."^^edtf:EDTF }'
    assert derived(data, "time-bounds") == triples(
        'c:a hg:earliest "1881-01-01"^^xsd:date ; hg:latest "1881-12-31"^^xsd:date .'
        'x:b hg:earliest "1882-01-01"^^xsd:date .'
    )
