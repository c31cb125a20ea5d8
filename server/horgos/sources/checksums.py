"""Checksums of files, those of large ones remembered: a start need not read again what has not changed."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

FILE = "checksums.json"
LARGE = 64 << 10  # bytes of a file, from which on to remember its checksum saves more than it costs
SETTLED = 2_000_000_000  # nanoseconds: a file system may give one time to all that happens within two seconds

_State: TypeAlias = list[int]


class Checksums:
    """The SHA-256 of files. A file is known by its size, its number, and when it and its inode were changed.

    Whatever writes to a file or puts another in its place changes the latter, also where it sets the former
    back. As in the index of Git, a file that was changed a moment ago is not remembered: a second change
    could look the same. With a folder, what was remembered there counts, until `keep` remembers what was
    asked for.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / FILE if folder else None
        self._known = _remembered(self._file) if self._file else {}
        self._seen: dict[str, tuple[str, _State]] = {}
        self._now = time.time_ns()

    def of(self, location: Path) -> str:
        """The checksum of a file in hexadecimal; empty for what is no file, or cannot be read."""
        try:
            found = location.stat()
            if not stat.S_ISREG(found.st_mode):
                return ""
            return self._of_large(location, found) if found.st_size >= LARGE else _read(location)
        except OSError:
            return ""

    def _of_large(self, location: Path, found: os.stat_result) -> str:
        path = os.path.abspath(location)  # noqa: PTH100  Path.absolute leaves ".." in it
        state = [found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns]
        sha256, then = self._known.get(path, ("", []))
        if then != state:
            sha256 = _read(location)
        if max(state[2:]) < self._now - SETTLED:
            self._seen[path] = sha256, state
        return sha256

    def keep(self) -> None:
        """Remember what was asked for, and nothing else; where the folder can be written."""
        if self._file is None or not self._seen or self._seen == self._known:
            return
        part = self._file.with_name(f"{FILE}.{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._seen), "utf-8")
            part.replace(self._file)


def _read(location: Path) -> str:
    with location.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(file: Path) -> dict[str, tuple[str, _State]]:
    """What a file remembers; nothing where there is none, or it is damaged."""
    try:
        return {path: (sha256, state) for path, (sha256, state) in json.loads(file.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
