"""The process that holds the store and forks the query processes. It has one thread and runs no query.

`python -m horgos.engine.zygote CONTROL PARENT MEMORY RESULT STORE` is started by `supervisor`, never by hand:
CONTROL is a socket of type SOCK_SEQPACKET, PARENT the process id of the web process. Packets on it:

    from the web process   F                      fork a query process
    to the web process     E text                 the store cannot be loaded; the zygote ends
                           W pid  + 2 descriptors a query process: its socket, and a pidfd to end it by
                           X pid status           it has ended, with this wait status

When the web process goes, the zygote ends all it has forked, waits for them, and ends.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from horgos.engine.confine import die_with_parent, name_process
from horgos.engine.frames import FORK, PACKET
from horgos.engine.memory import keep_freed_memory
from horgos.engine.worker import Dataset, serve


class Zygote:
    """Forks on demand, and reaps what it forked."""

    def __init__(self, control: socket.socket, dataset: Dataset, store: Store | None) -> None:
        self._control = control
        self._dataset = dataset
        self._store = store
        self._children: dict[int, int] = {}  # pidfd: process id
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Serve until the web process hangs up, then leave nothing behind."""
        try:
            while self._step():
                pass
        except OSError:
            pass  # the web process has gone while something was said to it
        for pidfd, pid in self._children.items():
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _step(self) -> bool:
        for descriptor, _ in self._poll.poll():
            if descriptor in self._children:
                self._reap(descriptor)
            elif self._control.recv(PACKET) == FORK:
                self._fork()
            else:
                return False
        return True

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            serve(ours.fileno(), self._dataset, self._store, parent)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = pid
        self._poll.register(pidfd, select.POLLIN)
        with ours, theirs:
            socket.send_fds(self._control, [b"W %d" % pid], [theirs.fileno(), pidfd])

    def _reap(self, pidfd: int) -> None:
        self._poll.unregister(pidfd)
        pid = self._children.pop(pidfd)
        _, status = os.waitpid(pid, 0)
        os.close(pidfd)
        self._control.send(b"X %d %d" % (pid, status))


def _give_up(control: socket.socket, reason: str) -> NoReturn:
    """Tell why there is no dataset, wait until that was heard, and end."""
    control.send(f"E {reason}".encode()[:PACKET])
    while control.recv(PACKET):
        pass
    sys.exit(1)


def main(arguments: list[str]) -> NoReturn:
    """Load the store and serve. Ends with status 1 where the store cannot be loaded."""
    control = socket.socket(fileno=int(arguments[0]))
    die_with_parent(int(arguments[1]))
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)  # meant for the web process, which may finish its work first
    name_process("horgos-zygote")
    keep_freed_memory()
    dataset = Dataset(Path(arguments[4]), memory=int(arguments[2]), result=int(arguments[3]))
    try:
        store = None if dataset.on_disk else dataset.load()
    except (OSError, SyntaxError) as error:
        _give_up(control, str(error))
    gc.disable()  # cycles are rare, and a collection would copy the pages that all processes share
    gc.freeze()
    Zygote(control, dataset, store).run()
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
