"""Clients that are slow, that leave, or that are many: the others are answered all the while."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from wire import CRLF, DIRECT, PATIENCE, Endpoint

ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = b"SELECT ?a ?d ?x { ?a ?b ?c . ?d ?e ?f . VALUES ?x { 1 2 3 } } LIMIT 6000"
HEAD = CRLF.join([b"POST /sparql HTTP/1.1", b"Host: x", DIRECT])
MANY = 60
NOTICED = 0.7  # seconds after which the server has seen that clients left, and other tests are alone again


def posted(query: bytes) -> bytes:
    """The request for a query."""
    return HEAD + b"\r\nContent-Length: %d\r\n\r\n" % len(query) + query


@pytest.fixture
def crowd(server: Endpoint) -> Iterator[list[socket.socket]]:
    """Many connections, closed in the end."""
    with ExitStack() as stack:
        yield [stack.enter_context(server.connect()) for _ in range(MANY)]


def answers(server: Endpoint) -> bool:
    """Whether a plain query is answered now."""
    return server.ask("ASK {}").status == 200


def is_closed(connection: socket.socket) -> bool:
    """Whether the server closes this connection, after whatever it still has to say."""
    connection.settimeout(PATIENCE)
    with suppress(ConnectionError):
        while connection.recv(65536):
            pass
    return True


def test_connections_that_say_nothing_hold_nobody_up(server: Endpoint, crowd: list[socket.socket]) -> None:
    """They wait; a thread or a query process is not taken by them."""
    assert answers(server)
    assert all(connection.fileno() > 0 for connection in crowd)


@pytest.mark.parametrize("begun", [b"G", b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow:", HEAD])
def test_heads_that_do_not_end_hold_nobody_up(
    server: Endpoint, crowd: list[socket.socket], begun: bytes
) -> None:
    """The others are answered, and these are closed after the time that a head may take."""
    for connection in crowd:
        connection.sendall(begun)
    assert answers(server)
    assert all(is_closed(connection) for connection in crowd)


def test_a_head_that_trickles_in_is_cut_off(server: Endpoint) -> None:
    """The time is for the whole head: a byte now and then does not win more of it."""
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        connection.settimeout(0.05)
        for number in range(int(PATIENCE / 0.05)):
            try:
                connection.sendall(b"X-%d: y\r\n" % number)
                if not connection.recv(65536):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            raise AssertionError("the head went on and on")


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /sp",
        HEAD + b"\r\nContent-Length: 600\r\n\r\nASK",
        HEAD + b"\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nASK ",
        posted(ENDLESS),
        posted(LARGE),
        posted(b"SELECT"),
        b"GET /page/gannet-light HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /dumps/tiny.nt HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["head", "body", "chunk", "endless-query", "large-result", "error", "page", "dump"],
)
def test_clients_that_leave_in_the_middle_leave_nothing_behind(server: Endpoint, sent: bytes) -> None:
    """Twelve at once, where two queries run at a time: the next to ask waits for none of them."""
    for number in range(12):
        with server.connect() as connection:
            if number % 2:  # half of them hang up, half reset the connection
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(sent)
    assert answers(server)
    time.sleep(NOTICED)


def test_who_asks_for_the_same_is_answered_though_the_first_has_left(server: Endpoint) -> None:
    """An answer that is made once for both does not go with the one for whom it was begun."""
    query = (
        "SELECT%20(COUNT(*)%20AS%20?n)%7B?a%20?b%20?c.?d%20?e%20?f%20FILTER(STR(?a)%3DCONCAT(STR(?d),'x'))%7D"
    )
    request = f"GET /sparql?query={query} HTTP/1.1\r\nHost: horgos.test\r\nConnection: close\r\n\r\n".encode()
    with server.connect() as first, server.connect() as second:
        for connection in (first, second):
            connection.sendall(request)
        first.close()
        assert b'"value":"0"' in b"".join(iter(lambda: second.recv(65536), b""))


def test_clients_that_do_not_read_hold_nobody_up(server: Endpoint, crowd: list[socket.socket]) -> None:
    """Each has a large result coming and takes a byte of it, then another; the rest are answered."""
    for connection in crowd:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for connection in crowd[:50]:
        connection.sendall(b"GET /dumps/tiny.nt HTTP/1.1\r\nHost: x\r\n\r\n")
    for connection in crowd[50:]:
        connection.sendall(posted(LARGE))
    for _ in range(3):
        assert answers(server)
        assert all(connection.recv(1) for connection in crowd[:5])


def test_a_client_that_reads_slowly_gets_all_of_it(server: Endpoint) -> None:
    """What was answered is sent to the end, however long the client takes."""
    whole = server.get(b"/dumps/tiny.nt").body
    with server.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        connection.sendall(b"GET /dumps/tiny.nt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        parts = []
        while part := connection.recv(16384):
            parts.append(part)
            time.sleep(0.002)
    assert b"".join(parts).partition(CRLF * 2)[2] == whole


def test_requests_that_come_at_once_are_answered_in_their_order(server: Endpoint) -> None:
    """RFC 9112, 9.3.2: fifty in one piece on one connection."""
    requests = [posted(b"SELECT (%d AS ?n) {}" % number) for number in range(50)]
    last = posted(b"ASK {}").replace(b"Host", b"Connection: close\r\nHost")
    raw = server.raw(b"".join([*requests, last]))
    assert raw.count(b"HTTP/1.1 200 OK") == 51
    places = [raw.index(b'"value":"%d"' % number) for number in range(50)]
    assert places == sorted(places)
