"""The process that holds the store and forks the query processes. It has one thread and runs no query.

`python -m horgos.engine.zygote DOOR PARENT` is started by `door`, never by hand: DOOR is a socket of type
SOCK_SEQPACKET, PARENT the id of the process that starts it. Who knocks sends a packet over it, `MEMORY RESULT
STORE` (two bounds in bytes, a path) with one end of a socket of the same type. Packets on that one:

    from the web process   F                      fork a query process
    to the web process     E text                 the store cannot be loaded
                           W pid  + 2 descriptors a query process: its socket, and a pidfd to end it by
                           X pid status           it has ended, with this wait status

When a web process hangs up, the query processes that it had are ended. A store that several ask for is loaded
once, and let go of with the last of them. When nobody can knock any more, the zygote ends all and itself.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from pyoxigraph import Store

from horgos.engine.confine import die_with_parent, name_process
from horgos.engine.frames import FORK, PACKET
from horgos.engine.memory import give_back, keep_freed_memory
from horgos.engine.worker import Dataset, serve


class _Client(NamedTuple):
    """A web process that has knocked, and what it wants: a dataset, None where that cannot be loaded."""

    control: socket.socket
    dataset: Dataset | None
    store: Store | None  # None, too, where each query process opens it


class Zygote:
    """Forks on demand, and reaps what it forked."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._clients: dict[int, _Client] = {}  # descriptor of the control socket: client
        self._children: dict[int, tuple[int, int]] = {}  # pidfd: process id, descriptor of its client
        self._poll = select.poll()
        self._poll.register(door, select.POLLIN)

    def run(self) -> None:
        """Serve until nobody can knock any more, then leave nothing behind."""
        while self._step():
            pass
        for client in list(self._clients):
            self._let_go(client)
        for pid, _ in self._children.values():
            os.waitpid(pid, 0)

    def _step(self) -> bool:
        for descriptor, _ in self._poll.poll():
            if descriptor == self._door.fileno():
                if not self._let_in():
                    return False
            elif descriptor in self._children:
                self._reap(descriptor)
            elif descriptor in self._clients:
                self._hear(descriptor)
        return True

    def _let_in(self) -> bool:
        """Take in who knocks; return whether there may be more."""
        text, descriptors, _, _ = socket.recv_fds(self._door, PACKET, 1, socket.MSG_CMSG_CLOEXEC)
        if not text or not descriptors:
            return bool(text)
        control = socket.socket(fileno=descriptors[0])
        memory, result, path = text.split(b" ", 2)
        dataset = Dataset(Path(os.fsdecode(path)), int(memory), int(result))
        try:
            client = _Client(control, dataset, self._store(dataset))
        except (OSError, SyntaxError) as error:
            client = _Client(control, None, None)
            _tell(control, f"E {error}".encode()[:PACKET])
        self._clients[control.fileno()] = client
        self._poll.register(control, select.POLLIN)
        return True

    def _store(self, dataset: Dataset) -> Store | None:
        """The store, loaded unless another client has it already. Raises OSError and SyntaxError."""
        if dataset.on_disk:
            return None
        for client in self._clients.values():
            if client.store and client.dataset and client.dataset.path == dataset.path:
                return client.store
        return dataset.load()

    def _hear(self, descriptor: int) -> None:
        packet = b""
        with suppress(OSError):
            packet = self._clients[descriptor].control.recv(PACKET)
        if packet == FORK:
            self._fork(self._clients[descriptor])
        else:
            self._let_go(descriptor)

    def _let_go(self, descriptor: int) -> None:
        """End what was forked for a client that has hung up; forget its store where nobody else has it."""
        for pidfd, (_, of) in self._children.items():
            if of == descriptor:
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        client = self._clients.pop(descriptor)
        self._poll.unregister(client.control)
        client.control.close()
        del client  # and with it the store, before what it took is given back
        give_back()

    def _fork(self, client: _Client) -> None:
        if client.dataset is None:
            return
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            serve(ours.fileno(), client.dataset, client.store, parent)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = pid, client.control.fileno()
        self._poll.register(pidfd, select.POLLIN)
        with ours, theirs, suppress(OSError):  # it has gone, and will be let go of
            socket.send_fds(client.control, [b"W %d" % pid], [theirs.fileno(), pidfd])

    def _reap(self, pidfd: int) -> None:
        self._poll.unregister(pidfd)
        pid, descriptor = self._children.pop(pidfd)
        _, status = os.waitpid(pid, 0)
        os.close(pidfd)
        if client := self._clients.get(descriptor):
            _tell(client.control, b"X %d %d" % (pid, status))


def _tell(control: socket.socket, packet: bytes) -> None:
    """Send a packet to a web process, which may have gone."""
    with suppress(OSError):
        control.send(packet)


def main(arguments: list[str]) -> NoReturn:
    """Serve those that knock at the door."""
    door = socket.socket(fileno=int(arguments[0]))
    die_with_parent(int(arguments[1]))
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)  # meant for the web process, which may finish its work first
    name_process("horgos-zygote")
    keep_freed_memory()
    gc.disable()  # cycles are rare, and a collection would copy the pages that all processes share
    gc.freeze()
    Zygote(door).run()
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
