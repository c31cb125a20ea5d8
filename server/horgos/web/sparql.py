"""The SPARQL endpoint: `protocol` reads the request, `answering` plans the answer, the engine runs the query.

A relative IRI in a query is resolved against the base of the dataset (the SPARQL 1.1 Protocol, under
"Determining the Base IRI", leaves it to the service), so that `<id/x>` means the same on every host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, request, url_for

from horgos.describe import PREFIXES, service_description
from horgos.errors import HorgosError, NotAcceptable
from horgos.formats import GRAPH_FORMATS
from horgos.pages.reference.description import graph_sizes, serialise
from horgos.terms import Prefixes
from horgos.web import answering, browse, metadata, openapi, problems, protocol
from horgos.web.conditional import conditional
from horgos.web.context import accept, current_site, whole_body
from horgos.web.negotiate import choose
from horgos.web.tags import entity_tag

if TYPE_CHECKING:
    from horgos.engine import Answer, Query
    from horgos.web.answering import Plan
    from horgos.web.protocol import SparqlRequest

blueprint = Blueprint("sparql", __name__)

OUTCOME = "horgos.outcome"
"""In the environment of a request: the answer or the error of its query, where it has been asked already."""


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"], endpoint="endpoint_with_slash")
def endpoint() -> Response:
    """Answer a query; without one, show the query page or describe the service, as the client accepts."""
    body = whole_body() if request.method == "POST" else b""
    asked = protocol.read(request.method, request.query_string, dict(request.headers), body)
    page = answering.prefers_page(asked, accept())
    if asked.query is None:
        response = browse.query_form(current_site(), "", None, None) if page else description(asked)
        response.headers["Link"] = f"{openapi.link()}, {metadata.links()}"
    else:
        response = results_page(asked, asked.query) if page else results(asked, asked.query)
    response.vary.add("Accept")
    return response


def results(asked: SparqlRequest, text: str) -> Response:
    """The answer to a query in the format that the client accepts (SPARQL 1.1 Protocol, 2.1.5).

    What follows from the dataset alone comes with a tag, so that it need not be made twice.
    """
    plan = answering.plan(current_site(), request.method, asked, text, accept())
    known = request.headers.get("If-None-Match")
    reply = answering.unmodified(plan, known) or answering.reply(plan, _answer(plan), known)
    response = Response(reply.body if isinstance(reply.body, bytes) else None, reply.status)
    response.headers.clear()
    response.headers.extend(reply.headers)
    return response


def results_page(asked: SparqlRequest, text: str) -> Response:
    """The query page with the answer, or with the error and what belongs to it: its status, its headers."""
    try:
        answer = _run(answering.query_for(current_site(), asked, text))
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


def _answer(plan: Plan) -> Answer:
    """The answer in the best format that can carry it: not every format of rows can carry a boolean."""
    try:
        return _run(plan.query)
    except NotAcceptable as error:
        return _run(answering.second(plan, error))


def _run(query: Query) -> Answer:
    """What the engine answers, or has answered before the app was asked."""
    outcome = request.environ.get(OUTCOME)
    if outcome is None:
        return current_site().engine.run(query)
    if isinstance(outcome, HorgosError):
        raise outcome
    return cast("Answer", outcome)
