"""The HTTP face of a site, and the only place that imports Flask."""

from __future__ import annotations

import os
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from jinja2 import FileSystemBytecodeCache, Undefined

from horgos.config import PACKAGE
from horgos.web import (
    about,
    assets,
    browse,
    cartography,
    cite,
    crawlers,
    diff,
    documents,
    entity,
    evidence,
    files,
    gazetteer,
    health,
    language,
    library,
    llms,
    metadata,
    openapi,
    parts,
    problems,
    reconcile,
    reconcile_draft,
    releases,
    search,
    sparql,
    statistics,
    timeline,
)
from horgos.web.address import Address, is_release
from horgos.web.context import KIB, attach
from horgos.web.headers import ALWAYS, PREFLIGHT
from horgos.web.shared import Shared

if TYPE_CHECKING:
    from pathlib import Path

    from horgos.site import Site

MODULES = (
    *(sparql, browse, search, reconcile, reconcile_draft, gazetteer, cartography, timeline, statistics),
    *(evidence, library, about, documents, files, releases, diff, metadata, crawlers, llms, cite, health),
    *(openapi, assets, entity),
)
BLUEPRINTS = tuple(module.blueprint for module in MODULES)


class Unprinted(Undefined):
    """What a template has no value for. It may be tested, as what only some values have; to print it fails.

    Jinja's own would leave a gap in the page that nobody sees.
    """

    __slots__ = ()
    __str__ = Undefined._fail_with_undefined_error


def create_app(site: Site, shared: Shared | None = None) -> Flask:
    """The app that serves a site. It keeps the site open for as long as the caller does.

    `shared` is what the processes of a server have in common; an app without a server has it alone.
    """
    app = Flask(
        "horgos.web", template_folder=str(PACKAGE / "templates"), static_folder=str(PACKAGE / "static")
    )
    app.config["MAX_CONTENT_LENGTH"] = site.config.query_length * KIB
    app.jinja_options = {"cache_size": -1}  # all templates, without looking which was used last
    attach(app, site, shared or Shared.of(site.config))
    app.jinja_env.undefined = Unprinted
    app.jinja_env.bytecode_cache = compiled_in(site.config.cache / "templates")
    documents.attach(app)
    language.attach(app)
    parts.attach(app)
    address = Address(site.config.public_url, site.publication.digest)
    app.wsgi_app = address.around(app.wsgi_app)  # type: ignore[method-assign, assignment]
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    problems.register(app)
    app.after_request(complete)
    return app


def compiled_in(folder: Path) -> FileSystemBytecodeCache | None:
    """Where templates are kept compiled from one start to the next; nowhere in a cache that can only be read.

    To compile them all takes half a second, to read them a tenth of that.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def complete(response: Response) -> Response:
    """Add to a response what all of them have; make the answer to OPTIONS one to a preflight too.

    A redirect of the framework names no host: neither what a client claims in Host nor what a proxy made of
    the scheme decides where another client is led to.
    """
    present = {name.lower() for name, _ in response.headers}
    response.headers.extend((name, value) for name, value in ALWAYS.items() if name.lower() not in present)
    lasting = is_release(request.environ) or assets.never_changes(request)
    if lasting and response.status_code < HTTPStatus.MULTIPLE_CHOICES:
        response.headers["Cache-Control"] = assets.IMMUTABLE
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
