"""A query process as the web process sees it: a socket to ask over, and a descriptor to end it by."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from horgos.engine.frames import HEADER_SIZE, Header

_FIRST_READ = 64 * 1024
_NICENESS = 10  # of a long query: quick ones get the processor first
_SLACK = 64 * 1024  # an error text may be longer than a small bound on results


@dataclass(frozen=True)
class Reply:
    """What a query process answered: see `frames.Header`."""

    header: Header
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, for the outcomes whose body is one."""
        return self.body.decode(errors="replace")


class ProcessGone(Exception):
    """The query process ended, or said something that it never says, before it had answered."""


class QueryProcess:
    """One query process. Asked by one thread at a time; may be killed by any."""

    def __init__(self, pid: int, sock: socket.socket, pidfd: int, bound: int) -> None:
        self.pid = pid
        self.until = 0.0  # when the query it runs must be over, on the monotonic clock
        self.long = False  # whether that query has outlasted the patience of those who wait
        self.stopped = False  # whether it was stopped for their sake
        self.ended = threading.Event()
        self.status: int | None = None  # its wait status, known once it has ended
        self._sock = sock
        self._pidfd = pidfd
        self._bound = bound + _SLACK

    def fileno(self) -> int:
        """The descriptor of the socket, for a selector."""
        return self._sock.fileno()

    def ask(
        self,
        request: bytes,
        until: float,
        patience: float = inf,
        impatient: Callable[[QueryProcess], None] = lambda _: None,
    ) -> Reply:
        """Send a request and wait for its reply, no longer than `until` on the monotonic clock.

        Where there is none after `patience` seconds, it calls `impatient` and goes on waiting. Raises
        TimeoutError, after which the process is of no use, and ProcessGone.
        """
        self.until = until
        try:
            self._sock.settimeout(_left(until))
            self._sock.sendall(request)
            return self.receive(until, self._first(min(until, time.monotonic() + patience), impatient))
        except TimeoutError:
            raise
        except OSError as error:
            raise ProcessGone(str(error)) from None

    def _first(self, until: float, impatient: Callable[[QueryProcess], None]) -> bytes:
        """What has come until then; nothing is lost where it is nothing."""
        try:
            return self._part(until)
        except TimeoutError:
            impatient(self)
            return b""

    def receive(self, until: float, data: bytes = b"") -> Reply:
        """Wait for a reply that begins with `data`. Raises as `ask` does, and OSError."""
        while len(data) < HEADER_SIZE:
            data += self._part(until)
        header = self._header(data)
        body = data[HEADER_SIZE:]
        return Reply(header, body if len(body) == header.length else self._rest(body, header.length, until))

    def _part(self, until: float) -> bytes:
        self._sock.settimeout(_left(until))
        part = self._sock.recv(_FIRST_READ)
        if not part:
            raise ProcessGone("the query process has ended")
        return part

    def _header(self, data: bytes) -> Header:
        try:
            header = Header.unpack(data)
        except ValueError as error:
            raise ProcessGone(str(error)) from None
        if header.length > self._bound or header.length < len(data) - HEADER_SIZE:
            raise ProcessGone(f"the query process announces {header.length} bytes")
        return header

    def _rest(self, start: bytes, length: int, until: float) -> bytes:
        body = bytearray(length)
        body[: len(start)] = start
        empty = memoryview(body)[len(start) :]
        while empty:
            self._sock.settimeout(_left(until))
            size = self._sock.recv_into(empty)
            if not size:
                raise ProcessGone("the query process ended in the middle of its answer")
            empty = empty[size:]
        return bytes(body)

    def has_ended(self, status: int) -> None:
        """Take note of the wait status that the zygote reports."""
        self.status = status
        self.ended.set()

    def yield_processor(self) -> None:
        """Let the processor go to others first, for the rest of its life: only root could take that back."""
        self.long = True
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICENESS)

    def stop(self) -> None:
        """End the query it runs, and the process with it; its owner is told by ProcessGone."""
        self.stopped = True
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def kill(self) -> None:
        """End the process, whatever it does, and free what was kept for it. A second call does nothing."""
        pidfd, self._pidfd = self._pidfd, -1
        if pidfd < 0:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        os.close(pidfd)
        self._sock.close()

    @property
    def died_of_memory(self) -> bool:
        """Whether it died as processes do that get no more memory or stack."""
        signals = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS)
        return self.status is not None and os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) in signals


def _left(until: float) -> float:
    """The seconds that are left until a time on the monotonic clock. Raises TimeoutError where none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
