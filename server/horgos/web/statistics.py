"""The statistics page."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from horgos.pages.history.dated import STATISTICS, Choice
from horgos.pages.quantities import statistics as figures
from horgos.web import choosing
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
def statistics() -> Response:
    """What was counted and measured: charts and tables of all figures, each kind of period by itself."""
    site = current_site()
    chosen, page = Choice(choosing.wanted(site.prefixes, STATISTICS)), number("page")
    reader = reader_of(site)
    return page_response(
        lambda: render_template("statistics.html", page=figures.statistics(reader, chosen, page)),
        "statistics",
        request.full_path,
    )
