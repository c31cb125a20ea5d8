"""Every error as a response: a page, `application/problem+json` (RFC 9457) or text, as is accepted."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from markupsafe import Markup
from werkzeug import exceptions as http
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from horgos.engine.scan import body_too_large
from horgos.errors import (
    BadRequest,
    Busy,
    HorgosError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    ResultTooLarge,
    TooManyRequests,
    UnsupportedMediaType,
    error_types,
)
from horgos.web.context import accept, current_site, negotiated
from horgos.web.headers import ALWAYS
from horgos.web.language import carried
from horgos.web.negotiate import HTML, TEXT, Choice, Document, choose
from horgos.web.reply import Reply

blueprint = Blueprint("problems", __name__)

PROBLEM = Document("json", "problem details", ("application/problem+json", "application/json"), "json")
"""First on offer, so that it is also what a client gets that accepts no form of an error."""
OFFERS = (PROBLEM, HTML, TEXT)
UNEXPECTED = "The server met an error that it did not expect, and wrote it into its log."
REFUSAL = "horgos.refusal"
"""In the environment of a request: the error that it has come to before the app was asked."""
SLUG = "horgos.slug"
"""In the environment of a request, once it has come to an error: the slug of that."""
_ADDRESS = re.compile(r"(?<!\S)(/(?!/)[\w/.~%?=&;+-]*?)(?:\?lang=[a-z]+)?(?=[.,;]?(?:\s|$))")
_SENT_TOO = ("WWW-Authenticate", "Content-Range", "Retry-After")


@dataclass(frozen=True)
class Problem:
    """One problem: the members of RFC 9457, 3.1, with what the error adds to them, and the headers it needs.

    `slug` names the problem type; None stands for about:blank, a problem that its status says all about.
    `place` is where in the query it is, as a person reads it; `extra` has it too.
    """

    status: int
    title: str
    detail: str
    slug: str | None = None
    advice: str = ""
    place: str = ""
    extra: Mapping[str, str | int | float | list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The IRI of the problem type, as a path of this server: it dereferences to what the type means.

        It is the same in every language: programs compare it (RFC 9457, 3.1.1).
        """
        return url_for("problems.error_type", slug=self.slug, lang=None) if self.slug else "about:blank"

    @property
    def dumps(self) -> str:
        """Where all the data can be had, for an answer that is too large to be sent; else empty."""
        return url_for("files.dumps") if self.slug == ResultTooLarge.slug else ""

    def as_json(self, type_: str | None = None) -> str:
        """The problem details object, with another IRI for its type where that is given."""
        members: dict[str, Any] = {
            "type": type_ or self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.advice:
            members["advice"] = self.advice
        if self.dumps:
            members["dumps"] = self.dumps
        members |= {name: value for name, value in self.extra.items() if name not in members}
        return json.dumps(members, ensure_ascii=False, indent=2) + "\n"

    def as_text(self) -> str:
        """The problem in a few lines, for a terminal."""
        place = f" ({self.place})" if self.place else ""
        dumps = f"The dumps are at {self.dumps}" if self.dumps else ""
        lines = (f"{self.status} {self.title}{place}", self.detail, self.advice, dumps)
        return "".join(f"{line}\n" for line in lines if line)

    def as_document(self) -> str:
        """The problem as a page that asks for nothing more, not even a style: its reader asked too much."""
        title, *told = map(escape, filter(None, (self.title, self.detail, self.advice)))
        return (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{self.status} {title}</title>\n<h1>{title}</h1>\n"
            + "".join(f"<p>{each}</p>\n" for each in told)
        )


def register(app: Flask) -> None:
    """Make every error of an app come out of here."""
    app.register_blueprint(blueprint)
    app.register_error_handler(Exception, handle)
    app.before_request(refuse)


def refuse() -> None:
    """Raise the error that a request has come to before the app was asked, so that it is told as all are."""
    if REFUSAL in request.environ:
        raise request.environ[REFUSAL]


def handle(error: Exception) -> Response:
    """The response to an error that was raised while a request was handled."""
    problem = of(error)
    request.environ[SLUG] = problem.slug or "http"
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("%s %s", request.method, quote(request.path), exc_info=error)
    return respond(problem)


def of(error: Exception) -> Problem:
    """What to tell of an error. Of one that is not meant for the client, no more than that it happened."""
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, HorgosError) and error.status != HTTPStatus.INTERNAL_SERVER_ERROR:
        return Problem(
            status=error.status,
            title=error.title,
            detail=error.detail,
            slug=error.slug,
            advice=error.advice,
            place=error.place,
            extra=error.extra,
            headers=_headers(error),
        )
    return Problem(HorgosError.status, HorgosError.title, UNEXPECTED, HorgosError.slug)


