"""What is known of a request once it has been answered: what the log and the figures are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Source = Literal["cache", "engine", "flask"]


@dataclass(slots=True)
class Exchange:
    """A request and its answer. `path` and `client` are as they were sent; who shows them escapes them.

    `bytes` is the length of the body as it went out, `seconds` the time from the head of the request to the
    response, `source` who made the answer. For queries: `query_hash`, the first 16 hexadecimal digits of the
    SHA-256 of the text; `form` and `rows` as in `engine.Answer`; `outcome` is "ok" or the slug of the error.
    """

    method: str
    path: str
    client: str
    status: int
    bytes: int
    seconds: float
    source: Source
    query_hash: str | None = None
    form: str | None = None
    rows: int | None = None
    outcome: str = "ok"


Observe = Callable[[Exchange], None]
"""Is told each exchange once, in any thread; must be quick and must not raise."""
