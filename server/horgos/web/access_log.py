"""The access log: a line of JSON a request, which holds no text of a query and cannot be forged."""

from __future__ import annotations

import json
import os
import select
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from horgos.errors import ConfigError

if TYPE_CHECKING:
    from horgos.web.exchange import Exchange

STANDARD_ERROR = "-"
CLIENT, METHOD, PATH, AGENT = (
    48,
    16,
    192,
    96,
)  # characters: with them a line stays under PIPE_BUF, and so is written whole or not
_CUT = "…"


class AccessLog:
    """Appends lines to a file, or to standard error; any number of processes may append to the same.

    Each line is one write, which the kernel appends whole (write(2), O_APPEND; pipe(7), PIPE_BUF). Nothing
    waits for a reader of the log: a line that cannot be written at once is left out, and counted in `lost`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._file = self._open()
        self.lost = 0
        regular = stat.S_ISREG(os.fstat(self._file).st_mode)
        self._poll = None if regular else select.poll()
        if self._poll:
            self._poll.register(self._file, select.POLLOUT)

    def _open(self) -> int:
        """Raises ConfigError where the file cannot be written."""
        if self._name == STANDARD_ERROR:
            return sys.stderr.fileno()
        try:
            return os.open(self._name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise ConfigError(
                f"The access log {self._name} cannot be written: {error.strerror}.",
                advice="Name another file with --access-log, or - for standard error.",
            ) from None

    def write(self, exchange: Exchange, client: str) -> None:
        """Append the line of a request from this client."""
        data = line(exchange, client).encode("ascii")
        try:
            whole = self._ready() and os.write(self._file, data) == len(data)
        except OSError:
            whole = False
        self.lost += not whole

    def _ready(self) -> bool:
        return self._poll is None or any(event & select.POLLOUT for _, event in self._poll.poll(0))

    def follow(self) -> None:
        """Open the file anew where another has its name, or none: a log that was moved away is left alone."""
        if self._name == STANDARD_ERROR:
            return
        try:
            there, ours = Path(self._name).stat(), os.fstat(self._file)
            if (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino):
                return
        except OSError:
            pass  # it was moved, and nobody has made another yet
        try:
            new = self._open()
        except ConfigError:
            return  # better the old file than none
        os.dup2(new, self._file)
        os.close(new)


def line(exchange: Exchange, client: str, now: datetime | None = None) -> str:
    """The line of a request, in ASCII: what a client sends is escaped, and cut where it is too long."""
    when = (now or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = exchange.told
    members = {
        "time": when,
        "client": _bounded(client, CLIENT),
        "method": _bounded(exchange.method, METHOD),
        "path": _bounded(exchange.path, PATH),
        "status": exchange.status,
        "bytes": exchange.bytes,
        "ms": round(exchange.seconds * 1000, 3),
        "query": told.query_hash if told else None,
        "form": told.form if told else None,
        "rows": told.rows if told else None,
        "outcome": exchange.outcome,
        "source": exchange.source,
        "agent": _bounded(exchange.headers.get("user-agent") or "", AGENT),
    }
    return json.dumps(members, ensure_ascii=True, separators=(",", ":")) + "\n"


def _bounded(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + _CUT
