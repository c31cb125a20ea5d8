"""Errors over HTTP: every class of the tree, every form, and never more than the client should see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from inspect import cleandoc

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from markupsafe import escape

from horgos.errors import (
    Busy,
    HorgosError,
    InvalidGraph,
    MethodNotAllowed,
    NotAcceptable,
    QuerySyntaxError,
    TooManyRequests,
    UnsupportedMediaType,
    error_types,
)
from horgos.report import Report
from horgos.site import Site
from horgos.translation import catalogue
from horgos.web import create_app
from horgos.web.problems import led, refusal

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TYPES = {kind.slug: kind for kind in error_types()}
INSIDE = "/etc/horgos/inside"


def told(slug: str) -> type[HorgosError]:
    """The class that the client hears of: of what is wrong inside, the root alone."""
    return HorgosError if TYPES[slug].status == HorgosError.status else TYPES[slug]


def example(kind: type[HorgosError]) -> HorgosError:
    """An error of a class, with what its constructor asks for."""
    if kind is QuerySyntaxError:
        return QuerySyntaxError("Expected a dot.", line=3, column=7)
    if issubclass(kind, MethodNotAllowed):
        return kind("Not so.", allow=("GET", "HEAD"))
    if issubclass(kind, NotAcceptable):
        return kind("Not so.", choices=("text/turtle",))
    if issubclass(kind, InvalidGraph):
        return kind(INSIDE, Report())
    return kind(INSIDE if kind.status == 500 else "<b>Not</b> so.", advice="Do otherwise.")


@pytest.fixture(scope="module")
def failing(tiny: Site) -> Iterator[Flask]:
    """An app with addresses that fail in every way there is."""
    app = create_app(tiny)

    def fail(slug: str) -> str:
        if slug == "unexpected":
            raise KeyError(INSIDE)
        if slug.isdigit():
            abort(int(slug))
        raise example(TYPES[slug])

    app.add_url_rule("/fail/<slug>", view_func=fail)
    return app


@pytest.fixture
def client(failing: Flask) -> FlaskClient:
    """A client of the app that fails."""
    return failing.test_client()


@pytest.mark.parametrize("slug", TYPES)
def test_every_error_has_its_status_in_every_form(client: FlaskClient, slug: str) -> None:
    """An error of the tree is never 200, and says the same as HTML, as problem details and as text."""
    for accept, content_type in (
        (BROWSER, "text/html; charset=utf-8"),
        ("application/problem+json", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
    ):
        response = client.get(f"/fail/{slug}", headers={"Accept": accept})
        assert (response.status_code, response.content_type) == (TYPES[slug].status, content_type)
        assert told(slug).title in response.text


@pytest.mark.parametrize("slug", TYPES)
def test_problem_details_have_the_members_of_rfc_9457(client: FlaskClient, slug: str) -> None:
    """3.1: type, title, status and detail; the status is that of the response."""
    response = client.get(f"/fail/{slug}")
    problem = response.json
    assert problem["status"] == response.status_code == TYPES[slug].status
    assert problem["title"] == told(slug).title
    assert problem["detail"]


@pytest.mark.parametrize("slug", TYPES)
def test_every_type_dereferences(client: FlaskClient, slug: str) -> None:
    """3.1.1: the type leads to what it means, in the words of its class."""
    problem = client.get(f"/fail/{slug}").json
    page = client.get(problem["type"], headers={"Accept": BROWSER})
    text = client.get(problem["type"], headers={"Accept": "text/plain"})
    assert page.status_code == text.status_code == 200
    first = (TYPES[problem["type"].rpartition("/")[2]].__doc__ or "").split(".")[0]
    assert first in text.text


def test_all_types_are_listed(client: FlaskClient) -> None:
    """One page leads to every type."""
    page = client.get("/errors/", headers={"Accept": BROWSER}).text
    assert all(f'href="/errors/{slug}"' in page for slug in TYPES)


def test_an_unknown_type_is_404(client: FlaskClient) -> None:
    """What is no problem type has no page."""
    assert client.get("/errors/nothing").status_code == 404


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/turtle", "image/png", "nonsense"])
def test_a_program_gets_problem_details(client: FlaskClient, accept: str | None) -> None:
    """Also one that accepts no form of an error: it is better than an empty answer (RFC 9110, 15.5.7)."""
    response = client.get("/fail/bad-request", headers={"Accept": accept} if accept else {})
    assert response.content_type == "application/problem+json"


def test_format_chooses_the_form_of_an_error_too(client: FlaskClient) -> None:
    """`format=json` gives problem details to a browser; `format=csv`, which no error has, is left aside."""
    for format_, content_type in (("json", "application/problem+json"), ("csv", "text/html; charset=utf-8")):
        response = client.get(f"/fail/bad-request?format={format_}", headers={"Accept": BROWSER})
        assert response.content_type == content_type


@pytest.mark.parametrize("parameter", ["format=txt", "output=text", "format=text/plain"])
def test_every_name_of_a_format_chooses_the_form_of_an_error(client: FlaskClient, parameter: str) -> None:
    """An error is asked for as all else is."""
    response = client.get(f"/fail/bad-request?{parameter}", headers={"Accept": BROWSER})
    assert response.content_type == "text/plain; charset=utf-8"


def test_the_type_of_a_problem_is_the_same_in_every_language(client: FlaskClient) -> None:
    """3.1.1: programs compare it."""
    assert client.get("/fail/bad-request?lang=zh").json["type"] == "/errors/bad-request"


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        (None, "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_a_refusal_before_any_app_is_in_the_form_that_is_accepted_too(accept: str | None, type_: str) -> None:
    """RFC 6585, 4: a person reads a page, which asks for no style and no script, for it would be refused."""
    reply = refusal(TooManyRequests("<b>Too</b> many.", retry_after=7, advice="Wait."), accept)
    headers = dict(reply.headers)
    assert (reply.status, headers["Content-Type"], headers["Retry-After"]) == (429, type_, "7")
    assert isinstance(reply.body, bytes)
    assert b"Too many requests" in reply.body
    assert (b"<b>" in reply.body) == ("html" not in type_)
    assert b"src=" not in reply.body
    assert b"<link" not in reply.body


@pytest.mark.parametrize("slug", TYPES)
def test_what_a_problem_means_is_told_in_the_language_of_the_page(client: FlaskClient, slug: str) -> None:
    """The page is for people; the sentence of the class is for programmers."""
    meaning = re.sub("[`<>]|code", "", catalogue("zh").gettext(cleandoc(TYPES[slug].__doc__ or "")))
    page = client.get(f"/errors/{slug}?lang=zh", headers={"Accept": BROWSER}).text
    assert meaning in re.sub("</?code>", "", page).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("advice", "page"),
    [
        ("All are at /dumps/?lang=zh.", 'All are at <a href="/dumps/?lang=zh">/dumps/</a>.'),
        ("Start from /, or go on.", 'Start from <a href="/?lang=zh">/</a>, or go on.'),
        ("Not //evil.example/ nor a/b.", "Not //evil.example/ nor a/b."),
        ('See /"><b>.', "See /&#34;&gt;&lt;b&gt;."),
    ],
)
def test_an_address_in_advice_is_a_link_of_the_page(failing: Flask, advice: str, page: str) -> None:
    """It leads on in the language of the page, and does not show it; nothing else becomes markup."""
    with failing.test_request_context("/?lang=zh"):
        assert led(escape(advice)) == page


def test_a_method_that_is_not_allowed_is_told_those_that_are(client: FlaskClient) -> None:
    """In words too: `allow` and the header are for programs."""
    assert client.delete("/about").json["advice"] == "Use one of: GET, HEAD, OPTIONS."


def test_a_page_that_is_not_there_offers_to_search_for_its_name(client: FlaskClient) -> None:
    """A name that was mistyped is found among those that are alike."""
    page = client.get("/page/ganet-light", headers={"Accept": BROWSER}).text
    assert 'href="/search?q=ganet+light"' in page


def test_what_a_program_may_want_to_read_is_a_member(client: FlaskClient) -> None:
    """3.2: line and column of a syntax error are numbers, not words in a sentence."""
    problem = client.get("/fail/malformed-query").json
    assert (problem["line"], problem["column"]) == (3, 7)


def test_text_tells_the_place_and_the_advice(client: FlaskClient) -> None:
    """In a terminal one line tells the status, the next what to do."""
    text = client.get("/fail/malformed-query", headers={"Accept": "text/plain"}).text
    assert text.startswith("400 The query is not valid SPARQL (line 3, column 7)\nExpected a dot.")


def test_a_detail_is_text_and_not_markup(client: FlaskClient) -> None:
    """What comes from a request cannot become part of a page."""
    page = client.get("/fail/bad-request", headers={"Accept": BROWSER}).text
    assert "&lt;b&gt;Not&lt;/b&gt; so." in page


@pytest.mark.parametrize("slug", ["unexpected", "config", "invalid-graph", "error", "500"])
@pytest.mark.parametrize("accept", [BROWSER, "*/*", "text/plain"])
def test_an_unexpected_error_tells_nothing_of_the_inside(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, slug: str, accept: str
) -> None:
    """500 without a stack trace, a path or a name of ours; the log has them."""
    response = client.get(f"/fail/{slug}", headers={"Accept": accept})
    assert response.status_code == 500
    assert not any(word in response.text for word in (INSIDE, "Traceback", "KeyError", ".py"))
    assert f"GET /fail/{slug}" in caplog.text


def test_a_line_break_in_a_path_is_none_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody writes a line of their own into the log: the path stands there as it was sent."""
    assert client.get("/fail/x%0AERROR%20forged%1B%5B2J").status_code == 500
    assert "GET /fail/x%0AERROR%20forged%1B%5B2J" in caplog.text
    assert not any(line.startswith("ERROR forged") for line in caplog.text.splitlines())
    assert "\x1b" not in caplog.text


