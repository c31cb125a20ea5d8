"""How many requests a client may send: one bound for all web processes, in memory that never grows.

The generic cell rate algorithm keeps one time for each client: when all that it has sent would be paid off,
at its rate. The times lie in memory that the web processes share. Two of them that write the same place at
once may lose one request from the count, which is all the harm there is, so that no lock is taken.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import socket
import time
from math import ceil

from horgos.errors import TooManyRequests

PLACES = 1 << 16  # clients that are known at once
_WAYS = 8  # places that a client may have; of those the one is given up that is paid off first
_KEY = 8  # bytes of a hash that stand for a client
_NETWORK = 8  # bytes of an IPv6 address that one subscriber has to himself (RFC 6177, 2: a /64 at the least)
_FREE = 0


class Limiter:
    """Counts the requests of each client: `rate` a second in the long run, `burst` at once.

    To be made before the web processes are forked: they count together. An IPv6 network of 64 bits is one
    client.
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._interval = 1.0 / rate
        self._tolerance = (burst - 1) * self._interval
        self._secret = os.urandom(16)  # nobody can choose addresses that share their places with another's
        memory = memoryview(mmap.mmap(-1, 2 * PLACES * _KEY))
        self._keys = memory[: PLACES * _KEY].cast("Q")
        self._paid = memory[PLACES * _KEY :].cast("d")  # when, on the monotonic clock

    def wait(self, client: str, now: float | None = None) -> float | None:
        """Count a request of the client; return None, or, uncounted, the seconds until one would be taken.

        `now` is the time on the monotonic clock, which is the same for all processes.
        """
        now = time.monotonic() if now is None else now
        key = self._key(client)
        place = self._place(key)
        paid = self._paid[place] if self._keys[place] == key else 0.0
        if paid - now > self._tolerance:
            return paid - now - self._tolerance
        self._keys[place] = key
        self._paid[place] = max(paid, now) + self._interval
        return None

    def check(self, client: str) -> None:
        """Count a request of the client. Raises TooManyRequests."""
        wait = self.wait(client)
        if wait is not None:
            seconds = max(1, ceil(wait))
            rate = 1 / self._interval
            raise TooManyRequests(
                f"More than {rate:g} requests a second came from {client}.",
                retry_after=seconds,
                advice=f"Try again in {seconds} s, and slower. The whole graph is at /dumps/.",
            )

    def _key(self, client: str) -> int:
        digest = hashlib.blake2b(_network(client), digest_size=_KEY, key=self._secret).digest()
        return int.from_bytes(digest) or _FREE + 1

    def _place(self, key: int) -> int:
        """Where the client is, or else the place of those it may have that was paid off first."""
        first = key % (PLACES // _WAYS) * _WAYS
        places = range(first, first + _WAYS)
        for place in places:
            if self._keys[place] == key:
                return place
        return min(places, key=self._paid.__getitem__)


def _network(client: str) -> bytes:
    """What counts as one client: an IPv4 address, the first half of an IPv6 address, or any other text."""
    try:
        return socket.inet_pton(socket.AF_INET, client)
    except OSError:
        pass
    try:
        return socket.inet_pton(socket.AF_INET6, client)[:_NETWORK]
    except (OSError, UnicodeError, ValueError):
        return client.encode(errors="replace")
