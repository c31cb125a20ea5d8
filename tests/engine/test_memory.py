"""What the C library is told about memory before a program begins, and what processes hold of it later."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from horgos.engine import Embedded, Limits, Query
from horgos.engine.memory import MIB, environment_for_queries

SPARE = 16 * MIB
LARGE = Query(f"SELECT ?x {{ ?s ?p ?o . ?t ?q ?r BIND('{'x' * 500}' AS ?x) }} LIMIT 12000")  # 6 MB

Start = Callable[[Limits], Embedded]
Eventually = Callable[[Callable[[], object]], None]


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


def test_a_process_that_has_sent_its_answer_does_not_hold_it(start: Start, eventually: Eventually) -> None:
    """While it waits for the next query it is as small as before, but for a little that it keeps."""
    engine = start(Limits(workers=1, memory=4096 * MIB, result=256 * MIB, deadline=60, patience=60))
    engine.run(Query("ASK {}"))
    (pid,) = engine._pool._all
    before = held(pid)
    answer = engine.run(Query(f"SELECT ?x {{ ?s ?p ?o . ?t ?q ?r BIND('{'x' * 500}' AS ?x) }}"))
    assert len(answer.body) > 2 * SPARE
    assert list(engine._pool._all) == [pid]
    eventually(lambda: held(pid) < before + SPARE)


def test_what_a_large_answer_took_is_kept_until_a_small_one(start: Start, eventually: Eventually) -> None:
    """New pages would take a quarter of the time of the next large one; whoever asks little needs none."""
    engine = start(Limits(workers=1, result=256 * MIB, patience=60))
    engine.run(Query("ASK {}"))
    (pid,) = engine._pool._all
    before = held(pid)
    engine.run(LARGE)
    large = held(pid)
    assert large > before + 4 * MIB
    engine.run(Query("ASK {}"))
    eventually(lambda: held(pid) < large - 4 * MIB)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that look often at processes that rest, and let none of them rest for long."""
    monkeypatch.setattr("horgos.engine.supervisor._LOOKING", 0.01)
    monkeypatch.setattr("horgos.engine.pool._REST", 0.0)


@pytest.mark.usefixtures("impatient")
def test_a_process_that_has_grown_is_replaced_once_nobody_asks(start: Start, eventually: Eventually) -> None:
    """A new one shares its memory with the others again. Nothing went wrong: none is counted as ended."""
    engine = start(Limits(workers=1, patience=60))
    (before,) = engine._pool._all
    engine.run(LARGE)
    eventually(lambda: before not in engine._pool._all)
    assert len(engine._pool._all) == 1
    assert engine.run(Query("ASK {}")).form == "ASK"
    assert engine.census().ended == 0
    eventually(lambda: not Path(f"/proc/{before}").exists())


@pytest.mark.usefixtures("impatient")
def test_queries_go_on_while_processes_are_exchanged(start: Start, eventually: Eventually) -> None:
    """The old one stays until the new one is ready: no query waits for that, and none fails."""
    engine = start(Limits(workers=2, queue=0, patience=60))
    seen: set[int] = set()
    for _ in range(8):
        engine.run(LARGE)
        known = set(engine._pool._all)
        seen |= known
        eventually(lambda known=known: engine.run(Query("ASK {}")) and set(engine._pool._all) != known)
        assert len(engine._pool._all) == 2
    assert len(seen) > 4
    assert engine.census().ended == 0


def test_a_process_stays_that_has_not_grown_or_was_just_asked_or_answers(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a steady load there is nothing to replace."""
    engine, asked = start(Limits(workers=1, patience=60)), list[int]()
    pool = engine._pool
    monkeypatch.setattr(pool, "_replace", lambda: asked.append(1))
    monkeypatch.setattr("horgos.engine.pool._REST", 0.0)
    engine.run(Query("ASK {}"))
    pool.refresh()
    assert not asked, "it has not grown"
    engine.run(LARGE)
    process = pool.acquire(0)
    pool.refresh()
    assert not asked, "it answers"
    pool.release(process)
    monkeypatch.setattr("horgos.engine.pool._REST", 60.0)
    pool.refresh()
    assert not asked, "it was just asked"
    monkeypatch.setattr("horgos.engine.pool._REST", 0.0)
    pool.refresh()
    assert asked


def test_a_process_gives_back_what_it_has_freed_once_there_is_nothing_to_do() -> None:
    """Not while it works: it would pay for the same pages again with the next answer."""
    program = """
import os
from pathlib import Path
from horgos.engine import memory
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / memory.MIB
memory.keep_freed_memory(memory.KEPT_FOR_ANSWERS)
spare, before = memory.Spare(), held()
blocks = [bytes(range(256)) * 4096 for _ in range(40)]
last = bytes(100_000)  # so that what lies before it is not at the end of the heap
del blocks
memory._RESTING = 0.0
spare.look()
print(held() - before)
memory._RESTING = 9.0
spare.look()
print(held() - before)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    kept, left = map(float, run.stdout.split())
    assert kept > 30
    assert left < 8


def test_what_is_there_before_the_fork_is_left_alone_by_the_search_for_garbage() -> None:
    """To search an object is to write to it, so that each web process would have a copy of all of them."""
    program = (
        "import gc; from pathlib import Path; from horgos.cli.serving import share_what_is_there; "
        "before = len(gc.get_objects()); share_what_is_there(Path('/nowhere')); "
        "print(before, len(gc.get_objects()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, after = map(int, run.stdout.split())
    assert after < before / 100
