"""The SPARQL endpoint: `protocol` reads the request, `negotiate` picks formats, the engine runs the query.

A relative IRI in a query is resolved against the base of the dataset (the SPARQL 1.1 Protocol, under
"Determining the Base IRI", leaves it to the service), so that `<id/x>` means the same on every host.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from horgos.describe import PREFIXES, service_description
from horgos.engine import Query
from horgos.errors import HorgosError, NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Format, Kind
from horgos.pages.description import graph_sizes, serialise
from horgos.terms import Prefixes
from horgos.web import browse, problems, protocol
from horgos.web.conditional import conditional, entity_tag
from horgos.web.context import accept, current_site, whole_body
from horgos.web.front.rsgi import OUTCOME
from horgos.web.negotiate import (
    BOOLEAN_FORMATS,
    Formats,
    asked_for,
    choose,
    choose_results,
    not_acceptable,
    prefers_page,
)

if TYPE_CHECKING:
    from horgos.engine import Answer
    from horgos.web.protocol import SparqlRequest

blueprint = Blueprint("sparql", __name__)

# Functions whose value is another each time (SPARQL 1.1, 17.4.2.12, 17.4.4.5, 17.4.5.1). Where the words only
# stand in a string, the answer is not kept either, which does no harm. SERVICE asks a server that may change.
_CHANGING = re.compile(r"\b(?:(?:RAND|NOW|UUID|STRUUID)\s*\(|SERVICE\b)", re.IGNORECASE)


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"], endpoint="endpoint_with_slash")
def endpoint() -> Response:
    """Answer a query; without one, show the query page or describe the service, as the client accepts."""
    if error := request.environ.get(OUTCOME):
        raise error
    body = whole_body() if request.method == "POST" else b""
    asked = protocol.read(request.method, request.query_string, dict(request.headers), body)
    page = prefers_page(accept(), asked.format)
    if asked.query is None:
        response = browse.query_form(current_site(), "", None, None) if page else description(asked)
    else:
        response = results_page(asked, asked.query) if page else results(asked, asked.query)
    response.vary.add("Accept")
    return response


def results(asked: SparqlRequest, text: str) -> Response:
    """The answer to a query in the format that the client accepts (SPARQL 1.1 Protocol, 2.1.5).

    What follows from the dataset alone comes with a tag, so that it need not be made twice.
    """
    formats = choose_results(accept(), asked.format)
    if request.method == "POST" or _CHANGING.search(text):
        response = _results(asked, text, formats)
        response.cache_control.no_store = True
        return response
    types = [choice.media_type if choice else "" for choice in formats]
    tag = entity_tag(current_site(), text, *types, *asked.default_graphs, "", *asked.named_graphs)
    return conditional(tag, lambda: _results(asked, text, formats))


def results_page(asked: SparqlRequest, text: str) -> Response:
    """The query page with the answer, or with the error and what belongs to it: its status, its headers."""
    try:
        answer = _run(asked, text, BY_NAME["json"], BY_NAME["ttl"])
    except HorgosError as error:
        return problems.on_page(error, browse.query_form(current_site(), text, None, error))
    return browse.query_form(current_site(), text, answer, None)


def description(asked: SparqlRequest) -> Response:
    """The service description in a format of RDF (SPARQL 1.1 Service Description, 2)."""
    choice = choose(GRAPH_FORMATS, accept(), asked.format)
    site, address = current_site(), url_for("sparql.endpoint", _external=True)

    def make() -> Response:
        federated, remote = bool(site.config.allow_service), bool(site.config.engine)
        quads = service_description(
            address, site.dataset, graph_sizes(site.engine), federated=federated, remote=remote
        )
        prefixes = Prefixes({**PREFIXES, **site.prefixes.namespaces})
        return Response(serialise(quads, choice.offer, prefixes), content_type=choice.content_type)

    return conditional(entity_tag(site, "service", address, choice.media_type), make)


def _results(asked: SparqlRequest, text: str, formats: Formats) -> Response:
    """Raises NotAcceptable where the result turns out to be of a kind that no format was found for."""
    answer = _answer(asked, text, formats)
    is_rows = answer.format.kind is Kind.ROWS
    for choice in (formats.rows, formats.boolean) if is_rows else (formats.graph,):
        if choice and choice.offer == answer.format:
            return Response(answer.body, content_type=choice.content_type)
    raise not_acceptable(ROW_FORMATS if is_rows else GRAPH_FORMATS, asked_for(accept(), asked.format))


def _answer(asked: SparqlRequest, text: str, formats: Formats) -> Answer:
    """The answer in the best format that can carry it: not every format of rows can carry a boolean."""
    rows = formats.rows.offer if formats.rows else BY_NAME["json"]
    graph = formats.graph.offer if formats.graph else BY_NAME["ttl"]
    try:
        return _run(asked, text, rows, graph)
    except NotAcceptable:
        if rows in BOOLEAN_FORMATS:
            raise
        if formats.boolean is None:
            raise not_acceptable(BOOLEAN_FORMATS, asked_for(accept(), asked.format)) from None
        return _run(asked, text, formats.boolean.offer, graph)


def _run(asked: SparqlRequest, text: str, rows: Format, graph: Format) -> Answer:
    site = current_site()
    return site.engine.run(
        Query(
            text,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            rows=rows,
            graph=graph,
            base=site.base.iri,
            deadline=asked.timeout,
            prefixes=site.prefixes.namespaces,
        )
    )
