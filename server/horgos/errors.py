"""The error tree. Raised from here, rendered once: by `web.problems` over HTTP, by `cli` in a terminal.

    HorgosError
    ├── ConfigError                 a setting is wrong
    ├── InvalidGraph                the files of the graph do not validate
    ├── NotFound                    404
    ├── BadRequest                  400  a parameter is wrong
    │   ├── QuerySyntaxError        400  with line and column
    │   └── QueryRefused            400  SERVICE, an update, too long, too deep
    ├── MethodNotAllowed            405
    ├── NotAcceptable               406
    ├── RequestTimeout              408
    ├── RequestTooLarge             413
    ├── UnsupportedMediaType        415
    ├── TooManyRequests             429
    ├── QueryLimit                  503  a bound stopped the query
    │   ├── QueryTimeout
    │   ├── QueryMemory
    │   └── ResultTooLarge
    ├── Busy                        503  the queue is full, or the engine is starting again
    └── BadGateway                  502  another server that was asked gave no answer that can be used

Each class is one problem type (RFC 9457): `slug` ends the type IRI `/errors/<slug>`, `title` is the same for
every occurrence, `detail` tells this one, `extra` holds what a program may want to read. Where in a query it
went wrong stands in `extra` alone, as `line` and `column`, both from 1: whoever renders the error adds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from horgos.report import Report


class HorgosError(Exception):
    """An error that none of the others describes. `advice`, where there is one, says what would be right."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, *, advice: str = "", **extra: str | int | float | list[str]) -> None:
        super().__init__(detail)
        self.detail = detail
        self.advice = advice
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.detail} {self.advice}".strip()

    @property
    def line(self) -> int | None:
        """The line of the query in which it went wrong, from 1; None where that is not known."""
        line = self.extra.get("line")
        return line if isinstance(line, int) else None

    @property
    def column(self) -> int | None:
        """The column in that line, in characters from 1."""
        column = self.extra.get("column")
        return column if isinstance(column, int) else None

    @property
    def place(self) -> str:
        """Line and column as a message names them; empty where they are not known."""
        return f"line {self.line}, column {self.column}" if self.line and self.column else ""


class ConfigError(HorgosError):
    """A setting has a value that cannot be used, or a folder is not where it should be."""

    slug = "config"
    title = "A setting is wrong"


class InvalidGraph(HorgosError):
    """The files of the graph do not validate; `report` says what, where, and what to do."""

    slug = "invalid-graph"
    title = "The graph does not validate"

    def __init__(self, detail: str, report: Report, *, advice: str = "") -> None:
        super().__init__(detail, advice=advice)
        self.report = report


class NotFound(HorgosError):
    """Nothing in the dataset, and no page, has this address."""

    status = 404
    slug = "not-found"
    title = "Not found"


class BadRequest(HorgosError):
    """A parameter is missing, doubled, malformed or out of its range."""

    status = 400
    slug = "bad-request"
    title = "The request is malformed"


class QuerySyntaxError(BadRequest):
    """The query is not SPARQL 1.1 Query (SPARQL 1.1 Protocol, 2.1.7: MalformedQuery)."""

    slug = "malformed-query"
    title = "The query is not valid SPARQL"

    def __init__(
        self, detail: str, *, line: int | None = None, column: int | None = None, advice: str = ""
    ) -> None:
        place = {} if line is None or column is None else {"line": line, "column": column}
        super().__init__(detail, advice=advice, **place)


class QueryRefused(BadRequest):
    """The query is valid but asks for what this server does not do: SERVICE, an update, excessive nesting."""

    slug = "query-refused"
    title = "The query asks for something this server does not do"


class MethodNotAllowed(HorgosError):
    """The address exists, but not for this method; `allow` lists those it has (RFC 9110, 15.5.6)."""

    status = 405
    slug = "method-not-allowed"
    title = "Method not allowed"

    def __init__(self, detail: str, *, allow: Sequence[str], advice: str = "") -> None:
        advice = advice or f"Use one of: {', '.join(allow)}."
        super().__init__(detail, advice=advice, allow=list(allow))
        self.allow = tuple(allow)


class NotAcceptable(HorgosError):
    """None of the asked media types is offered here; `choices` lists those that are (RFC 9110, 15.5.7)."""

    status = 406
    slug = "not-acceptable"
    title = "No acceptable format"

    def __init__(self, detail: str, *, choices: Sequence[str], advice: str = "") -> None:
        super().__init__(detail, advice=advice, choices=list(choices))
        self.choices = tuple(choices)


class RequestTimeout(HorgosError):
    """The client did not send its request in time (RFC 9110, 15.5.9)."""

    status = 408
    slug = "request-timeout"
    title = "The request was not sent in time"


class RequestTooLarge(HorgosError):
    """The body of the request is over the bound (RFC 9110, 15.5.14)."""

    status = 413
    slug = "request-too-large"
    title = "The request is too large"


class UnsupportedMediaType(HorgosError):
    """The body of the request is of a type that this address does not read (RFC 9110, 15.5.16)."""

    status = 415
    slug = "unsupported-media-type"
    title = "Unsupported media type"


class TooManyRequests(HorgosError):
    """A client has sent more requests than its rate allows (RFC 6585, 4). Wait `retry_after` seconds."""

    status = 429
    slug = "too-many-requests"
    title = "Too many requests"

    def __init__(self, detail: str, *, retry_after: int = 1, advice: str = "") -> None:
        super().__init__(detail, advice=advice, retry_after=retry_after)
        self.retry_after = retry_after


class QueryLimit(HorgosError):
    """A bound of the server stopped the query; `setting` names the setting that holds it."""

    status = 503
    slug = "query-limit"
    title = "The query was stopped at a limit"


class QueryTimeout(QueryLimit):
    """The query did not finish within its deadline; the process it ran in was ended."""

    slug = "query-timeout"
    title = "The query took too long"


class QueryMemory(QueryLimit):
    """The query needed more memory than one query may have; the process it ran in was ended."""

    slug = "query-memory"
    title = "The query needed too much memory"


class ResultTooLarge(QueryLimit):
    """The result is larger than one answer may be. It is refused whole, never cut silently."""

    slug = "result-too-large"
    title = "The result is too large"


class Busy(HorgosError):
    """All query processes are taken and the queue is full. Try again after `retry_after` seconds."""

    status = 503
    slug = "busy"
    title = "The server is busy"

    def __init__(self, detail: str, *, retry_after: int = 1, advice: str = "") -> None:
        super().__init__(detail, advice=advice, retry_after=retry_after)
        self.retry_after = retry_after


class BadGateway(HorgosError):
    """Another server that this one asked gave no answer that can be used (RFC 9110, 15.6.3)."""

    status = 502
    slug = "bad-gateway"
    title = "Another server gave no usable answer"


def error_types() -> Iterator[type[HorgosError]]:
    """Every class of the tree, the root first: one page under `/errors/` each."""
    waiting: list[type[HorgosError]] = [HorgosError]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting.extend(kind.__subclasses__())
