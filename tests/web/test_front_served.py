"""Slow, silent, leaving and malformed clients, on the wire, against the server that runs in production."""

from __future__ import annotations

import gzip
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from horgos.site import Site
from serving import STARTING, started, until

CRLF = b"\r\n"
PLAIN = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POSTED = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 6\r\n\r\nASK {}"
)
UNENDED = POSTED.replace(b"Content-Length: 6", b"Content-Length: 20")
SENDING = 2.0
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
LARGE = "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(2)) + " } LIMIT 5000"


class Server(NamedTuple):
    """A server: its process, and where it listens."""

    pid: int
    address: tuple[str, int]


@pytest.fixture(scope="module")
def server(tiny: Site) -> Iterator[Server]:
    """A server on the tiny graph, with one web process that has one query process."""
    options = {
        "graph": tiny.config.graph,
        "cache": tiny.config.cache,
        "processes": 1,
        "workers": 1,
        "queue": 32,
        "deadline": 2 * STARTING,
        "sending": SENDING,
        "query-length": tiny.config.query_length,
    }
    with started(*(f"--{name}={value}" for name, value in options.items())) as (process, address):
        host, port = address.removeprefix("http://").rstrip("/").split(":")
        yield Server(process.pid, (host, int(port)))


def exchange(server: Server, request: bytes) -> bytes:
    """Send bytes, and read until the server closes."""
    with socket.create_connection(server.address, timeout=20) as connection:
        connection.sendall(request)
        return read(connection)


