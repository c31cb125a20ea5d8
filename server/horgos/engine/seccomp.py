"""The system calls that are left to a query process, as a BPF program for seccomp(2).

A list of what is allowed, not of what is forbidden: a call that a later kernel adds is denied as well. What
is not on the list fails with EPERM; that is all of sockets, exec, fork, threads, ptrace, io_uring, and every
way to open a file for writing. Reading from and writing to descriptors stays, since nothing but the socket of
the process is left open when the program is installed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

# The numbers of the calls on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl in the source of Linux) and on
# ARM64 (include/uapi/asm-generic/unistd.h). None where the architecture has no such call.
CALLS: dict[str, tuple[int | None, int | None]] = {
    # The conversation over the socket.
    "read": (0, 63),
    "write": (1, 64),
    "writev": (20, 66),
    "close": (3, 57),
    # Memory, which RLIMIT_AS bounds.
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    # Locks between the threads that a store on disk has.
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "membarrier": (324, 283),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    # Time and chance: NOW(), RAND(), UUID().
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "getrandom": (318, 278),
    # What a process may know about itself.
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "getcpu": (309, 168),
    "sched_getaffinity": (204, 123),
    # Signals to itself, and the end.
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # Files that are open already, those of a store on disk.
    "pread64": (17, 67),
    "preadv": (295, 69),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "readahead": (187, 213),
    "fadvise64": (221, 223),
}
OPEN: tuple[int, int] = (257, 56)  # openat
TGKILL: tuple[int, int] = (234, 131)

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH_*
SECCOMP = (317, 277)

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL, _ABOVE, _ANY_BIT = 0x15, 0x35, 0x45  # BPF_JMP | BPF_K | BPF_JEQ, BPF_JGE, BPF_JSET
_RETURN = 0x06  # BPF_RET | BPF_K
_ALLOW, _KILL, _DENY = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_TMPFILE & ~os.O_DIRECTORY

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


class Program(ctypes.Structure):
    """`struct sock_fprog`: how many instructions, and where they are."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def program(machine: str, *, pid: int, files: bool) -> bytes:
    """Return the filter for an architecture (`os.uname().machine`) as an array of `struct sock_filter`.

    `pid` is the process that may be signalled: itself. `files` allows opening files, for reading only. Raises
    KeyError for an architecture whose numbers are not known.
    """
    column, audit = ARCHITECTURES[machine]
    instructions = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_ABOVE, 0, 1, _X32),
        (_RETURN, 0, 0, _DENY),
    ]
    for numbers in CALLS.values():
        number = numbers[column]
        if number is not None:
            instructions += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    instructions += _if_argument(TGKILL[column], 0, (_EQUAL, 0, 1, pid))
    if files:
        instructions += _if_argument(OPEN[column], 2, (_ANY_BIT, 1, 0, _WRITING))
    instructions.append((_RETURN, 0, 0, _DENY))
    return _packed(instructions)


def _if_argument(number: int, argument: int, test: Instruction) -> list[Instruction]:
    """Allow a call where the test holds for the low half of an argument; deny it otherwise."""
    low_half = _ARGUMENTS + 8 * argument  # both architectures are little-endian
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, low_half),
        test,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]


def _packed(instructions: Iterable[Instruction]) -> bytes:
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
