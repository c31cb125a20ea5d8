"""Keeps a zygote alive, and the pool full: one thread in the web process."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from horgos.engine.door import Door
from horgos.engine.frames import FORK, PACKET, Outcome
from horgos.engine.interface import Limits
from horgos.engine.pool import Pool
from horgos.engine.process import ProcessGone, QueryProcess
from horgos.errors import Busy, ConfigError

_PAUSE = 1.0  # seconds before another start when one has failed
_LOOKING = 1.0  # seconds between two looks at processes that rest; at most one is exchanged each time
_GREETING = 1.0  # seconds for a greeting that has begun to arrive whole
_FAREWELL = 5.0  # seconds for a zygote to end what it forked
_STILLBORN = 3  # query processes that may end before they were ready, one after the other


class Supervisor:
    """Hands the query processes of a zygote to `pool`, and turns to another zygote when that one has gone.

    It is the one behind `door`, which others share; without a door, one of its own. All of that happens in
    one thread that lives until `close`, as the one that starts a zygote has to.
    """

    def __init__(self, store: Path, limits: Limits, door: Door | None = None) -> None:
        self._store = store.resolve()
        self._limits = limits
        self._door = door
        self._line = _Line()
        self.pool = Pool(limits.workers, limits.queue, self._line.ask_for_one)
        self._closing = threading.Event()
        self._was_ready = self._is_ready = False
        self._stillborn = 0
        self._reason = ""
        self._thread = threading.Thread(target=self._supervise, name="horgos-supervisor", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all processes; return when a zygote of its own has gone too. A second call does nothing."""
        self._closing.set()
        self._line.hang_up()
        self._thread.join()

    def _supervise(self) -> None:
        while not self._closing.is_set():
            self._is_ready, self._stillborn, self._reason = False, 0, ""
            try:
                self._turn_to_a_zygote()
            except OSError as error:
                self._reason = f"The process that holds the dataset cannot be started: {error}."
            self.pool.drop()
            if not (self._is_ready or self._closing.is_set()):
                self._fail(self._reason)
                self._closing.wait(_PAUSE)
        self.pool.fail(Busy("The engine is closed."))

    def _fail(self, detail: str) -> None:
        """Tell those who wait. Once it has worked, a failure may pass, and is none of the asker's."""
        again = Busy("The engine is starting again.", advice="Try again in a moment.")
        self.pool.fail(again if self._was_ready else ConfigError(detail))

    def _turn_to_a_zygote(self) -> None:
        """Use the zygote behind the door, or one that is started now, until it has gone. Raises OSError."""
        if self._door:
            self._use(self._door)
            self._reason = self._reason or "The process that holds the dataset has ended."
            return
        with closing(Door()) as door:
            zygote = door.start()
            try:
                self._use(door)
            finally:
                door.close()
                status = _status(zygote)
        self._reason = self._reason or f"The process that holds the dataset ended with status {status}."

    def _use(self, door: Door) -> None:
        """Fill the pool from the zygote behind a door, and listen to it until it has gone. Raises OSError."""
        control = door.knock(self._store, self._limits)
        with self._line.open(control):
            for _ in range(self._limits.workers):
                self._line.ask_for_one()
            if not self._closing.is_set():
                self._listen_until_it_has_gone(control)

    def _listen_until_it_has_gone(self, control: socket.socket) -> None:
        """Listen to a zygote; where this process has no descriptor left to do so, that passes as well."""
        try:
            self._listen(control)
        except OSError as error:
            self._reason = f"The process that holds the dataset cannot be listened to: {error}."
            self._is_ready = False

    def _listen(self, control: socket.socket) -> None:
        """Take in what the zygote and new query processes say, until the zygote has gone or cannot go on."""
        with selectors.DefaultSelector() as selector:
            selector.register(control, selectors.EVENT_READ)
            going_on = True
            while going_on:
                heard = selector.select(_LOOKING)
                if not heard:
                    self.pool.refresh()
                for key, _ in heard:
                    if isinstance(key.fileobj, QueryProcess):
                        selector.unregister(key.fileobj)
                        going_on &= self._greet(key.fileobj)
                    else:
                        going_on &= self._take_packet(control, selector)
            for key in selector.get_map().values():
                if isinstance(key.fileobj, QueryProcess):
                    key.fileobj.kill()

    def _take_packet(self, control: socket.socket, selector: selectors.BaseSelector) -> bool:
        """Read one packet of the zygote (see there); return whether there may be more."""
        try:
            packet, descriptors, _, _ = socket.recv_fds(control, PACKET, 2, socket.MSG_CMSG_CLOEXEC)
        except ConnectionResetError:  # it has been killed with packets unread
            return False
        match packet.split(b" ", 1):
            case [b"W", pid] if len(descriptors) == 2:  # noqa: PLR2004  see the packets of `zygote`
                sock, pidfd = descriptors
                process = QueryProcess(int(pid), socket.socket(fileno=sock), pidfd, self._limits.result)
                selector.register(process, selectors.EVENT_READ)
            case [b"W", _]:  # the kernel drops what this process has no room for, and the other end hangs up
                for descriptor in descriptors:
                    os.close(descriptor)
                return self._mourn()
            case [b"X", numbers]:
                pid, status = numbers.split()
                self.pool.ended(int(pid), int(status))
            case [b"E", text]:
                self._reason = f"The dataset {self._store} cannot be loaded: {text.decode(errors='replace')}"
                return False
            case _:
                return False
        return True

    def _greet(self, process: QueryProcess) -> bool:
        """Read what a new query process says of itself; return whether the zygote is of use."""
        try:
            reply = process.receive(time.monotonic() + _GREETING)
        except (ProcessGone, OSError):  # OSError: a timeout too
            process.kill()
            return self._mourn()
        if reply.header.outcome is Outcome.READY:
            self._is_ready, self._was_ready, self._stillborn = True, True, 0
            self.pool.add(process)
            return True
        process.kill()
        self._reason = reply.text
        self._is_ready = False
        return False

    def _mourn(self) -> bool:
        self._stillborn += 1
        if self._stillborn <= _STILLBORN:
            self._line.ask_for_one()
            return True
        self._reason = "The query processes end before they are ready."
        self._is_ready = False
        return False


def _status(zygote: subprocess.Popen[bytes]) -> int:
    """How a zygote ended that has nobody left to serve."""
    try:
        return zygote.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        zygote.kill()
        return zygote.wait()


class _Line:
    """The control socket of the present zygote, used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # no thread may send on a descriptor that another has just closed
        self._control: socket.socket | None = None

    @contextmanager
    def open(self, control: socket.socket) -> Iterator[None]:
        """Use this socket meanwhile, and close it in the end."""
        with self._lock:
            self._control = control
        try:
            yield
        finally:
            with self._lock:
                self._control = None
                control.close()

    def ask_for_one(self) -> None:
        """Ask for a query process. After a zygote that has gone, the next one is asked for all of them."""
        self._use(lambda control: control.send(FORK))

    def hang_up(self) -> None:
        """End the talk, and with it all that was forked for this side."""
        self._use(lambda control: control.shutdown(socket.SHUT_RDWR))

    def _use(self, action: Callable[[socket.socket], object]) -> None:
        with self._lock, suppress(OSError):
            if self._control:
                action(self._control)
