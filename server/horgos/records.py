"""What releases record of themselves: a file in the folder of each, which lies beside those of the others."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from horgos.cache_folder import BUILDING

RECORD = "release.json"
_NEEDED = {"released", "previous", "digest", "changes", "files"}
_KEPT = 256  # records
_PARTS = re.compile(r"([0-9]+)")


def recorded(folder: Path) -> dict[str, Any]:
    """What the release in a folder records. Raises OSError or ValueError where there is none."""
    return _read(folder / RECORD, (folder / RECORD).stat().st_mtime_ns)


def records(releases: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The folder of each release and what it records, the last one first.

    What lies there and is no release is left alone.
    """
    found = []
    with suppress(OSError):
        for entry in releases.iterdir():
            if not entry.name.startswith((".", BUILDING)):
                with suppress(OSError, ValueError):
                    found.append((entry, recorded(entry)))
    return sorted(found, key=lambda each: _order(each[0].name, each[1]), reverse=True)


@lru_cache(_KEPT)
def _read(path: Path, changed: int) -> dict[str, Any]:
    """What a file records, as it was changed last at this time; it is read once, as it does not change."""
    del changed
    record = json.loads(path.read_text("utf-8"))
    if not isinstance(record, dict) or not record.keys() >= _NEEDED:
        raise ValueError(path)
    return record


def _order(version: str, record: dict[str, Any]) -> tuple[str, list[tuple[bool, int, str]]]:
    """By when they were released; within a second by version, 1.9 before 1.10."""
    numbered = [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _PARTS.split(version)]
    return record["released"], numbered