def read(connection: socket.socket) -> bytes:
    """All that comes until the other side closes, or breaks off."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def query_processes(server: Server) -> set[int]:
    """The query processes of a server, by their name."""
    found, waiting = set(), [server.pid]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
            children = [int(pid) for pid in (task / "children").read_text().split()]
            waiting += children
            found |= {pid for pid in children if name(pid) == "horgos-query"}
    return found


def name(pid: int) -> str:
    """What `ps -o comm` shows of a process."""
    return Path(f"/proc/{pid}/comm").read_text().strip()


def answers(server: Server) -> bool:
    """Whether queries that were never asked before are answered, in the address and in a body."""
    new = str(time.monotonic_ns()).encode()
    address = PLAIN.replace(b"%7B%7D", b"%7B%7D%23" + new)
    posted = POSTED.replace(b"ASK {}", b"ASK {}#" + new).replace(b": 6", b": %d" % (7 + len(new)))
    return all(b'"boolean":true' in exchange(server, request) for request in (address, posted))


def test_silent_and_unending_clients_hold_up_nobody(server: Server) -> None:
    """Hundreds that send nothing and a hundred that never end; they are let go of when their time is over."""
    with ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(server.address, 20)) for _ in range(200)]
        unended = [stack.enter_context(socket.create_connection(server.address, 20)) for _ in range(100)]
        for connection in unended:
            connection.sendall(UNENDED)
        assert answers(server)
        for connection in silent:
            assert read(connection) == b""
        for connection in unended:
            reply = read(connection)
            assert reply.startswith(b"HTTP/1.1 408 ")
            assert b"/errors/request-timeout" in reply
    assert answers(server)


def test_a_body_of_10_mb_is_refused(server: Server) -> None:
    """Whether its length is told or not: 413, before more than the bound was read."""
    size = 10_000_000
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(server.address, timeout=20) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % size)
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection(server.address, timeout=20) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(size // 65536):
                connection.sendall(b"10000\r\n%s\r\n" % (b"#" * 65536))
        except ConnectionError:
            pass  # it has stopped listening
        assert not (reply := read(connection)) or reply.startswith(b"HTTP/1.1 413 ")
    assert answers(server)


def test_a_client_that_leaves_frees_its_process(server: Server) -> None:
    """The only query process is ended and replaced long before the deadline."""
    assert answers(server)
    (before,) = query_processes(server)
    with socket.create_connection(server.address, timeout=20) as connection:
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request.encode())
        time.sleep(0.2)
    assert answers(server)
    end = time.monotonic() + STARTING
    while before in query_processes(server) and time.monotonic() < end:
        time.sleep(0.02)
    assert before not in query_processes(server)


def test_clients_that_do_not_read_hold_up_nobody(server: Server) -> None:
    """Their answers wait in memory, and no thread and no process with them."""
    request = f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(20):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(server.address)
            connection.sendall(request)
        assert answers(server)
    assert answers(server)


def test_who_reads_nothing_is_let_go_of(server: Server) -> None:
    """An answer is not held for ever for a client that does not take it: it gets no more than lies ready."""
    request = f"GET /sparql?query={quote(LARGE)}%23unread HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(server.address)
        connection.sendall(request)
        assert established(server, connection.getsockname()[1])
        until(lambda: not established(server, connection.getsockname()[1]))


def established(server: Server, client: int) -> bool:
    """Whether the kernel has a connection from the port of a client to a server (proc_pid_net(5))."""
    ends = f"{server.address[1]:04X}", f"{client:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any((row[1][-4:], row[2][-4:], row[3]) == (*ends, "01") for row in rows)


@pytest.mark.parametrize("size", [b"ZZ", b"-1", b"6;" + b"x" * 20_000, b"FFFFFFFFFFFFFFFFF", b""])
def test_a_query_whose_chunks_break_off_is_not_run(server: Server, size: bytes) -> None:
    """RFC 9112, 8: a body that is not complete is not half a query, however whole it looks."""
    head = POSTED.partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    raw = exchange(server, head + b"6\r\nASK {}\r\n" + size + b"\r\nbroken")
    assert not raw or raw.startswith(b"HTTP/1.1 400 ")


def test_a_query_in_chunks_is_answered(server: Server) -> None:
    """RFC 9112, 7.1: a client need not know the length of its query."""
    head = POSTED.partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    assert b'"boolean":true' in exchange(server, head + b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET /sparql HTTP/9.9\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: x\r\n" * 1000 + b"\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=[
        "empty", "no target", "binary", "version", "HTTP/2", "header", "long header", "long target",
        "many headers", "negative length", "two lengths", "chunk",
    ],
)  # fmt: skip
def test_a_malformed_request_gets_no_more_than_an_error(server: Server, request_: bytes) -> None:
    """The server may close or say 4xx; it tells nothing of itself, and goes on."""
    with socket.create_connection(server.address, timeout=20) as connection:
        try:
            connection.sendall(request_)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has closed already
        reply = read(connection)
    assert not reply or re.match(rb"HTTP/1\.[01] 4[0-9][0-9] ", reply)
    assert b"Traceback" not in reply
    assert b"horgos/" not in reply
    assert answers(server)


def test_requests_may_follow_one_another_without_waiting(server: Server) -> None:
    """RFC 9112, 9.3.2: responses come in the order of the requests, from the cache or not."""
    names = [f"n{number}" for number in range(10)] * 2
    lines = [
        f"GET /sparql?query={quote(f'SELECT (1 AS ?{each}) {{}}')} HTTP/1.1\r\nHost: x\r\n\r\n"
        for each in names
    ]
    reply = exchange(server, "".join(lines).encode() + PLAIN)
    assert re.findall(rb'"vars":\["(n[0-9])"\]', reply) == [each.encode() for each in names]


def test_http_1_0_is_answered(server: Server) -> None:
    """Without a Host too; the connection is closed then."""
    reply = exchange(server, b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.0 200 ")
    assert exchange(server, b"GET /sparql HTTP/1.0\r\nAccept: text/turtle\r\n\r\n").startswith(
        b"HTTP/1.0 200 "
    )


def test_a_target_may_be_absolute(server: Server) -> None:
    """RFC 9112, 3.2.2: then it counts, and not Host."""
    head = b"GET http://real.example/sparql HTTP/1.1\r\nHost: evil.example\r\nAccept: text/turtle\r\n"
    reply = exchange(server, head + b"Connection: close\r\n\r\n")
    assert b"http://real.example/sparql" in reply
    assert b"evil.example" not in reply


@pytest.mark.parametrize(
    "target",
    [
        "/static/../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static/..%2f..%2fconfig.py",
        "/static/%2fetc/passwd",
        "//etc/passwd",
        "/dumps/..%2fmanifest.json",
        "/dumps/%2e%2e/prefixes.json",
        "/dumps/%00",
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/data/..%5c..%5cwindows",
        "*",
    ],
)
def test_no_path_leads_out(server: Server, target: str) -> None:
    """Only what is published has an address, however the path is written."""
    reply = exchange(server, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1\.1 (404|308) ", reply)
    assert b"root:" not in reply


def test_a_doubled_slash_counts_once(server: Server) -> None:
    """A proxy that joins paths carelessly does no harm; a redirect names no host."""
    reply = exchange(
        server, b"GET //sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    assert reply.startswith(b"HTTP/1.1 200 ")
    reply = exchange(server, b"GET //dumps HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert b"location: /dumps/" in reply
    assert b"evil.example" not in reply


def test_upgrades_are_not_taken(server: Server) -> None:
    """A client that asks for a WebSocket or for HTTP/2 gets its answer in HTTP/1.1."""
    for protocol in (b"websocket\r\nSec-WebSocket-Key: dGVzdA==\r\nSec-WebSocket-Version: 13", b"h2c"):
        head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: " + protocol
        with socket.create_connection(server.address, timeout=20) as connection:
            connection.sendall(head + b"\r\nConnection: Upgrade\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_answers_come_compressed(server: Server) -> None:
    """On the wire: a query, a page, and a dump from the file beside it; HEAD has the same fields."""
    for target in (f"/sparql?query={quote(LARGE)}", "/page/gannet-light", "/dumps/tiny.nt"):
        end = b" HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        head, _, body = exchange(server, b"GET " + target.encode() + end).partition(CRLF * 2)
        assert b"content-encoding: gzip" in head
        assert gzip.decompress(body)
        only, _, nothing = exchange(server, b"HEAD " + target.encode() + end).partition(CRLF * 2)
        assert nothing == b""
        assert sorted(only.lower().split(CRLF)[:-1]) == sorted(head.lower().split(CRLF)[:-1])
