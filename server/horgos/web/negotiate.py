"""From what a request accepts to the one format of its answer. Nothing else reads Accept or `format=`.

Pure functions. Proactive negotiation as in RFC 9110, 12.5.1: the most specific range that fits a media type
gives its quality, 0 excludes, ties go to the order in which the server offers. A part of the header that is
not well formed counts as not sent. `format=` in the address counts before the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, NamedTuple, Protocol, TypeVar

from horgos.errors import BadRequest, NotAcceptable
from horgos.formats import GRAPH_FORMATS, ROW_FORMATS, Format

PARAMETERS = ("format", "output", "results")
"""The names by which a format may be asked for in the address; they mean the same."""

WISHES = 100
"""As many media ranges, or names of formats, are read of one request: more than any honest client sends."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"  # noqa: S105  RFC 9110, 5.6.2: no password, a token
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
# Possessive quantifiers, and a quote that may stay open: no header makes these go back over what they read.
_PIECE = re.compile(r'(?P<comma>,)|[^",]++|"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_RANGE = re.compile(
    rf"[ \t]*+(?P<type>{_TOKEN})/(?P<subtype>{_TOKEN})"
    rf"(?P<parameters>(?:[ \t]*+;(?:[ \t]*+{_TOKEN}=(?:{_TOKEN}|{_QUOTED}))?+)*+)[ \t]*+\Z"
)
_WEIGHT = re.compile(r";[ \t]*+q=([^; \t]*+)", re.IGNORECASE)
_QUALITY = re.compile(r"(?:0|1|0?\.[0-9]+|0\.|1\.0*)\Z")


class Offer(Protocol):
    """What a resource can be had in: a Format, or a page."""

    @property
    def name(self) -> str:
        """The short name that `format=` takes."""

    @property
    def title(self) -> str:
        """The name people know it by; `format=` takes it too."""

    @property
    def extension(self) -> str:
        """What ends the name of such a file; `format=` takes it too."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """The registered media type, and others that are accepted when they are named."""


@dataclass(frozen=True)
class Document:
    """An offer that is not a format of RDF or of query results: a page, an error, a report."""

    name: str
    title: str
    media_types: tuple[str, ...]
    extension: str


HTML = Document("html", "HTML", ("text/html",), "html")
JSON = Document("json", "JSON", ("application/json",), "json")
TEXT = Document("text", "plain text", ("text/plain",), "txt")
XML = Document("xml", "XML", ("application/xml",), "xml")
BOOLEAN_FORMATS = tuple(format_ for format_ in ROW_FORMATS if format_.name in ("json", "xml"))
"""What the result of ASK can be written in: CSV and TSV are for SELECT alone (SPARQL 1.1 CSV and TSV, 1)."""
GRAPH_OR_PAGE: tuple[Format | Document, ...] = (*GRAPH_FORMATS, HTML)
"""What is offered where a resource has a page beside its data."""
PAGE_OR_GRAPH: tuple[Format | Document, ...] = (HTML, *GRAPH_FORMATS)
"""The same where the address names the page."""

OfferT = TypeVar("OfferT", bound=Offer)


@dataclass(frozen=True)
class Choice(Generic[OfferT]):
    """What was chosen, and the media type it goes out under: a client that named an alias gets the alias."""

    offer: OfferT
    media_type: str

    @property
    def content_type(self) -> str:
        """The value of Content-Type. Text names its character encoding (RFC 6657)."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@dataclass(frozen=True)
