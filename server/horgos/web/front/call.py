"""One request on its way through the front."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from horgos.web.exchange import Exchange
from horgos.web.front.seen import Seen, seen

if TYPE_CHECKING:
    from horgos.errors import HorgosError
    from horgos.web.front.rsgi import Connection, Scope


@dataclass(slots=True)
class Call:
    """A request, what was read of it, and what there will be to tell of it.

    `known` is If-None-Match, `body` what was read of the body, `refusal` the error that reading it came to.
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
        self.exchange = Exchange(scope.method, scope.path, scope.client)
