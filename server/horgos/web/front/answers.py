"""Answers on their way out: coded as the client takes them, and kept for the next one that asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.cache import Cache
from horgos.engine.interface import KIB
from horgos.web import coding
from horgos.web.reply import Reply
from horgos.web.tags import is_named, names_any

if TYPE_CHECKING:
    from horgos.web.exchange import Told
    from horgos.web.front.call import Call
    from horgos.web.front.seen import Seen

OK = 200
LONG = 16 * KIB  # bytes of a body that is coded in a thread: on the loop it would hold up the others
_OF_BODY = ("content-encoding", "content-language", "content-length", "content-type")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in the cache, its opaque tag, and what there is to tell of its query."""

    reply: Reply
    tag: str | None
    told: Told | None

    def for_client(self, if_none_match: str | None) -> Reply:
        """The answer, or 304 where the client has it (RFC 9110, 13.1.2, 15.4.5)."""
        if if_none_match and self.tag and (is_named(self.tag, if_none_match) or names_any(if_none_match)):
            return Reply(304, self.reply.without(_OF_BODY))
        return self.reply


class Answers:
    """The answers that were given, of at most `bound` bytes together."""

    def __init__(self, bound: int) -> None:
        self._cache: Cache[Kept] = Cache(bound)

    @property
    def size(self) -> int:
        """The bytes that they are counted for."""
        return self._cache.size

    def get(self, asked: Seen) -> Kept | None:
        """The answer to a request like this one, where it is kept."""
        return self._cache.get(asked)

    def finish(self, call: Call, reply: Reply, *, keep: bool) -> Reply:
        """The reply as it goes out; kept where it follows from the request and the dataset alone."""
        asked = call.asked
        coded = coding.coded(reply, coding.wish(call.accept_encoding), call.known)
        if keep and isinstance(coded.body, bytes) and coded.status == OK and asked.host:
            tag = coded.header("etag")
            opaque = tag.removeprefix("W/").strip('"') if tag else None
            kept = Kept(coded, opaque, call.exchange.told)
            self._cache.put(asked, kept, len(coded.body) + asked.size)
        return coded


def is_work(call: Call, body: bytes) -> bool:
    """Whether an answer takes a while to code as its client likes it."""
    return len(body) >= LONG and bool(coding.wish(call.accept_encoding).codings)


def may_be_kept(asked: Seen, reply: Reply) -> bool:
    """Whether a reply of the app may be kept: to GET, with a tag, which only such have that do not change.

    What follows from more than the dataset says that it must be asked for again (RFC 9111, 5.2.2.2).
    """
    directives = reply.header("cache-control") or ""
    return (
        asked.method == "GET"
        and reply.header("etag") is not None
        and reply.header("set-cookie") is None
        and "no-store" not in directives
        and "private" not in directives
        and "must-revalidate" not in directives
    )
