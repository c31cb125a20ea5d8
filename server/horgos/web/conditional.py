"""Conditional requests (RFC 9110, 13): who has the answer already is told so, and it is not made again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request


def conditional(tag: str, make: Callable[[], Response]) -> Response:
    """The response that `make` gives, under this tag; 304 without making it, where the client names the tag.

    `If-None-Match: *` asks whether there is an answer at all, so that one is made first (13.1.2). The tag is
    weak: the same answer may come with its rows in another order. Caches may keep it and ask each time.
    """
    known = request.if_none_match
    named = known.contains_weak(tag) and not known.star_tag
    response = Response(status=304) if named else make()
    if known.star_tag:
        response = Response(status=304)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    return response
