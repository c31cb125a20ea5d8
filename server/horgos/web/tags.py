"""Entity tags (RFC 9110, 8.8.3): from what an answer follows to its tag, and whether a client names it."""

from __future__ import annotations

import hashlib

from werkzeug.http import parse_etags

from horgos import __version__
from horgos.site import Site
from horgos.web import assets


def entity_tag(site: Site, *parts: str) -> str:
    """The opaque tag of an answer that follows from the publication, this program and these parts alone."""
    publication = site.publication
    whole = "\0".join((publication.digest, publication.key, __version__, assets.built(), *parts))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def is_named(tag: str, if_none_match: str | None) -> bool:
    """Whether If-None-Match names this opaque tag, by the weak comparison (RFC 9110, 13.1.2)."""
    return if_none_match is not None and parse_etags(if_none_match).contains_weak(tag)


def names_any(if_none_match: str | None) -> bool:
    """Whether If-None-Match asks if there is an answer at all."""
    return if_none_match is not None and if_none_match.strip() == "*"
