"""Content codings (RFC 9110, 8.4 and 12.5.3): from Accept-Encoding to gzip, brotli or nothing.

Each coding of an answer is a representation with a tag of its own (8.8.3.3): the coding ends it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import brotli  # type: ignore[import-untyped]  # it has no stubs

from horgos.web.reply import Fields, FilePart, Reply

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 1024  # bytes under which a coding saves nothing that is worth its header field
USUAL = 256  # characters of a header for which it is worth remembering what it means
WISHES = 100  # elements of a header that are read: more than any honest client sends
_OK, _NOT_MODIFIED = 200, 304

_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_ENDINGS = {"br": ".br", "gzip": ".gz"}
_ELEMENT = re.compile(
    r"[ \t]*+(?P<coding>[!#$%&'*+.^_`|~0-9A-Za-z-]++)"
    r"(?:[ \t]*+;[ \t]*+[qQ]=(?P<quality>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?+[ \t]*+\Z"
)
_TEXTS = re.compile(r"text/|image/svg\+xml|application/(?!gzip\b)", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?"[^"]*"|\*')


class Wish(NamedTuple):
    """The codings that a client takes, the best first, and whether it takes nothing that is not coded."""

    codings: tuple[str, ...] = ()
    insists: bool = False


def wish(accept_encoding: str | None) -> Wish:
    """What an Accept-Encoding header asks for; of codings that it likes as well, brotli comes first.

    A client that refuses every coding and no coding too gets what is not coded: there is more use in that
    than in an error (RFC 9110, 12.5.3). A part of the header that is not well formed counts as not sent.
    """
    if not accept_encoding:
        return Wish()
    usual = len(accept_encoding) < USUAL
    return _wish(accept_encoding) if usual else _wish.__wrapped__(accept_encoding)


@lru_cache(maxsize=256)
def _wish(header: str) -> Wish:
    rated = dict[str, float]()
    for element in header.split(",", WISHES)[:WISHES]:
        if match := _ELEMENT.match(element):
            rated[match["coding"].lower().removeprefix("x-")] = float(match["quality"] or 1)
    others = rated.get("*", 0.0)
    plain = rated.get("identity", 1.0 if rated.get("*", 1.0) else 0.0)
    least = plain if "identity" in rated else 0.0
    wanted = [coding for coding in _CODINGS if rated.get(coding, others) > 0]
    wanted = [coding for coding in wanted if rated.get(coding, others) >= least]
    wanted.sort(key=lambda coding: -rated.get(coding, others))
    return Wish(tuple(wanted), insists=not plain)


def coded(reply: Reply, wished: Wish, if_none_match: str | None = None) -> Reply:
    """A reply in the coding that the client likes best, where that is worth while; it says that it varies so.

    Of a file, what lies beside it with `.gz` or `.br` at the end of its name is taken.
    """
    if reply.status == _NOT_MODIFIED:
        return replace(reply, headers=_varying(_renamed(reply, wished, if_none_match)))
    if isinstance(reply.body, bytes) and len(reply.body) < SMALL and not wished.insists:
        return reply
    if isinstance(reply.body, FilePart):
        return _coded_file(reply, reply.body, wished)
    content_type = reply.header("content-type")
    if not reply.body or content_type is None or reply.header("content-range"):
        return reply
    worth = len(reply.body) >= SMALL and _TEXTS.match(content_type) is not None
    if not wished.codings or not (worth or wished.insists):
        return replace(reply, headers=_varying(reply.headers)) if worth else reply
    body = _CODINGS[wished.codings[0]](reply.body)
    return Reply(reply.status, _fields(reply, wished.codings[0], len(body)), body)


def plain_tags(if_none_match: str | None, accept_encoding: str | None) -> str | None:
    """If-None-Match with each tag of an answer in a coding as the one that it has in no coding."""
    codings = wish(accept_encoding).codings
    if if_none_match is None or not codings:
        return if_none_match
    tags: list[str] = _TAG.findall(if_none_match)
    return ", ".join(_plain_tag(tag, codings) for tag in tags)


def _plain_tag(tag: str, codings: tuple[str, ...]) -> str:
    for coding in codings:
        if tag.endswith(f'-{coding}"'):
            return tag.removesuffix(f'-{coding}"') + '"'
    return tag


def _renamed(reply: Reply, wished: Wish, if_none_match: str | None) -> Fields:
    """The fields of a 304 with the tag by which the client knows the answer."""
    tag = reply.header("etag") or ""
    named = [_coded_tag(tag, coding) for coding in wished.codings]
    known = next((each for each in named if each.removeprefix("W/") in (if_none_match or "")), tag)
    return [(key, known if key.lower() == "etag" else value) for key, value in reply.headers]


def beside(path: Path) -> dict[str, Path]:
    """The files that hold this one compressed, by the coding."""
    files = {coding: path.with_name(path.name + ending) for coding, ending in _ENDINGS.items()}
    return {coding: file for coding, file in files.items() if file.exists()}


def _coded_file(reply: Reply, part: FilePart, wished: Wish) -> Reply:
    """A whole file from one beside it that holds it compressed, where there is one."""
    compressed = beside(part.path) if reply.status == _OK and part.end is None else {}
    if not compressed:
        return reply
    coding = next((each for each in wished.codings if each in compressed), None)
    if coding is None:
        return replace(reply, headers=_varying(reply.headers))
    file = compressed[coding]
    return Reply(reply.status, _fields(reply, coding, file.stat().st_size), FilePart(file))


def _fields(reply: Reply, coding: str, length: int) -> Fields:
    fields = reply.without(("content-length", "etag", "accept-ranges"))
    if tag := reply.header("etag"):
        fields.append(("ETag", _coded_tag(tag, coding)))
    return _varying([*fields, ("Content-Length", str(length)), ("Content-Encoding", coding)])


def _coded_tag(tag: str, coding: str) -> str:
    return f'{tag[:-1]}-{coding}"' if tag.endswith('"') else tag


def _varying(headers: Fields) -> Fields:
    """The fields with Accept-Encoding in Vary."""
    vary = [value for key, value in headers if key.lower() == "vary"]
    others = [(key, value) for key, value in headers if key.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]
