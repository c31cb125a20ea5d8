"""The gazetteer: every thing by its class, and every voice."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from horgos.errors import BadRequest
from horgos.pages import gazetteer
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of

blueprint = Blueprint("gazetteer", __name__)

DIGITS = 6  # of the number of a page, at most


@blueprint.get("/browse")
def page() -> Response:
    """All classes with their first things, and all voices; or all things of one class, page by page."""
    value, number = request.args.get("class", ""), _number(request.args.get("page", ""))
    reader = reader_of(current_site())

    def make() -> str:
        if not value:
            return render_template("gazetteer.html", page=gazetteer.gazetteer(reader))
        return render_template("class.html", page=gazetteer.of_class(reader, value, number), number=number)

    return page_response(make, "browse", value, str(number))


def _number(text: str) -> int:
    """The number of a page; 1 where none is asked for. Raises BadRequest for what is no such number."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS and int(text)):
        raise BadRequest(
            f"The parameter page is {text!r}, which is no number of a page.",
            advice=f"Use a whole number from 1, of at most {DIGITS} digits.",
            parameter="page",
        )
    return int(text)
