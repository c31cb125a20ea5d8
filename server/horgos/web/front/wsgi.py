"""A request put to the app as WSGI has it (PEP 3333), and its response as a Reply. Called in a thread.

The app is told no more of a request than the fields in `seen.READ`, so that its response cannot depend on
anything else: not on a claim of a proxy that nobody trusts, not on a field that nobody has thought of.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from horgos.web.front.rsgi import FilePart, Reply
from horgos.web.front.seen import READ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from horgos.web.front.rsgi import Fields, Scope

SMALL = 256 * 1024  # bytes up to which a file is read at once, so that it can be kept and compressed
_OK, _PARTIAL = 200, 206


class OpenFile:
    """The server's way to send files (PEP 3333, Optional Platform-Specific File Handling), by name."""

    def __init__(self, file: BinaryIO, size: int = 8192) -> None:
        self._file = file
        self._size = size
        self.path = Path(file.name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._size), b"")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def respond(app: WSGIApplication, scope: Scope, body: bytes, more: Mapping[str, Any]) -> Reply:
    """The app's response; `more` goes into the environment of the request."""
    files: list[OpenFile] = []

    def wrapper(file: BinaryIO, size: int = 8192) -> OpenFile:
        files.append(OpenFile(file, size))
        return files[-1]

    status, headers = 0, list[tuple[str, str]]()

    def start(line: str, fields: Fields, _: object = None, /) -> Any:
        nonlocal status, headers
        status, headers = int(line.split(" ", 1)[0]), fields

    parts = app({**environ(scope, body), "wsgi.file_wrapper": wrapper, **more}, start)
    try:
        found = _part(files[0], status, headers) if files and scope.method == "GET" else None
        return Reply(status, headers, found if found else b"".join(parts))
    finally:
        if hasattr(parts, "close"):
            parts.close()


def environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """The environment of a request. SCRIPT_NAME is nobody's to choose but the server's."""
    host, _, port = scope.server.rpartition(":")
    given: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name in READ:
            key = READ[name]
            given[key] = f"{given[key]}, {value}" if key in given else value
    if scope.authority:
        given["HTTP_HOST"] = scope.authority  # RFC 9112, 3.2.2
    return given


def _part(file: OpenFile, status: int, headers: Fields) -> FilePart | None:
    """The part of a file that a response consists of; None where it should be read at once."""
    told = {name.lower(): value for name, value in headers}
    if status == _PARTIAL:
        first, _, last = told["content-range"].removeprefix("bytes ").partition("/")[0].partition("-")
        return FilePart(file.path, int(first), int(last) + 1)
    return FilePart(file.path) if status == _OK and int(told["content-length"]) > SMALL else None
