"""The cache folder: a place to build in, what is used held, what is old taken away.

Whoever uses a folder of the cache holds a lock on it (flock(2)). The kernel lets go of it however the process
ends, so that nothing has to be cleaned up after one that was killed but by the next that builds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from horgos.errors import ConfigError

BUILDING = "building-"
_ABANDONED = 60.0  # seconds after which what is being built must be held


@contextmanager
def workshop(within: Path, called: str = "cache") -> Iterator[Path]:
    """A new folder inside another, held, and gone in the end unless it was moved.

    `called` is the setting that names the other one. Raises ConfigError where nothing can be written there.
    """
    try:
        within.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=BUILDING, dir=within))
    except OSError as error:
        raise ConfigError(
            f"The {called} folder {within} cannot be written: {error.strerror}.",
            advice=f"Name another with --{called}.",
        ) from None
    try:
        with held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder of the cache meanwhile, in this process and those it forks: `tidy` leaves it alone."""
    descriptor = hold(folder)
    try:
        yield
    finally:
        os.close(descriptor)


def hold(folder: Path) -> int:
    """Hold a folder of the cache until the descriptor that is returned is closed. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    with suppress(OSError):  # not every network file system has locks
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def tidy(cache: Path, keep: int) -> None:
    """Take away what nobody holds: what was left half-built, and all graphs but the `keep` last used."""
    sweep(cache)
    graphs = [folder for folder in _folders(cache) if _is_graph(folder)]
    for folder in sorted(graphs, key=lambda folder: folder.stat().st_mtime, reverse=True)[keep:]:
        _remove(folder)


def sweep(within: Path) -> None:
    """Take away what was left half-built, where nobody holds it."""
    for folder in filter(_is_abandoned, _folders(within)):
        _remove(folder)


def _folders(within: Path) -> list[Path]:
    return [entry for entry in within.iterdir() if entry.is_dir() and not entry.is_symlink()]


def _is_abandoned(folder: Path) -> bool:
    """Whether something was built there, and whoever did has had the time to hold it."""
    return folder.name.startswith(BUILDING) and folder.stat().st_mtime < time.time() - _ABANDONED


def _is_graph(folder: Path) -> bool:
    """Whether the name is that of a built graph: nothing else that lies there is touched."""
    return len(folder.name) == 32 and set(folder.name) <= set("0123456789abcdef")  # noqa: PLR2004


def _remove(folder: Path) -> None:
    """Take a folder away unless somebody holds it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(descriptor)
