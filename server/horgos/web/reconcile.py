"""The reconciliation service, as OpenRefine speaks it (Reconciliation Service API, version 0.2).

Names in somebody's table are matched with what the dataset has, over the index that the search has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request, url_for

from horgos import __version__
from horgos.errors import BadRequest, NotFound
from horgos.pages.reconciliation import answers, asked
from horgos.pages.reconciliation.terms import DEFAULTS, SUGGESTED, entity, properties, types
from horgos.pages.reconciliation.values import extended
from horgos.pages.words.names import Names
from horgos.terms import best_label
from horgos.web.context import current_site, whole_body
from horgos.web.headers import FRAMED
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number, single
from horgos.web.protocol import FORM, parameters, posted_as
from horgos.web.search import as_json, index_of_names
from horgos.web.wanted import short

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

blueprint = Blueprint("reconcile", __name__)

Node = dict[str, Any]

VERSION = "0.2"
PREVIEW = {"width": 430, "height": 300}  # pixels
SPELLINGS = 8  # names that a preview shows


@blueprint.route("/reconcile", methods=["GET", "POST"])
def service() -> Response:
    """The manifest of the reconciliation service; candidates for queries, values of properties to extend."""
    given = _given()
    if set(given) == {"queries", "extend"}:
        raise BadRequest("Both queries and extend are given.", advice="Send one of them.", parameter="extend")
    if "queries" in given:
        batch = asked.batch(given["queries"])
        return as_json(lambda: _results(batch), "reconcile", given["queries"])
    if "extend" in given:
        wanted = asked.extension(given["extend"])
        index_of_names()
        return as_json(lambda: extended(reader_of(current_site()), wanted), "extend", given["extend"])
    if request.method == "POST":
        raise BadRequest(
            "The form has neither queries nor extend.",
            advice="Send a batch of queries as JSON in the field queries.",
            parameter="queries",
        )
    root = url_for("reconcile.service", _external=True)
    return as_json(lambda: _manifest(reader_of(current_site()), root), "manifest", root)


@blueprint.get("/reconcile/suggest/entity")
def suggest_entity() -> Response:
    """Entities whose name begins so, as a reconciliation service suggests them."""
    prefix, start, limit = place()
    return as_json(
        lambda: answers.entities(reader_of(current_site()), index_of_names(), prefix, start, limit),
        *("entity", prefix, str(start), str(limit)),
    )


@blueprint.get("/reconcile/suggest/type")
def suggest_type() -> Response:
    """Types whose name begins so, as a reconciliation service suggests them."""
    prefix, start, limit = place()
    return as_json(
        lambda: answers.suggested(types(reader_of(current_site()), index_of_names(), prefix), start, limit),
        *("type", prefix, str(start), str(limit)),
    )


@blueprint.get("/reconcile/suggest/property")
def suggest_property() -> Response:
    """Properties whose name begins so, as a reconciliation service suggests them."""
    prefix, start, limit = place()
    return as_json(
        lambda: answers.suggested(
            properties(reader_of(current_site()), index_of_names(), prefix), start, limit
        ),
        *("property", prefix, str(start), str(limit)),
    )


@blueprint.get("/reconcile/extend/propose")
def propose() -> Response:
    """The properties that entities of a type have, as a reconciliation service proposes them."""
    class_, limit = single("type"), number("limit", SUGGESTED)
    return as_json(
        lambda: answers.proposed(reader_of(current_site()), index_of_names(), class_, limit),
        *("propose", class_, str(limit)),
    )


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """A small page about an entity, for a frame in the page of a client."""
    reader, index = reader_of(current_site()), index_of_names()
    iri = entity(reader.base, single("id"))
    named = index.names(iri) if iri else ()
    if not named:
        raise NotFound(
            f"There is no entity {single('id')!r}.", advice="Give the identifier of a candidate in id."
        )
    classes = index.classes([iri]).get(iri, ())
    names = Names(reader)
    names.load([iri, *classes])
    spelt = dict.fromkeys(name.label for name in named if name.label != names.label(iri))
    response = page_response(
        lambda: render_template(
            "preview.html",
            thing=names.ref(iri),
            kinds=[names.ref(each) for each in classes],
            names=list(spelt)[:SPELLINGS],
        ),
        *("preview", iri),
    )
    response.headers["Content-Security-Policy"] = FRAMED
    return response


def described(reader: Reader) -> Node:
    """What the manifests of all versions have in common."""
    title = best_label(current_site().dataset.title, reader.languages)
    return {
        "name": title.text if title else current_site().dataset.iri,
        "documentation": url_for("browse.home", _external=True),
        "serviceVersion": __version__,
        "batchSize": asked.BATCH,
        "defaultTypes": [answers.term_node(term) for term in types(reader, index_of_names())[:DEFAULTS]],
    }


def place() -> tuple[str, int, int]:
    """What a suggest query asks for (7.2): the prefix, how many to leave out, and how many are wanted."""
    name = "offset" if single("offset") else "cursor"
    start = 0 if single(name) == "0" else number(name, 0)
    return short(single("prefix"), "prefix"), start, min(number("limit", SUGGESTED), SUGGESTED)


def _given() -> Mapping[str, str]:
    """The fields queries and extend, of the address or of a form. Raises BadRequest, UnsupportedMediaType."""
    given = list(parameters(request.query_string, "the address"))
    if request.method == "POST":
        posted_as(request.headers.get("Content-Type", ""), FORM)
        given += parameters(whole_body(), "the form")
    found: dict[str, str] = {}
    for name, value in given:
        if name in ("queries", "extend") and name in found:
            raise BadRequest(f"The parameter {name} is given twice.", advice="Give it once.", parameter=name)
        if name in ("queries", "extend"):
            found[name] = value
    return found


def _manifest(reader: Reader, root: str) -> Node:
    """The service manifest (4)."""
    home = url_for("browse.home", _external=True)
    return described(reader) | {
        "versions": [VERSION],
        "identifierSpace": current_site().base.iri,
        "schemaSpace": "http://www.w3.org/2000/01/rdf-schema#Resource",
        "view": {"url": f"{home}{{{{id}}}}"},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", **PREVIEW},
        "suggest": {
            name: {"service_url": root, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/extend/propose"},
            "property_settings": [],
        },
    }


def _results(batch: Mapping[str, asked.Asked]) -> Node:
    """The result batch (5.2)."""
    reader, seconds = reader_of(current_site()), current_site().config.deadline
    found = answers.answered(reader, index_of_names(), batch.values(), seconds)
    return {key: {"result": result} for key, result in zip(batch, found, strict=True)}
