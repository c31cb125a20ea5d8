"""A server as the kernel sees it: its processes, their memory and their time (proc(5))."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)  # fields behind the name: the parent; utime, stime, cutime, cstime


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            parents.setdefault(int(fields[_PARENT]), []).append(int(folder.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def cpu_seconds(pid: int) -> float:
    """The time of user and system that the tree has used, with those that ended and were waited for."""
    return sum(sum(map(int, fields[_TIMES])) for each in tree(pid) if (fields := _stat(each))) / _TICKS


def memory(pid: int) -> float:
    """The memory of the tree in MB, a page that several share counted once (PSS)."""
    kilobytes = 0
    for each in tree(pid):
        with suppress(OSError):
            text = Path(f"/proc/{each}/smaps_rollup").read_text("ascii")
            kilobytes += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold brackets; none where it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []
