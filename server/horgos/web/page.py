"""A page as a response: in the language of the reader, under a tag made of what it depends on."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from horgos.pages.reading import Reader
from horgos.site import Site
from horgos.web.conditional import conditional
from horgos.web.context import current_glossary, current_site
from horgos.web.language import check, languages
from horgos.web.negotiate import HTML
from horgos.web.tags import entity_tag


def page_response(make: Callable[[], str], *parts: str) -> Response:
    """The page that `make` renders; 304 where the client has it already. `parts` tell this page from others.

    Raises BadRequest for a language that the interface does not have.
    """
    check()
    response = conditional(
        entity_tag(current_site(), "html", *parts, ",".join(languages())),
        lambda: Response(make(), content_type=f"{HTML.media_types[0]}; charset=utf-8"),
    )
    response.vary.add("Accept-Language")
    return response


def reader_of(site: Site) -> Reader:
    """The reader that this request comes from."""
    return Reader(site.engine, site.prefixes, site.base, languages(), current_glossary())
