"""What a web process and a query process say to each other over their socket pair.

A request is its length and a JSON array of queries (see `request`). The reply to one is a header and a body:
the answer's bytes, or the text of what went wrong. The reply to several is a header, and for its body their
replies one after the other. A query process is not trusted by the web process, so a reply carries no other
structure that would have to be decoded.
"""

from __future__ import annotations

import json
import struct
from enum import IntEnum, auto
from typing import Any, NamedTuple

FORK = b"F"  # to the zygote, see there
PACKET = 4096  # the most bytes in a packet from it

LENGTH = struct.Struct("<I")
_HEADER = struct.Struct("<QBBBq")  # length of the body, outcome, whether it retires, has grown, rows
HEADER_SIZE = _HEADER.size
_UNKNOWN = -1


class Outcome(IntEnum):
    """What became of a request. READY is what a query process says once, before any request."""

    READY = auto()
    SEVERAL = auto()  # the body is a reply to each query
    SOLUTIONS = auto()
    BOOLEAN = auto()
    TRIPLES = auto()
    SYNTAX = auto()  # what follows: the body is a text
    REFUSED = auto()
    MALFORMED = auto()
    UNACCEPTABLE = auto()
    MEMORY = auto()
    TOO_LARGE = auto()
    FAILED = auto()


class Header(NamedTuple):
    """The head of a reply: `length` of the body in bytes, and what is known about it.

    `retiring` tells that the process holds much memory after this request and should be replaced, `grown`
    that it holds more than a new one and may be replaced once nobody asks. Where one of several queries has
    failed, `rows` is its place among them.
    """

    length: int
    outcome: Outcome
    retiring: bool
    rows: int | None
    grown: bool = False

    def pack(self) -> bytes:
        """The header as it is sent."""
        rows = _UNKNOWN if self.rows is None else self.rows
        return _HEADER.pack(self.length, self.outcome, self.retiring, self.grown, rows)

    @classmethod
    def unpack(cls, data: bytes | bytearray | memoryview) -> Header:
        """Read a header from the start of `data`. Raises ValueError for an outcome that there is not."""
        length, outcome, retiring, grown, rows = _HEADER.unpack_from(data)
        return cls(length, Outcome(outcome), bool(retiring), None if rows < 0 else rows, bool(grown))


def request(*queries: dict[str, Any]) -> bytes:
    """Pack a request for one answer or several.

    A query has `text`, `base`, `default`, `named`, `rows`, `graph` (media types), and `prefixes`.
    """
    payload = json.dumps(queries).encode()
    return LENGTH.pack(len(payload)) + payload


def replies(body: bytes, number: int) -> list[tuple[Header, bytes]]:
    """The replies in the body of one to so many queries. Raises ValueError where one is missing."""
    found: list[tuple[Header, bytes]] = []
    start = 0
    for _ in range(number):
        if len(body) - start < HEADER_SIZE:
            raise ValueError(f"the reply to {number} queries has {len(found)} of their replies")
        header = Header.unpack(memoryview(body)[start:])
        start += HEADER_SIZE + header.length
        found.append((header, body[start - header.length : start]))
    return found
