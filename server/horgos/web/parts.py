"""What all pages have alike, `templates/parts/`: made once for all that it follows from, and kept."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, render_template, request
from markupsafe import Markup

from horgos.web.assets import built
from horgos.web.language import here

KEPT = 256  # parts that are kept: some for each page in the navigation and each wish for languages


def attach(app: Flask) -> None:
    """Give the templates of an app its parts: `part("ways")` is what `parts/ways.html` makes.

    It may follow from the endpoint, the reader's languages, the root of the server and what was built, and
    from nothing else of a request.
    """

    @lru_cache(KEPT)
    def made(name: str, *follows: object) -> Markup:
        del follows
        return Markup(render_template(f"parts/{name}.html"))  # noqa: S704  # the template has escaped it

    @app.template_global()
    def part(name: str) -> Markup:
        return made(name, request.endpoint, here(), built())
