"""Whatever the answer and whoever gives it, it comes with the headers that protect who reads it."""

from __future__ import annotations

import re

import pytest

from horgos.web.headers import ALWAYS
from wire import DIRECT, Endpoint, Reply

ANSWERS: dict[str, tuple[int, bytes, tuple[bytes, ...]]] = {
    "first page": (200, b"GET /", (b"Accept: text/html",)),
    "page": (200, b"GET /page/gannet-light", (b"Accept: text/html",)),
    "vocabulary": (200, b"GET /ns", (b"Accept: text/html",)),
    "query page": (200, b"GET /sparql", (b"Accept: text/html",)),
    "page of results": (200, b"GET /sparql?query=ASK%7B%7D", (b"Accept: text/html",)),
    "page of an error": (400, b"GET /sparql?query=SELECT", (b"Accept: text/html",)),
    "page of no page": (404, b"GET /none", (b"Accept: text/html",)),
    "data": (200, b"GET /data/gannet-light.ttl", ()),
    "compressed data": (200, b"GET /data/gannet-light.ttl", (b"Accept-Encoding: gzip, br",)),
    "rows": (200, b"GET /sparql?query=SELECT*%7B%7D", ()),
    "rows again": (200, b"GET /sparql?query=SELECT*%7B%7D", ()),
    "no rows to HEAD": (200, b"HEAD /sparql?query=SELECT*%7B%7D", ()),
    "description": (200, b"GET /sparql", ()),
    "document": (200, b"GET /openapi.json", ()),
    "dump": (200, b"GET /dumps/tiny.nt", ()),
    "part of a dump": (206, b"GET /dumps/tiny.nt", (b"Range: bytes=0-9",)),
    "no part of a dump": (416, b"GET /dumps/tiny.nt", (b"Range: bytes=99999999-",)),
    "static file": (200, b"GET /static/style.css", ()),
    "no static file": (404, b"GET /static/none", ()),
    "health": (200, b"GET /healthz", ()),
    "moved for good": (301, b"GET /page/id/gannet-light", ()),
    "elsewhere": (303, b"GET /id/gannet-light", ()),
    "with a slash": (308, b"GET /dumps", ()),
    "not modified": (304, b"GET /sparql?query=ASK%7B%7D", (b"If-None-Match: *",)),
    "not modified file": (304, b"GET /static/icon.svg", (b"If-None-Match: *",)),
    "methods": (204, b"OPTIONS /sparql", ()),
    "bad request": (400, b"GET /sparql?query=%", ()),
    "not found": (404, b"GET /none", ()),
    "method not allowed": (405, b"DELETE /sparql", ()),
    "unknown method": (405, b"BREW /page/gannet-light", ()),
    "not acceptable": (406, b"GET /sparql?query=ASK%7B%7D&format=pdf", ()),
    "too large": (413, b"POST /sparql", (DIRECT, b"Content-Length: 99999999")),
    "unsupported type": (415, b"POST /sparql", (b"Content-Length: 0",)),
    "at a limit": (503, b"GET /sparql?timeout=0.1&query=ASK%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%20"
                        b"FILTER(CONCAT(STR(?a),STR(?d))=STR(?g))%7D", ()),
}  # fmt: skip


@pytest.fixture(params=ANSWERS.values(), ids=ANSWERS)
def answer(server: Endpoint, request: pytest.FixtureRequest) -> Reply:
    """One answer of each kind."""
    status, line, headers = request.param
    reply = server.send(line, *headers)
    assert reply.status == status
    return reply


def test_every_answer_has_them(answer: Reply) -> None:
    """Policy, opener, resource, referrer, sniffing, CORS: with the same values everywhere."""
    assert {name: answer.headers.get(name.lower()) for name in ALWAYS} == ALWAYS


def test_no_answer_tells_more_than_it_must(answer: Reply) -> None:
    """No version of a program, no cookie."""
    assert not re.search(r"\d", answer.headers.get("server", ""))
    assert not {"x-powered-by", "set-cookie", "via", "x-runtime"} & set(answer.headers)


def test_an_answer_says_what_it_is(answer: Reply) -> None:
    """A body has a type, text has its encoding; no body has neither."""
    type_ = answer.headers.get("content-type", "")
    assert bool(answer.body) <= bool(type_)
    assert not type_.startswith("text/") or type_.endswith("; charset=utf-8")


def test_the_policy_lets_a_page_do_what_it_needs_and_no_more() -> None:
    """Content Security Policy Level 3: from here alone, nothing inline, no plugin, frame or other base."""
    policy = dict(part.split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert not re.search("unsafe|data:|https?:|\\*", ALWAYS["Content-Security-Policy"])
