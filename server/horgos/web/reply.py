"""A response as plain data: what the app, the endpoint and the cache make, and the front sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Fields = list[tuple[str, str]]
"""Header fields: names and values, in order; a name may stand there more than once."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file on disk as a body; with `end`, from byte `start` up to, not with, byte `end`."""

    path: Path
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A response. To HEAD it is the same as to GET; its body is not sent then."""

    status: int
    headers: Fields
    body: bytes | FilePart = b""

    def header(self, name: str) -> str | None:
        """The value of a header field; `name` in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def without(self, names: Iterable[str]) -> Fields:
        """The header fields but those with these names, in lower case."""
        return [(key, value) for key, value in self.headers if key.lower() not in names]

    @property
    def length(self) -> int:
        """The bytes of the body, as Content-Length tells them."""
        return len(self.body) if isinstance(self.body, bytes) else int(self.header("content-length") or 0)
