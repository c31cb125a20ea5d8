"""The HTTP face of a site, and the only place that imports Flask."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from horgos.config import PACKAGE
from horgos.site import open_site
from horgos.web import browse, entity, files, problems, sparql
from horgos.web.address import Address, is_release
from horgos.web.context import KIB, attach
from horgos.web.front import Front
from horgos.web.headers import ALWAYS, PREFLIGHT

if TYPE_CHECKING:
    from horgos.config import Config
    from horgos.site import Publication, Site

IMMUTABLE = "public, max-age=31536000, immutable"  # RFC 8246, 2


def create_app(site: Site) -> Flask:
    """The app that serves a site. It keeps the site open for as long as the caller does."""
    app = Flask(
        "horgos.web", template_folder=str(PACKAGE / "templates"), static_folder=str(PACKAGE / "static")
    )
    app.config["MAX_CONTENT_LENGTH"] = site.config.query_length * KIB
    attach(app, site)
    address = Address(site.config.public_url, site.publication.digest)
    app.wsgi_app = address.around(app.wsgi_app)  # type: ignore[method-assign, assignment]
    for blueprint in (sparql.blueprint, browse.blueprint, files.blueprint, entity.blueprint):
        app.register_blueprint(blueprint)
    problems.register(app)
    app.after_request(complete)
    return app


def complete(response: Response) -> Response:
    """Add to a response what all of them have; make the answer to OPTIONS one to a preflight too.

    A redirect of the framework names no host: neither what a client claims in Host nor what a proxy made of
    the scheme decides where another client is led to.
    """
    response.headers.update(ALWAYS)
    if is_release(request.environ) and response.status_code < HTTPStatus.MULTIPLE_CHOICES:
        response.headers["Cache-Control"] = IMMUTABLE
    if response.location and response.location.startswith(request.host_url):
        response.location = response.location[len(request.host_url) - 1 :]
        response.set_data(b"")  # the text of the framework names the host as well
    if request.method == "OPTIONS" and response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.NO_CONTENT
        del response.headers["Content-Type"]
        response.headers["Allow"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
        response.headers.update(PREFLIGHT)
    return response


def load(config: Config, publication: Publication) -> Front:
    """Open the site in this process and return what answers for it; it is closed when the process ends.

    For a server that starts web processes: the arguments can be pickled. Where a process ends without
    `atexit`, as forked ones do, the engine's own processes end with the connection to it.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    site = stack.enter_context(open_site(config, publication))
    return Front(create_app(site), site)
