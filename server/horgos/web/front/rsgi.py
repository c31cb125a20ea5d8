"""What the server hands to the front for each request (RSGI 1.6), as far as it is used."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from typing import Protocol

from horgos.web.reply import Fields, Reply


class Headers(Protocol):
    """The header fields of a request, their names in lower case. Values that are not ASCII are left out."""

    def items(self) -> Fields:
        """All of them."""

    def get(self, key: str) -> str | None:
        """The first of a name."""


class Scope(Protocol):
    """The head of a request. `path` is decoded, `query_string` is as it was sent; `client` is `host:port`."""

    @property
    def method(self) -> str: ...  # noqa: D102  # the docstring above says it
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def query_string(self) -> str: ...  # noqa: D102
    @property
    def scheme(self) -> str: ...  # noqa: D102
    @property
    def http_version(self) -> str: ...  # noqa: D102
    @property
    def authority(self) -> str | None: ...  # noqa: D102
    @property
    def client(self) -> str: ...  # noqa: D102
    @property
    def server(self) -> str: ...  # noqa: D102
    @property
    def headers(self) -> Headers: ...  # noqa: D102


class Connection(Protocol):
    """Where the body of a request comes from and its response goes to. A second response is not sent."""

    def __call__(self) -> Awaitable[bytes]:
        """The whole body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body as it comes in."""

    async def client_disconnect(self) -> None:
        """Return when the client has hung up."""

    def response_empty(self, status: int, headers: Fields) -> None:
        """Respond without a body."""

    def response_bytes(self, status: int, headers: Fields, body: bytes) -> None:
        """Respond."""

    def response_file(self, status: int, headers: Fields, file: str) -> None:
        """Respond with a file."""

    def response_file_range(self, status: int, headers: Fields, file: str, start: int, end: int) -> None:
        """Respond with a part of a file: from byte `start` up to, not with, byte `end`."""


def send(reply: Reply, method: str, connection: Connection) -> None:
    """Send a reply as the answer to a request with this method."""
    body = reply.body
    if method == "HEAD" or not body:
        connection.response_empty(reply.status, reply.headers)
    elif isinstance(body, bytes):
        connection.response_bytes(reply.status, reply.headers, body)
    elif body.end is None:
        connection.response_file(reply.status, reply.headers, str(body.path))
    else:
        connection.response_file_range(reply.status, reply.headers, str(body.path), body.start, body.end)
