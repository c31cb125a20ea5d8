"""A server of RSGI without a network: puts one request to a front, and gives what it responds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from horgos.web.front import Front
from horgos.web.reply import FilePart, Reply

Pairs = Sequence[tuple[str, str]]


@dataclass
class Headers:
    """The header fields of a request."""

    pairs: Pairs

    def items(self) -> list[tuple[str, str]]:
        """All of them."""
        return list(self.pairs)

    def get(self, key: str) -> str | None:
        """The first of a name."""
        return next((value for name, value in self.pairs if name == key), None)


@dataclass
class Scope:
    """The head of a request, as granian makes it of the target."""

    method: str
    target: str
    headers: Headers
    authority: str | None = None
    scheme: str = "http"
    http_version: str = "1.1"
    client: str = "192.0.2.1:4711"
    server: str = "127.0.0.1:8000"

    @property
    def path(self) -> str:
        """Decoded."""
        return unquote(self.target.partition("?")[0], errors="replace")

    @property
    def query_string(self) -> str:
        """As it was sent."""
        return self.target.partition("?")[2]


@dataclass
class Connection:
    """Gives the body, takes the response; the client hangs up when `leaves` is set."""

    body: bytes = b""
    leaves: asyncio.Event = field(default_factory=asyncio.Event)
    reply: Reply | None = None

    async def __call__(self) -> bytes:
        """The whole body."""
        return self.body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The body in parts."""
        for start in range(0, len(self.body), 1000):
            yield self.body[start : start + 1000]
        yield b""

    async def client_disconnect(self) -> None:
        """Return when the client has hung up."""
        await self.leaves.wait()

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Take a response without a body."""
        self.reply = Reply(status, headers)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Take a response."""
        self.reply = Reply(status, headers, body)

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Take a file."""
        self.reply = Reply(status, headers, FilePart(Path(file)))

    def response_file_range(
        self, status: int, headers: list[tuple[str, str]], file: str, start: int, end: int
    ) -> None:
        """Take a part of a file."""
        self.reply = Reply(status, headers, FilePart(Path(file), start, end))


def ask(
    front: Front,
    target: str,
    headers: Pairs = (),
    *,
    method: str = "GET",
    body: bytes | None = None,
    at_once: bool = False,
) -> Reply:
    """The response of a front to one request from a client of horgos.test.

    With `at_once`, it is asked before its loop is, as the server does.
    """
    fields = [("host", "horgos.test"), *headers]
    if body is not None:
        fields.append(("content-length", str(len(body))))

    async def answer() -> Reply:
        connection = Connection(body or b"")
        scope = Scope(method, target, Headers(fields))
        if not (at_once and front.answered(scope, connection)):
            await front.__rsgi__(scope, connection)
        assert connection.reply
        return connection.reply

    return asyncio.run(answer())


def fields(reply: Reply) -> dict[str, str]:
    """The header fields of a response by their names in lower case. None may stand there twice."""
    named = {key.lower(): value for key, value in reply.headers}
    assert len(named) == len(reply.headers)
    return named
