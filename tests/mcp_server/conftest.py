"""One server for each transport, on the graph that comes with the program, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from model_context import Caller, connected, over_stdio, serving_http

LIMIT = "--result=1"  # MiB, so that a test runs into it


@pytest.fixture(scope="session")
def over_http(real_cache: Path) -> Iterator[str]:
    """The address of `horgos mcp --http`."""
    with serving_http(f"--cache={real_cache}", LIMIT) as address:
        yield address


@pytest.fixture(scope="session")
def caller(real_cache: Path) -> Iterator[Caller]:
    """A client over the standard streams."""
    with over_stdio(f"--cache={real_cache}", LIMIT) as made:
        yield made


@pytest.fixture(scope="session")
def caller_over_http(over_http: str) -> Iterator[Caller]:
    """A client over HTTP."""
    with connected(over_http) as made:
        yield made


@pytest.fixture(params=["caller", "caller_over_http"])
def either(request: pytest.FixtureRequest) -> Caller:
    """A client over each transport in turn."""
    caller: Caller = request.getfixturevalue(request.param)
    return caller
