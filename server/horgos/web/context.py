"""What a handler reaches through Flask: the site its app was made for, the format it should answer in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from horgos.pages.words.glossary import Glossary
from horgos.site import Site
from horgos.web.negotiate import Choice, OfferT, choose, wanted_format
from horgos.web.shared import Shared

KIB = 1024
_SITE = "horgos.site"
_GLOSSARY = "horgos.glossary"
_SHARED = "horgos.shared"


def attach(app: Flask, site: Site, shared: Shared) -> None:
    """Give an app its site, and what it shares with other processes. Called once, by `create_app`."""
    app.extensions[_SITE] = site
    app.extensions[_GLOSSARY] = Glossary()
    app.extensions[_SHARED] = shared


def current_site() -> Site:
    """The site of the app that handles this request."""
    return cast("Site", current_app.extensions[_SITE])


def current_glossary() -> Glossary:
    """The names of what the site has, which are kept."""
    return cast("Glossary", current_app.extensions[_GLOSSARY])


def current_shared() -> Shared:
    """What the processes of this server share."""
    return cast("Shared", current_app.extensions[_SHARED])


def accept() -> str | None:
    """The Accept header of this request."""
    return request.headers.get("Accept")


def wanted() -> str | None:
    """The format that the address of this request asks for. Raises BadRequest where it asks for two."""
    return wanted_format(request.args.items(multi=True))


def whole_body() -> bytes:
    """The body of this request. Raises RequestEntityTooLarge where it is over the bound.

    Where `front` stands before the app it has been read already. Werkzeug cuts a chunked body at its bound
    without a word, so that one byte more is asked for than may be.
    """
    bound = current_site().config.query_length * KIB
    request.max_content_length = bound + 1
    body = request.get_data(cache=False)
    if len(body) > bound:
        raise RequestEntityTooLarge
    return body


def negotiated(offers: Sequence[OfferT]) -> Choice[OfferT]:
    """The best of these offers for this request. Raises NotAcceptable, BadRequest."""
    return choose(offers, accept(), wanted())


def named(offers: Sequence[OfferT]) -> Choice[OfferT]:
    """The offer that the address of this request names, whatever Accept says; the first where it names none.

    Raises NotAcceptable, BadRequest.
    """
    return choose(offers, None, wanted())
