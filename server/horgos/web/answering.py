"""From what a request to the endpoint asks to the query for the engine, and from its answer to the response.

Pure functions, which the app and the front both call, so that a query is answered with the same bytes and
header fields whichever way it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from horgos.engine import Answer, Query
from horgos.errors import NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Kind
from horgos.site import Site
from horgos.web import negotiate
from horgos.web.headers import ALWAYS
from horgos.web.negotiate import BOOLEAN_FORMATS, Formats, asked_for, not_acceptable
from horgos.web.protocol import SparqlRequest
from horgos.web.reply import Fields, Reply
from horgos.web.tags import entity_tag, is_named, names_any

# Functions whose value is another each time (SPARQL 1.1, 17.4.2.12, 17.4.4.5, 17.4.5.1), and SERVICE, which
# asks a server that may change. Comments may stand between a name and its bracket. Where the words mean
# something else, the answer is not kept either, which does no harm.
_CHANGING = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|SERVICE)\b", re.IGNORECASE)
_CHANGING_WORDS = ("RAND", "NOW", "UUID", "SERVICE")  # one of them stands in whatever the former finds
_USUAL = 512  # characters of Accept and `format=` for which it is worth remembering what they mean

_Chosen = TypeVar("_Chosen")


class Plan(NamedTuple):
    """How a query will be answered with data.

    `tag` is the tag of the answer; None where clients are to keep none, since they sent the query in a body
    or the answer changes. `lasts` tells whether it follows from the dataset alone, and may be kept here.
    """

    query: Query
    formats: Formats
    asked: str
    tag: str | None
    lasts: bool


def plan(site: Site, method: str, asked: SparqlRequest, text: str, accept: str | None) -> Plan:
    """The plan for a query, as the client accepts its answer (SPARQL 1.1 Protocol, 2.1.5).

    Raises NotAcceptable where it accepts no format of any kind of answer.
    """
    formats = _remembered(_formats, negotiate.choose_results, accept, asked.format)
    query = query_for(site, asked, text, formats)
    lasts = not _changes(text)
    tag = None
    if lasts and method != "POST":
        types = [choice.media_type if choice else "" for choice in formats]
        tag = entity_tag(site, text, *types, *asked.default_graphs, "", *asked.named_graphs)
    return Plan(query, formats, asked_for(accept, asked.format), tag, lasts)


def _changes(text: str) -> bool:
    """Whether the answer to a query may be another each time. Most queries are told by a search for words."""
    upper = text.upper()
    return any(word in upper for word in _CHANGING_WORDS) and _CHANGING.search(text) is not None


def query_for(site: Site, asked: SparqlRequest, text: str, formats: Formats | None = None) -> Query:
    """The query for the engine, its answer in these formats, or else in SPARQL JSON or Turtle."""
    return Query(
        text,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        rows=formats.rows.offer if formats and formats.rows else BY_NAME["json"],
        graph=formats.graph.offer if formats and formats.graph else BY_NAME["ttl"],
        base=site.base.iri,
        deadline=asked.timeout,
        prefixes=site.prefixes.namespaces,
    )


def prefers_page(asked: SparqlRequest, accept: str | None) -> bool:
    """Whether the client wants its answer on a page, as browsers do."""
    return _remembered(_prefers_page, negotiate.prefers_page, accept, asked.format)


def second(planned: Plan, error: NotAcceptable) -> Query:
    """The query to ask where the format of rows was no good: for a boolean. Raises NotAcceptable."""
    if planned.query.rows in BOOLEAN_FORMATS:
        raise error
    if planned.formats.boolean is None:
        raise not_acceptable(BOOLEAN_FORMATS, planned.asked) from None
    return replace(planned.query, rows=planned.formats.boolean.offer)


def unmodified(planned: Plan, if_none_match: str | None) -> Reply | None:
    """304, where the client has the answer: it need not be made.

    `If-None-Match: *` asks whether there is an answer at all, so that one is made first (RFC 9110, 13.1.2).
    """
    if planned.tag and is_named(planned.tag, if_none_match) and not names_any(if_none_match):
        return Reply(304, _fields(planned))
    return None


def reply(planned: Plan, answer: Answer, if_none_match: str | None = None) -> Reply:
    """The response with an answer. Raises NotAcceptable where no format was found for its kind."""
    formats, is_rows = planned.formats, answer.format.kind is Kind.ROWS
    for choice in (formats.rows, formats.boolean) if is_rows else (formats.graph,):
        if choice and choice.offer == answer.format:
            if planned.tag and names_any(if_none_match):
                return Reply(304, _fields(planned))
            head = [("Content-Type", choice.content_type), ("Content-Length", str(len(answer.body)))]
            return Reply(200, head + _fields(planned), answer.body)
    raise not_acceptable(ROW_FORMATS if is_rows else GRAPH_FORMATS, planned.asked)


def _fields(planned: Plan) -> Fields:
    """The header fields beside those of the body. The tag is weak: rows may come in another order."""
    kept = [("ETag", f'W/"{planned.tag}"'), ("Cache-Control", "public, no-cache")]
    return [
        *(kept if planned.tag else [("Cache-Control", "no-store")]),
        ("Vary", "Accept"),
        *ALWAYS.items(),
    ]


@lru_cache(maxsize=256)
def _formats(accept: str | None, wanted: str | None) -> Formats:
    return negotiate.choose_results(accept, wanted)


@lru_cache(maxsize=256)
def _prefers_page(accept: str | None, wanted: str | None) -> bool:
    return negotiate.prefers_page(accept, wanted)


def _remembered(
    remembering: Callable[[str | None, str | None], _Chosen],
    choosing: Callable[[str | None, str | None], _Chosen],
    accept: str | None,
    wanted: str | None,
) -> _Chosen:
    """What was chosen for the same before; what is longer than usual is not remembered."""
    usual = len(accept or "") + len(wanted or "") < _USUAL
    return remembering(accept, wanted) if usual else choosing(accept, wanted)
