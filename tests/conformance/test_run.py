"""The runner of the W3C's suites, on a suite of our own: what passes, what fails, and what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import BNode, Literal, URIRef

from conformance import manifest
from conformance.description import faults
from conformance.results import Table, read, same
from conformance.run import KNOWN, Known, report

HERE = Path(__file__).parent
SMALL = HERE / "suite"
ENDPOINT = "http://127.0.0.1:8000/sparql"
SERVICE = f"""
    @prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
    <{ENDPOINT}#service> a sd:Service ; sd:endpoint <{ENDPOINT}> ; sd:supportedLanguage sd:SPARQL11Query"""


@pytest.fixture(scope="module")
def ran() -> subprocess.CompletedProcess[str]:
    """The runner, run as its documentation says, with a list that lacks one failure."""
    options = ["--known", str(SMALL / "known-failures.toml")]
    command = [sys.executable, str(HERE / "run.py"), str(SMALL), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_failure_that_is_not_listed_is_told_and_fails_the_run(
    ran: subprocess.CompletedProcess[str],
) -> None:
    """The small suite has a test of each kind, one that must fail and is listed, and one that is not."""
    told = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "PASSED", "LISTED"))]
    assert ran.returncode == 1, ran.stderr
    assert [line.partition(":")[0] for line in told] == ["FAILED sparql11/small#wrong-too"]


def test_the_counts_are_told_for_each_part(ran: subprocess.CompletedProcess[str]) -> None:
    """What was left out, what was run of each kind, and in the end one line for all."""
    assert ran.stdout.splitlines()[-7:] == [
        "left out: 1 (updates: the dataset is read-only)",
        "sparql11 query evaluation: 3 of 5 pass",
        "sparql11 CSV and TSV results: 1 of 1 pass",
        "sparql11 syntax: 2 of 2 pass",
        "sparql11 protocol: 1 of 1 pass",
        "sparql11 service description: 1 of 1 pass",
        "10 tests: 8 pass, 1 fail as listed, 1 not as listed.",
    ]


@pytest.mark.parametrize(
    ("failed", "listed", "code", "said"),
    [
        ({}, {}, 0, "1 pass, 0 fail as listed, 0 not as listed."),
        ({"f#t": "no"}, {"f#t": "a reason"}, 0, "0 pass, 1 fail as listed, 0 not as listed."),
        ({"f#t": "no"}, {}, 1, "FAILED f#t: no"),
        ({}, {"f#t": "a reason"}, 1, "PASSED, though listed: f#t"),
        ({}, {"f#other": "a reason"}, 1, "LISTED, but there is no such test: f#other"),
    ],
)
def test_the_list_has_to_be_exactly_right(
    capsys: pytest.CaptureFixture[str], failed: dict[str, str], listed: dict[str, str], code: int, said: str
) -> None:
    """A failure that is not listed, a listed test that passes, and a listed one that is not there fail."""
    tests = [manifest.Test("f#t", "QueryEvaluationTest")]
    assert report(tests, failed, listed, {}) == code
    assert said in capsys.readouterr().out


def test_the_list_of_known_failures_gives_a_reason_for_each() -> None:
    """Nothing is left out or expected to fail without saying why."""
    known = Known.at(KNOWN)
    assert all([*known.left_out.values(), *known.failures.values()])


def test_every_test_that_the_documentation_names_is_there() -> None:
    """The table of clauses leads to tests that are run."""
    named = set(re.findall(r"`(test_\w+)`", (HERE / "README.md").read_text("utf-8")))
    there = "".join(file.read_text("utf-8") for file in HERE.parent.rglob("test_*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)\(", there))


def table(*rows: dict[str, object]) -> Table:
    """Rows of blank nodes (`_:x`), IRIs (`x:y`) and numbers."""

    def term(value: object) -> BNode | URIRef | Literal:
        if not isinstance(value, str):
            return Literal(value)
        return BNode(value[2:]) if value.startswith("_:") else URIRef(value)

    return Table(["x", "y"], [{name: term(value) for name, value in row.items()} for row in rows])


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (table({"x": "_:a", "y": "_:b"}), table({"x": "_:b", "y": "_:a"}), True),
        (table({"x": "_:a", "y": "_:a"}), table({"x": "_:a", "y": "_:b"}), False),
        (table({"x": "_:a"}, {"y": "_:a"}), table({"x": "_:a"}, {"y": "_:b"}), False),
        (table({"x": "a:a"}, {"x": "a:b"}), table({"x": "a:b"}, {"x": "a:a"}), True),
        (table({"x": "a:a"}, {"x": "a:a"}), table({"x": "a:a"}), False),
        (table({"x": 1}), table({"x": 2}), False),
        (table({"x": 1}), table({"y": 1}), False),
        (table(), table({}), False),
    ],
)
def test_results_are_compared_up_to_the_names_of_blank_nodes(
    one: Table, other: Table, are_same: bool
) -> None:
    """Rows are a multiset, and a blank node is the same throughout a result (SPARQL 1.1, 18.1.8)."""
    assert same(one, other) is same(other, one) is are_same


def test_order_and_number_count_where_they_are_told_to() -> None:
    """After ORDER BY the order is part of the result; after REDUCED the number of equal rows is not."""
    one, other = table({"x": 1}, {"x": 2}, {"x": 2}), table({"x": 2}, {"x": 1}, {"x": 2})
    assert same(one, other)
    assert not same(one, other, ordered=True)
    assert same(one, table({"x": 1}, {"x": 2}), lax=True)


def test_a_number_is_compared_by_its_value_and_datatype() -> None:
    """`1.50` and `1.5` are one decimal, 1 is no decimal."""
    body = b'?x\n"%s"^^<http://www.w3.org/2001/XMLSchema#%s>\n'
    long, short, integer = (
        read(body % pair, "tsv") for pair in [(b"1.00", b"decimal"), (b"1", b"decimal"), (b"1", b"integer")]
    )
    assert same(long, short)
    assert not same(short, integer)


@pytest.mark.parametrize(
    ("turtle", "name", "found"),
    [
        (f"{SERVICE} .", "has-endpoint-triple", ""),
        (
            f"{SERVICE} .".replace(f"endpoint <{ENDPOINT}>", "endpoint <x:y>"),
            "has-endpoint-triple",
            "no sd:endpoint",
        ),
        (f"{SERVICE} .", "conforms-to-schema", ""),
        (f"{SERVICE} ; sd:speaks sd:SPARQL11Query .", "conforms-to-schema", "sd:speaks is no property"),
        (f"{SERVICE} ; sd:feature sd:SPARQL11Query .", "conforms-to-schema", "sd:feature is no sd:Feature"),
        (f"{SERVICE} ; sd:name <x:y> .", "conforms-to-schema", "sd:name of what is no sd:NamedGraph"),
        (f"{SERVICE} ; sd:resultFormat 'Turtle' .", "conforms-to-schema", "sd:resultFormat has a literal"),
        ("", "returns-rdf", "empty"),
    ],
)
def test_a_service_description_is_checked(turtle: str, name: str, found: str) -> None:
    """The suite has these tests in words alone: an endpoint triple, the terms, their domains and ranges."""
    said = faults(read(turtle.encode(), "turtle"), ENDPOINT, name)
    assert (found in said) if found else not said
