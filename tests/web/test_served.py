"""What a client of Flask's does not see: bytes on the wire, through the server that runs in production."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote_plus

import pytest

from horgos.site import Site
from serving import serving
from wire import DIRECT, Endpoint, Reply


@pytest.fixture(scope="module")
def address(tiny: Site) -> Iterator[tuple[str, int]]:
    """Host and port of `horgos serve` on the tiny graph."""
    options = {
        "graph": tiny.config.graph,
        "cache": tiny.config.cache,
        "processes": 1,
        "workers": 1,
        "queue": 4,
        "query-length": tiny.config.query_length,
    }
    with serving(*(f"--{name}={value}" for name, value in options.items())) as address:
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        yield host, int(port)


def send(address: tuple[str, int], line: bytes, *headers: bytes, body: bytes = b"") -> Reply:
    """Send one request; see `Endpoint.send`."""
    return Endpoint(*address).send(line, *headers, body=body)


@pytest.mark.parametrize(
    "path", [b"/sparql?query=ASK%7B%7D", b"/data/gannet-light.ttl", b"/dumps/tiny.nt", b"/none"]
)
def test_head_sends_the_length_and_no_body(address: tuple[str, int], path: bytes) -> None:
    """RFC 9110, 9.3.2: nothing follows the headers, which are those of GET."""
    head, get = send(address, b"HEAD " + path), send(address, b"GET " + path)
    assert (head.status, head.body) == (get.status, b"")
    assert int(head.headers["content-length"]) == len(get.body) > 0
    for changing in ("date",):
        del head.headers[changing], get.headers[changing]
    assert head.headers == get.headers


def test_405_has_allow_and_a_body(address: tuple[str, int]) -> None:
    """RFC 9110, 15.5.6."""
    reply = send(address, b"DELETE /sparql")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert b"/errors/method-not-allowed" in reply.body


def test_options_are_told(address: tuple[str, int]) -> None:
    """RFC 9110, 9.3.7, and what a script of another site asks for before it sends a query."""
    reply = send(address, b"OPTIONS /sparql", b"Origin: https://example.com")
    assert (reply.status, reply.body) == (204, b"")
    assert (
        reply.headers["allow"] == reply.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    )


@pytest.mark.parametrize("path", [b"/sparql", b"/sparql/", b"/sparql?format=ttl"])
def test_the_service_description_is_there(address: tuple[str, int], path: bytes) -> None:
    """Service Description, 2: the address of the endpoint itself, without a query, gives RDF and not 404."""
    reply = send(address, b"GET " + path)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert b"a sd:Service" in reply.body


@pytest.mark.parametrize("media_type", [b"application/x-www-form-urlencoded", b"application/sparql-query"])
def test_a_body_is_decoded_once_between_the_wire_and_the_engine(
    address: tuple[str, int], media_type: bytes
) -> None:
    """A form is decoded exactly once, a query in a body of its own not at all."""
    query = b'SELECT ("1+1 %2B %2525 &" AS ?signs) {}'
    body = b"query=" + quote_plus(query).encode() if b"form" in media_type else query
    length = b"Content-Length: %d" % len(body)
    reply = send(
        address, b"POST /sparql", b"Content-Type: " + media_type, length, b"Accept: text/csv", body=body
    )
    assert reply.body.splitlines() == [b"signs", b"1+1 %2B %2525 &"]


def test_304_has_no_body(address: tuple[str, int]) -> None:
    """RFC 9110, 15.4.5."""
    tag = send(address, b"GET /sparql?query=ASK%7B%7D").headers["etag"].encode()
    reply = send(address, b"GET /sparql?query=ASK%7B%7D", b"If-None-Match: " + tag)
    assert (reply.status, reply.body) == (304, b"")


@pytest.mark.parametrize("value", [b"%", b"%4", b"%zz", b"%FF", b"%C0%AF"])
def test_a_malformed_encoding_gets_a_clear_error(address: tuple[str, int], value: bytes) -> None:
    """Percent encodings come to the program as they were sent."""
    reply = send(address, b"GET /sparql?query=" + value)
    assert reply.status == 400
    assert b"The parameter query in the address" in reply.body


@pytest.mark.parametrize("path", [b"/id/%zz", b"/id/%FF", b"/data/%00.ttl", b"/page/%C0%AF"])
def test_a_malformed_path_is_404(address: tuple[str, int], path: bytes) -> None:
    """No path breaks the server, whatever its bytes."""
    assert send(address, b"GET " + path).status == 404


@pytest.mark.parametrize(
    "line",
    [
        b"GET /id/%0d%0aX-Injected:%20yes",
        b"GET /dumps%0d%0aX-Injected:%20yes",
        b"GET /page/id/%0d%0aX-Injected:%20yes",
        b"GET /data/gannet-light?format=ttl%0d%0aX-Injected:%20yes",
        b"GET /sparql?query=ASK%7B%7D&format=json%0d%0aX-Injected:%20yes",
        b"GET //%0d%0aX-Injected:%20yes/dumps",
        b"GET /dumps?%0d%0aX-Injected:%20yes",
    ],
)
def test_no_request_writes_a_header_of_the_response(address: tuple[str, int], line: bytes) -> None:
    """Line breaks in a request do not come out as line breaks in the headers of the response."""
    assert "x-injected" not in send(address, line).headers


def test_a_chunked_query_is_read(address: tuple[str, int]) -> None:
    """RFC 9112, 7.1: a body without a length told before."""
    body = b"4\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n"
    reply = send(address, b"POST /sparql", DIRECT, b"Transfer-Encoding: chunked", body=body)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/sparql-results+json")


def test_a_chunked_query_over_the_bound_is_refused_whole(address: tuple[str, int]) -> None:
    """It is not cut at the bound and then answered."""
    size = 64 * 1024 + 1
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (size, b"ASK {} ".ljust(size, b"#"))
    assert send(address, b"POST /sparql", DIRECT, b"Transfer-Encoding: chunked", body=body).status == 413


def test_a_length_over_the_bound_is_refused_before_the_body(address: tuple[str, int]) -> None:
    """Nothing is read of a body that is said to be too long."""
    assert send(address, b"POST /sparql", DIRECT, b"Content-Length: 2000000000").status == 413


def test_clients_that_never_end_their_bodies_do_not_stop_the_others(address: tuple[str, int]) -> None:
    """No thread waits for them: queries in the address and in a body are answered meanwhile."""
    start = b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + DIRECT + b"\r\nContent-Length: 20\r\n\r\nASK"
    with ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(socket.create_connection(address)).sendall(start)
        assert send(address, b"GET /sparql?query=ASK%7B%7D").status == 200
        reply = send(address, b"POST /sparql", DIRECT, b"Content-Length: 6", body=b"ASK {}")
        assert b'"boolean":true' in reply.body


def test_a_client_may_ask_before_it_sends(address: tuple[str, int]) -> None:
    """RFC 9110, 10.1.1: Expect: 100-continue."""
    headers = (DIRECT, b"Content-Length: 6", b"Expect: 100-continue")
    reply = send(address, b"POST /sparql", *headers, body=b"ASK {}")
    assert reply.status == 100
    assert reply.body.startswith(b"HTTP/1.1 200 OK")


def test_two_accept_headers_count_as_one_list(address: tuple[str, int]) -> None:
    """RFC 9110, 5.3: lines of one name are one list, in whatever order."""
    query = b"GET /sparql?query=SELECT*%7B%7D"
    two = (b"Accept: text/csv", b"Accept: application/sparql-results+xml;q=0.5")
    for headers in (two, two[::-1]):
        assert send(address, query, *headers).headers["content-type"] == "text/csv; charset=utf-8"


def test_a_part_of_a_dump_is_sent(address: tuple[str, int]) -> None:
    """RFC 9110, 15.3.7: through the server's own way to send files."""
    whole = send(address, b"GET /dumps/tiny.nt").body
    part = send(address, b"GET /dumps/tiny.nt", b"Range: bytes=100-199")
    assert (part.status, part.body) == (206, whole[100:200])
    assert part.headers["content-length"] == "100"


def test_everyone_may_read_an_error(address: tuple[str, int]) -> None:
    """CORS comes with errors on the wire too."""
    reply = send(address, b"GET /sparql?query=SELECT", b"Origin: https://example.com")
    assert (reply.status, reply.headers["access-control-allow-origin"]) == (400, "*")