@pytest.mark.parametrize("status", [400, 401, 403, 408, 409, 410, 414, 422, 429, 431, 451, 501, 503])
def test_an_error_of_the_framework_is_a_problem_too(client: FlaskClient, status: int) -> None:
    """4.2.1: where there is no type of its own, the type is about:blank and the title that of the status."""
    problem = client.get(f"/fail/{status}").json
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"]


@pytest.mark.parametrize(
    ("status", "slug"), [(404, "not-found"), (405, "method-not-allowed"), (413, "request-too-large")]
)
def test_an_error_of_the_framework_that_the_tree_knows_has_its_type(
    client: FlaskClient, status: int, slug: str
) -> None:
    """The same problem has the same type, whoever found it."""
    assert client.get(f"/fail/{status}").json["type"] == f"/errors/{slug}"


def test_busy_says_when_to_try_again(client: FlaskClient) -> None:
    """RFC 9110, 10.2.3: Retry-After, in seconds, on 503."""
    assert client.get("/fail/busy").headers["Retry-After"] == str(Busy("").retry_after)


def test_405_says_what_is_allowed(client: FlaskClient) -> None:
    """RFC 9110, 15.5.6: Allow, in the header and for programs in the body."""
    response = client.get("/fail/method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json["allow"] == ["GET", "HEAD"]
    assert client.post("/prefixes.json").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_415_says_what_is_read(client: FlaskClient) -> None:
    """RFC 9110, 15.5.16: Accept in the response lists the types."""
    response = client.post("/sparql", data="x", content_type="text/plain")
    assert response.status_code == UnsupportedMediaType.status
    assert response.headers["Accept"] == "application/x-www-form-urlencoded, application/sparql-query"


@pytest.mark.parametrize("slug", ["not-found", "busy", "unexpected", "malformed-query"])
def test_an_error_is_not_kept_and_varies_by_accept(client: FlaskClient, slug: str) -> None:
    """The next try may succeed, and the next client may accept another form."""
    response = client.get(f"/fail/{slug}")
    assert (response.headers["Cache-Control"], response.headers["Vary"]) == ("no-store", "Accept")


@pytest.mark.parametrize("slug", ["not-found", "busy", "unexpected"])
def test_head_of_an_error_has_no_body(client: FlaskClient, slug: str) -> None:
    """RFC 9110, 9.3.2."""
    head, get = client.head(f"/fail/{slug}"), client.get(f"/fail/{slug}")
    assert (head.status_code, head.data, head.headers) == (get.status_code, b"", get.headers)
    assert json.loads(get.data)


def test_a_page_that_is_not_there_is_404_in_the_asked_form(client: FlaskClient) -> None:
    """Under no address is there a bare error of the framework."""
    for path in ("/no/such/page", "/static/none.css", "/dumps/none", "/errors/none", "/page/none"):
        assert client.get(path, headers={"Accept": BROWSER}).status_code == 404
        assert client.get(path).json["type"] == "/errors/not-found"
