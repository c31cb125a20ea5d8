"""The body of a request, read on the loop: no thread waits for a client, however slowly it sends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from horgos.engine.scan import body_too_large, limit
from horgos.errors import BadRequest, RequestTimeout
from horgos.web.front.leaving import ClientGone

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Connection, Headers


async def whole_body(headers: Headers, connection: Connection, bound: int, seconds: float) -> bytes:
    """The body of a request, of at most `bound` bytes, where it comes within `seconds`.

    Raises RequestTooLarge, before reading where the length is told, RequestTimeout, BadRequest, ClientGone.
    """
    told = headers.get("content-length")
    if told is not None and int(told) > bound:
        raise body_too_large(bound)
    try:
        async with asyncio.timeout(seconds):
            return await (
                _unbounded(connection, int(told)) if told is not None else _bounded(connection, bound)
            )
    except TimeoutError:
        raise RequestTimeout(
            f"The body of the request was not there within {seconds:g} s.",
            advice=f"Send it at once. {limit('sending')}",
            setting="sending",
        ) from None


async def _unbounded(connection: Connection, length: int) -> bytes:
    """A body whose length was told: the server reads no more than that."""
    try:
        body = await connection()
    except RuntimeError as error:  # RSGIProtocolError
        raise ClientGone(str(error)) from None
    if len(body) != length:
        raise ClientGone(f"{len(body)} of {length} bytes came")
    return body


async def _bounded(connection: Connection, bound: int) -> bytes:
    """A body in chunks (RFC 9112, 7.1).

    The server ends it with an empty part, and says with one more that something else than data came.
    """
    body, empty = bytearray(), 0
    async for part in connection:
        body += part
        empty += not part
        if len(body) > bound:
            raise body_too_large(bound)
    if empty > 1:
        raise BadRequest(
            "The chunks of the body are malformed or break off, or a trailer follows them.",
            advice="Send the body with its Content-Length.",
        )
    return bytes(body)
