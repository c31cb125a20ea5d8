"""The IRIs of the dataset on this server: 303 from a resource to its page or its data, and the data.

Any path under the base of the dataset may be a resource; which ones are, the dataset says. The document about
the resource at `kind/slug` is `page/kind/slug` for people and `data/kind/slug.ttl` for programs, with `id/`
left out (`terms.Base`). A resource right under the base, as the dataset itself, has no page but the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from flask import Blueprint, Response
from werkzeug.urls import iri_to_uri

from horgos.errors import NotFound
from horgos.formats import BY_NAME, GRAPH_FORMATS, Format
from horgos.pages.reading import is_iri
from horgos.pages.reference.description import describe, is_described, is_known, serialise
from horgos.site import Site
from horgos.terms import Base
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.language import here
from horgos.web.negotiate import GRAPH_OR_PAGE, HTML, Choice, Document
from horgos.web.tags import entity_tag

blueprint = Blueprint("entity", __name__)

_PATHS = 2048  # paths that are kept in the form that an address has: pages lead to the same ones
_SEGMENTS = "!$&'()*+,/:;=@"  # what may stand as it is in a path (RFC 3986, 3.3), and the slash


@blueprint.get("/<path:path>")
def resource(path: str) -> Response:
    """See other: the page or the data of the resource at this path (Cool URIs for the Semantic Web, 4.2)."""
    site = current_site()
    iri = site.base.iri + path
    if not (is_iri(iri) and is_known(site.engine, iri)):
        raise unknown(path)
    target = address(site, iri, negotiated(GRAPH_OR_PAGE).offer)
    response = Response(status=303)
    del response.headers["Content-Type"]
    response.headers["Location"] = target
    response.headers["Link"] = link_header(site, iri)
    response.vary.add("Accept")
    return response


@blueprint.get("/data/<path:name>")
def data(name: str) -> Response:
    """The description of a resource in the format that the extension names, or that is negotiated."""
    stem, format_ = split_extension(name)
    choice = Choice(format_, format_.media_type) if format_ else negotiated(GRAPH_FORMATS)
    tag = entity_tag(current_site(), "data", stem, choice.media_type)
    return conditional(tag, lambda: _description(stem, choice))


def address(site: Site, iri: str, offer: Format | Document) -> str:
    """The path of the document about a resource: in HTML its page, in a format its data."""
    if offer is not HTML:
        return f"{data_path(site.base, iri)}.{offer.extension}"
    name = site.base.name(iri)
    return path(f"page/{name}" if name else "")


def data_path(base: Base, iri: str) -> str:
    """The path of the data about a resource, but for a dot and the extension of a format."""
    return path(f"data/{base.name(iri) or base.path(iri)}")


def path(below: str, extension: str = "") -> str:
    """The path, as clients see it, of what stands at this one below the root of the server.

    An extension of ASCII letters with its dot may follow it. It is what `url_for` makes for a route, which
    takes too long for the hundreds of links of a page.
    """
    return f"{here().root}/{_quoted(below)}{extension}"


@lru_cache(_PATHS)
def _quoted(below: str) -> str:
    return quote(below, safe=_SEGMENTS)


def link_header(site: Site, iri: str, canonical: str | None = None) -> str:
    """The value of Link for a resource or a document about it (RFC 8288).

    `alternate`: the document in every format; `describedby`: the data; `cite-as`: the IRI to be cited (RFC
    8574); `license`; and where `canonical` gives its path, the address this document should be known by.
    """
    return ", ".join(_links(site, iri, canonical))


def split_extension(name: str) -> tuple[str, Format | None]:
    """The name of a resource and the format that the extension asks for; a dot may also be part of a name."""
    stem, dot, extension = name.rpartition(".")
    for format_ in GRAPH_FORMATS:
        if dot and stem and extension == format_.extension:
            return stem, format_
    return name, None


def unknown(name: str) -> NotFound:
    """The error for a path at which the dataset has no resource."""
    return NotFound(
        f"The dataset has nothing that is called “{name}”.",
        advice=f"Start from {path('')}, which leads to all there is.",
    )


def _links(site: Site, iri: str, canonical: str | None) -> Iterator[str]:
    data, turtle = data_path(site.base, iri), BY_NAME["ttl"]
    for format_ in GRAPH_FORMATS:
        yield f'<{data}.{format_.extension}>; rel="alternate"; type="{format_.media_type}"'
    yield f'<{address(site, iri, HTML)}>; rel="alternate"; type="text/html"'
    yield f'<{data}.{turtle.extension}>; rel="describedby"; type="{turtle.media_type}"'
    yield f'<{iri_to_uri(iri)}>; rel="cite-as"'
    if canonical:
        yield f'<{canonical}>; rel="canonical"'
    if site.dataset.license:
        yield f'<{iri_to_uri(site.dataset.license)}>; rel="license"'


def _description(name: str, choice: Choice[Format]) -> Response:
    site = current_site()
    for iri in _candidates(site, name):
        quads = describe(site.engine, iri)
        if is_described(quads, iri):
            place = address(site, iri, choice.offer)
            response = Response(
                serialise(quads, choice.offer, site.prefixes), content_type=choice.content_type
            )
            response.headers["Content-Location"] = place
            response.headers["Link"] = link_header(site, iri, place)
            return response
    raise unknown(name)


def _candidates(site: Site, name: str) -> list[str]:
    """The IRIs that a name may stand for: `x` for `id/x`, or for `x` itself; `kind/x` for that alone."""
    iris = [site.base.named(name)] if "/" in name else [site.base.named(name), site.base.iri + name]
    return [iri for iri in iris if is_iri(iri)]
