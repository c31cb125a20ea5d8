"""What the main process does about web processes that have died, where granian does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

import pytest

from horgos.cli.supervision import Respawns, Stop, watch_over
from horgos.web.board import Board
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.metrics.families import WIDTH


@dataclass
class Process:
    """A web process as granian knows it."""

    idx: int
    alive: bool

    def is_alive(self) -> bool:
        """Whether it is."""
        return self.alive


@dataclass
class Server:
    """What `watch_over` uses of granian's server."""

    wrks: list[Process]
    interrupt_children: list[int] = field(default_factory=list)
    main_loop_interrupt: Event = field(default_factory=Event)


def looks(server: Server, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Watch over a server for as many looks."""
    stop, taken = Stop(lambda: None), []

    def sleep(_: float) -> None:
        taken.append(1)
        if len(taken) == times:
            stop()

    monkeypatch.setattr("horgos.cli.supervision.time.sleep", sleep)
    watch_over(server, stop)  # type: ignore[arg-type]


@pytest.mark.parametrize(("times", "told"), [(1, []), (2, [1]), (3, [1])])
def test_a_web_process_that_stays_dead_is_told_of(
    times: int, told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Granian has a second to notice; then it is woken, with the number of the process, once."""
    server = Server([Process(0, alive=True), Process(1, alive=False)])
    looks(server, monkeypatch, times)
    assert server.interrupt_children == told
    assert server.main_loop_interrupt.is_set() == bool(told)


def test_a_web_process_that_was_replaced_meanwhile_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Granian has done it."""
    server = Server([Process(0, alive=False)])
    monkeypatch.setattr(Process, "is_alive", lambda self: self.alive or setattr(self, "alive", True))
    looks(server, monkeypatch, 3)
    assert server.interrupt_children == []
    assert not server.main_loop_interrupt.is_set()


def test_granian_gives_up_only_a_server_that_never_came_up() -> None:
    """It is told of earlier starts until a web process has opened its data."""
    board = Board(1, WIDTH)
    respawns = Respawns(board)
    respawns[0] = 100.0
    assert respawns.get(0, 0) == 100.0
    Counts(board.claim()).add(families.STARTS)
    assert respawns.get(0, 0) == 0
