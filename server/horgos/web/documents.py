"""The documentation that lies with the graph, in the folder `docs/`, as it was when the app was made."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from markupsafe import Markup

from horgos.errors import NotFound
from horgos.pages.documents import ELSEWHERE, INDEX, LOCAL, MEDIA_TYPES, Document, read, title
from horgos.pages.documents import document as rendered
from horgos.web import language
from horgos.web.conditional import conditional
from horgos.web.context import current_site
from horgos.web.page import page_response
from horgos.web.tags import entity_tag

blueprint = Blueprint("documents", __name__)

_FILES = "horgos.documents"
_STATE = "horgos.documents.state"
_PAGE = ".md"


def attach(app: Flask) -> None:
    """Read the documents of the app's site."""
    with app.app_context():
        found = app.extensions[_FILES] = read(current_site().config.graph / "docs")
    whole = b"\0".join(part for name, data in sorted(found.items()) for part in (name.encode(), data))
    app.extensions[_STATE] = hashlib.sha256(whole).hexdigest()


def files() -> dict[str, bytes]:
    """The documents and what they show, by name."""
    return cast("dict[str, bytes]", current_app.extensions[_FILES])


def _state() -> str:
    """What their tags follow from: the documents are no part of what the graph is made from."""
    return cast("str", current_app.extensions[_STATE])


@blueprint.app_template_global()
def documented() -> bool:
    """Whether there is documentation to read."""
    return f"{INDEX}{_PAGE}" in files()


def pages() -> list[str]:
    """The names of all documents but the first."""
    names = (name.removesuffix(_PAGE) for name in files() if name.endswith(_PAGE))
    return [name for name in names if name != INDEX]


@blueprint.get("/docs/")
def index() -> Response:
    """Where the documentation begins."""
    return _shown(INDEX)


@blueprint.get("/docs/<name>")
def document(name: str) -> Response:
    """A document; with `.md` at the end as it was written, and the pictures and tables that it leads to."""
    if name not in files():
        return _shown(name)
    return conditional(
        entity_tag(current_site(), "docs", name, _state()),
        lambda: Response(files()[name], content_type=_content_type(name)),
    )


def _content_type(name: str) -> str:
    type_ = MEDIA_TYPES[Path(name).suffix]
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_


def _shown(name: str) -> Response:
    if f"{name}{_PAGE}" not in files():
        raise NotFound(
            f"There is no document “{name}”." if documented() else "This graph has no documentation.",
            advice=f"All are listed at {url_for('documents.index')}."
            if documented()
            else "Markdown files in docs/ of its folder are shown here; README.md comes first.",
        )
    here = request.root_url

    def make() -> str:
        text = files()[f"{name}{_PAGE}"].decode("utf-8").replace(LOCAL, here)
        shown: Document = rendered(text, _resolved, _running)
        return render_template(  # CommonMark without HTML of its own
            "documentation.html",
            document=shown,
            heading=Markup(shown.heading),  # noqa: S704
            body=Markup(shown.body),  # noqa: S704
            first=name == INDEX,
        )

    return page_response(make, "docs", name, here, _state())


def _running(query: str) -> str:
    return url_for("sparql.endpoint", query=query)


def _resolved(name: str) -> tuple[str, str] | None:
    if ELSEWHERE.match(name):
        return language.carried(name) if name.startswith(request.root_url) else name, name
    if name not in files():
        return None
    plain = name.removesuffix(_PAGE)
    address = url_for("documents.index") if plain == INDEX else url_for("documents.document", name=plain)
    return address, title(name, files()[name])
