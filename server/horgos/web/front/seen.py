"""The header fields of a request that its response may depend on."""

from __future__ import annotations

VARYING = (
    "accept",
    "accept-encoding",
    "accept-language",
    "content-encoding",
    "content-type",
    "host",
    "if-match",
    "if-modified-since",
    "if-range",
    "if-unmodified-since",
    "range",
)
"""What tells two requests for one address apart. If-None-Match does not: it chooses no other answer."""


def _variable(name: str) -> str:
    """The name of a field in the environment of WSGI."""
    name = name.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


READ = {
    name: _variable(name)
    for name in (*VARYING, "if-none-match", "access-control-request-headers", "access-control-request-method")
}
"""Every field that the app is told, with its name in WSGI."""
