"""A query process as the web process sees it: a socket to ask over, and a descriptor to end it by."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from math import inf

from horgos.engine.frames import HEADER_SIZE, Header

SHORT = 16 * 1024  # bytes of a request for which an idle process always has room in its socket
_FIRST_READ = 64 * 1024
_ENDED = "the query process ended before it had answered"
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
        self.grown = False  # whether it holds more memory than a new one
        self.free_since = 0.0  # when it was last used, on the monotonic clock
        self.ended = threading.Event()
        self.status: int | None = None  # its wait status, known once it has ended
        sock.setblocking(False)
        self._sock = sock
        self._descriptor = sock.fileno()
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
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

    def ask_at_once(self, request: bytes, until: float, seconds: float) -> Reply | bytes:
        """Send a request of at most SHORT bytes, and wait for its reply for `seconds`.

        Returns what has come of it, where that is not the whole: `rest_on_loop` waits for the rest, and tells
        what went wrong. In as few calls of the kernel as can be: of a small query they are half the price.
        """
        self.until = until
        data = b""
        with suppress(OSError):  # it has gone: the rest will not come either
            os.write(self._descriptor, request)
            if self._poll.poll(seconds * 1000):
                data = os.read(self._descriptor, _FIRST_READ)
        if len(data) >= HEADER_SIZE:
            header = self._header(data)
            if len(data) - HEADER_SIZE == header.length:
                return Reply(header, data[HEADER_SIZE:])
        return data

    async def ask_on_loop(
        self, request: bytes, until: float, patience: float, impatient: Callable[[QueryProcess], None]
    ) -> Reply:
        """The same as `ask`, on the event loop that runs: no thread waits."""
        self.until = until
        try:
            self._sock.setblocking(False)
            sent = self._sock.send(request)
            if sent < len(request):
                await asyncio.wait_for(self._send_rest(memoryview(request)[sent:]), _left(until))
        except TimeoutError:
            raise
        except OSError as error:
            raise ProcessGone(str(error)) from None
        return await self.rest_on_loop(b"", until, time.monotonic() + patience, impatient)

    async def rest_on_loop(
        self, start: bytes, until: float, patient_until: float, impatient: Callable[[QueryProcess], None]
    ) -> Reply:
        """The reply that begins with `start`; see `ask_on_loop`."""
        try:
            self._sock.setblocking(False)
            return await self._receive_on_loop(bytearray(start), until, patient_until, impatient)
        except TimeoutError:
            raise
        except OSError as error:
            raise ProcessGone(str(error)) from None

    async def _send_rest(self, data: memoryview) -> None:
        await asyncio.get_running_loop().sock_sendall(self._sock, data)

    async def _receive_on_loop(
        self,
        data: bytearray,
        until: float,
        patient_until: float,
        impatient: Callable[[QueryProcess], None],
    ) -> Reply:
        if not data:
            try:
                await self._readable(min(until, patient_until))
            except TimeoutError:
                impatient(self)
                await self._readable(until)
        while len(data) < HEADER_SIZE:
            data += await self._part_on_loop(until)
        header = self._header(data)
        if len(data) - HEADER_SIZE == header.length:
            return Reply(header, bytes(memoryview(data)[HEADER_SIZE:]))
        return Reply(header, await self._rest_on_loop(memoryview(data)[HEADER_SIZE:], header.length, until))

    async def _part_on_loop(self, until: float) -> bytes:
        while True:
            try:
                part = self._sock.recv(_FIRST_READ)
            except BlockingIOError:
                await self._readable(until)
                continue
            if not part:
                raise ProcessGone(_ENDED)
            return part

    async def _rest_on_loop(self, start: memoryview, length: int, until: float) -> bytes:
        body = _room(start, length)
        with body.getbuffer() as room:
            done = len(start)
            while done < length:
                try:
                    size = self._sock.recv_into(room[done:])
                except BlockingIOError:
                    await self._readable(until)
                    continue
                if not size:
                    raise ProcessGone(_ENDED)
                done += size
        return body.getvalue()

    async def _readable(self, until: float) -> None:
        """Wait for something to read. Raises TimeoutError where there is nothing before `until`."""
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._sock, _settle, ready, None)
        timer = loop.call_later(max(0.0, until - time.monotonic()), _settle, ready, TimeoutError())
        try:
            await ready
        finally:
            timer.cancel()
            loop.remove_reader(self._sock)

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
            raise ProcessGone(_ENDED)
        return part

    def _header(self, data: bytes | bytearray) -> Header:
        try:
            header = Header.unpack(data)
        except ValueError as error:
            raise ProcessGone(str(error)) from None
        if header.length > self._bound or header.length < len(data) - HEADER_SIZE:
            raise ProcessGone(f"the query process announces {header.length} bytes")
        self.grown = header.grown
        return header

    def _rest(self, start: bytes, length: int, until: float) -> bytes:
        body = _room(start, length)
        with body.getbuffer() as room:
            done = len(start)
            while done < length:
                self._sock.settimeout(_left(until))
                size = self._sock.recv_into(room[done:])
                if not size:
                    raise ProcessGone(_ENDED)
                done += size
        return body.getvalue()

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


def _room(start: bytes | memoryview, length: int) -> BytesIO:
    """Room for a body of `length` bytes that begins so; what is read into it becomes bytes without a copy."""
    body = BytesIO()
    body.seek(length - 1)
    body.write(b"\0")
    body.seek(0)
    body.write(start)
    return body


def _settle(future: asyncio.Future[None], error: Exception | None) -> None:
    """Let whoever waits for a future go on, unless it does so already."""
    if future.done():
        return
    if error:
        future.set_exception(error)
    else:
        future.set_result(None)


def _left(until: float) -> float:
    """The seconds that are left until a time on the monotonic clock. Raises TimeoutError where none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
