"""The engine that is another server: any endpoint of the SPARQL 1.1 Protocol that holds the dataset.

It is asked for the two formats that all of them have, SPARQL JSON for rows and N-Triples for graphs, and what
it answers is read and written anew here. So an answer that is cut off, or is in no such format, is an error
and nothing that a client could take for a result; every format is offered, whatever the other server knows;
and Turtle has the prefixes of the dataset.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Sequence
from math import ceil
from threading import BoundedSemaphore
from typing import Self

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from horgos.engine import virtuoso
from horgos.engine.exchange import AnswerTooLarge, Exchange, ExchangeError, Reply
from horgos.engine.frames import Outcome
from horgos.engine.interface import Answer, Form, Limits, Query
from horgos.engine.results import TooLarge, Unserializable, written
from horgos.engine.scan import check, limit, too_large
from horgos.engine.syntax import explain
from horgos.engine.tokens import tokens
from horgos.errors import (
    BadGateway,
    BadRequest,
    Busy,
    ConfigError,
    HorgosError,
    NotAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    RequestTooLarge,
    ResultTooLarge,
)
from horgos.formats import FORMATS

Results = QuerySolutions | QueryBoolean | Iterable[Triple]

ROWS = "application/sparql-results+json"
GRAPH = "application/n-triples, text/turtle;q=0.5"
ROWS_READ = (ROWS, "application/json")
_GRAPHS_READ = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
OK = 200
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_FIRST_LINE = re.compile(r"(?<=error at 1:)\d+")
_WORDS = 400  # characters of what the other server says that are passed on
_ADDRESS = "Is --engine the address of its query endpoint?"


class Remote:
    """Answers queries by asking the endpoint at `url`, over at most `limits.workers` connections.

    `limits.queue` more queries wait for one. `authorization` is the value of the header of that name, if any.
    """

    def __init__(self, url: str, limits: Limits, *, authorization: str = "") -> None:
        self._url = url
        self._limits = limits
        self._exchange = Exchange(connections=limits.workers, authorization=authorization)
        self._places = BoundedSemaphore(limits.workers + limits.queue)

    def run(self, query: Query) -> Answer:
        """Answer a query; see `Engine.run`. The time in the queue counts towards the deadline.

        Also raises BadGateway for an answer that cannot be used or none, and ConfigError where the endpoint
        does not let this server in.
        """
        start = time.monotonic()
        form, results = self.results(query, start)
        wanted = {
            "rows": query.rows.media_type,
            "graph": query.graph.media_type,
            "prefixes": dict(query.prefixes),
        }
        failure: HorgosError | None = None
        try:
            outcome, body, rows = written(results, wanted, self._limits.result)
        except TooLarge:
            failure = too_large(self._limits.result)
        except Unserializable as error:
            failure = NotAcceptable(str(error), choices=[format_.media_type for format_ in FORMATS])
        except (SyntaxError, ValueError) as error:
            failure = _unreadable(str(error))
        del results  # bound to this thread, so that no error may carry it away in its frames
        if failure:
            raise failure
        format_ = query.graph if outcome is Outcome.TRIPLES else query.rows
        return Answer(form, format_, body, rows, time.monotonic() - start)

    def run_all(self, queries: Sequence[Query]) -> tuple[Answer, ...]:
        """Answer several queries, one after the other: the protocol has a request for each."""
        return tuple(map(self.run, queries))

    def census(self) -> None:
        """The processes of another server are its own affair."""
        return

    def results(self, query: Query, start: float) -> tuple[Form, Results]:
        """The form of a query, and what it gives; its deadline counts from `start` on the monotonic clock.

        Solutions and triples are read as they are taken, and raise SyntaxError or ValueError where the answer
        is broken. Raises as `run`.
        """
        form = check(query.text, self._limits)
        if form is None:  # no SPARQL 1.1, though perhaps an extension that reads files or other servers
            raise explain(query.text, "This is no SELECT, ASK, CONSTRUCT or DESCRIBE query.")
        text = based(query)
        parts = [("query", text)]
        for name, iris in (
            ("default-graph-uri", query.default_graphs),
            ("named-graph-uri", query.named_graphs),
        ):
            parts += [(name, _iri(iri, name)) for iri in iris]
        accept = ROWS if form in ("SELECT", "ASK") else GRAPH
        reply = self._reply(parts, accept, query, start)
        if reply.status != OK:
            raise _refusal(reply, query.text, len(text) - len(query.text))
        if virtuoso.CUT in reply.headers:
            detail = (
                f"The engine gave the first {reply.headers[virtuoso.CUT]} rows of the result and no more."
            )
            raise ResultTooLarge(detail, advice="Ask for parts with LIMIT and OFFSET, or take a dump.")
        return form, _rows(reply, form) if accept == ROWS else _triples(reply)

    def _reply(self, parts: list[tuple[str, str]], accept: str, query: Query, start: float) -> Reply:
        allowed = self._limits.allowed(query)
        if not self._places.acquire(blocking=False):
            raise Busy("Too many queries wait for the engine.", advice=f"Try again. {limit('queue')}")
        try:
            return self._exchange.post(self._url, parts, accept, start + allowed, self._limits.result)
        except TimeoutError:
            detail = f"The engine did not answer within {allowed:g} s."
            raise QueryTimeout(
                detail, advice=limit("deadline"), setting="deadline", seconds=allowed
            ) from None
        except AnswerTooLarge:
            raise too_large(self._limits.result) from None
        except ExchangeError as error:
            raise BadGateway(f"The engine cannot be asked: {error}.", advice="Try again later.") from None
        finally:
            self._places.release()

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _iri(text: str, name: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise BadRequest(f"The {name} {text!r} is no IRI: {error}.") from None


def based(query: Query) -> str:
    """The query, with the base declared where an IRI counts from it, without another line."""
    if query.base is None:
        return query.text
    base = _iri(query.base, "base IRI")
    return f"BASE <{base}> {query.text}" if _is_relative(query.text) else query.text


def _is_relative(text: str) -> bool:
    """Whether a relative IRI stands in the query before it declares an absolute base itself."""
    previous = ""
    for token in tokens(text):
        if token[0].startswith("<"):
            if not _SCHEME.match(token[0]):
                return True
            if previous == "BASE":
                return False
        previous = token[0].upper()
    return False


def _rows(reply: Reply, form: Form) -> QuerySolutions | QueryBoolean:
    _require(reply, ROWS_READ, "SPARQL JSON")
    results = _read(virtuoso.mended_rows(reply.body), form)
    if isinstance(results, str):
        raise _unreadable(results)
    return results


def _read(body: bytes, form: Form) -> QuerySolutions | QueryBoolean | str:
    """The results in a body of SPARQL JSON, or what is wrong with them."""
    try:
        results = parse_query_results(body, QueryResultsFormat.JSON)
        if form == "ASK" and isinstance(results, QuerySolutions):
            names = [variable.value for variable in results.variables]
            return virtuoso.boolean(results) if names == [virtuoso.ASK] else "it answered ASK with rows"
    except (SyntaxError, ValueError) as error:
        return str(error)
    if form == "SELECT" and isinstance(results, QueryBoolean):
        return "it answered SELECT with a boolean"
    return results


def _triples(reply: Reply) -> Iterable[Triple]:
    _require(reply, _GRAPHS_READ, "N-Triples")
    return (
        quad.triple for quad in parse(virtuoso.mended_triples(reply.body), _GRAPHS_READ[reply.media_type])
    )


def _require(reply: Reply, types: Iterable[str], wanted: str) -> None:
    if reply.media_type not in types:
        came = reply.media_type or "no media type"
        raise BadGateway(f"The engine answered with {came} where {wanted} was asked for.", advice=_ADDRESS)


def _unreadable(reason: str) -> BadGateway:
    return BadGateway(f"The answer of the engine is broken: {reason}.", advice="Try again.")


def _refusal(reply: Reply, text: str, shift: int) -> HorgosError:
    """The error for a status other than 200; the engine read `shift` characters before the query."""
    words = _words(reply)
    answered = f"The engine answered {reply.status}{f': {words}' if words else '.'}"
    retry_after = ceil(reply.retry_after or 1)
    match reply.status:
        case 400:
            return _malformed(words, text, shift)
        case 401 | 403:
            variable = "HORGOS_ENGINE_AUTHORIZATION"
            return ConfigError(answered, advice=f"Set {variable} to the header Authorization that it wants.")
        case 413 | 414:
            return RequestTooLarge(answered)
        case 429 | 503:
            return Busy(answered, advice="Try again later.", retry_after=retry_after)
    return BadGateway(answered, advice="" if words else _ADDRESS)


def _malformed(words: str, text: str, shift: int) -> QuerySyntaxError:
    """The error for a query that the engine calls malformed (SPARQL 1.1 Protocol, 2.1.6)."""
    told = _FIRST_LINE.sub(lambda column: str(max(1, int(column[0]) - shift)), words)
    return explain(text, told or "The engine calls the query malformed, and does not say why.")


def _words(reply: Reply) -> str:
    """What the server says of an error: the first paragraph of a text, or a member of JSON; never HTML."""
    text = reply.body[: 16 * _WORDS].decode(errors="replace")
    if reply.media_type.endswith("json"):
        text = _member(reply.body)
    elif reply.media_type != "text/plain":
        return ""
    words = " ".join(text.strip().partition("\n\n")[0].split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"


def _member(body: bytes) -> str:
    """The text in the member of an error object that tells what happened, under the names that are in use."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    names = ("detail", "exception", "message", "error", "title")
    found = (
        [told[name] for name in names if isinstance(told.get(name), str)] if isinstance(told, dict) else []
    )
    return found[0] if found else ""
