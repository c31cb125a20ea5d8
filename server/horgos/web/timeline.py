"""The timeline, and the page of a year."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from horgos.errors import BadRequest
from horgos.pages.history import timeline as timelines
from horgos.pages.history import year as years
from horgos.web import choosing, parameters
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of

blueprint = Blueprint("timeline", __name__)
for function in (choosing.with_values, choosing.turned, choosing.without, choosing.kept):
    blueprint.add_app_template_global(function)


@blueprint.get("/timeline")
def timeline() -> Response:
    """Everything that has a time, or all that is told of one year."""
    site = current_site()
    chosen, year, page = choosing.choice(site.prefixes), parameters.year("year"), parameters.number("page")
    if year is not None and (chosen.first is not None or chosen.last is not None):
        raise BadRequest(
            f"The address asks for the year {year} and for years from one to another.",
            advice="Give `year`, or `from` and `to`.",
            parameter="year",
        )
    reader = reader_of(site)

    def make() -> str:
        if year is not None:
            return render_template("year.html", page=years.year_page(reader, chosen, year))
        return render_template("timeline.html", page=timelines.timeline(reader, chosen, page))

    return page_response(make, "timeline", request.full_path)