def respond(problem: Problem) -> Response:
    """The problem in the form that the client accepts; as problem details where it accepts none."""
    choice = _form()
    if choice.offer is PROBLEM:
        body, content_type = problem.as_json(), PROBLEM.media_types[0]
    else:
        body = _page_of(problem) if choice.offer is HTML else problem.as_text()
        content_type = choice.content_type
    response = Response(body, problem.status, content_type=content_type)
    response.headers.update(problem.headers)
    if choice.offer is not HTML:  # a page tells its languages itself
        response.headers["Content-Language"] = "en"
    response.cache_control.no_store = True
    response.vary.add("Accept")
    return response


def refusal(error: HorgosError, accept: str | None) -> Reply:
    """The response to a request that no app has seen, in the form that its Accept header prefers."""
    problem, choice = of(error), _accepted(accept)
    if choice.offer is PROBLEM:
        body, content_type = problem.as_json(f"/errors/{problem.slug}"), PROBLEM.media_types[0]
    else:
        body = problem.as_document() if choice.offer is HTML else problem.as_text()
        content_type = choice.content_type
    headers = {
        "Content-Type": content_type,
        "Content-Language": "en",
        "Cache-Control": "no-store",
        "Vary": "Accept",
        **problem.headers,
        **ALWAYS,
    }
    return Reply(problem.status, [*headers.items()], body.encode())


def on_page(error: HorgosError, page: Response) -> Response:
    """A page that shows an error itself, with the status and the headers that the error calls for.

    An error that is not meant for the client is raised again.
    """
    if error.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error
    request.environ[SLUG] = error.slug
    page.status_code = error.status
    page.headers.update(_headers(error))
    page.cache_control.no_store = True
    return page


@blueprint.app_template_filter()
def led(text: Markup) -> Markup:
    """Advice with the addresses of this server that it names as links; they do not show the language."""

    def link(found: re.Match[str]) -> str:
        return f'<a href="{found[0] if "?" in found[0] else carried(found[0])}">{found[1]}</a>'

    return Markup(_ADDRESS.sub(link, str(text)))  # noqa: S704  text is markup already


@blueprint.get("/errors/<slug>")
def error_type(slug: str) -> Response:
    """What a problem type means, with its status and its title."""
    for kind in error_types():
        if kind.slug == slug:
            return _page([kind])
    raise NotFound(f"There is no problem type {slug}.", advice=f"See {url_for('problems.types')}.")


@blueprint.get("/errors/")
def types() -> Response:
    """All problem types."""
    return _page(list(error_types()))


def _page(kinds: list[type[HorgosError]]) -> Response:
    choice = negotiated((HTML, TEXT))
    told = [(kind, inspect.cleandoc(kind.__doc__ or "")) for kind in kinds]
    if choice.offer is HTML:
        body = render_template("errors.html", kinds=told)
    else:
        body = "\n\n".join(f"{kind.slug}: {kind.title} ({kind.status})\n{text}" for kind, text in told) + "\n"
    response = Response(body, content_type=choice.content_type)
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _page_of(problem: Problem) -> str:
    return render_template("problem.html", problem=problem, searchable=current_site().search is not None)


def _form() -> Choice[Document]:
    """How to tell the error: as `format=` has it where an error has that format, else as Accept has it."""
    with suppress(NotAcceptable, BadRequest):  # which may be what is to be told
        return negotiated(OFFERS)
    return _accepted(accept())


def _accepted(header: str | None) -> Choice[Document]:
    with suppress(NotAcceptable):
        return choose(OFFERS, header)
    return Choice(PROBLEM, PROBLEM.media_types[0])


def _headers(error: HorgosError) -> dict[str, str]:
    """The headers that a status calls for (RFC 9110, 15.5.6, 15.5.16, 10.2.3)."""
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(error.allow)}
    if isinstance(error, Busy | TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    choices = error.extra.get("choices")
    if isinstance(error, UnsupportedMediaType) and isinstance(choices, list):
        return {"Accept": ", ".join(choices), "Accept-Encoding": "identity"}
    return {}


def _of_http(error: HTTPException) -> Problem:
    """The problem for an error of Flask or Werkzeug: as one of the tree where the tree has its like."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    bound = current_app.config["MAX_CONTENT_LENGTH"]
    if isinstance(error, http.MethodNotAllowed):
        allow = sorted(error.valid_methods or ())
        return of(MethodNotAllowed(f"{request.path} does not answer to {request.method}.", allow=allow))
    if isinstance(error, http.NotFound):
        return of(
            NotFound(f"There is nothing at {request.path}.", advice=f"Start from {url_for('browse.home')}.")
        )
    if isinstance(error, http.RequestEntityTooLarge):
        return of(body_too_large(bound))
    sent = {name: value for name, value in error.get_headers() if name in _SENT_TOO}
    title = HTTP_STATUS_CODES.get(status, "Error")
    return Problem(status, title, error.description or title, headers=sent)
