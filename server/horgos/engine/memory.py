"""How the C library of a process keeps memory that was freed (mallopt(3); "Tunables" in the manual of glibc).

By default it gives every large block back to the kernel at once, and the next one is paid for again, page
by page, which makes answers of some megabytes a tenth slower. In a process with many threads it makes many
heaps, of which each keeps what it has had.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Mapping

MIB = 1024 * 1024
KEPT = MIB  # bytes at the end of a heap, and blocks up to this size, that a process keeps
KEPT_FOR_ANSWERS = 12 * MIB  # the same of a query process, which makes answers of some megabytes
HEAPS = 2  # for all threads of a process together

_RESTING = 0.02  # seconds of processor time since the last look that a process uses which nobody asks

_TUNABLES = "GLIBC_TUNABLES"
# A query frees and takes the same few kilobytes in small pieces over and over: all that it uses are kept at
# hand, where glibc would keep seven of a size. (Large pages, the tunable hugetlb, would make a result of some
# megabytes a sixth faster, and all processes together a tenth larger.)
_FOR_QUERIES = "glibc.malloc.tcache_count=500"
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def keep_freed_memory(kept: int = KEPT) -> None:
    """Have this process, and those that it forks, keep so many bytes of what is freed, in few heaps.

    Another C library than glibc may know no such thing; then it goes its own way.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    for parameter, value in ((_TRIM_THRESHOLD, kept), (_MMAP_THRESHOLD, kept), (_ARENA_MAX, HEAPS)):
        mallopt(parameter, value)


class Spare:
    """The memory that this process has freed and keeps: given back, once, when there is nothing to do."""

    def __init__(self) -> None:
        self._used = 0.0
        self._worked = False

    def look(self) -> None:
        """Give it back where next to nothing was done since the last look, and something before."""
        used = time.process_time()
        if used - self._used > _RESTING:
            self._worked = True
        elif self._worked:
            self._worked = False
            give_back()
        self._used = time.process_time()


def give_back() -> None:
    """Let go of all pages of the heaps that hold nothing (malloc_trim(3)), where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def environment_for_queries(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment with which a program is started that runs queries; what it says already, wins.

    Small queries take an eighth less time so. Unlike the parameters above, this can only be given to a
    program before it begins.
    """
    given = environment.get(_TUNABLES)
    return {**environment, _TUNABLES: f"{_FOR_QUERIES}:{given}" if given else _FOR_QUERIES}
