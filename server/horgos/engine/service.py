"""SERVICE, to the endpoints that the operator allows, although no query process can open a connection.

Each `SERVICE <endpoint> { … }` is evaluated before the query is run: its group goes to that endpoint as a
query of its own, and its solutions stand in its place as inline data. SPARQL 1.1 Federated Query (4)
evaluates SERVICE apart from the rest and joins its solutions as it joins those of VALUES, so that the query
means the same.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from horgos.engine.exchange import AnswerTooLarge, Exchange, ExchangeError, Reply
from horgos.engine.interface import Answer, Census, Engine, Limits, Query
from horgos.engine.remote import OK, ROWS, ROWS_READ, based
from horgos.engine.scan import amount, check, limit, refused
from horgos.engine.tokens import tokens, verb
from horgos.errors import BadGateway, Busy, HorgosError, QueryRefused, QueryTimeout, ResultTooLarge

MOST = 16  # SERVICE patterns of one query: each is a request to somebody else's server
NOTHING_KNOWN = "VALUES () { () }"
"""One solution without a binding: what SERVICE SILENT gives where the endpoint fails (Federated Query, 4)."""

Token = re.Match[str]


@dataclass(frozen=True)
class Call:
    """One SERVICE of a query: the endpoint, the text of its group with the braces, its span in the query."""

    endpoint: str
    silent: bool
    group: str
    start: int
    end: int


def calls(text: str) -> tuple[Call, ...]:
    """Every SERVICE of a query, in order.

    Raises QueryRefused where the endpoint is not named by its IRI in full, and for a SERVICE within another.
    One that is no valid SPARQL is left as it stands, for the parser to tell.
    """
    words = [token for token in tokens(text) if not token[0].startswith("#")]
    found: list[Call] = []
    place = 0
    while place < len(words):
        opening = _opening(text, words, place) if _is(words[place], "SERVICE") else None
        closing = _closing(text, words, opening) if opening else None
        if opening and closing:
            start, end = words[place].start(), words[closing].end()
            silent = _is(words[place + 1], "SILENT")
            group = text[words[opening].start() : end]
            found.append(Call(words[opening - 1][0][1:-1], silent, group, start, end))
        place = (closing or place) + 1
    return tuple(found)


def _is(token: Token, keyword: str) -> bool:
    return token.lastgroup == "word" and token[0].upper() == keyword


def _opening(text: str, words: Sequence[Token], place: int) -> int | None:
    """Where the group of the SERVICE at `place` begins; None where something else stands there."""
    after = place + 1
    if after < len(words) and _is(words[after], "SILENT"):
        after += 1
    if after + 1 >= len(words) or words[after + 1][0] != "{":
        return None
    if not words[after][0].startswith("<"):
        advice = "Write the address of one endpoint in full: SERVICE <https://…> { … }."
        raise refused(text, words[place], "SERVICE is followed by a variable or a prefixed name.", advice)
    return after + 1


def _closing(text: str, words: Sequence[Token], opening: int) -> int | None:
    """Where the group that opens at `opening` ends; None where it does not."""
    depth = 0
    for place in range(opening, len(words)):
        depth += {"open": 1, "close": -1}.get(words[place].lastgroup or "", 0)
        if not depth:
            return place
        if _is(words[place], "SERVICE"):
            detail = "A SERVICE stands within another one."
            raise refused(text, words[place], detail, "Put one beside the other.")
    return None


class Federated:
    """An engine whose queries may ask the endpoints `allowed` with SERVICE, and no others.

    An endpoint has half of the time that is left to the query. The query with all solutions in it may be as
    long as any query (`limits.query_length`). Blank nodes come as IRIs that nobody else uses (RDF 1.1, 3.5):
    they are nodes of another server, and inline data has none.
    """

    def __init__(self, engine: Engine, allowed: Sequence[str], limits: Limits) -> None:
        self._engine = engine
        self._allowed = tuple(allowed)
        self._limits = limits
        self._places = BoundedSemaphore(limits.workers + limits.queue)
        self._exchange = Exchange(connections=limits.workers)

    def run(self, query: Query) -> Answer:
        """Answer a query; see `Engine.run`. Also raises BadGateway, where an endpoint fails."""
        start = time.monotonic()
        found = calls(query.text) if "service" in query.text.lower() else ()
        if not found:
            return self._engine.run(query)
        until = start + self._limits.allowed(query)
        self._check(query.text, found)
        if not self._places.acquire(blocking=False):
            raise Busy("Too many queries wait for other endpoints.", advice=f"Try again. {limit('queue')}")
        try:
            text = self._joined(query, found, until)
        finally:
            self._places.release()
        left = until - time.monotonic()
        if left <= 0:
            raise self._late(until - start)
        answer = self._engine.run(replace(query, text=text, deadline=left))
        return replace(answer, seconds=time.monotonic() - start)

    def run_all(self, queries: Sequence[Query]) -> tuple[Answer, ...]:
        """Answer several queries; see `Engine.run_all`. They go together where none of them asks others."""
        if any("service" in query.text.lower() for query in queries):
            return tuple(map(self.run, queries))
        return self._engine.run_all(queries)

    def census(self) -> Census | None:
        """What the query processes of the engine do at the moment."""
        return self._engine.census()

    def _check(self, text: str, found: Sequence[Call]) -> None:
        """Refuse, before anybody is asked, what is not allowed and what would be refused anyway."""
        for call in found:
            if call.endpoint not in self._allowed:
                advice = f"Those that may be asked: {', '.join(self._allowed)}. {limit('allow_service')}"
                raise QueryRefused(f"SERVICE <{call.endpoint}> is not allowed here.", advice=advice)
        if len(found) > MOST:
            raise QueryRefused(f"The query has {len(found)} SERVICE patterns, but may have {MOST}.")
        check(_replaced(text, found, ["{}"] * len(found)), self._limits)

    def _joined(self, query: Query, found: Sequence[Call], until: float) -> str:
        """The query with the solutions of each SERVICE in its place, on as many lines as before."""
        blocks: list[str] = []
        size = len(query.text)
        for call in found:
            try:
                blocks.append(self._block(query, call, until, self._limits.query_length - size))
            except HorgosError:
                if not call.silent:
                    raise
                blocks.append(NOTHING_KNOWN)
            size += len(blocks[-1])
        return _replaced(query.text, found, blocks)

    def _block(self, query: Query, call: Call, until: float, room: int) -> str:
        first = verb(query.text)
        prologue = query.text[: first.start()] if first else ""
        text = based(replace(query, text=f"{prologue}SELECT * WHERE {call.group}"))
        block = _inline(self._reply(call.endpoint, text, until), call.endpoint)
        if len(block.encode()) > room:
            raise self._too_large(call.endpoint)
        return block

    def _reply(self, endpoint: str, text: str, until: float) -> Reply:
        allowed = (until - time.monotonic()) / 2
        bound = 4 * self._limits.query_length  # SPARQL JSON has more signs than inline data
        try:
            return self._exchange.post(endpoint, [("query", text)], ROWS, time.monotonic() + allowed, bound)
        except TimeoutError:
            raise self._late(allowed, f"SERVICE <{endpoint}>") from None
        except AnswerTooLarge:
            raise self._too_large(endpoint) from None
        except ExchangeError as error:
            raise BadGateway(f"SERVICE <{endpoint}> cannot be asked: {error}.", advice="Try again.") from None

    def _late(self, allowed: float, who: str = "The query") -> QueryTimeout:
        detail = f"{who} did not answer within {allowed:.3g} s."
        advice = f"Ask for less at once. {limit('deadline')}"
        return QueryTimeout(detail, advice=advice, setting="deadline", seconds=allowed)

    def _too_large(self, endpoint: str) -> ResultTooLarge:
        size = amount(self._limits.query_length)
        detail = f"With the answer of SERVICE <{endpoint}> in it, the query is longer than {size}."
        advice = f"Ask that endpoint for less, with a SELECT in the group. {limit('query_length')}"
        return ResultTooLarge(detail, advice=advice, setting="query_length")

    def close(self) -> None:
        """Close the connections, and the engine."""
        self._exchange.close()
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _replaced(text: str, found: Sequence[Call], blocks: Sequence[str]) -> str:
    """The text with a block in the place of each call; the lines after it keep their numbers."""
    parts: list[str] = []
    end = 0
    for call, block in zip(found, blocks, strict=True):
        lines = "\n" * text.count("\n", call.start, call.end)
        parts += [text[end : call.start], block, lines]
        end = call.end
    return "".join([*parts, text[end:]])


def _inline(reply: Reply, endpoint: str) -> str:
    """The solutions in a reply as a VALUES block (SPARQL 1.1, 10.2). Raises BadGateway."""
    reason = ""
    if reply.status != OK:
        reason = f"answered {reply.status}"
    elif reply.media_type not in ROWS_READ:
        reason = f"answered with {reply.media_type or 'no media type'}, not with SPARQL JSON"
    else:
        try:
            return _values(reply.body, endpoint)
        except (SyntaxError, ValueError) as error:
            reason = f"gave a broken answer: {error}"
    raise BadGateway(f"SERVICE <{endpoint}> {reason}.", advice="Ask it directly to see why.")


def _values(body: bytes, endpoint: str) -> str:
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        raise ValueError("a boolean for SELECT")  # noqa: TRY004  # of the answer, not of an argument
    origin = urlsplit(endpoint)
    space = f"{origin.scheme}://{origin.netloc}/.well-known/genid/{uuid4().hex}-"
    names = [variable.value for variable in results.variables]
    rows = (f"({' '.join(_term(row[name], space) for name in names)})" for row in results)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }}"


def _term(term: object, space: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        return str(NamedNode(space + term.value))
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise ValueError(f"{term} is neither an IRI nor a literal")