class MediaRange:
    """One well-formed element of an Accept header, its parameters left out, with its quality from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How specifically it covers a media type: 3 exactly, 2 as `type/*`, 1 as `*/*`, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.subtype == "*":
            return {kind: 2, "*": 1}.get(self.type, 0)
        return 0


class Formats(NamedTuple):
    """The formats for each kind of result, before the query has shown which it has; some may be None."""

    rows: Choice[Format] | None
    boolean: Choice[Format] | None
    graph: Choice[Format] | None


def choose(offers: Sequence[OfferT], accept: str | None, wanted: str | None = None) -> Choice[OfferT]:
    """The best of the offers for an Accept header and a `format=` value (None where they were not sent).

    Raises NotAcceptable, with what is on offer, where none will do.
    """
    choice = _pick(offers, accept, wanted)
    if choice is not None:
        return choice
    raise not_acceptable(offers, asked_for(accept, wanted))


def choose_results(accept: str | None, wanted: str | None = None) -> Formats:
    """The formats for rows, booleans and graphs. Raises NotAcceptable where no kind has one.

    The defaults, for `*/*` and for no header, are SPARQL JSON and Turtle.
    """
    kinds = (ROW_FORMATS, BOOLEAN_FORMATS, GRAPH_FORMATS)
    formats = Formats(*(_pick(offers, accept, wanted) for offers in kinds))
    if not any(formats):
        raise not_acceptable((*ROW_FORMATS, *GRAPH_FORMATS), asked_for(accept, wanted))
    return formats


def prefers_page(accept: str | None, wanted: str | None = None) -> bool:
    """Whether the client wants HTML more than any format of data, as browsers do."""
    offers: tuple[Offer, ...] = (*ROW_FORMATS, *GRAPH_FORMATS, HTML)
    choice = _pick(offers, accept, wanted)
    return choice is not None and choice.offer is HTML


def asked_for(accept: str | None, wanted: str | None) -> str:
    """What a client asked for, as it would write it: for the error that says it cannot have it."""
    return f"format={wanted}" if wanted else f"Accept: {accept or '*/*'}"


def not_acceptable(offers: Iterable[Offer], asked: str) -> NotAcceptable:
    """The error that tells what was asked and what is on offer."""
    offered = list(offers)
    return NotAcceptable(
        f"{asked} asks for no format of this resource.",
        advice="Ask for one of: "
        + ", ".join(f"{offer.name} ({offer.media_types[0]})" for offer in offered)
        + ".",
        choices=list(dict.fromkeys(offer.media_types[0] for offer in offered)),
    )


def wanted_format(parameters: Iterable[tuple[str, str]]) -> str | None:
    """The value of `format=`, `output=` or `results=` among decoded parameters; None where it is not given.

    Clients send all three at once, one as a media type and another as a short name, and lists of names of
    which they hope that one is known. The first that names a format counts. An empty value counts as not
    given; names of different formats raise BadRequest. What stands behind the first WISHES names is not read.
    """
    parts = (part.strip() for name, value in parameters if name in PARAMETERS for part in value.split(","))
    names = [part for part in dict.fromkeys(islice(parts, WISHES)) if part]
    meant = {name: found for name in names if (found := {offer.name for offer in _meant(name)})}
    if meant and not set.intersection(*meant.values()):
        raise BadRequest(
            f"The format is to be {' and '.join(meant)}.",
            advice=f"Give {', '.join(f'{name}=' for name in PARAMETERS)} one value.",
        )
    return next(iter([*meant, *names]), None)


def parse_accept(header: str | None) -> list[MediaRange]:
    """The well-formed media ranges of an Accept header (RFC 9110, 12.5.1), in the order they stand.

    They are looked for among its first WISHES elements.
    """
    return list(_ranges(header or ""))


def _elements(header: str) -> Iterator[str]:
    """The elements of a list (RFC 9110, 5.6.1), split at the commas that stand outside quotes."""
    element = ""
    for piece in _PIECE.finditer(header):
        if piece["comma"]:
            yield element
            element = ""
        else:
            element += piece[0]
    yield element


def _ranges(header: str) -> Iterator[MediaRange]:
    for element in islice(_elements(header), WISHES):
        match = _RANGE.match(element)
        if match is None or (match["type"] == "*" and match["subtype"] != "*"):
            continue
        weight = _WEIGHT.search(re.sub(_QUOTED, '""', match["parameters"]))
        if weight is None:
            yield MediaRange(match["type"].lower(), match["subtype"].lower(), 1.0)
        elif _QUALITY.match(weight[1]):
            yield MediaRange(match["type"].lower(), match["subtype"].lower(), float(weight[1]))


def _pick(offers: Sequence[OfferT], accept: str | None, wanted: str | None) -> Choice[OfferT] | None:
    return _named(offers, wanted) if wanted else _accepted(offers, accept)


def _accepted(offers: Sequence[OfferT], accept: str | None) -> Choice[OfferT] | None:
    """The offer of the highest quality; of equals the first. A header without a usable part accepts all."""
    ranges = parse_accept(accept)
    if not ranges:
        return Choice(offers[0], offers[0].media_types[0])
    rated = [
        (_quality(media_type, ranges, alias=bool(place)), Choice(offer, media_type))
        for offer in offers
        for place, media_type in enumerate(offer.media_types)
    ]
    best = max(quality for quality, _ in rated)
    return next((choice for quality, choice in rated if quality == best), None) if best else None


def _quality(media_type: str, ranges: Sequence[MediaRange], *, alias: bool) -> float:
    """The quality that the most specific range gives; an alias counts only where it is named itself."""
    fitting = [(fit, range_.quality) for range_ in ranges if (fit := range_.fits(media_type))]
    fit, quality = max(fitting, default=(0, 0.0))
    return quality if fit == 3 or not alias else 0.0  # noqa: PLR2004  see MediaRange.fits


def _named(offers: Sequence[OfferT], wanted: str) -> Choice[OfferT] | None:
    """The offer that a `format=` value names: by media type, else by short name, extension or title."""
    name = _decoded_plus(wanted)
    for offer in offers:
        if name in offer.media_types:
            return Choice(offer, name)
    for offer in offers:
        if _plain(name) in _names(offer):
            return Choice(offer, offer.media_types[0])
    return None


def _meant(name: str) -> list[Offer]:
    """All that a name may mean: `json` means a format of rows and one of graphs."""
    plus, plain = _decoded_plus(name), _plain(name)
    offers: tuple[Offer, ...] = (*ROW_FORMATS, *GRAPH_FORMATS, HTML)
    return [offer for offer in offers if plus in offer.media_types or plain in _names(offer)]


def _decoded_plus(name: str) -> str:
    """A `+` that was not percent-encoded has become a space on its way (URL Standard, form data)."""
    return name.strip().lower().replace(" ", "+")


def _names(offer: Offer) -> set[str]:
    subtypes = (media_type.partition("/")[2] for media_type in offer.media_types)
    return {_plain(name) for name in (offer.name, offer.extension, offer.title, *subtypes)}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
