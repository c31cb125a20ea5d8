"""The query operation of the SPARQL 1.1 Protocol (2.1): from the bytes of a request to what it asks. Pure.

Form data is decoded once and strictly: what is no percent-encoded UTF-8 is an error that names its parameter.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode
from werkzeug.http import parse_options_header

from horgos.errors import BadRequest, MethodNotAllowed, QueryRefused, UnsupportedMediaType
from horgos.web.negotiate import wanted_format

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
"""What the endpoint answers to; OPTIONS is answered without reading anything."""

Parameters = Sequence[tuple[str, str]]

_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?\Z")


@dataclass(frozen=True)
class SparqlRequest:
    """What a request to the endpoint asks.

    `query` is None where a GET came without one: it asks for the query page or the service description.
    `timeout` is in seconds, `format` the undecided value of `format=`.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    format: str | None = None


def read(method: str, query_string: bytes, headers: Mapping[str, str], body: bytes) -> SparqlRequest:
    """Read a request to the endpoint (SPARQL 1.1 Protocol, 2.1.1 to 2.1.4).

    Parameters in the address and in a form count together. Raises MethodNotAllowed, UnsupportedMediaType,
    QueryRefused for an update, and BadRequest, which names the parameter.
    """
    if method not in METHODS:
        raise MethodNotAllowed(f"The endpoint does not answer to {method}.", allow=METHODS)
    given = [*parameters(query_string, "the address")]
    if method == "POST":
        given += _posted(headers, body)
    if [name for name, _ in given] == ["query"]:
        return SparqlRequest(given[0][1])  # as most are: nothing else has to be looked for
    _refuse_update(given)
    query = _single(given, "query")
    graphs = {name: _graphs(given, name) for name in ("default-graph-uri", "named-graph-uri")}
    if query is None and (method == "POST" or any(graphs.values())):
        raise BadRequest(
            "The parameter query is missing.",
            advice=f"Send it in the address, in a form ({FORM}), or as the body ({DIRECT}).",
            parameter="query",
        )
    return SparqlRequest(
        query=query,
        default_graphs=graphs["default-graph-uri"],
        named_graphs=graphs["named-graph-uri"],
        timeout=_seconds(given, "timeout"),
        format=wanted_format(given),
    )


def parameters(raw: bytes, place: str) -> Iterator[tuple[str, str]]:
    """The names and values of form data (URL Standard, application/x-www-form-urlencoded), in order.

    Raises BadRequest, naming the parameter and the place it stands in, for a `%` without two hexadecimal
    digits and for bytes that are not UTF-8.
    """
    for pair in raw.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            decoded = _decoded(name, f"The name of a parameter in {place}", "")
            yield decoded, _decoded(value, f"The parameter {decoded} in {place}", decoded)


def _decoded(raw: bytes, what: str, parameter: str) -> str:
    stray = _STRAY_PERCENT.search(raw)
    if stray:
        raise BadRequest(
            f"{what} has a % without two hexadecimal digits, at byte {stray.start() + 1}.",
            advice="Write a percent sign as %25.",
            parameter=parameter,
        )
    try:
        return _unquoted(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"{what} is not UTF-8, at byte {error.start + 1} after decoding.",
            advice="Percent-encode the bytes of its UTF-8 form.",
            parameter=parameter,
        ) from None


def _unquoted(raw: bytes) -> bytes:
    """Percent-decoding (RFC 3986, 2.1) of what has no stray `%`.

    Quoted-printable (RFC 2045, 6.7) is the same with another sign, and has a decoder in C, which takes a
    tenth of the time of the one in urllib. What means more to it, `=` at the end of a line, is not left.
    """
    return a2b_qp(raw.replace(b"=", b"%3D").replace(b"%", b"="))


def posted_as(content_type: str, media_type: str) -> None:
    """Raise UnsupportedMediaType where a body with this Content-Type is not of the media type."""
    name, _ = parse_options_header(content_type)
    if name.lower() != media_type:
        raise UnsupportedMediaType(
            _wrong_type(name.lower()), advice=f"Send {media_type}, in UTF-8.", choices=[media_type]
        )


def _posted(headers: Mapping[str, str], body: bytes) -> Parameters:
    """The parameters in the body of a POST, by its media type (2.1.2, 2.1.3)."""
    if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise _unsupported(f"A body with Content-Encoding {headers['Content-Encoding']} is not read here.")
    name, options = parse_options_header(headers.get("Content-Type", ""))
    media_type = name.lower()
    charset = options.get("charset", "utf-8").lower()
    if media_type not in (FORM, DIRECT):
        raise _unsupported(_wrong_type(media_type))
    if charset not in ("utf-8", "utf8"):
        raise _unsupported(f"The body is said to be in {charset}, but a query is read as UTF-8.")
    if media_type == FORM:
        return list(parameters(body, "the form"))
    try:
        return [("query", body.decode("utf-8-sig"))]
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"The query in the body is not UTF-8, at byte {error.start + 1}.",
            advice="Send it in UTF-8.",
            parameter="query",
        ) from None


def _wrong_type(media_type: str) -> str:
    if media_type == UPDATE:
        return "This endpoint answers queries; it takes no updates."
    return (
        f"A body of the type {media_type} is not read here."
        if media_type
        else "The body has no Content-Type."
    )


def _unsupported(detail: str) -> UnsupportedMediaType:
    return UnsupportedMediaType(
        detail, advice=f"Send {FORM} or {DIRECT}, in UTF-8, not compressed.", choices=[FORM, DIRECT]
    )


def _refuse_update(given: Parameters) -> None:
    if any(name == "update" for name, _ in given):
        raise QueryRefused(
            "This endpoint answers queries; it takes no updates.",
            advice="Send a query in the parameter query.",
            parameter="update",
        )


def _single(given: Parameters, name: str) -> str | None:
    values = [value for each, value in given if each == name]
    if len(values) > 1:
        raise BadRequest(
            f"The parameter {name} is given {len(values)} times.", advice="Give it once.", parameter=name
        )
    return values[0] if values else None


def _graphs(given: Parameters, name: str) -> tuple[str, ...]:
    """The graphs of the protocol's dataset (2.1.4), each once. Raises BadRequest for what is no absolute IRI.

    An empty value counts as not given here and for `timeout`: an HTML form cannot leave out an empty field.
    """
    graphs = dict.fromkeys(value for each, value in given if each == name and value)
    for graph in graphs:
        try:
            NamedNode(graph)
        except ValueError:
            raise BadRequest(
                f"{name} is {graph!r}, which is no absolute IRI.",
                advice="Give the full IRI of a graph, or leave the parameter out for the whole dataset.",
                parameter=name,
            ) from None
    return tuple(graphs)


def _seconds(given: Parameters, name: str) -> float | None:
    value = _single(given, name)
    if not value:
        return None
    if not _SECONDS.match(value) or not float(value):
        raise BadRequest(
            f"{name} is {value!r}, which is no number of seconds above 0.",
            advice="Write it as 5 or 2.5. It can only shorten the time that the server gives a query.",
            parameter=name,
        )
    return float(value)
