"""Bytes to a server and back, with nothing in between that would mend them."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes, urlencode

CRLF = b"\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded"
DIRECT = b"Content-Type: application/sparql-query"
FRAMING = (b"Content-Length", b"Transfer-Encoding")
PATIENCE = 30.0  # seconds for an answer, on a machine that is busy with other things


class Reply(NamedTuple):
    """A response as it came: status, header lines with their names in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def reply(answer: bytes) -> Reply:
    """Take apart the bytes of one response."""
    head, _, content = answer.partition(CRLF * 2)
    status, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines)
    return Reply(int(status.split()[1]), {name.lower(): value for name, value in fields.items()}, content)


@dataclass(frozen=True)
class Endpoint:
    """Where a server listens, and the ways to send it something."""

    host: str
    port: int

    @classmethod
    def at(cls, address: str) -> Endpoint:
        """The one at an address as `serving` gives it."""
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        return cls(host, int(port))

    def connect(self) -> socket.socket:
        """A connection."""
        return socket.create_connection((self.host, self.port), timeout=PATIENCE)

    def raw(self, request: bytes) -> bytes:
        """Send these bytes, and read until the server closes; b'' where it closes without a word."""
        with self.connect() as connection:
            try:
                connection.sendall(request)
                return b"".join(iter(lambda: connection.recv(65536), b""))
            except ConnectionError:
                return b""

    def send(self, line: bytes, *headers: bytes, body: bytes = b"") -> Reply:
        """Send one request, of which the first line lacks the version, and the length of its body may."""
        fixed = [line + b" HTTP/1.1", b"Host: horgos.test", b"Connection: close"]
        if body and not any(header.startswith(FRAMING) for header in headers):
            fixed.append(b"Content-Length: %d" % len(body))
        return reply(self.raw(CRLF.join([*fixed, *headers, b"", body])))

    def get(self, path: bytes, *headers: bytes) -> Reply:
        """GET a path."""
        return self.send(b"GET " + path, *headers)

    def ask(self, query: str | bytes, *headers: bytes, **parameters: Any) -> Reply:
        """Send a query as it is in a body; further parameters go into the address."""
        address = b"/sparql?" + urlencode(parameters, doseq=True).encode()
        body = query if isinstance(query, bytes) else query.encode()
        return self.send(b"POST " + address, DIRECT, *headers, body=body)

    def shown(self, query: str | bytes, **parameters: Any) -> Reply:
        """The page that a browser is shown for a query."""
        raw = query if isinstance(query, bytes) else query.encode()
        address = f"/sparql?query={quote_from_bytes(raw, safe='')}&{urlencode(parameters)}".encode()
        return self.get(address, b"Accept: text/html")
