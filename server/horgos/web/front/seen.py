"""The part of a request that its response may depend on: the app is told no more, and answers are kept by it.

So no answer can depend on what the cache does not tell apart: not on the claim of a proxy that nobody trusts,
not on a field that nobody has thought of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Scope

_READ = frozenset(
    (
        "accept",
        "accept-encoding",
        "accept-language",
        "access-control-request-headers",
        "access-control-request-method",
        "content-encoding",
        "content-type",
        "host",
        "if-match",
        "if-modified-since",
        "if-range",
        "if-unmodified-since",
        "range",
    )
)
_OF_GET = frozenset(("if-range", "range"))  # RFC 9110, 14.2: for other methods they mean nothing


class Seen(NamedTuple):
    """What is read of a request. HEAD counts as GET: it has the same response (RFC 9110, 9.3.2).

    `fields` are names in lower case and values, in order; `digest` is the SHA-256 of a body that was read.
    If-None-Match is not here: it asks for no other answer, but for none.
    """

    method: str
    path: str
    query_string: str
    authority: str | None
    fields: tuple[tuple[str, str], ...]
    digest: bytes = b""

    def field(self, name: str) -> str | None:
        """The value of a header field; lines of one name are one list (RFC 9110, 5.3)."""
        return ", ".join([value for key, value in self.fields if key == name]) or None

    @property
    def host(self) -> str | None:
        """Whom the client wants to speak to (RFC 9112, 3.2.2)."""
        return self.authority or self.field("host")

    @property
    def size(self) -> int:
        """The characters in it."""
        fields = sum([len(name) + len(value) for name, value in self.fields])
        return len(self.path) + len(self.query_string) + fields


def seen(scope: Scope) -> Seen:
    """What is read of a request, but for its body."""
    method = scope.method
    fields = [pair for pair in scope.headers.items() if pair[0] in _READ]
    if method == "HEAD":
        method = "GET"
        fields = [pair for pair in fields if pair[0] not in _OF_GET]
    return Seen(method, scope.path, scope.query_string, scope.authority, tuple(fields))
