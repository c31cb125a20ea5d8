"""Asks other servers over HTTP: one query goes out, one whole answer comes back, within a time and a size.

The time bounds the whole exchange, a body that trickles included. httpx bounds each read alone, so that the
exchanges run in an event loop, which can be told to leave any of them; the loop has a thread of its own, and
`post` may be called from any number of threads. What may be kept alive between two exchanges is.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

import anyio
import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from horgos import __version__

TRIES = 3  # a query changes nothing, so that it may be sent again
PAUSE = 0.1  # seconds before another try at a server that is not there
_UNAVAILABLE = 503
_AGENT = f"horgos/{__version__}"

Form = Sequence[tuple[str, str]]


class ExchangeError(Exception):
    """No answer came: says why. A server that closes the connection in the middle of one is such a case."""


class AnswerTooLarge(Exception):
    """The answer is larger than was allowed; the rest of it was not read."""


@dataclass(frozen=True)
class Reply:
    """What a server answered: its status, its media type without parameters, its body, decoded."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def retry_after(self) -> float | None:
        """The seconds to wait that the server tells (RFC 9110, 10.2.3); None where it tells none."""
        text = self.headers.get("retry-after", "")
        if text.isdecimal():
            return float(text)
        try:
            return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
        except (TypeError, ValueError):
            return None


class Exchange:
    """A client for SPARQL endpoints. It follows no redirect and uses no proxy of the environment.

    `connections` is how many there may be at once, to all servers together; one more waits for its turn.
    """

    def __init__(self, *, connections: int, authorization: str = "") -> None:
        self._headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip"}
        if authorization:
            self._headers["Authorization"] = authorization
        self._connections = connections
        self._lock = Lock()
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None
        self._client: httpx.AsyncClient | None = None

    def post(self, url: str, form: Form, accept: str, until: float, bound: int) -> Reply:
        """Send a form to an endpoint (SPARQL 1.1 Protocol, 2.1.2) and return what it answers.

        Tries again where nothing came back, and where a 503 tells a time that is soon enough. Raises
        TimeoutError when the monotonic clock passes `until`, AnswerTooLarge for a body of more than `bound`
        bytes, and ExchangeError.
        """
        client, portal = self._open()
        content = str(httpx.QueryParams(list(form))).encode()
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        request = client.build_request("POST", url, content=content, headers=headers)
        return portal.call(_post, client, request, until, bound)

    def _open(self) -> tuple[httpx.AsyncClient, BlockingPortal]:
        """The client and its loop, started by the first query: a process may still fork before that."""
        with self._lock:
            if self._portal is None or self._client is None:
                self._portal = self._stack.enter_context(start_blocking_portal(name="horgos-exchange"))
                self._client = httpx.AsyncClient(
                    headers=self._headers,
                    limits=httpx.Limits(max_connections=self._connections),
                    timeout=None,  # noqa: S113  # the whole exchange has one
                    trust_env=False,
                    verify=ssl.create_default_context(),
                )
                self._stack.callback(self._portal.call, self._client.aclose)
            return self._client, self._portal

    def close(self) -> None:
        """Close the connections. A second call does nothing."""
        with self._lock:
            self._stack.close()
            self._portal = self._client = None


async def _post(client: httpx.AsyncClient, request: httpx.Request, until: float, bound: int) -> Reply:
    with anyio.fail_after(until - time.monotonic()):
        for left in reversed(range(TRIES)):
            try:
                reply = await _once(client, request, bound)
            except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError) as error:
                if not left:
                    raise ExchangeError(_told(error)) from None
                await anyio.sleep(PAUSE)
            except httpx.HTTPError as error:
                raise ExchangeError(_told(error)) from None
            else:
                pause = reply.retry_after if reply.status == _UNAVAILABLE else None
                if not left or pause is None or time.monotonic() + pause >= until:
                    return reply
                await anyio.sleep(pause)
    raise AssertionError("the last try returns or raises")


async def _once(client: httpx.AsyncClient, request: httpx.Request, bound: int) -> Reply:
    response = await client.send(request, stream=True)
    try:
        body = await _body(response, bound)
    except httpx.HTTPError as error:  # an answer has begun, and is not asked for again
        raise ExchangeError(_told(error)) from None
    finally:
        await response.aclose()
    type_ = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Reply(response.status_code, type_, body, dict(response.headers))


async def _body(response: httpx.Response, bound: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > bound:
            raise AnswerTooLarge
        parts.append(part)
    return b"".join(parts)


def _told(error: httpx.HTTPError) -> str:
    return str(error).rstrip(".") or type(error).__name__
