"""A request put to the app as WSGI has it (PEP 3333), and its response as a Reply. Called in a thread."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from horgos.web import coding
from horgos.web.reply import FilePart, Reply

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from horgos.web.front.call import Call
    from horgos.web.reply import Fields

SMALL = 256 * 1024  # bytes up to which a file is read at once, so that it can be kept and coded
_OK, _PARTIAL = 200, 206


class OpenFile:
    """The server's way to send files (PEP 3333, Optional Platform-Specific File Handling): by name."""

    def __init__(self, file: BinaryIO, size: int = 8192) -> None:
        self._file = file
        self._size = size
        self.path = Path(file.name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._size), b"")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def respond(app: WSGIApplication, environ: WSGIEnvironment) -> Reply:
    """The app's response to a request with this environment."""
    files: list[OpenFile] = []

    def wrapper(file: BinaryIO, size: int = 8192) -> OpenFile:
        files.append(OpenFile(file, size))
        return files[-1]

    status, headers = 0, list[tuple[str, str]]()

    def start(line: str, fields: Fields, _: object = None, /) -> Any:
        nonlocal status, headers
        status, headers = int(line.split(" ", 1)[0]), fields

    environ["wsgi.file_wrapper"] = wrapper
    parts = app(environ, start)
    try:
        found = _part(files[0], status, headers) if files else None
        body = found or b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return Reply(
        status, [pair for pair in headers if pair[0].lower() != "date"], body
    )  # the server has a clock


def environ(call: Call) -> WSGIEnvironment:
    """The environment of a request. SCRIPT_NAME is nobody's to choose but the server's."""
    scope, asked = call.scope, call.asked
    host, _, port = scope.server.rpartition(":")
    given: dict[str, Any] = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path.encode().decode("latin-1"),
        "QUERY_STRING": asked.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(len(call.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    given |= {_variable(name): asked.field(name) for name, _ in asked.fields}
    if asked.host and not call.refusal:
        given["HTTP_HOST"] = asked.host
    if call.known:
        given["HTTP_IF_NONE_MATCH"] = coding.plain_tags(call.known, call.accept_encoding)
    return given


def _variable(name: str) -> str:
    """The name of a header field in the environment."""
    name = name.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


def _part(file: OpenFile, status: int, headers: Fields) -> FilePart | None:
    """The part of a file that a response consists of; None where it should be read at once."""
    told = {name.lower(): value for name, value in headers}
    if status == _PARTIAL:
        first, _, last = told["content-range"].removeprefix("bytes ").partition("/")[0].partition("-")
        return FilePart(file.path, int(first), int(last) + 1)
    whole = status == _OK and (int(told["content-length"]) > SMALL or coding.beside(file.path))
    return FilePart(file.path) if whole else None
