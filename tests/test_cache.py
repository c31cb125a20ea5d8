"""The cache of whole answers: bounded, the least recently used goes first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from horgos.cache import OVERHEAD, SHARE, Cache

ROOM = 100 * (OVERHEAD + 1000)


def test_what_is_kept_is_found_under_its_key_alone() -> None:
    """A key that differs in one part is another one."""
    cache = Cache[str](ROOM)
    cache.put(("GET", "/a"), "answer", 1000)
    assert (cache.get(("GET", "/a")), cache.get(("GET", "/b"))) == ("answer", None)


def test_several_are_found_at_once() -> None:
    """Each under its key, None where nothing is kept; they are what was used last, then."""
    cache = Cache[str](ROOM)
    for key in ("a", "b"):
        cache.put(key, key.upper(), 1000)
    for number in range(1000):
        cache.put(number, "once", 1000)
        assert cache.get_all(["a", "b", "none"]) == {"a": "A", "b": "B", "none": None}


def test_the_least_recently_used_goes_first() -> None:
    """What is asked for again and again outlasts any number of answers that are asked for once."""
    cache = Cache[str](ROOM)
    cache.put("often", "answer", 1000)
    for number in range(1000):
        cache.put(number, "once", 1000)
        assert cache.get("often") == "answer"
    assert cache.get(0) is None


def test_an_answer_that_would_push_out_many_is_not_kept() -> None:
    """One answer takes no more than its share."""
    cache = Cache[str](ROOM)
    cache.put("large", "answer", ROOM // SHARE)
    assert cache.get("large") is None


def test_small_entries_can_be_counted_as_such() -> None:
    """What an entry takes beside its size is for the owner of a cache to say."""
    cache = Cache[str](1000, overhead=10)
    cache.put("small", "entry", 5)
    assert cache.size == 15


def test_a_cache_of_no_size_keeps_nothing() -> None:
    """So it can be switched off."""
    cache = Cache[str](0)
    cache.put("small", "answer", 0)
    assert len(cache) == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, ROOM)), max_size=200))
def test_its_size_is_that_of_its_entries_and_within_its_bound(puts: list[tuple[int, int]]) -> None:
    """Whatever is put in, also under a key that is there already."""
    cache, sizes = Cache[int](ROOM), dict[int, int]()
    for key, size in puts:
        cache.put(key, size, size)
        sizes[key] = size
    held = {key: kept for key in sizes if (kept := cache.get(key)) is not None}
    assert cache.size == sum(size + OVERHEAD for size in held.values()) <= ROOM
    assert len(cache) == len(held)


def test_many_threads_may_use_it_at_once() -> None:
    """Nothing is lost count of, and none of them fails."""
    cache = Cache[int](ROOM)

    def use(thread: int) -> None:
        for number in range(2000):
            cache.put((thread * number) % 300, number, 1000)
            cache.get(number % 300)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    assert cache.size == len(cache) * (OVERHEAD + 1000) <= ROOM
