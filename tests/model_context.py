"""A client of the Model Context Protocol, the SDK's own, for tests that know nothing of event loops."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.server.lowlevel import Server
from mcp_types import CallToolResult, ReadResourceResult, Resource, ResourceTemplate, TextContent, Tool

COMMAND = (sys.executable, "-m", "horgos.cli", "mcp")
_READY = re.compile(r"Serving .* at (http://127\.0\.0\.1:\d+/mcp)")


class Caller:
    """A client that is connected, called from the thread of a test."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self.client = client

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        """What a tool answers."""
        return self._portal.call(self.client.call_tool, name, arguments)

    def answer(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The JSON of an answer that is no error."""
        result = self.call(name, **arguments)
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return dict(result.structured_content)

    def error(self, name: str, **arguments: Any) -> str:
        """The text of an answer that is an error."""
        result = self.call(name, **arguments)
        assert result.is_error
        return text(result)

    def tools(self) -> Sequence[Tool]:
        """All tools."""
        return self._portal.call(self.client.list_tools).tools

    def resources(self) -> tuple[Sequence[Resource], Sequence[ResourceTemplate]]:
        """What is listed as resources, and how the others are named."""
        listed = self._portal.call(self.client.list_resources).resources
        return listed, self._portal.call(self.client.list_resource_templates).resource_templates

    def read(self, uri: str) -> ReadResourceResult:
        """The content of a resource."""
        return self._portal.call(self.client.read_resource, uri)


def text(result: CallToolResult) -> str:
    """The text of an answer."""
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


@contextmanager
def connected(server: Server[Any] | StdioServerParameters | str) -> Iterator[Caller]:
    """A client of a server in this process, of a command that it starts, or of an address."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, read_timeout_seconds=60)) as client,
    ):
        yield Caller(portal, client)


@contextmanager
def over_stdio(*options: str) -> Iterator[Caller]:
    """A client of `horgos mcp`, which it starts, with these options."""
    program, *arguments = COMMAND
    environment = dict(os.environ)
    with connected(
        StdioServerParameters(command=program, args=[*arguments, *options], env=environment)
    ) as caller:
        yield caller


@contextmanager
def serving_http(*options: str) -> Iterator[str]:
    """The address of `horgos mcp --http 0` with these options."""
    command = [*COMMAND, "--http", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = next(filter(None, map(_READY.match, process.stdout or ())), None)
            assert ready, "The server did not say that it is ready."
            yield ready[1]
        finally:
            process.terminate()
    assert process.returncode == 0
