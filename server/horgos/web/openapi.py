"""The description of this server for programs (OpenAPI 3.1), made from its routes, formats and errors.

Paths, methods and summaries are those of the routes and their handlers; the rest is in `web.resources`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request, url_for

from horgos import __version__
from horgos.errors import MethodNotAllowed, TooManyRequests, UnsupportedMediaType, error_types
from horgos.translation import LANGUAGES
from horgos.web import problems
from horgos.web.conditional import conditional
from horgos.web.context import current_site
from horgos.web.headers import ALWAYS, FRAMED, PREFLIGHT
from horgos.web.negotiate import PARAMETERS, Offer
from horgos.web.protocol import DIRECT, FORM
from horgos.web.resources import EVERYWHERE, POSTED, RESOURCES, Resource
from horgos.web.tags import entity_tag
from horgos.web.wanted import LONGEST

if TYPE_CHECKING:
    from werkzeug.routing import Rule

    from horgos.site import Site

blueprint = Blueprint("openapi", __name__)

Node = dict[str, Any]

JSON = "application/json"
TEXT: Node = {"type": "string"}
GRAPHS: Node = {"type": "array", "items": {"type": "string", "format": "iri"}}
PARAMETER: dict[str, tuple[str, Node]] = {
    "query": ("A query in SPARQL 1.1.", TEXT | {"examples": ["SELECT * { ?s ?p ?o } LIMIT 3", "ASK {}"]}),
    "default-graph-uri": ("A graph to query; the default graph is the merge of all that are named.", GRAPHS),
    "named-graph-uri": ("A named graph of the dataset to query.", GRAPHS),
    "timeout": (
        "The seconds that the query may take. It can only shorten the time that the server gives a query.",
        TEXT | {"examples": ["2.5"]},
    ),
    **dict.fromkeys(
        PARAMETERS, ("The format of the answer, as a media type or a name. It counts before Accept.", TEXT)
    ),
}
SEVERAL: Node = {"type": "array", "items": TEXT}
YEAR: Node = TEXT | {"examples": ["1983"]}
OF_NAMES: dict[str, tuple[str, Node]] = {
    "class": ("A class, as a prefixed name or an IRI.", TEXT),
    "year": ("The year as in which everything is shown.", YEAR),
    "q": (
        "A name or the beginning of one, in any spelling.",
        TEXT | {"maxLength": LONGEST, "examples": ["a"]},
    ),
    "kind": ("A class that everything found is of, as a prefixed name or an IRI.", SEVERAL),
    "source": ("A document that speaks of everything found, as a prefixed name or an IRI.", SEVERAL),
    "from": ("The first year of a period that a time of everything found is in.", YEAR),
    "to": ("The last year of that period.", YEAR),
    "of": ("The predicate of what is said of it, as a prefixed name or an IRI.", TEXT),
    "by": ("The predicate by which others refer to it, as a prefixed name or an IRI.", TEXT),
    "page": ("The page of what is found, from 1.", TEXT | {"examples": ["1"]}),
    "id": ("The identifier of an entity: the path of its IRI below the base.", TEXT | {"examples": ["id/x"]}),
    "prefix": ("The beginning of a name, or an identifier.", TEXT | {"maxLength": LONGEST}),
    "cursor": ("How many suggestions to leave out.", TEXT | {"examples": ["0"]}),
    "type": ("A class, as its IRI or prefixed name; all where it is missing.", TEXT),
    "offset": ("The same as `cursor`, which it was called before.", TEXT | {"examples": ["0"]}),
    "limit": ("How many suggestions or properties are wanted.", TEXT | {"examples": ["10"]}),
    "queries": ("A batch of reconciliation queries.", TEXT | {"examples": ['{"q0": {"query": "a"}}']}),
    "extend": ("A data extension query.", TEXT | {"examples": ['{"ids": [], "properties": []}']}),
    "lang": (
        "The language of the answer; it counts before Accept-Language.",
        TEXT | {"enum": list(LANGUAGES)},
    ),
}
PROBLEM: Node = {
    "description": "Problem details (RFC 9457); `advice` says what is right, `setting` which limit it was.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        **dict.fromkeys(("title", "detail", "advice", "setting", "parameter"), TEXT),
        "type": TEXT | {"format": "uri-reference"},
        **{name: {"type": "integer"} for name in ("status", "line", "column", "limit", "retry_after")},
    },
}
SENT = ("query", "queries", "extend")
"""What a POST has in its body."""
NEEDED = {
    HTTPStatus.NO_CONTENT: ("Allow", "Access-Control-Allow-Methods", *PREFLIGHT),
    HTTPStatus.MOVED_PERMANENTLY: ("Location",),
    HTTPStatus.FOUND: ("Location",),
    HTTPStatus.SEE_OTHER: ("Location",),
    HTTPStatus.NOT_MODIFIED: ("ETag",),
    HTTPStatus.PERMANENT_REDIRECT: ("Location",),
    HTTPStatus(MethodNotAllowed.status): ("Allow",),
    HTTPStatus(UnsupportedMediaType.status): ("Accept",),
    HTTPStatus(TooManyRequests.status): ("Retry-After",),
}
"""The headers that a status calls for (RFC 9110, 15), beside those of every response."""


@blueprint.get("/openapi.json")
def document() -> Response:
    """The description of this server in OpenAPI 3.1."""
    tag = entity_tag(current_site(), "openapi", request.script_root)
    return conditional(tag, lambda: Response(json.dumps(described(), ensure_ascii=False), content_type=JSON))


def link() -> str:
    """The value of Link that leads to the description (RFC 8631, 4.2)."""
    return f'<{url_for("openapi.document")}>; rel="service-desc"; type="{JSON}"'


def described() -> Node:
    """The OpenAPI document of the app that handles this request."""
    errors = {HTTPStatus(kind.status) for kind in error_types()} | {
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    }
    plain = {status: _response(status) for status in NEEDED if status not in errors}
    responses = plain | {status: _problem(status) for status in errors}
    return {
        "openapi": "3.1.0",
        "info": _info(current_site()),
        "servers": [{"url": request.script_root or "/"}],
        "paths": paths(),
        "components": {
            "schemas": {"Problem": PROBLEM},
            "headers": {name: _header(TEXT | {"const": value}) for name, value in ALWAYS.items()},
            "responses": {str(int(status)): responses[status] for status in sorted(responses)},
        },
    }


def paths() -> dict[str, Node]:
    """The paths of the current app, sorted, and what each answers to."""
    rules = sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return {template(rule): _path(rule, RESOURCES[rule.endpoint]) for rule in rules}


def template(rule: Rule) -> str:
    """The path of a route as a path template of OpenAPI."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _info(site: Site) -> Node:
    info = {"title": site.publication.title, "version": __version__}
    license_ = site.dataset.license
    return info | ({"license": {"name": license_, "url": license_}} if license_ else {})


