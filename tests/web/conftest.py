"""Sites that the tests of the web send requests to: a tiny graph, and the one that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from horgos.config import Config
from horgos.site import Site, open_site, publish
from horgos.web import create_app

TINY = Path(__file__).resolve().parents[1] / "graph"


class Client(FlaskClient):
    """A client that reads every response to its end and closes it, as a server does."""

    def open(self, *arguments: Any, buffered: bool = True, **options: Any) -> TestResponse:
        """Send a request."""
        return super().open(*arguments, buffered=buffered, **options)


def app_of(site: Site) -> Flask:
    """The app of a site, with clients as above."""
    app = create_app(site)
    app.test_client_class = Client
    return app


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of this run alone."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def tiny(cache: Path) -> Iterator[Site]:
    """The site of the tiny graph."""
    config = Config.load({"graph": TINY, "cache": cache, "deadline": 5, "query_length": 64}, {})
    with open_site(config, publish(config, lambda _: None)) as site:
        yield site


@pytest.fixture(scope="session")
def real(cache: Path) -> Iterator[Site]:
    """The site of the graph that comes with the program."""
    config = Config.load({"cache": cache}, {})
    with open_site(config, publish(config, lambda _: None)) as site:
        yield site


@pytest.fixture(scope="session")
def app(tiny: Site) -> Flask:
    """The app that serves the tiny graph."""
    return app_of(tiny)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app that serves the tiny graph."""
    return app.test_client()


@pytest.fixture
def horgos(real: Site) -> FlaskClient:
    """A client of the app that serves the graph that comes with the program."""
    return app_of(real).test_client()
