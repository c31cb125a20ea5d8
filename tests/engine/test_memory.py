"""What the C library is told about memory before a program begins, and what processes hold of it later."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from horgos.engine import Embedded, Limits, Query
from horgos.engine.memory import MIB, environment_for_queries

SPARE = 16 * MIB


def held(pid: int) -> int:
    """The bytes of memory that a process has (proc(5): the second field of statm, in pages)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_what_the_environment_says_already_wins() -> None:
    """The last value of a tunable counts, and nothing else is changed."""
    given = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=9", "HOME": "/"}
    found = environment_for_queries(given)
    assert found["GLIBC_TUNABLES"].endswith(":glibc.malloc.tcache_count=9")
    assert found["HOME"] == "/"
    assert "GLIBC_TUNABLES" in environment_for_queries({})


def test_a_program_starts_with_it_and_hears_no_complaint() -> None:
    """A tunable that the library does not know would be named on the standard error."""
    command = [sys.executable, "-c", "print(1)"]
    run = subprocess.run(
        command, env=environment_for_queries(os.environ), capture_output=True, text=True, check=True
    )
    assert (run.stdout, run.stderr) == ("1\n", "")


def test_a_process_that_has_sent_its_answer_does_not_hold_it(
    start: Callable[[Limits], Embedded], eventually: Callable[[Callable[[], object]], None]
) -> None:
    """While it waits for the next query it is as small as before, but for a little that it keeps."""
    engine = start(Limits(workers=1, memory=4096 * MIB, result=256 * MIB, deadline=60, patience=60))
    engine.run(Query("ASK {}"))
    (pid,) = engine._pool._all
    before = held(pid)
    answer = engine.run(Query(f"SELECT ?x {{ ?s ?p ?o . ?t ?q ?r BIND('{'x' * 500}' AS ?x) }}"))
    assert len(answer.body) > 2 * SPARE
    assert list(engine._pool._all) == [pid]
    eventually(lambda: held(pid) < before + SPARE)


def test_what_is_there_before_the_fork_is_left_alone_by_the_search_for_garbage() -> None:
    """To search an object is to write to it, so that each web process would have a copy of all of them."""
    program = (
        "import gc; from horgos.cli.serving import share_what_is_there; before = len(gc.get_objects()); "
        "share_what_is_there(); print(before, len(gc.get_objects()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, after = map(int, run.stdout.split())
    assert after < before / 100
