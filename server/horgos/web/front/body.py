"""The body of a request, read on the loop: no thread waits for a client, however slowly it sends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NoReturn

from horgos.engine.scan import limit
from horgos.errors import RequestTimeout, RequestTooLarge
from horgos.web.front.leaving import ClientGone

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Connection, Headers


async def whole_body(headers: Headers, connection: Connection, bound: int, seconds: float) -> bytes:
    """The body of a request, of at most `bound` bytes, where it comes within `seconds`.

    Raises RequestTooLarge, before reading where the length is told, RequestTimeout, and ClientGone.
    """
    told = headers.get("content-length")
    if told is not None and int(told) > bound:
        _refuse(bound)
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
    """A body in chunks (RFC 9112, 7.1)."""
    body = bytearray()
    async for part in connection:
        body += part
        if len(body) > bound:
            _refuse(bound)
    return bytes(body)


def _refuse(bound: int) -> NoReturn:
    raise RequestTooLarge(f"The body is over {bound} bytes.", limit=bound, setting="query_length")
