"""What the main process does beside serving: it hears signals, and sees to its web processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from horgos.web.metrics import families
from horgos.web.metrics.families import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from granian.server.common import AbstractServer

    from horgos.web.board import Board

CUT_SHORT = 1  # exit code where requests may have been left without an answer
LOOKING = 1.0  # seconds between two looks at the web processes


class Stop:
    """What a signal to stop does: the first lets the requests that run be answered, the second does not."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self.asked = False

    def __call__(self) -> None:
        """Stop; the other processes end with this one."""
        if self.asked:
            os._exit(CUT_SHORT)
        self.asked = True
        self._interrupt()


class Respawns(dict[int, float]):
    """When granian has started each web process again, as it is told: never, once one of them has worked.

    It gives up a server whose web process dies twice within seconds. That is right while none has come up;
    later it would stop what others still use, and `WebProcess` sees to it that they do not start too often.
    """

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board

    def get(self, key: int, default: Any = None) -> Any:
        """When it was, on the monotonic clock."""
        worked = any(row[PLACES[families.STARTS.name][()]] for row in self._board.rows())
        return default if worked else super().get(key, default)


def watch_over(server: AbstractServer[Any], stop: Stop) -> None:
    """See to it that each web process that has died is replaced.

    Of two that die in the same moment granian can miss one: where one stays dead for a second, it is told.
    """
    missed: set[int] = set()
    while not stop.asked:
        dead = {process.idx for process in server.wrks if not process.is_alive()}
        missed &= dead
        if missed:
            server.interrupt_children.extend(missed.difference(server.interrupt_children))
            server.main_loop_interrupt.set()
        missed = dead - missed
        time.sleep(LOOKING)


def tell_web_processes() -> None:
    """Send SIGHUP to all web processes. It waits for those that do not listen yet."""
    for thread in Path("/proc/self/task").iterdir():
        for pid in (thread / "children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGHUP)


def start_thread(name: str, target: Callable[[], None]) -> None:
    """Run this beside, for as long as the process lives."""
    threading.Thread(target=target, name=name, daemon=True).start()


def hear_signals(handlers: Mapping[signal.Signals, Callable[[], None]]) -> None:
    """See to it that a signal is heard in this process, whichever of its threads the kernel would give it to.

    Python runs a handler in the main thread once that wakes up. The main thread of granian sleeps in a lock,
    and a signal that another thread receives does not wake it. So no thread receives any but one, which waits
    for nothing else and calls the handler itself. To be called before other threads are started.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, handlers)
    start_thread("horgos-signals", partial(_pass_on_signals, handlers))


def _pass_on_signals(handlers: Mapping[signal.Signals, Callable[[], None]]) -> None:
    while True:
        handlers[signal.Signals(signal.sigwait(handlers))]()
