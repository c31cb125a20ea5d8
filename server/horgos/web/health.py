"""What supervisors and monitors ask: whether the process lives, whether queries are answered, the figures."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from horgos.engine import Query
from horgos.errors import Busy, HorgosError
from horgos.web.context import current_shared, current_site
from horgos.web.metrics.page import page

blueprint = Blueprint("health", __name__)

PATIENCE = 2.0  # seconds for the query that shows that queries are answered


@blueprint.after_request
def _never_kept(response: Response) -> Response:
    response.cache_control.no_store = True
    return response


@blueprint.get("/healthz")
def health() -> Response:
    """200 as long as this process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
def ready() -> Response:
    """200 where a query is answered, else 503 with the reason. New data that was refused changes nothing."""
    site = current_site()
    try:
        site.engine.run(Query("ASK {}", deadline=PATIENCE))
    except HorgosError as error:
        raise Busy(f"No query is answered. {error.detail}", advice=error.advice) from None
    body = json.dumps({"status": "ready", "digest": site.publication.digest})
    return Response(f"{body}\n", content_type="application/json")


@blueprint.get("/metrics")
def metrics() -> Response:
    """The figures of all processes of this server (Prometheus text format, or OpenMetrics where accepted)."""
    shared = current_shared()
    body, content_type = page(
        shared.board, current_site().publication, shared.main, request.headers.get("Accept", "")
    )
    return Response(body, content_type=content_type)
