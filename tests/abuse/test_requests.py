"""Requests that are too much, malformed or sly: the bytes of each go over a socket as they stand here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from refusals import INSIDE, refused
from serving import until
from wire import CRLF, DIRECT, FORM, Endpoint, reply

MIB = 1024 * 1024
OWN_SCRIPT = re.compile(rb'<script type="module" src="/static/build/[\w.-]+"></script>')
INJECTED = "%0d%0aX-Injected:%20yes%0d%0a%0d%0a%3Cscript%3E"
SECRETS = (b"root:", b"[project]", b"import ", b'"digest"', b"@prefix")


@pytest.mark.parametrize("content_type", [DIRECT, FORM, b"Content-Type: text/plain", b"X-None: x"])
def test_a_body_of_ten_megabytes_is_refused(server: Endpoint, content_type: bytes) -> None:
    """413, whatever it is said to be, with the bound and its setting; whether or not it has been sent."""
    body = b"query=ASK{}#" + b"x" * 10 * MIB
    head = [b"POST /sparql HTTP/1.1", b"Host: x", b"Connection: close", content_type]
    for sent in (b"", body):
        raw = server.raw(CRLF.join([*head, b"Content-Length: %d" % len(body), b"", sent]))
        if raw:  # a server that hangs up while bytes are under way takes its answer with it (RFC 9112, 9.6)
            assert refused(reply(raw), 413, "request-too-large")["setting"] == "query_length"
        else:
            assert sent


def test_a_body_of_ten_megabytes_in_chunks_is_refused(server: Endpoint) -> None:
    """413 as soon as the bound is passed, though nobody told the length."""
    chunk = b"%x\r\n%s\r\n" % (MIB // 2 + 1, b"x" * (MIB // 2 + 1))
    answer = server.send(b"POST /sparql", DIRECT, b"Transfer-Encoding: chunked" + CRLF * 2 + chunk)
    assert refused(answer, 413, "request-too-large")["setting"] == "query_length"


@pytest.mark.parametrize("address", [b"/", b"/id/gannet-light", b"/dumps/", b"/healthz", b"/none"])
def test_a_body_where_none_is_read_does_no_harm(server: Endpoint, address: bytes) -> None:
    """405 or 404 without waiting for a body, a hundred gigabytes of it."""
    answer = server.send(b"POST " + address, DIRECT, b"Content-Length: 100000000000")
    refused(answer, 405 if address != b"/none" else answer.status, "method-not-allowed")


def test_thousands_of_parameters_are_read_or_refused(server: Endpoint) -> None:
    """Those that mean nothing here are ignored; one that is given twice is named, with how often."""
    others = b"&".join(b"p%d=%d" % (number, number) for number in range(20_000))
    assert server.send(b"POST /sparql", FORM, body=others + b"&query=ASK{}").status == 200
    twice = refused(server.send(b"POST /sparql", FORM, body=b"query=ASK{}&" * 20_000), 400, "bad-request")
    assert twice["parameter"] == "query"
    assert "20000 times" in twice["detail"]
    formats = b"query=ASK{}&" + b"&".join(b"format=f%d" % number for number in range(20_000))
    refused(server.send(b"POST /sparql", FORM, body=formats), 406, "not-acceptable")


@pytest.mark.parametrize("value", ["%", "%zz", "%FF", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "%00%FF"])
@pytest.mark.parametrize("name", ["query", "default-graph-uri", "format", "timeout", "update", "x"])
def test_a_malformed_encoding_is_named(server: Endpoint, name: str, value: str) -> None:
    """400 in the address and in a form, with the parameter that it stands in, known or not."""
    sent = f"query=ASK{{}}&{name}={value}".encode() if name != "query" else f"query={value}".encode()
    for answer in (
        server.get(b"/sparql?" + sent.replace(b"{}", b"%7B%7D")),
        server.send(b"POST /sparql", FORM, body=sent),
    ):
        assert refused(answer, 400, "bad-request")["parameter"] == name


@pytest.mark.parametrize("raw", [b"\xff", b"ASK {}\xc3", b"\x00\xd8", b"ASK { FILTER('\xed\xa0\x80' = '') }"])
def test_a_query_that_is_no_utf_8_is_refused(server: Endpoint, raw: bytes) -> None:
    """400 with the byte; what the sender meant is not guessed at."""
    assert "UTF-8" in refused(server.ask(raw), 400, "bad-request")["detail"]


ECHOES = [
    "/id/{}",
    "/page/{}",
    "/page/id/{}",
    "/data/{}",
    "/data/gannet-light.{}",
    "/dumps/{}",
    "/dumps?{}",
    "/errors/{}",
    "/shapes.{}",
    "/static/{}",
    "/{}",
    "//{}",
    "/{}//x",
    "/ns?format={}",
    "/ns?format=ttl{}",
    "/report?format={}",
    "/sparql?query={}",
    "/sparql?query=ASK%7B%7D&format={}",
    "/sparql?query=ASK%7B%7D&timeout={}",
    "/sparql?query=ASK%7B%7D&default-graph-uri={}",
    "/sparql?query=ASK%7B%7D&{}=1%FF",
    "/sparql?update={}",
]


@pytest.mark.parametrize("accept", [b"text/html", b"*/*", b"text/plain"])
@pytest.mark.parametrize("address", ECHOES)
def test_what_is_echoed_stays_in_its_place(server: Endpoint, address: str, accept: bytes) -> None:
    """Line breaks end no header; in a page, markup is text. Nothing of the inside is told."""
    answer = server.get(address.format(INJECTED).encode(), b"Accept: " + accept)
    assert "x-injected" not in answer.headers
    assert 200 <= answer.status < 500
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert b"<script" not in OWN_SCRIPT.sub(b"", answer.body)
    else:
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert not any(word in answer.text for word in INSIDE)


@pytest.mark.parametrize(
    "field",
    [b"Accept: %b", b"Accept-Language: %b", b"Content-Type: %b", b"If-None-Match: %b", b"Range: %b",
     b"Content-Encoding: %b", b"X-Forwarded-For: %b", b"User-Agent: %b", b"Origin: %b", b"Referer: %b"],
)  # fmt: skip
@pytest.mark.parametrize("value", [b"<script>alert(1)</script>", b"\xff\xfe", b'"' * 5000, b"a/b;" * 5000])
def test_no_header_of_a_request_does_harm(server: Endpoint, field: bytes, value: bytes) -> None:
    """Each is read or left aside; none is repeated as markup or brings an error of the server."""
    answer = server.send(b"POST /sparql?format=html", DIRECT, field % value, body=b"ASK {}")
    assert answer.status in (200, 400, 406, 415)
    assert b"<script>" not in answer.body


@pytest.mark.parametrize(
    "host", [b'"><script>alert(1)</script>', b"a b", b"evil.example/<x>", b"e:x", b"[::1"]
)
def test_a_host_that_is_none_is_refused(server: Endpoint, host: bytes) -> None:
    """RFC 9112, 3.2: 400. The service description names its own address, which must not come from nowhere."""
    for address in (b"/sparql", b"/", b"/none"):
        raw = server.raw(b"GET " + address + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        assert "Host" in refused(reply(raw), 400, "bad-request")["detail"]


@pytest.mark.parametrize(
    "claim",
    [b"X-Forwarded-Host: evil.example", b"Forwarded: host=evil.example;proto=https",
     b"X-Script-Name: /evil.example", b"X-Forwarded-Prefix: /evil.example", b"X-Original-URL: /evil.example",
     b"X-HTTP-Method-Override: DELETE"],
)  # fmt: skip
@pytest.mark.parametrize("address", [b"/sparql", b"/", b"/dumps", b"/id/gannet-light", b"/openapi.json"])
def test_nobody_is_taken_for_a_proxy(server: Endpoint, address: bytes, claim: bytes) -> None:
    """Headers that a proxy would set change nothing where no proxy was named."""
    plain, claimed = server.get(address), server.get(address, claim)
    assert (claimed.status, claimed.body) == (plain.status, plain.body)
    assert claimed.headers.get("location") == plain.headers.get("location")


UP = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "%252e%252e%252f",
    "%c0%ae%c0%ae/",
    "....//",
    ".%00./",
]


@pytest.mark.parametrize("up", UP)
@pytest.mark.parametrize("folder", ["static", "dumps", "data", "page", "id", "errors", "shapes.", ""])
def test_no_path_leads_out_of_a_folder(server: Endpoint, folder: str, up: str) -> None:
    """Dots, slashes, backslashes, encoded once and twice, over-long: 404, or a redirect to a path that is."""
    for target in ("etc/passwd", "manifest.json"):
        for times in (1, 8):
            answer = server.get(f"/{folder}/{up * times}{target}".encode())
            assert answer.status in (404, 308), answer
            assert not any(secret in answer.body for secret in SECRETS)


@pytest.mark.parametrize(
    "path",
    [
        "/static/style.css%00",
        "/static/style.css%00.png",
        "/static/%00style.css",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/file:///etc/passwd",
        "/static/.",
        "/static/..",
        "/dumps/tiny.nt%00.gz",
        "/dumps/./tiny.nt",
        "/dumps/.",
        "/data/%00.ttl",
        "/page/%00",
        "/page/%E2%80%AE",
        "/page/" + "a/" * 5000,
        "/id/" + "%2e%2e%2f" * 3000,
        "/" + "a" * 60_000,
    ],
)
def test_no_odd_name_is_a_file(server: Endpoint, path: str) -> None:
    """Null bytes, absolute paths, names of folders and names of any length lead nowhere."""
    answer = server.get(path.encode())
    assert answer.status in (404, 308)
    assert not any(secret in answer.body for secret in SECRETS)


def test_no_request_writes_a_line_of_its_own_into_the_log(server: Endpoint, log: Path) -> None:
    """Each line is one JSON object, whatever a request held; controls are escaped."""
    marks = [f"/forged-{number}" for number in range(3)]
    server.get(f"{marks[0]}%0A%7B%22status%22:200%7D%0D%1B%5B2J%E2%80%A8%C2%85%00".encode())
    server.get(
        f"{marks[1]}%22,%22status%22:200,%22x%22:%22".encode(), b'User-Agent: x","status":200,"y":"\xff'
    )
    server.send(b"A'%27 " + marks[2].encode(), b"X-Forwarded-For: 1.2.3.4", b'Referer: "\xc2\x85')
    until(lambda: all(mark in log.read_text("utf-8") for mark in marks))  # a line is written after the answer
    lines = log.read_text("utf-8").split("\n")[:-1]
    assert all(line.isprintable() for line in lines)
    told = [json.loads(line) for line in lines]
    for mark in marks:
        (line,) = [each for each in told if mark in each["path"]]
        assert line["status"] in (404, 405)
        assert line["client"] == "127.0.0.1"


HEAD = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
BROKEN = {
    "no version": b"GET /healthz\r\n\r\n",
    "a space in the path": b"GET /a b" + HEAD + b"\r\n",
    "a null in the path": b"GET /a\0b" + HEAD + b"\r\n",
    "a byte in the path": b"GET /page/\xe9" + HEAD + b"\r\n",
    "a control in the method": b"G\x01T /" + HEAD + b"\r\n",
    "a null in a header": b"GET /" + HEAD + b"X: a\0b\r\n\r\n",
    "a folded header": b"GET /" + HEAD + b"X: a\r\n b\r\n\r\n",
    "a header without a name": b"GET /" + HEAD + b": b\r\n\r\n",
    "five thousand headers": b"GET /" + HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n",
    "a header of a megabyte": b"GET /" + HEAD + b"X: " + b"a" * MIB + b"\r\n\r\n",
    "a path of a megabyte": b"GET /" + b"a" * MIB + HEAD + b"\r\n",
    "a negative length": b"POST /sparql" + HEAD + b"Content-Length: -1\r\n\r\n",
    "a length of words": b"POST /sparql" + HEAD + b"Content-Length: six\r\n\r\n",
    "a length of many digits": b"POST /sparql" + HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "two lengths": b"POST /sparql" + HEAD + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
    "an unknown transfer": b"POST /sparql" + HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "every byte": bytes(range(256)) * 4 + b"\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("request_", BROKEN.values(), ids=BROKEN)
def test_what_is_no_request_is_answered_with_4xx_or_not_at_all(server: Endpoint, request_: bytes) -> None:
    """RFC 9112, 2.2 and 3: the connection is closed; nothing of it is repeated, nothing reaches the app."""
    answer = server.raw(request_)
    assert not answer or reply(answer).status in (400, 413, 431)
    assert b"aaaa" not in answer


@pytest.mark.parametrize("address", [b"/healthz", b"/none", b"/sparql?query=ASK%7B%7D"])
def test_a_body_that_nobody_reads_is_no_request(server: Endpoint, address: bytes) -> None:
    """RFC 9112, 9.3: on a connection that is kept, what follows a refused request is its body first."""
    inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    first = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (address, len(inner), inner)
    raw = server.raw(first + b"GET /robots.txt" + HEAD + b"\r\n")
    assert 1 <= raw.count(b"HTTP/1.1 ") <= 2
    assert b"ok\n" not in raw


def test_two_requests_in_one_are_not_taken_apart_differently(server: Endpoint) -> None:
    """RFC 9112, 6.3: with a length and chunks both, nothing in the body is a request of its own."""
    inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    both = DIRECT + b"\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (
        len(inner) + 5
    )
    answer = server.raw(b"POST /sparql" + HEAD + both + inner)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b"ok\n" not in answer


@pytest.mark.parametrize(
    "method", ["TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH", "QUERY", "A" * 3000]
)
@pytest.mark.parametrize(
    "address", ["/sparql", "/", "/page/gannet-light", "/dumps/tiny.ttl", "/static/style.css"]
)
def test_no_other_method_does_anything(server: Endpoint, address: str, method: str) -> None:
    """405 with what is allowed, and nothing of the request in the answer (RFC 9110, 9.3.8)."""
    answer = server.send(f"{method} {quote(address)}".encode(), b"X-Secret: hidden")
    refused(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]
    assert b"hidden" not in answer.body
