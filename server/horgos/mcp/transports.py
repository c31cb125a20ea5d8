"""How clients reach the server: over the standard streams of a process that they start, or over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from horgos.errors import ConfigError
from horgos.mcp.server import server

if TYPE_CHECKING:
    from horgos.site import Site

HOST = "127.0.0.1"
PATH = "/mcp"
KIB = 1024


def serve_streams(site: Site) -> None:
    """Serve the client that started this process, until it closes standard input.

    Standard output carries the messages of the protocol and nothing else.
    """

    async def run() -> None:
        made = server(site)
        async with stdio_server() as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())

    asyncio.run(run())


def serve_http(site: Site, port: int, ready: Callable[[str], None]) -> None:
    """Serve Streamable HTTP on the loopback address until SIGINT or SIGTERM; `ready` is told the address.

    With port 0 it is one that is free. A request whose Host or Origin is not of this machine is refused, so
    that no page of a browser reaches it by another name (Model Context Protocol, Transports, Security).
    Raises ConfigError where the port cannot be listened on.
    """
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        app = server(site).streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=site.config.query_length * KIB,
            transport_security=TransportSecuritySettings(
                allowed_hosts=[f"{HOST}:{port}", f"localhost:{port}"],
                allowed_origins=[f"http://{HOST}:*", "http://localhost:*"],
            ),
        )
        grace = ceil(site.config.grace)
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=grace, server_header=False
        )
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _end)  # uvicorn stops, and then raises the signal again
        ready(f"http://{HOST}:{port}{PATH}")
        uvicorn.Server(config).run(sockets=[listener])


def _end(number: int, frame: object) -> None:
    """End this process well: nothing is left to be answered."""
    del number, frame
    sys.exit(0)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        known = isinstance(error, OSError) and error.errno
        reason = os.strerror(known) if known else "ports go from 0 to 65535"
        raise ConfigError(
            f"Cannot listen on {HOST} port {port}: {reason}.", advice="Choose another with --http."
        ) from None
