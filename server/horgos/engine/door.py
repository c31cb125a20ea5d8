"""The way to a zygote: a socket that outlives it.

A web process knocks with one end of a control socket (see `zygote`), and gets query processes of its own. All
that knock at the same door share one zygote, and one copy of the dataset.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from horgos.engine import launch
from horgos.engine.interface import MIB, Limits
from horgos.engine.memory import environment_for_queries

_STACK = 512 * MIB  # the library recurses: with the usual 8 MiB, 10 kB of brackets end the process
_YOUNG = 5.0  # seconds that a zygote should live
_PAUSE = 1.0  # seconds before another start when one has died young

_log = logging.getLogger(__name__)


class Door:
    """A door, and the zygote behind it. Who knocks while there is none waits for the next one.

    Made before those processes are forked that knock. The thread that starts a zygote has to live as long as
    that: the kernel takes its end for the end of the parent (PR_SET_PDEATHSIG in prctl(2)).
    """

    def __init__(self) -> None:
        self._outside, self._inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def start(self) -> subprocess.Popen[bytes]:
        """Start a zygote behind the door. Raises OSError."""
        door, null = self._inside.fileno(), subprocess.DEVNULL
        zygote = [sys.executable, "-P", "-m", "horgos.engine.zygote", str(door), str(os.getpid())]
        command = [sys.executable, "-I", "-S", launch.__file__, str(_STACK), *zygote]
        return subprocess.Popen(  # noqa: S603  # the command is ours
            command, pass_fds=[door], stdin=null, stdout=null, env=environment_for_queries(os.environ)
        )

    def keep_open(self) -> NoReturn:
        """Start a zygote, and another one whenever it has gone."""
        while True:
            began = time.monotonic()
            try:
                self.start().wait()
            except OSError:
                _log.exception("The process that holds the dataset cannot be started.")
            if time.monotonic() < began + _YOUNG:
                time.sleep(_PAUSE)

    def knock(self, store: Path, limits: Limits) -> socket.socket:
        """Ask for query processes on a dataset; return the control socket. Raises OSError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                bounds = f"{limits.memory} {limits.result} ".encode()
                socket.send_fds(self._outside, [bounds, os.fsencode(store)], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def close(self) -> None:
        """Let nobody in any more: the zygote behind it ends."""
        with suppress(OSError):  # a second call
            self._outside.shutdown(socket.SHUT_RDWR)
        self._outside.close()
        self._inside.close()
