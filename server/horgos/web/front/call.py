"""One request on its way through the front."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from horgos.errors import BadRequest
from horgos.web.exchange import Exchange
from horgos.web.front.seen import Seen, seen

if TYPE_CHECKING:
    from horgos.errors import HorgosError
    from horgos.web.front.rsgi import Connection, Scope


_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::(?P<port>[0-9]{1,5})?)?\Z")
_PORTS = 65535


def misdirected(host: str | None) -> BadRequest | None:
    """The error for a Host that names none (RFC 9112, 3.2): addresses of this server are made with it."""
    match = _HOST.match(host) if host else None
    if not host or (match and int(match["port"] or 0) <= _PORTS):
        return None
    return BadRequest(
        f"Host is {host!r}, which is no host.",
        advice="Send the name or the address of this server, and its port.",
    )


@dataclass(slots=True)
class Call:
    """A request, what was read of it, and what there will be to tell of it.

    `known` is If-None-Match, `body` what was read of the body, `refusal` the error that this came to.
    """

    scope: Scope
    connection: Connection
    asked: Seen = field(init=False)
    known: str | None = field(init=False)
    accept_encoding: str | None = field(init=False)
    exchange: Exchange = field(init=False)
    body: bytes = b""
    refusal: HorgosError | None = None

    def __post_init__(self) -> None:
        scope = self.scope
        self.asked = seen(scope)
        self.accept_encoding = self.asked.field("accept-encoding")
        self.known = scope.headers.get("if-none-match")
        self.refusal = misdirected(self.asked.host)
        self.exchange = Exchange(scope.method, scope.path, scope.client, scope.headers)
