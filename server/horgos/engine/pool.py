"""Which query process is free, and who waits for one: a bounded queue, first come first served."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from math import ceil
from queue import Empty, SimpleQueue
from typing import Protocol

from horgos.engine.interface import Census
from horgos.engine.process import QueryProcess
from horgos.errors import Busy, HorgosError

_REST = 2.0  # seconds for which nobody asks a process that has grown before a new one takes its place


class _Waiter(Protocol):
    """Somebody who waits for a process. None: there is nothing more to wait for."""

    def put(self, item: QueryProcess | None, /) -> None: ...


class Pool:
    """The query processes of one engine.

    A process has one owner at a time: the pool while it is free, else the thread that acquired it and must
    release or discard it. Only the owner closes it, so that no thread ever reads from a descriptor that was
    closed, and perhaps opened anew, by another. `replace` is called, by any thread, for each one given up.
    """

    def __init__(self, size: int, queue: int, replace: Callable[[], None]) -> None:
        self._size = size
        self._queue = queue
        self._replace = replace
        self._lock = threading.Lock()
        self._all: dict[int, QueryProcess] = {}
        self._free: list[QueryProcess] = []  # last in, first out: the one whose memory is warm
        self._waiting: deque[_Waiter] = deque()
        self._settled = threading.Event()
        self._failure: HorgosError | None = None
        self._ended = 0

    def census(self) -> Census:
        """What the processes do at the moment."""
        with self._lock:
            idle = len(self._free)
            return Census(idle, len(self._all) - idle, self._ended, len(self._waiting))

    def acquire(self, until: float) -> QueryProcess:
        """Get a free process, or wait for one until a time on the monotonic clock.

        Raises Busy where too many wait already or none became free in time, and what `fail` was given.
        """
        waiter: SimpleQueue[QueryProcess | None] = SimpleQueue()
        if process := self._free_or_queue(waiter):
            return process
        try:
            found = waiter.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            found = None if self._leave(waiter) else waiter.get()
        return self._found(found)

    async def acquire_on_loop(self, until: float) -> QueryProcess:
        """The same as `acquire`, on the event loop that runs: no thread waits."""
        waiter = _OnLoop(self.release)
        if process := self._free_or_queue(waiter):
            return process
        try:
            async with asyncio.timeout(
                max(0.0, until - time.monotonic())
            ):  # wait_for may lose that it is cancelled
                found = await asyncio.shield(waiter.found)
        except TimeoutError:
            found = None if self._leave(waiter) else await waiter.found
        except asyncio.CancelledError:
            self._leave(waiter)
            if not waiter.found.cancel() and (handed := waiter.found.result()):
                self.release(handed)  # it came in this very moment, and would be lost
            raise
        return self._found(found)

    def idle(self) -> QueryProcess | None:
        """A free process, acquired; None where there is none."""
        with self._lock:
            return self._free.pop() if self._free and not self._failure else None

    def _free_or_queue(self, waiter: _Waiter) -> QueryProcess | None:
        """A free process; where there is none, `waiter` is in the queue now."""
        with self._lock:
            self._raise_failure()
            if self._free:
                return self._free.pop()
            if len(self._waiting) >= self._queue:
                raise self._busy("All query processes are taken, and the queue is full.")
            self._waiting.append(waiter)
            self._make_room()
            return None

    def _found(self, process: QueryProcess | None) -> QueryProcess:
        if process:
            return process
        with self._lock:
            self._raise_failure()
            raise self._busy("No query process became free before the deadline.")

    def _leave(self, waiter: _Waiter) -> bool:
        """Leave the queue; False where a process was handed over in this very moment."""
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                return True
            return False

    def _raise_failure(self) -> None:
        if self._failure:
            raise self._failure.with_traceback(None)  # raised many times; each raise would lengthen it

    def _busy(self, detail: str) -> Busy:
        """Say when one of the running queries must be over. The lock is held."""
        ends = [process.until for process in self._all.values() if process not in self._free]
        wait = max(1, ceil(min(ends, default=0.0) - time.monotonic()))
        return Busy(detail, retry_after=wait, advice=f"Try again in {wait} s.")

    def long(self, process: QueryProcess) -> None:
        """Take note that an acquired process has a long query; it may be stopped for those that wait."""
        with self._lock:
            process.yield_processor()
            self._make_room()

    def _make_room(self) -> None:
        """Stop long queries, the last come first, until half of the processes are for quick ones.

        Only while somebody waits: a long query harms nobody else. The lock is held.
        """
        long = [process for process in self._all.values() if process.long and not process.stopped]
        excess = len(long) - max(1, self._size // 2)
        if self._waiting and excess > 0:
            for process in sorted(long, key=lambda process: process.until)[-excess:]:
                process.stop()

    def release(self, process: QueryProcess) -> None:
        """Give back a process that was acquired, to be used again."""
        with self._lock:
            if self._knows(process) and not process.ended.is_set():
                self._hand_over(process)
                return
        self.discard(process)

    def add(self, process: QueryProcess) -> None:
        """Take in a new process that is ready; where there are enough, it or one that has grown is ended."""
        with self._lock:
            self._failure = None
            if len(self._all) < self._size:
                self._all[process.pid] = process
                self._hand_over(process)
            else:
                self._exchange(process).kill()
            if len(self._all) == self._size:
                self._settled.set()

    def refresh(self) -> None:
        """Ask for a new process where one has grown and rests: it shares its memory with the others again.

        Until the new one is ready the old one stays, so that nobody waits for the exchange.
        """
        with self._lock:
            wanted = self._grown_at_rest() is not None
        if wanted:
            self._replace()

    def _grown_at_rest(self) -> int | None:
        """The place among the free processes of one that has grown and that nobody has asked for a while."""
        before = time.monotonic() - _REST
        places = enumerate(self._free)
        return next((at for at, each in places if each.grown and each.free_since < before), None)

    def _exchange(self, process: QueryProcess) -> QueryProcess:
        """Put a new process in the place of one that has grown; return which of the two is of no use.

        In its very place: on top of the others, it would be asked and grow in turn. The lock is held.
        """
        place = self._grown_at_rest()
        if place is None:
            return process
        grown, self._free[place] = self._free[place], process
        del self._all[grown.pid]
        self._all[process.pid] = process
        return grown

    def _hand_over(self, process: QueryProcess) -> None:
        if self._waiting:
            self._waiting.popleft().put(process)
        else:
            process.free_since = time.monotonic()
            self._free.append(process)

    def _knows(self, process: QueryProcess) -> bool:
        return self._all.get(process.pid) is process

    def discard(self, process: QueryProcess) -> None:
        """End a process that was acquired, and have it replaced."""
        with self._lock:
            known = self._knows(process)
            if known:
                del self._all[process.pid]
                self._ended += 1
        process.kill()
        if known:
            self._replace()

    def ended(self, pid: int, status: int) -> None:
        """Take note that a process has ended, not by `discard`; replace it if it was free."""
        with self._lock:
            process = self._all.get(pid)
            if process is None:
                return
            process.has_ended(status)
            if process not in self._free:
                return  # its owner notices, and discards it
            self._free.remove(process)
        self.discard(process)

    def drop(self) -> None:
        """Forget all processes: the zygote has gone, and they with it."""
        with self._lock:
            for process in self._all.values():
                process.ended.set()
            for process in self._free:
                process.kill()
            self._ended += len(self._all)
            self._all.clear()
            self._free.clear()
            self._settled.clear()

    def fail(self, failure: HorgosError) -> None:
        """Raise this from now on, until a process is added; whoever waits gets it now."""
        with self._lock:
            self._failure = failure
            while self._waiting:
                self._waiting.popleft().put(None)
            self._settled.set()

    def settle(self, timeout: float) -> None:
        """Wait until the pool is full, at most `timeout` seconds; then raise Busy. Raises its failure too."""
        settled = self._settled.wait(timeout)
        with self._lock:
            self._raise_failure()
            if not settled:
                raise self._busy(f"The query processes were not ready within {timeout:g} s.")


class _OnLoop:
    """A coroutine that waits. What comes when it has stopped waiting goes back."""

    def __init__(self, give_back: Callable[[QueryProcess], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._give_back = give_back
        self.found: asyncio.Future[QueryProcess | None] = self._loop.create_future()

    def put(self, process: QueryProcess | None, /) -> None:
        """Hand over a process, from any thread."""
        self._loop.call_soon_threadsafe(self._take, process)

    def _take(self, process: QueryProcess | None) -> None:
        if not self.found.done():
            self.found.set_result(process)
        elif process:
            self._give_back(process)
