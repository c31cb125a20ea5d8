"""Whole answers, kept in memory: the dataset does not change under its digest, so that none grows old.

A cache belongs to one site, and with it to one digest. The key holds all that an answer follows from (see
`front.seen`), the size of all keys and answers is bounded, and the least recently used goes first: who asks
for a thousand new things pushes out answers, and cannot do more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

OVERHEAD = 4096
"""Bytes that an entry is counted for beside its key and its body: header fields, and all its objects."""
SHARE = 8  # an answer of more than this part of the cache is not kept: it would push out too many others

_Kept = TypeVar("_Kept")


class Cache(Generic[_Kept]):
    """Answers by their keys, of at most `bound` bytes together. Safe to be used by many threads at once."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._size = 0
        self._entries: OrderedDict[Hashable, tuple[_Kept, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """The bytes that the entries are counted for."""
        return self._size

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> _Kept | None:
        """The answer that is kept under a key, from now on the most recently used one."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, kept: _Kept, size: int) -> None:
        """Keep an answer that takes `size` bytes with its key, and let go of what there is no room for."""
        size += OVERHEAD
        if size * SHARE > self._bound:
            return
        with self._lock:
            self._size += size - self._entries.pop(key, (None, 0))[1]
            self._entries[key] = (kept, size)
            while self._size > self._bound:
                self._size -= self._entries.popitem(last=False)[1][1]
