"""What the routes do not tell of themselves: the forms a resource is offered in, and what else may come.

For the description of this server (`web.openapi`). A test compares the endpoints here with those of the app.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from horgos.errors import (
    BadRequest,
    Busy,
    HorgosError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    QueryLimit,
    RequestTimeout,
    RequestTooLarge,
    TooManyRequests,
    UnsupportedMediaType,
)
from horgos.formats import GRAPH_FORMATS, ROW_FORMATS
from horgos.web.cite import STYLES
from horgos.web.diff import OFFERS
from horgos.web.files import GZIP, REPORTS
from horgos.web.metadata import PAGES
from horgos.web.negotiate import GRAPH_OR_PAGE, HTML, JSON, PARAMETERS, TEXT, XML, Document, Offer
from horgos.web.releases import ATOM, LISTED

Errors = tuple[type[HorgosError], ...]

EVERYWHERE: Errors = (BadRequest, TooManyRequests, Busy)
"""The errors that any address may answer with: a Host that is none, too much at once, a busy server."""
POSTED: Errors = (RequestTimeout, RequestTooLarge, UnsupportedMediaType)
"""The errors that a body adds."""


@dataclass(frozen=True)
class Resource:
    """What may come of a request to the endpoint of a route.

    `offers` are the forms of its answer; none where it only leads elsewhere, with the statuses in `moved`.
    `parameters` are those of the address that mean the same everywhere; `own` are those that mean something
    at this one, with what they mean and an example. `tagged` says that the answer has an ETag, so that it may
    be 304 (RFC 9110, 13), `partial` that parts of it may be asked for (14), `framed` that other sites may
    show it in a frame, `json` that a POST has JSON in its body. `summary` is for a handler that is not ours
    and has no docstring.
    """

    offers: Sequence[Offer] = ()
    errors: Errors = ()
    moved: tuple[HTTPStatus, ...] = ()
    parameters: tuple[str, ...] = ()
    tagged: bool = True
    partial: bool = False
    framed: bool = False
    json: bool = False
    summary: str = ""
    own: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _negotiated(
    offers: Sequence[Offer],
    errors: Errors = (),
    moved: tuple[HTTPStatus, ...] = (),
    parameters: tuple[str, ...] = (),
    *,
    tagged: bool = True,
) -> Resource:
    """A resource that Accept and `format=` choose the form of."""
    refused = (*errors, NotAcceptable)
    return Resource(offers, refused, moved, (*parameters, *PARAMETERS), tagged)


_ANYTHING = Document("any", "anything", ("*/*",), "")
_CSV = Document("csv", "CSV", ("text/csv",), "csv")
_MARKDOWN = Document("md", "Markdown", ("text/markdown",), "md")
_PNG = Document("png", "PNG", ("image/png",), "png")
_GZIP = Document("gz", "gzip", (GZIP,), "gz")
_OPENMETRICS = Document("openmetrics", "OpenMetrics", ("application/openmetrics-text",), "txt")
_RESULTS: tuple[Offer, ...] = (*ROW_FORMATS, *GRAPH_FORMATS, HTML)
_DATASET = ("query", "default-graph-uri", "named-graph-uri", "timeout")
_ENDPOINT = _negotiated(_RESULTS, (QueryLimit,), parameters=_DATASET)

_CITATIONS = tuple(style.document for style in STYLES)
_SEARCH = ("q", "kind", "source", "from", "to", "page", "lang")
_SEARCH_ERRORS = (NotFound, QueryLimit)
_POST_ALONE = (*_SEARCH_ERRORS, MethodNotAllowed)
_SUGGESTED = Resource((JSON,), _SEARCH_ERRORS, parameters=("prefix", "cursor", "offset", "limit", "lang"))


def _shared(blueprint: str) -> dict[str, Resource]:
    """What both versions of the reconciliation service have."""
    return {
        f"{blueprint}.preview": Resource((HTML,), _SEARCH_ERRORS, parameters=("id", "lang"), framed=True),
        f"{blueprint}.propose": Resource((JSON,), _SEARCH_ERRORS, parameters=("type", "limit", "lang")),
        **{f"{blueprint}.suggest_{kind}": _SUGGESTED for kind in ("entity", "property", "type")},
    }


_PAGE = ("The number of the page, from 1.", "1")
_THING = ("What the claims are about, as a prefixed name or an IRI.", "e:x")
_DATED = {
    "kind": ("`happened`, `figures` and so on; or a kind of event or an indicator.", "happened"),
    "source": ("A document that states the claims, as a prefixed name or an IRI.", "d:x"),
    "thing": _THING,
    "from": ("The first year.", "1881"),
    "to": ("The last year.", "1920"),
    "year": ("One year, as it stood.", "1962"),
    "undated": ("`yes` for the claims that name no year.", "yes"),
    "page": _PAGE,
}
_MEASURED = {
    "indicator": ("What is measured, as a prefixed name or an IRI.", "v:x"),
    "thing": _THING,
    "page": _PAGE,
}
_SPARQL = Document("rq", "SPARQL", ("application/sparql-query",), "rq")
_WORDS = {"q": ("Words that a query has in its title, question, keywords or topic.", "list")}
_FILTERS = {
    "kind": ("The kind of the findings, as a prefixed name or an IRI.", "v:contradiction"),
    "verdict": ("Their verdict, as a prefixed name or an IRI.", "v:undecided"),
    "source": ("A document that states one of their claims, likewise.", "d:logbook"),
    "page": _PAGE,
}
_LISTS = {
    "document": ("The document whose claims are listed, as a prefixed name or an IRI.", "d:logbook"),
    "part": ("Which of its claims: `alone` or `confirmed`.", "alone"),
    "page": _PAGE,
}

RESOURCES = {
    "about.about": Resource((HTML,)),
    "browse.home": Resource((HTML,)),
    "documents.document": Resource((HTML, _MARKDOWN, _CSV, _PNG), (NotFound,)),
    "documents.index": Resource((HTML,), (NotFound,)),
    "browse.ns": _negotiated((HTML,), moved=(HTTPStatus.SEE_OTHER,)),
    "browse.ns_in": Resource(GRAPH_FORMATS, (NotFound,)),
    "browse.ns_version": Resource((), (NotFound,), (HTTPStatus.SEE_OTHER,), tagged=False),
    "browse.ns_version_page": Resource((), (NotFound,), (HTTPStatus.SEE_OTHER,), tagged=False),
    "browse.page": _negotiated(
        (HTML,),
        (NotFound,),
        (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.SEE_OTHER),
        ("by", "of", "page", "year"),
    ),
    "cite.dataset": Resource(_CITATIONS, (NotFound,)),
    "cite.resource": Resource(_CITATIONS, (NotFound,)),
    "crawlers.robots": Resource((TEXT,), tagged=False),
    "crawlers.sitemap": Resource((XML,), (QueryLimit,)),
    "crawlers.sitemap_part": Resource((XML,), (NotFound, QueryLimit)),
    "diff.diff": _negotiated(OFFERS, (NotFound,), (HTTPStatus.FOUND,), ("page",)),
    "entity.data": _negotiated(GRAPH_FORMATS, (NotFound,)),
    "entity.resource": _negotiated((), (NotFound,), (HTTPStatus.SEE_OTHER,), tagged=False),
    "evidence.disagreements": Resource((HTML,), own=_FILTERS),
    "evidence.sources": Resource((HTML,), own=_LISTS),
    "files.dump": Resource((*GRAPH_FORMATS, TEXT, _GZIP), (NotFound,), partial=True),
    "files.dumps": _negotiated((JSON, HTML)),
    "files.prefixes": Resource((JSON,)),
    "files.report": _negotiated(REPORTS),
    "files.shapes": _negotiated(GRAPH_OR_PAGE),
    "files.shapes_in": Resource(GRAPH_FORMATS, (NotFound,)),
    "gazetteer.page": Resource((HTML,), (NotFound,), parameters=("class", "page")),
    "health.health": Resource((TEXT,), tagged=False),
    "health.metrics": Resource((TEXT, _OPENMETRICS), tagged=False),
    "health.ready": Resource((JSON,), tagged=False),
    "library.index": Resource((HTML,), own=_WORDS),
    "library.query": Resource(
        (HTML, _SPARQL, *ROW_FORMATS, *GRAPH_FORMATS), (NotFound, NotAcceptable, QueryLimit)
    ),
    "llms.text": Resource((TEXT,)),
    "map.page": Resource((HTML,), parameters=("year", "kind", "source")),
    **{f"metadata.{name}": _negotiated(GRAPH_FORMATS, moved=(HTTPStatus.SEE_OTHER,)) for name in PAGES},
    **{f"metadata.{name}_in": Resource(GRAPH_FORMATS, (NotFound,)) for name in PAGES},
    "metadata.well_known": Resource(moved=(HTTPStatus.SEE_OTHER,), tagged=False),
    "openapi.document": Resource((JSON,)),
    "problems.error_type": _negotiated((HTML, TEXT), (NotFound,), tagged=False),
    "problems.types": _negotiated((HTML, TEXT), tagged=False),
    **_shared("reconcile"),
    **_shared("reconcile_draft"),
    "reconcile.service": Resource((JSON,), _SEARCH_ERRORS, parameters=("queries", "extend", "lang")),
    "reconcile_draft.extend": Resource((JSON,), _POST_ALONE, parameters=("lang",), json=True),
    "reconcile_draft.match": Resource((JSON,), _POST_ALONE, parameters=("lang",), json=True),
    "reconcile_draft.service": Resource((JSON,), _SEARCH_ERRORS, parameters=("lang",)),
    "releases.feed": Resource((ATOM,)),
    "releases.file": Resource((_ANYTHING,), (NotFound,), (HTTPStatus.FOUND,), partial=True),
    "releases.index": _negotiated(LISTED),
    "releases.release": _negotiated(LISTED, (NotFound,), (HTTPStatus.FOUND,)),
    "search.page": _negotiated((HTML, JSON), _SEARCH_ERRORS, parameters=_SEARCH),
    "search.results": Resource((JSON,), _SEARCH_ERRORS, parameters=_SEARCH),
    "search.suggest": Resource((JSON,), _SEARCH_ERRORS, parameters=("q", "lang")),
    "sparql.endpoint": _ENDPOINT,
    "sparql.endpoint_with_slash": _ENDPOINT,
    "statistics.statistics": Resource((HTML,), own=_MEASURED),
    "timeline.timeline": Resource((HTML,), own=_DATED),
    "static": Resource((_ANYTHING,), (NotFound,), partial=True, summary="A file that pages load."),
}
