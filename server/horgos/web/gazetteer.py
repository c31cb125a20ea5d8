"""The gazetteer: every thing by its class, and every voice."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from horgos.pages import gazetteer
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number, single

blueprint = Blueprint("gazetteer", __name__)


@blueprint.get("/browse")
def page() -> Response:
    """All classes with their first things, and all voices; or all things of one class, page by page."""
    reader = reader_of(current_site())
    class_, shown = reader.prefixes.meant(single("class")), number("page")

    def make() -> str:
        if not class_:
            return render_template("gazetteer.html", page=gazetteer.gazetteer(reader))
        return render_template("class.html", page=gazetteer.of_class(reader, class_, shown), number=shown)

    return page_response(make, "browse", class_, str(shown))
