"""A server on this machine that answers as a script says: well, badly, slowly or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ROWS = "application/sparql-results+json"
ONE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"http://e/x"}}]}}'
TRUE = b'{"head":{},"boolean":true}'
Answering = Callable[["Handler"], None]


@dataclass
class Script:
    """What a server does with each request in turn (the last one again and again), and what it was sent."""

    turns: list[Answering]
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answers as its script says."""

    protocol_version = "HTTP/1.1"
    script: Script

    def do_POST(self) -> None:
        """Note the request and answer it."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.script.forms.append(parse_qs(body, keep_blank_values=True))
        self.script.headers.append({name.lower(): value for name, value in self.headers.items()})
        turns = self.script.turns
        (turns.pop(0) if len(turns) > 1 else turns[0])(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def answer(body: bytes = ONE, type_: str = ROWS, status: int = 200, **headers: str) -> Answering:
    """Answer whole and at once."""

    def turn(handler: Handler) -> None:
        handler.send_response(status)
        given = {"Content-Type": type_, "Content-Length": str(len(body)), **headers}
        for name, value in given.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return turn


def hang_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True
    handler.connection.close()


def stop_half_way(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Type", ROWS)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(ONE)
    handler.close_connection = True


def trickle(handler: Handler) -> None:
    """Send a byte now and then, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Type", ROWS)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.05)


@contextmanager
def scripted(*turns: Answering) -> Iterator[Script]:
    """A server on this machine that follows a script."""
    script = Script(list(turns))
    handler = type("Scripted", (Handler,), {"script": script})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        script.url = f"http://127.0.0.1:{server.server_port}/sparql"
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
