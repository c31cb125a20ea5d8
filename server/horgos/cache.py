"""What was made once, kept in memory: the data does not change under its digest, so that nothing grows old.

A cache belongs to one site, and with it to one digest. The key holds all that an entry follows from, the size
of all keys and entries is bounded, and the least recently used goes first: who asks for a thousand new things
pushes out others, and cannot do more. `web.front` keeps whole answers so, `pages.glossary` names.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

OVERHEAD = 4096
"""Bytes that an answer is counted for beside its key and its body: header fields, and all its objects."""
SHARE = 8  # an entry of more than this part of the cache is not kept: it would push out too many others

_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")


class Cache(Generic[_Kept]):
    """Entries by their keys, of at most `bound` bytes together. Safe to be used by many threads at once.

    `overhead` is what an entry is counted for beside its size.
    """

    def __init__(self, bound: int, overhead: int = OVERHEAD) -> None:
        self._bound = bound
        self._overhead = overhead
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
        """The entry that is kept under a key, from now on the most recently used one."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def get_all(self, keys: Iterable[_Key]) -> dict[_Key, _Kept | None]:
        """The entries that are kept under these keys, as `get` gives them."""
        entries = self._entries
        with self._lock:
            found = {key: entries.get(key) for key in keys}
            for key, entry in found.items():
                if entry is not None:
                    entries.move_to_end(key)
        return {key: None if entry is None else entry[0] for key, entry in found.items()}

    def put(self, key: Hashable, kept: _Kept, size: int) -> None:
        """Keep an entry that takes `size` bytes with its key, and let go of what there is no room for."""
        size += self._overhead
        if size * SHARE > self._bound:
            return
        with self._lock:
            self._size += size - self._entries.pop(key, (None, 0))[1]
            self._entries[key] = (kept, size)
            while self._size > self._bound:
                self._size -= self._entries.popitem(last=False)[1][1]
