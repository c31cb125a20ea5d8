"""What is kept of one request never reaches another that asks for something else."""

from __future__ import annotations

from itertools import count

import pytest

from wire import CRLF, Endpoint, Reply

NUMBERS = count(10_000)
ADDRESSES = [
    b"/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7DORDER%20BY%20%3Fs%20%3Fp%20%3Fo%20LIMIT%203&n=%d",
    b"/page/gannet-light?n=%d",
    b"/data/gannet-light?n=%d",
    b"/dumps?n=%d",
    b"/none?n=%d",
]
FIELDS = [
    b"Host: evil.example",
    b"Accept: text/html",
    b"Accept: text/csv, application/rdf+xml",
    b"Accept: image/png",
    b"Accept-Encoding: gzip, br",
    b"Accept-Encoding: identity;q=0, *;q=0",
    b"Accept-Language: fr",
    b"Authorization: Basic eA==",
    b"Content-Length: 3\r\n\r\nabc",
    b"If-Match: x",
    b"If-None-Match: *",
    b"Origin: https://evil.example",
    b"Range: bytes=0-9",
    b"Transfer-Encoding: chunked\r\n\r\n0",
    b"X-Forwarded-Host: evil.example",
    b"X-Forwarded-Prefix: /evil",
]


def told(reply: Reply, number: int) -> tuple[int, dict[str, str], bytes]:
    """A response without its date, and with the number of its request taken out."""
    mark = str(number)
    headers = {name: value.replace(mark, "n") for name, value in reply.headers.items() if name != "date"}
    return reply.status, headers, reply.body.replace(mark.encode(), b"n")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
def test_no_request_changes_the_answer_to_another(server: Endpoint, method: bytes, field: bytes) -> None:
    """After one with an odd field or method, a plain GET is answered like that of an address nobody asked."""
    fixed = [] if field.startswith(b"Host") else [b"Host: horgos.test"]
    for address in ADDRESSES:
        asked, fresh = next(NUMBERS), next(NUMBERS)
        line = b"%s %s HTTP/1.1" % (method, address.replace(b"%d", b"%d" % asked))
        server.raw(CRLF.join([line, *fixed, b"Connection: close", field, b"", b""]))
        answers = [told(server.get(address.replace(b"%d", b"%d" % each)), each) for each in (asked, fresh)]
        assert answers[0] == answers[1]
