"""The map of everything that is placed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from horgos.errors import BadRequest
from horgos.pages.places.cartography import map_page
from horgos.pages.places.choices import Wish
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of

blueprint = Blueprint("map", __name__)

PARAMETERS = ("year", "kind", "source")
LONGEST = 4  # digits of a year


@blueprint.get("/map")
def page() -> Response:
    """A map of everything that has a position, as it stood in a year where one is asked for."""
    wish = _wish()
    reader = reader_of(current_site())
    return page_response(lambda: render_template("map.html", page=map_page(reader, wish)), "map", str(wish))


@blueprint.app_template_global()
def map_address(wish: Wish, **changes: Any) -> str:
    """The address of the map that a reader wishes to see, with something else wished for in its place."""
    wished = asdict(replace(wish, **changes))
    return url_for("map.page", **{name: value for name, value in wished.items() if value})


@blueprint.app_template_filter()
def degrees(value: float, positive: str, negative: str) -> str:
    """Degrees on the edge of a map: `80° E`."""
    side = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):g}°{side}"


def _wish() -> Wish:
    """What this request asks to see. Raises BadRequest for a year that is none."""
    year, kind, source = (request.args.get(name, "").strip() for name in PARAMETERS)
    if year and not (year.isascii() and year.isdigit() and len(year) <= LONGEST and int(year)):
        raise BadRequest(
            f"The parameter year is {year!r}, which is no year.",
            advice="Use a year from 1 to 9999, as in year=1962.",
            parameter="year",
        )
    return Wish(int(year) if year else None, kind, source)
