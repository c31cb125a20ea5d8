"""What crawlers may read, and where all of it is listed: robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request, url_for

from horgos.errors import NotFound
from horgos.pages import paging
from horgos.web import navigation
from horgos.web.conditional import conditional
from horgos.web.context import current_site
from horgos.web.documents import pages
from horgos.web.entity import address
from horgos.web.library import library_address
from horgos.web.negotiate import HTML, TEXT, XML
from horgos.web.tags import entity_tag

blueprint = Blueprint("crawlers", __name__)

UNCRAWLED = ("sparql.endpoint", "search.page", "search.suggest", "reconcile.service")
"""Where answers are that no crawler would come to the end of."""
MOST = 50_000  # addresses that a sitemap may have (sitemaps.org, "Using Sitemap index files")
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: all but the answers to queries (RFC 9309), and where all pages are listed."""
    refused = (f"Disallow: {url_for(each)}" for each in UNCRAWLED)
    listed = f"Sitemap: {url_for('crawlers.sitemap', _external=True)}"
    text = "\n".join(("User-agent: *", *refused, "", listed, ""))
    return Response(text, content_type=f"{TEXT.media_types[0]}; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses of all pages (sitemaps.org); of more than one list of them can hold, the lists."""
    return _listed(lambda: _index() if len(_pages()) > MOST else _list(_pages()), "sitemap")


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One list of the addresses of pages, by its number from 1."""
    part = _pages()[(number - 1) * MOST : number * MOST] if number > 0 else []
    if not part:
        raise NotFound(f"There is no list {number} of pages.", advice=f"See {url_for('crawlers.sitemap')}.")
    return _listed(lambda: _list(part), f"sitemap-{number}")


def _pages() -> list[str]:
    """The paths of all pages: of the navigation, of queries, and of what is in the index of names."""
    site = current_site()
    ways = (each.endpoint for each in (*navigation.MAIN, *navigation.more()))
    found = [url_for(endpoint) for endpoint in ("browse.home", *ways) if endpoint not in UNCRAWLED]
    found += [url_for("documents.document", name=name) for name in pages()]
    found += [library_address(query) for query in site.queries]
    if site.search is not None:
        found += [address(site, iri, HTML) for iri in site.search.resources()]
    return list(dict.fromkeys(found))


def _list(paths: list[str]) -> str:
    urls = "".join(f"<url><loc>{escape(request.host_url[:-1] + path)}</loc></url>\n" for path in paths)
    return f'<urlset xmlns="{_XMLNS}">\n{urls}</urlset>\n'


def _index() -> str:
    numbers = range(1, paging.pages(len(_pages()), MOST) + 1)
    addresses = (url_for("crawlers.sitemap_part", number=number, _external=True) for number in numbers)
    lists = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>\n" for each in addresses)
    return f'<sitemapindex xmlns="{_XMLNS}">\n{lists}</sitemapindex>\n'


def _listed(make: Callable[[], str], name: str) -> Response:
    def response() -> Response:
        return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{make()}', content_type=XML.media_types[0])

    return conditional(entity_tag(current_site(), name, request.host_url), response)
