"""What claims stand on, and what they are held against: the pages of the disagreements and of the sources."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from horgos.pages import sources as documents
from horgos.pages.verdicts import disagreements as held
from horgos.queries import shipped
from horgos.web.choosing import wanted
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number, single

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/disagreements")
def disagreements() -> Response:
    """The page of what does not agree: every finding by kind, its claims side by side, and the verdict."""
    reader = reader_of(current_site())
    chosen, page = wanted(reader.prefixes, held.PARTS), number("page")
    return page_response(
        lambda: render_template(
            "disagreements.html",
            page=held.disagreements(reader, chosen, page),
            query=reader.prefixes.sparql + shipped("findings"),
        ),
        "disagreements",
        request.full_path,
    )


@blueprint.get("/sources")
def sources() -> Response:
    """The page of the documents; with `document` and `part`, a page of the whole list of such claims."""
    reader = reader_of(current_site())
    document, part, page = reader.prefixes.meant(single("document")), single("part"), number("page")

    def make() -> str:
        if document or part:
            listed = documents.whole(reader, document, part or documents.PARTS[0], page)
            return render_template("source-list.html", page=listed)
        return render_template("sources.html", page=documents.sources(reader, page))

    return page_response(make, "sources", request.full_path)
