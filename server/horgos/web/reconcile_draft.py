"""The reconciliation service as the next version of its API has it, which is still a draft (1.0-draft).

It has the same answers as version 0.2, in JSON alone. Suggestions, previews and proposals are those of 0.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request, url_for

from horgos.errors import MethodNotAllowed
from horgos.pages.reconciliation import answers, asked
from horgos.pages.reconciliation.values import extended
from horgos.web import reconcile
from horgos.web.context import current_site, whole_body
from horgos.web.negotiate import JSON
from horgos.web.page import reader_of
from horgos.web.protocol import posted_as
from horgos.web.search import as_json, index_of_names

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

blueprint = Blueprint("reconcile_draft", __name__, url_prefix="/reconcile/1.0-draft")

Node = dict[str, Any]

VERSION = "1.0-draft"
for path, view in (
    ("/suggest/entity", reconcile.suggest_entity),
    ("/suggest/type", reconcile.suggest_type),
    ("/suggest/property", reconcile.suggest_property),
    ("/extend/propose", reconcile.propose),
    ("/preview", reconcile.preview),
):
    blueprint.get(path)(view)


@blueprint.get("")
def service() -> Response:
    """The manifest of the reconciliation service, as the draft of the next version has it."""
    home = url_for("browse.home", _external=True)
    return as_json(lambda: _manifest(reader_of(current_site()), home), "draft", home)


@blueprint.route("/match", methods=["GET", "POST"])
def match() -> Response:
    """Candidates for a batch of reconciliation queries."""
    queries = asked.draft_batch(_body())
    site = current_site()
    return as_json(lambda: _results(queries, site.config.deadline))


@blueprint.route("/extend", methods=["GET", "POST"])
def extend() -> Response:
    """The values of properties of entities."""
    wanted = asked.extension(_body(), "the body")
    index_of_names()
    return as_json(lambda: _rows(extended(reader_of(current_site()), wanted)))


def _manifest(reader: Reader, home: str) -> Node:
    return reconcile.described(reader) | {
        "versions": [VERSION],
        "view": {"url": f"{home}{{id}}"},
        "preview": reconcile.PREVIEW,
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
    }


def _body() -> str:
    """The JSON in the body; what is no UTF-8 is no JSON either. Raises UnsupportedMediaType.

    Raises MethodNotAllowed for a GET, which would else be asked for as a resource of the dataset.
    """
    if request.method != "POST":
        raise MethodNotAllowed("Queries are sent here by POST.", allow=("OPTIONS", "POST"))
    posted_as(request.headers.get("Content-Type", ""), JSON.media_types[0])
    return whole_body().decode(errors="surrogateescape")


def _results(queries: tuple[asked.Asked, ...], seconds: float) -> Node:
    found = answers.answered(reader_of(current_site()), index_of_names(), queries, seconds)
    return {"results": [{"candidates": each} for each in found]}


def _rows(answer: Node) -> Node:
    """The answer to a data extension query of version 0.2 with its rows in lists."""
    rows = [
        {"id": id_, "properties": [{"id": name, "values": values} for name, values in row.items()]}
        for id_, row in answer["rows"].items()
    ]
    return {"meta": answer["meta"], "rows": rows}