def _path(rule: Rule, resource: Resource) -> Node:
    """A path item. That a name may hold slashes cannot be told: a parameter of OpenAPI is one segment."""
    item: Node = {method.lower(): _operation(rule, resource, method) for method in sorted(rule.methods or ())}
    if rule.arguments:
        several = "path:" in rule.rule
        schema = TEXT | {"minLength": 1} if several else TEXT | {"pattern": "^[^/]+$"}
        item["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": schema}
            for name in sorted(rule.arguments)
        ]
    return item


def _operation(rule: Rule, resource: Resource, method: str) -> Node:
    told = inspect.cleandoc(current_app.view_functions[rule.endpoint].__doc__ or "").partition("\n")[0]
    operation: Node = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": resource.summary or told,
        "responses": _responses(rule, resource, method),
    }
    if method == "OPTIONS":
        return operation | {"summary": "The methods that this address answers to."}
    names = [name for name in resource.parameters if method != "POST" or name not in SENT]
    given = [_parameter(name, resource.offers) for name in names]
    given += [_own(name, *told) for name, told in resource.own.items()]
    if given:
        operation["parameters"] = given
    if method == "POST":
        operation["requestBody"] = _body(resource)
    return operation


def _parameter(name: str, offers: Iterable[Offer]) -> Node:
    description, schema = (PARAMETER | OF_NAMES)[name]
    if name in PARAMETERS:
        schema = schema | {"examples": list(dict.fromkeys(offer.name for offer in offers)) or ["ttl"]}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _own(name: str, description: str, example: str) -> Node:
    """A parameter that means this at one address alone."""
    schema = TEXT | {"examples": [example]}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _body(resource: Resource) -> Node:
    """A form, and for a query of SPARQL the query itself (SPARQL 1.1 Protocol, 2.1.2, 2.1.3)."""
    if resource.json:
        return {"required": True, "content": {JSON: {"schema": {"type": "object"}}}}
    fields = {
        name: schema | {"description": description}
        for name, (description, schema) in (PARAMETER | OF_NAMES).items()
        if name in resource.parameters
    }
    form: Node = {"type": "object", "properties": fields}
    if "query" not in fields:
        return {"required": True, "content": {FORM: {"schema": form}}}
    form["required"] = ["query"]
    return {"required": True, "content": {FORM: {"schema": form}, DIRECT: {"schema": fields["query"]}}}


def _responses(rule: Rule, resource: Resource, method: str) -> Node:
    """What may come of a request: the answer here, everything else by the name of its status."""
    others = {*resource.moved, *([HTTPStatus.PERMANENT_REDIRECT] if "path:" in rule.rule else [])}
    if method == "OPTIONS":
        return _named(others | {HTTPStatus.NO_CONTENT})
    if resource.tagged and method != "POST":
        others.add(HTTPStatus.NOT_MODIFIED)
    others |= {HTTPStatus(kind.status) for kind in (*EVERYWHERE, *resource.errors)}
    if method == "POST":
        others |= {HTTPStatus(kind.status) for kind in POSTED}
    answers = [HTTPStatus.OK] if resource.offers else []
    if resource.partial:
        answers.append(HTTPStatus.PARTIAL_CONTENT)
        others.add(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    content = {} if method == "HEAD" else _content(resource.offers)
    own = {str(int(status)): _response(status) | content for status in answers}
    if resource.framed:
        for response in own.values():
            response["headers"]["Content-Security-Policy"] = _header(TEXT | {"const": FRAMED})
    return own | _named(others)


def _named(statuses: Iterable[HTTPStatus]) -> Node:
    return {str(int(status)): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _response(status: HTTPStatus) -> Node:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ALWAYS}
    return {
        "description": status.phrase,
        "headers": headers | {name: _header(TEXT) for name in NEEDED.get(status, ())},
    }


def _problem(status: HTTPStatus) -> Node:
    """The response to all errors of a status."""
    titles = dict.fromkeys(kind.title for kind in error_types() if kind.status == status)
    response = _response(status) | _content(problems.OFFERS)
    for media_type in problems.PROBLEM.media_types:
        response["content"][media_type] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return response | ({"description": "; ".join(titles)} if titles else {})


def _content(offers: Iterable[Offer]) -> Node:
    return {"content": {media_type: {} for offer in offers for media_type in offer.media_types}}


def _header(schema: Node) -> Node:
    return {"required": True, "schema": schema}
