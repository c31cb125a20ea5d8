"""The map of everything that is placed."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from horgos.pages.places.cartography import map_page
from horgos.pages.places.standing import ASPECTS
from horgos.web import choosing
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import year

blueprint = Blueprint("map", __name__)


@blueprint.get("/map")
def page() -> Response:
    """A map of everything that has a position, as it stood in a year where one is asked for."""
    reader = reader_of(current_site())
    wanted, shown = choosing.wanted(reader.prefixes, ("kind", "source")), year("year")
    return page_response(
        lambda: render_template("map.html", page=map_page(reader, wanted, shown), aspects=ASPECTS),
        "map",
        request.full_path,
    )


@blueprint.app_template_filter()
def degrees(value: float, positive: str, negative: str) -> str:
    """Degrees on the edge of a map: `80° E`."""
    side = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):g}°{side}"
