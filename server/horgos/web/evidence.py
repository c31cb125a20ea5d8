"""What claims stand on, and what they are held against: the pages of the disagreements and of the sources."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from horgos.pages import sources as documents
from horgos.pages.verdicts import disagreements as held
from horgos.queries import shipped
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number, single

blueprint = Blueprint("evidence", __name__)

FACETS = ("kind", "verdict", "source")
"""The parameters that filter findings."""


@blueprint.get("/disagreements")
def disagreements() -> Response:
    """The page of what does not agree: every finding by kind, its claims side by side, and the verdict."""
    reader = reader_of(current_site())
    wanted = {name: value for name in FACETS if (value := single(name))}
    page = number("page")
    here = {**wanted, **({"page": str(page)} if page > 1 else {})}
    return page_response(
        lambda: render_template(
            "disagreements.html",
            page=held.disagreements(reader, wanted, page),
            wanted=wanted,
            here=here,
            query=reader.prefixes.sparql + shipped("findings"),
        ),
        "disagreements",
        *(f"{name}={value}" for name, value in here.items()),
    )


@blueprint.get("/sources")
def sources() -> Response:
    """The page of the documents; with `document` and `part`, a page of the whole list of such claims."""
    reader = reader_of(current_site())
    document, part, page = single("document"), single("part"), number("page")
    here = {name: value for name, value in (("document", document), ("part", part)) if value}
    here |= {"page": str(page)} if page > 1 else {}

    def make() -> str:
        if document or part:
            listed = documents.whole(reader, document, part or documents.PARTS[0], page)
            return render_template("source-list.html", page=listed, here=here)
        return render_template("sources.html", page=documents.sources(reader, page), here=here)

    return page_response(make, "sources", *(f"{name}={value}" for name, value in here.items()))
