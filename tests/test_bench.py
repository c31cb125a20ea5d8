"""The benchmark beside peers: how it reads what was measured, and what it makes of that."""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys

import pytest

from bench import some_of
from speed import processes, wrk
from speed.peers import MEASURE, OURS
from speed.ratios import Goal, Spread, figure, ratios, table
from speed.report import report
from speed.rounds import Results
from speed.works import ERRORS, P99, RATE, REMEMBERED, RESTED, WORKS

OUTPUT = """\
Running 1s test @ http://127.0.0.1:8000
  2 threads and 8 connections
  1200 requests in 1.50s, 0.60MB read
{"requests": 1200, "seconds": 1.5, "bytes": 600000, "failed": 2, "refused": 300, "p50": 4.5, "p99": 12.25}
"""
SMALL_NEW = next(work for work in WORKS if work.name == "small-new")


def test_throughput_counts_answers_and_no_errors() -> None:
    """A server does not become fast by refusing."""
    load = wrk.parse(OUTPUT)
    assert (load.throughput, load.errors, load.p99) == (600, 302, 12.25)


def test_what_was_never_answered_took_for_ever() -> None:
    """By itself, wrk would tell a latency of 0."""
    load = wrk.parse(
        '{"requests": 0, "seconds": 1, "bytes": 0, "failed": 0, "refused": 0, "p50": 0, "p99": 0}'
    )
    assert (load.throughput, load.p99) == (0, math.inf)


def test_a_run_that_measured_nothing_says_why() -> None:
    """The message of wrk comes through."""
    with pytest.raises(RuntimeError, match="unable to connect"):
        wrk.parse("", "unable to connect to 127.0.0.1:1 Connection refused\n")


def test_ratios_are_taken_round_by_round() -> None:
    """A machine that is slow in one round is slow for both."""
    assert ratios([10, 300, 40], [5, 100, 10]) == Spread(median=3, least=2, most=4)


def test_a_round_without_the_other_has_no_ratio() -> None:
    """Neither one that was not measured, nor one in which the other did nothing."""
    assert ratios([10, 300, 40], [0, 100]) == Spread(3, 3, 3)
    assert ratios([10], []) is None


def test_spread_tells_the_median_and_the_extremes() -> None:
    """Once, where all values are the same."""
    assert str(Spread.of([1, 5, 2])) == "2.00 (1.00 to 5.00)"
    assert str(Spread.of([12616])) == "12,616"
    assert figure(math.inf) == "∞"


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (Goal(3, "×"), 3, "met"),
        (Goal(3, "×"), 2.9, "missed"),
        (Goal(1, "s", at_least=False), 1, "met"),
        (Goal(1, "s", at_least=False), math.inf, "missed"),
    ],
)
def test_a_goal_is_met_at_its_bound(goal: Goal, value: float, verdict: str) -> None:
    """At least, and at most, include the bound itself."""
    assert goal.verdict(value) == verdict


def test_table_is_markdown_with_even_columns() -> None:
    """Each cell as wide as the widest of its column."""
    assert table(("a", "bcd"), [("12", "3")]).splitlines() == ["| a  | bcd |", "| -- | --- |", "| 12 | 3   |"]


def test_report_sets_the_goal_beside_what_was_reached() -> None:
    """The ratio of ours to the peer, then a line for each server; notes and errors in the end."""
    samples = {OURS: [{RATE: 40.0}, {RATE: 60.0}], MEASURE: [{RATE: 100.0}, {RATE: 100.0}]}
    measured = {(SMALL_NEW.name, server): list(rounds) for server, rounds in samples.items()}
    text = report([SMALL_NEW], [OURS, MEASURE], Results(measured, ["no Node"], ["it broke"]))
    first, *rest = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert "≥ 0.50 × the throughput of oxigraph-memory | 0.50 (0.40 to 0.60) | met" in first
    assert rest[-1].split() == ["|", MEASURE, "|", "100", "|"]
    assert text.endswith("Note: no Node\n\nERROR: it broke")


def test_every_work_has_a_name_of_its_own_and_a_goal() -> None:
    """What is measured has something to be measured by, and can be chosen."""
    works = [*WORKS, REMEMBERED, RESTED]
    assert len({work.name for work in works}) == len(works)
    assert all(work.aims for work in works)
    assert {RATE, P99, ERRORS} <= {aim.metric for work in works for aim in work.aims}


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    """In the options that choose servers and works."""
    assert some_of(["a", "b"])("b,a") == ["b", "a"]
    with pytest.raises(argparse.ArgumentTypeError, match="'c' is none of a, b"):
        some_of(["a", "b"])("a,c")


def test_memory_and_time_are_those_of_the_whole_tree() -> None:
    """A server's processes count together, wherever the work is done."""
    program = "import os, sys; print(os.getpid(), flush=True); sys.stdin.read()"
    command = ["sh", "-c", f'"{sys.executable}" -c "{program}"; true']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as shell:
        assert shell.stdout is not None
        python = int(shell.stdout.readline())
        assert processes.tree(shell.pid) == [shell.pid, python]
        assert processes.memory(shell.pid) > processes.memory(python) > 1
        assert processes.cpu_seconds(os.getpid()) >= processes.cpu_seconds(shell.pid) >= 0
        shell.communicate()
