"""Takes from a query process what it does not need, before it sees a query. There is no way back.

Not by asking the library to behave: by limits and a filter that the kernel enforces, so that a query can
reach nothing even through a fault in the parser or the store.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path

from horgos.engine import seccomp

SOCKET = 3  # the only descriptor besides 0, 1 and 2 that a query process keeps

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NAME, _NO_NEW_PRIVILEGES = 1, 4, 15, 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_FIRST_TO_GO = "1000"  # the kernel ends a query process before anything else when memory runs out
_STATM = Path("/proc/self/statm")
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_DESCRIPTORS = Path("/proc/self/fd")

_libc = ctypes.CDLL(None, use_errno=True)


class ConfinementError(Exception):
    """The kernel refuses a part of the confinement; says which. No query is run without all of it."""


def die_with_parent(parent: int) -> None:
    """End this process when the one that started it ends, however that one ends.

    Exits at once if the parent, known by its process id, has gone before the kernel was told.
    """
    _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def name_process(name: str) -> None:
    """Set what `ps -o comm` and `top` show: at most 15 bytes."""
    _prctl(_SET_NAME, ctypes.c_char_p(name.encode()))


def keep_only(descriptor: int) -> None:
    """Make `descriptor` number 3, put /dev/null on 0 to 2, and close every other one."""
    os.dup2(descriptor, SOCKET)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for number in [int(entry.name) for entry in _DESCRIPTORS.iterdir()]:
        if number > SOCKET:
            with suppress(OSError):  # the one that listed the folder has gone already
                os.close(number)


def confine(*, memory: int, files: bool) -> None:
    """Confine this process: to `memory` bytes more than it has now, and to the calls of `seccomp`.

    `files` allows opening files for reading, which a store on disk needs. Raises ConfinementError.
    """
    with suppress(
        OSError
    ):  # not every container lets it be written, and it protects others, not this program
        _OOM_SCORE.write_text(_FIRST_TO_GO)
    try:
        size = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    except OSError as error:
        raise ConfinementError(f"its size cannot be read ({error})") from None
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))
    _bound_memory(size + memory)
    _prctl(_SET_DUMPABLE, 0)  # no core dump, and no ptrace by a process of the same user
    _prctl(_NO_NEW_PRIVILEGES, 1)
    _install_filter(files)


def _bound_memory(size: int) -> None:
    """Set RLIMIT_AS, or keep the lower one that this process was given from outside."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _install_filter(files: bool) -> None:
    machine = os.uname().machine
    try:
        code = seccomp.program(machine, pid=os.getpid(), files=files)
    except KeyError:
        known = " and ".join(seccomp.ARCHITECTURES)
        raise ConfinementError(f"seccomp filters are made for {known}, not for {machine}") from None
    call = seccomp.SECCOMP[seccomp.ARCHITECTURES[machine][0]]
    program = seccomp.Program(len(code) // 8, code)
    numbers = (ctypes.c_long(number) for number in (call, _SET_MODE_FILTER, _ALL_THREADS))
    if _libc.syscall(*numbers, ctypes.byref(program)) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise ConfinementError(f"the kernel does not take a seccomp filter ({reason})")


def _prctl(option: int, value: int | ctypes.c_char_p) -> None:
    argument = ctypes.c_ulong(value) if isinstance(value, int) else value
    nothing = ctypes.c_ulong(0)
    if _libc.prctl(option, argument, nothing, nothing, nothing) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise ConfinementError(f"the kernel refuses prctl option {option} ({reason})")
