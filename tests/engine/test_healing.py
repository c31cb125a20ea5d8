"""Processes that end when nobody asked them to, and those that must end because nobody needs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from horgos.engine import Embedded, Limits, Query
from horgos.errors import Busy, ConfigError, QueryTimeout

Start = Callable[[Limits], Embedded]
Eventually = Callable[[Callable[[], object]], None]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def pids(engine: Embedded) -> set[int]:
    """The query processes that an engine has just now."""
    return set(engine._pool._all)


def parent(pid: int) -> int:
    """The process that forked this one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def gone(pid: int) -> bool:
    """Whether there is no such process, not even one that waits to be reaped."""
    return not Path(f"/proc/{pid}").exists()


def ended(pid: int) -> bool:
    """Whether a process runs no more; one whose parent has gone may wait for the system to reap it."""
    status = Path(f"/proc/{pid}/stat")
    return gone(pid) or status.read_text().rpartition(")")[2].split(maxsplit=1)[0] == "Z"


def test_a_process_killed_while_free_is_replaced(start: Start, eventually: Eventually) -> None:
    """The pool fills up again without a query having to fail for it."""
    engine = start(Limits(workers=2))
    before = pids(engine)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: len(pids(engine)) == 2 and victim not in pids(engine))
    assert gone(victim)
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_a_query_that_meets_a_dead_process_is_answered_by_another(start: Start) -> None:
    """The query is not at fault, so it is tried once more."""
    engine = start(Limits(workers=1))
    process = engine._pool.acquire(0)
    os.kill(process.pid, signal.SIGKILL)
    process.ended.wait(10)
    process.ended.clear()  # as if the news had not come yet
    engine._pool.release(process)
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_a_query_whose_processes_are_killed_again_and_again_is_told_to_wait(
    start: Start, eventually: Eventually
) -> None:
    """One more try, not more: a query that brings the machine down must not be run for ever."""
    engine = start(Limits(workers=1, deadline=20))
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(engine.run, Query(ENDLESS))
        first = pids(engine)
        eventually(lambda: not engine._pool._free)
        os.kill(min(first), signal.SIGKILL)
        eventually(lambda: pids(engine) - first and not engine._pool._free)
        os.kill(min(pids(engine)), signal.SIGKILL)
        assert isinstance(asked.exception(timeout=20), Busy)
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_a_zygote_that_is_killed_is_replaced_with_all_its_processes(
    start: Start, eventually: Eventually
) -> None:
    """Queries go on being answered, and the processes of the old zygote do not linger."""
    engine = start(Limits(workers=2))
    before = pids(engine)
    zygote = parent(min(before))
    os.kill(zygote, signal.SIGKILL)
    assert engine.run(Query("ASK {}")).form == "ASK"
    eventually(lambda: len(pids(engine)) == 2 and not pids(engine) & before)
    eventually(lambda: all(map(ended, before)))
    assert gone(zygote)
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_a_running_query_survives_the_death_of_the_zygote(start: Start, eventually: Eventually) -> None:
    """It is run again by a new process, within its deadline."""
    engine = start(Limits(workers=1, deadline=1))
    zygote = parent(min(pids(engine)))
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(engine.run, Query(ENDLESS))
        eventually(lambda: not engine._pool._free)
        os.kill(zygote, signal.SIGKILL)
        assert isinstance(asked.exception(timeout=20), QueryTimeout)
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_closing_leaves_no_process(store: Path) -> None:
    """After `close` the zygote and all query processes have gone, reaped and all."""
    engine = Embedded(store, Limits())
    engine.ready()
    processes = pids(engine)
    zygote = parent(min(processes))
    engine.close()
    assert all(map(gone, {zygote, *processes}))
    engine.close()


def test_closing_ends_queries_that_run_and_refuses_new_ones(store: Path, eventually: Eventually) -> None:
    """A stop does not wait for an endless query; who asked is told to come again."""
    engine = Embedded(store, Limits(workers=2, deadline=30))
    engine.ready()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(engine.run, Query(ENDLESS))
        eventually(lambda: len(engine._pool._free) == 1)
        engine.close()
        assert isinstance(asked.exception(timeout=10), Busy)
    with pytest.raises(Busy, match="closed"):
        engine.run(Query("ASK {}"))


def test_closing_right_after_the_start_leaves_no_process(store: Path) -> None:
    """Whatever the moment, `close` returns and a thread is not left behind."""
    for _ in range(3):
        engine = Embedded(store, Limits())
        engine.close()
        assert not engine._supervisor._thread.is_alive()


