"""Work in a process of its own, so that what it takes, in memory above all, is given back whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from horgos.engine.confine import die_with_parent


def apart(work: Callable[[], str]) -> str:
    """Have work done in a fork of this process, which must have one thread, and return what it returns.

    An error of the work is told there, by the same code that would tell it here; this process then ends with
    the same exit code. The fork ends with this process.
    """
    parent = os.getpid()
    ours, theirs = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.close(ours)
        die_with_parent(parent)
        answer = work()  # what it raises goes up to where errors become messages and exit codes
        os.write(theirs, answer.encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        answer = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
    if status != 0:
        sys.exit(status if status > 0 else 128 - status)
    return answer
