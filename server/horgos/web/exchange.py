"""What is known of a request once it has been answered: what the log and the figures are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Headers

Source = Literal["cache", "engine", "flask", "gate"]


class Told(NamedTuple):
    """What there is to tell of a query: `query_hash` is the start of the SHA-256 of its text, hexadecimal."""

    query_hash: str
    form: str | None = None
    rows: int | None = None


@dataclass(slots=True)
class Exchange:
    """A request and its answer. `path`, `client` and `headers` are as they came; who shows them escapes them.

    `status` is 0 where the client had gone before it could be answered. `bytes` is the length of the body as
    it went out, `seconds` the time from the head of the request to the response, `source` who made the
    answer, `outcome` "ok", "client-gone", or the slug of the error. `told` is None for what is no query.
    """

    method: str
    path: str
    client: str
    headers: Headers
    status: int = 0
    bytes: int = 0
    seconds: float = 0.0
    source: Source = "flask"
    outcome: str = "ok"
    told: Told | None = None


Observe = Callable[[Exchange], None]
"""Is told each exchange once with the header of its request, in any thread; is quick, and does not raise."""