def test_everything_ends_when_the_web_process_is_killed(store: Path, eventually: Eventually) -> None:
    """Nobody can close an engine whose process was killed with SIGKILL: its children see to it themselves."""
    program = f"""
import json, sys, time
from pathlib import Path
from horgos.engine import Embedded, Limits
engine = Embedded(Path({str(store)!r}), Limits())
engine.ready()
print(json.dumps(list(engine._pool._all)), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as web:
        assert web.stdout
        processes = json.loads(web.stdout.readline())
        zygote = parent(processes[0])
        web.kill()
    eventually(lambda: all(map(ended, [*processes, zygote])))


def test_a_dataset_that_is_missing_is_told_to_who_started_the_engine(tmp_path: Path) -> None:
    """The zygote's trouble comes up as an error where the engine was made."""
    with Embedded(tmp_path / "nothing.nq", Limits()) as engine:
        with pytest.raises(ConfigError, match=r"nothing\.nq.*[Nn]o such file"):
            engine.ready()
        with pytest.raises(ConfigError):
            engine.run(Query("ASK {}"))


def test_a_dataset_that_is_broken_is_told_with_the_line(tmp_path: Path) -> None:
    """The parser's message reaches the person who can mend the file."""
    path = tmp_path / "store.nq"
    path.write_text("<http://e/s> <http://e/p> <http://e/o> .\n<http://e/s> nonsense .\n")
    with Embedded(path, Limits(workers=2)) as engine, pytest.raises(ConfigError, match="line 2"):
        engine.ready()


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    """A store on disk is opened by each query process, and its trouble comes up in the same way."""
    with Embedded(tmp_path, Limits()) as engine, pytest.raises(ConfigError, match=str(tmp_path)):
        engine.ready()


def test_a_dataset_that_appears_later_is_taken_up(tmp_path: Path, eventually: Eventually) -> None:
    """The engine goes on trying, so that a repaired file needs no restart."""
    path = tmp_path / "store.nq"
    with Embedded(path, Limits(workers=2)) as engine:
        with pytest.raises(ConfigError):
            engine.ready()
        path.write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
        eventually(lambda: len(pids(engine)) == 2)
        assert engine.run(Query("ASK { ?s ?p ?o }")).body == b'{"head":{},"boolean":true}'


def test_a_store_on_disk_is_served_like_one_in_memory(store: Path, tmp_path: Path, engine: Embedded) -> None:
    """The folder of a large graph: same answers, same limits, same healing."""
    on_disk = Store(str(tmp_path / "store"))
    on_disk.bulk_load(path=str(store), format=RdfFormat.N_QUADS)
    on_disk.flush()
    del on_disk
    files = {entry.name: entry.stat().st_mtime_ns for entry in (tmp_path / "store").iterdir()}
    query = Query("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
    with Embedded(tmp_path / "store", Limits(workers=1)) as served:
        assert served.run(query).body == engine.run(query).body
        with pytest.raises(QueryTimeout):
            served.run(Query(ENDLESS, deadline=0.3))
        assert served.run(query).body == engine.run(query).body
    assert files == {entry.name: entry.stat().st_mtime_ns for entry in (tmp_path / "store").iterdir()}


def test_a_zygote_imports_little(store: Path) -> None:
    """What it imports costs start-up time, and memory in each web process."""
    program = "import sys, horgos.engine.zygote; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert store.exists()
    assert not {"flask", "rdflib", "rich", "dataclasses", "subprocess", "horgos.config"} & set(modules)


def test_signals_for_the_whole_group_leave_queries_running(start: Start) -> None:
    """Ctrl-C and a stop of the service reach every process; the web process ends the others in its time."""
    engine = start(Limits(workers=1))
    (process,) = pids(engine)
    for stop in (signal.SIGINT, signal.SIGTERM):
        os.kill(process, stop)
        os.kill(parent(process), stop)
    time.sleep(0.1)
    assert engine.run(Query("ASK {}")).form == "ASK"
    assert pids(engine) == {process}


def test_an_engine_heals_once_there_are_descriptors_again(store: Path) -> None:
    """Clients may take every descriptor that a web process may have, but not what looks after its engine."""
    program = f"""
import os, resource, signal, time
from contextlib import suppress
from pathlib import Path
from horgos.engine import Embedded, Limits, Query
from horgos.errors import Busy
engine = Embedded(Path({str(store)!r}), Limits(workers=2, deadline=5))
engine.ready()
resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
taken = []
for _ in range(2):
    until = time.monotonic() + 0.5
    for pid in list(engine._pool._all):
        os.kill(pid, signal.SIGKILL)
    while time.monotonic() < until:
        with suppress(OSError):
            taken.append(os.open(os.devnull, os.O_RDONLY))
    for descriptor in taken:
        os.close(descriptor)
    taken.clear()
    for _ in range(100):
        try:
            print(engine.run(Query("ASK {{}}")).form)
            break
        except Busy:
            time.sleep(0.1)
engine.close()
"""
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.stdout, ran.stderr) == ("ASK\nASK\n", "")
