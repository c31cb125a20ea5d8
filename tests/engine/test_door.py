"""Engines that share one zygote, and with it the memory of the dataset, as those of a server do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from horgos.engine import Embedded, Limits, Query
from horgos.engine.door import Door
from horgos.errors import ConfigError

Eventually = Callable[[Callable[[], object]], None]
LIMITS = Limits(workers=1)
ASK = Query("ASK { ?s ?p ?o }")


class Zygotes:
    """A door, and the zygotes that were started behind it."""

    def __init__(self, stack: ExitStack) -> None:
        self.door = Door()
        self._stack = stack
        stack.callback(self.door.close)

    def start(self) -> int:
        """Start a zygote that ends with the test; return its process id."""
        zygote = self.door.start()
        self._stack.callback(zygote.wait, 10)
        self._stack.callback(self.door.close)
        return zygote.pid

    def engine(self, store: Path) -> Embedded:
        """An engine behind the door, which is closed at the end of the test."""
        return self._stack.enter_context(Embedded(store, LIMITS, self.door))


@pytest.fixture
def zygotes() -> Iterator[Zygotes]:
    """A door with nobody behind it."""
    with ExitStack() as stack:
        yield Zygotes(stack)


def parents(*engines: Embedded) -> set[int]:
    """Those that have forked the query processes of some engines."""
    stats = [Path(f"/proc/{pid}/stat").read_text() for engine in engines for pid in engine._pool._all]
    return {int(stat.rpartition(")")[2].split()[1]) for stat in stats}


def held(pid: int) -> int:
    """The bytes of memory that a process has (proc(5): the second field of statm, in pages)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_all_that_knock_at_a_door_share_a_zygote(zygotes: Zygotes, store: Path) -> None:
    """Who knocks before there is one waits for it; each has query processes of its own."""
    first = zygotes.engine(store)
    zygote = zygotes.start()
    second = zygotes.engine(store)
    assert first.run(ASK).body == second.run(ASK).body == b'{"head":{},"boolean":true}'
    assert parents(first, second) == {zygote}
    assert not set(first._pool._all) & set(second._pool._all)


def test_who_hangs_up_takes_nothing_from_the_others(
    zygotes: Zygotes, store: Path, eventually: Eventually
) -> None:
    """Its own query processes end; theirs do not."""
    zygotes.start()
    first, second = zygotes.engine(store), zygotes.engine(store)
    second.run(ASK)
    first.run(ASK)
    (pid,), others = first._pool._all, set(second._pool._all)
    first.close()
    eventually(lambda: not Path(f"/proc/{pid}").exists())
    assert second.run(ASK).form == "ASK"
    assert set(second._pool._all) == others


def test_a_dataset_that_is_missing_is_told_to_who_asked_for_it(
    zygotes: Zygotes, store: Path, tmp_path: Path
) -> None:
    """The others have what they asked for, and go on."""
    zygotes.start()
    good, bad = zygotes.engine(store), zygotes.engine(tmp_path / "nothing.nq")
    with pytest.raises(ConfigError, match=r"nothing\.nq.*[Nn]o such file"):
        bad.ready()
    assert good.run(ASK).form == "ASK"


def test_a_zygote_that_has_gone_is_replaced_for_all(
    zygotes: Zygotes, store: Path, eventually: Eventually
) -> None:
    """They knock again, and wait until there is another one."""
    zygote = zygotes.start()
    engines = [zygotes.engine(store), zygotes.engine(store)]
    for engine in engines:
        engine.ready()
    os.kill(zygote, 9)
    eventually(lambda: not any(engine._pool._all for engine in engines))
    another = zygotes.start()
    assert [engine.run(ASK).form for engine in engines] == ["ASK", "ASK"]
    assert parents(*engines) == {another}


def test_a_store_is_loaded_once_and_let_go_of_with_the_last_that_asked(
    zygotes: Zygotes, store: Path, tmp_path: Path, eventually: Eventually
) -> None:
    """New data comes in beside the old, which is not kept for ever."""
    large = tmp_path / "large.nq"
    large.write_text("".join(f'<http://e/{i}> <http://e/p> "{i:050}" .\n' for i in range(30_000)))
    zygote = zygotes.start()
    zygotes.engine(store).ready()
    before = held(zygote)
    engines = [zygotes.engine(large) for _ in range(3)]
    engines[0].ready()
    once = held(zygote) - before
    for engine in engines:
        engine.ready()
    assert held(zygote) - before < 1.5 * once
    for engine in engines:
        engine.close()
    eventually(lambda: held(zygote) - before < once / 2)
