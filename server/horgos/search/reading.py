"""Reads rows of the index, for no longer than a search may take."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from horgos.errors import QueryTimeout

SECONDS = 2.0  # that one search may take
STEPS = 10_000  # instructions of SQLite's machine between two looks at the clock


class Read:
    """Rows of a database, each value of a statement bound; until a time on the monotonic clock."""

    def __init__(self, database: sqlite3.Connection, until: float) -> None:
        self._database = database
        database.set_progress_handler(lambda: int(time.monotonic() > until), STEPS)

    def __call__(self, sql: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        """All rows of one statement. Raises QueryTimeout."""
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
        raise QueryTimeout(
            f"The search took longer than {SECONDS:g} s.", advice="Search for a longer part of the name."
        )


@contextmanager
def reading(path: Path, seconds: float = SECONDS) -> Iterator[Read]:
    """Open the database in a file that nobody changes any more."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        yield Read(database, time.monotonic() + seconds)
