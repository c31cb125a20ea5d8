"""What happens to a query that wants more than it may have, and to the others meanwhile."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from horgos.config import Config
from horgos.engine import Embedded, Limits, Query
from horgos.errors import Busy, HorgosError, QueryMemory, QueryRefused, QueryTimeout, ResultTooLarge
from horgos.formats import BY_NAME

Start = Callable[[Limits], Embedded]
Eventually = Callable[[Callable[[], object]], None]

MIB = 1024 * 1024
# Counting needs no memory, so this ends at the deadline and nowhere else.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ORDERED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
PLAIN = "ASK {}"


def pids(engine: Embedded) -> set[int]:
    """The query processes that an engine has just now."""
    return set(engine._pool._all)


def outcome(engine: Embedded, text: str) -> type[HorgosError] | None:
    """What running a query raises; None where it is answered."""
    try:
        engine.run(Query(text))
    except HorgosError as error:
        return type(error)
    return None


def test_limits_have_the_units_of_the_interface() -> None:
    """The settings count MiB and KiB, as people do; the engine counts bytes."""
    limits = Limits.of(Config.load(environ={"HORGOS_MEMORY": "16", "HORGOS_QUERY_LENGTH": "2"}))
    assert limits.memory == 16 * MIB
    assert limits.query_length == 2048
    assert limits.deadline == 10.0


@pytest.mark.parametrize("text", [ENDLESS, ORDERED], ids=["counted", "ordered"])
def test_an_endless_query_ends_with_its_process_while_others_are_answered(
    start: Start, eventually: Eventually, text: str
) -> None:
    """It ends within its deadline and one second; its process has gone; nobody else notices."""
    engine = start(Limits(workers=2, deadline=1, memory=8192 * MIB))
    before = pids(engine)
    with ThreadPoolExecutor(1) as threads:
        began = time.monotonic()
        endless = threads.submit(engine.run, Query(text, deadline=0.5))
        answered = 0
        while not endless.done():
            answered += engine.run(Query(PLAIN)).form == "ASK"
        assert time.monotonic() - began < 1.5
    assert isinstance(endless.exception(), QueryTimeout)
    assert answered > 1
    (ended,) = before - pids(engine)
    eventually(lambda: not Path(f"/proc/{ended}").exists())
    eventually(lambda: len(pids(engine)) == 2)


def test_the_message_of_a_timeout_names_the_deadline_and_its_setting(start: Start) -> None:
    """The reader learns what the bound was, and where the owner of the server can change it."""
    engine = start(Limits(workers=1, deadline=0.2))
    with pytest.raises(QueryTimeout, match=r"0\.2 s.*HORGOS_DEADLINE") as error:
        engine.run(Query(ENDLESS))
    assert error.value.extra["setting"] == "deadline"


def test_a_query_may_lower_its_deadline_but_not_raise_it(start: Start) -> None:
    """SPARQL services take `timeout=` as a wish for less, never for more."""
    engine = start(Limits(workers=1, deadline=0.3))
    for wish, allowed in ((0.1, "0.1 s"), (99, "0.3 s")):
        with pytest.raises(QueryTimeout, match=allowed):
            engine.run(Query(ENDLESS, deadline=wish))


def test_sixteen_endless_queries_at_once_do_no_more_harm_than_a_wait(start: Start) -> None:
    """Each ends in a timeout or is told to come again, and the next plain query is answered."""
    engine = start(Limits(deadline=0.5, queue=4))
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda _: outcome(engine, ENDLESS), range(16)))
    assert set(outcomes) == {QueryTimeout, Busy}
    assert engine.run(Query(PLAIN)).form == "ASK"


def test_quick_queries_are_answered_while_long_ones_queue_up(start: Start) -> None:
    """While others wait, long queries hold half of the processes; the rest of them is told to come again."""
    engine = start(Limits(workers=4, patience=0.05, deadline=4))
    with ThreadPoolExecutor(16) as threads:
        endless = [threads.submit(outcome, engine, ENDLESS) for _ in range(16)]
        answers = [engine.run(Query(PLAIN)).form for _ in range(20)]
        assert answers == ["ASK"] * 20
        outcomes = Counter(query.result() for query in endless)
    assert set(outcomes) == {Busy, QueryTimeout}
    assert outcomes[QueryTimeout] <= 4


def test_long_queries_go_on_while_nobody_waits(start: Start) -> None:
    """Patience ends only where somebody is kept waiting: all processes may run long queries until then."""
    engine = start(Limits(workers=2, patience=0.05, deadline=0.5))
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda _: outcome(engine, ENDLESS), range(2)))
    assert outcomes == [QueryTimeout, QueryTimeout]


def test_a_query_that_was_stopped_for_others_says_so(start: Start) -> None:
    """The message names the patience and its setting, and when to come again."""
    engine = start(Limits(workers=2, patience=0.05, deadline=3))
    with ThreadPoolExecutor(3) as threads:
        endless = [threads.submit(engine.run, Query(ENDLESS)) for _ in range(3)]
        errors = [error for query in endless if isinstance(error := query.exception(), Busy)]
    assert errors
    assert "HORGOS_PATIENCE" in errors[0].advice
    assert errors[0].retry_after == 3


def test_no_more_wait_than_the_queue_holds(start: Start) -> None:
    """With no place in the queue the answer comes at once, and says when to come again."""
    engine = start(Limits(workers=1, queue=0, deadline=5))
    busy = engine._pool.acquire(0)
    busy.until = time.monotonic() + 2.5
    with pytest.raises(Busy, match="queue is full") as error:
        engine.run(Query(PLAIN))
    assert error.value.retry_after == 3
    engine._pool.release(busy)
    assert engine.run(Query(PLAIN)).form == "ASK"


def test_time_in_the_queue_counts_towards_the_deadline(start: Start) -> None:
    """A query that never got a process was not too slow: it is told to come again."""
    engine = start(Limits(workers=1, deadline=5))
    busy = engine._pool.acquire(0)
    with pytest.raises(Busy, match="before the deadline"):
        engine.run(Query(PLAIN, deadline=0.1))
    engine._pool.release(busy)


def test_who_waits_is_served_when_a_process_is_free(start: Start) -> None:
    """One process answers many threads, one after the other."""
    engine = start(Limits(workers=1, queue=50))
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: engine.run(Query(PLAIN)).body, range(100)))
    assert len(answers) == 100
    assert len(set(answers)) == 1


def test_a_query_that_grows_is_ended_at_the_memory_bound(start: Start) -> None:
    """Sorting a product of everything fills memory; the process ends, and the message names the bound."""
    engine = start(Limits(workers=1, memory=64 * MIB, deadline=30))
    with pytest.raises(QueryMemory, match=r"64 MiB.*HORGOS_MEMORY"):
        engine.run(Query(ORDERED))
    assert engine.run(Query(PLAIN)).form == "ASK"


def test_a_process_that_holds_much_memory_is_replaced(start: Start, eventually: Eventually) -> None:
    """Freed memory stays with a process, so that the next query would have less: a new one starts afresh."""
    engine = start(Limits(workers=1, memory=256 * MIB))
    before = pids(engine)
    answer = engine.run(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert len(answer.body) > 16 * MIB
    eventually(lambda: len(pids(engine)) == 1 and pids(engine) != before)


@pytest.mark.parametrize("name", ["json", "csv"])
def test_a_result_over_the_bound_is_refused_whole(start: Start, name: str) -> None:
    """Never cut silently: no bytes, an error that names the bound; the process goes on."""
    engine = start(Limits(workers=1, result=1000))
    before = pids(engine)
    with pytest.raises(ResultTooLarge, match=r"1000 bytes.*HORGOS_RESULT"):
        engine.run(Query("SELECT * { ?s ?p ?o }", rows=BY_NAME[name]))
    assert engine.run(Query(PLAIN)).form == "ASK"
    assert pids(engine) == before


def test_a_graph_over_the_bound_is_refused_whole(start: Start) -> None:
    """The bound counts for graphs as well."""
    engine = start(Limits(workers=1, result=1000))
    with pytest.raises(ResultTooLarge):
        engine.run(Query("CONSTRUCT WHERE { ?s ?p ?o }"))


def test_a_result_at_the_bound_is_answered(engine: Embedded, start: Start) -> None:
    """The bound is the largest size that is allowed."""
    query = Query("SELECT * { ?s ?p ?o }")
    body = engine.run(query).body
    assert start(Limits(workers=1, result=len(body))).run(query).body == body


@pytest.mark.parametrize(
    ("opening", "inner", "closing"),
    [("{", "", "}"), ("(", "1", ")"), ("[ ?p ", "?o", "] ")],
    ids=["groups", "lists", "nodes"],
)
def test_twenty_thousand_bytes_of_brackets_end_without_harm(
    start: Start, opening: str, inner: str, closing: str
) -> None:
    """With the scan out of the way, the stack of a query process suffices, or its end is told as an error."""
    engine = start(Limits(workers=1, nesting=100_000, deadline=0.5))
    depth = 20_000 // len(opening + closing)
    tail = "" if opening == "{" else " ?x ?y"
    text = "ASK { " + opening * depth + inner + closing * depth + tail + " }"
    assert outcome(engine, text) in (None, QueryTimeout, QueryMemory)
    assert engine.run(Query(PLAIN)).form == "ASK"


def test_nesting_is_refused_before_a_process_is_used(engine: Embedded) -> None:
    """The scan is the polite part of the limit."""
    with pytest.raises(QueryRefused, match="HORGOS_NESTING"):
        engine.run(Query("ASK " + "{" * 300 + "}" * 300))


def test_a_stack_that_overflows_is_told_as_memory(start: Start) -> None:
    """A process that dies by a fault was not ended from outside, so the query is not tried again."""
    engine = start(Limits(workers=1, query_length=64 * MIB, nesting=10**9, memory=64 * MIB))
    before = pids(engine)
    depth = 1_000_000
    with pytest.raises(QueryMemory):
        engine.run(Query("ASK " + "{" * depth + "}" * depth))
    assert not before & pids(engine)
    assert engine.run(Query(PLAIN)).form == "ASK"


def test_the_memory_bound_leaves_the_web_process_alone(start: Start) -> None:
    """Limits are set in query processes only."""
    before = Path("/proc/self/limits").read_text()
    start(Limits(workers=1, memory=64 * MIB))
    assert Path("/proc/self/limits").read_text() == before
    assert os.getpid() not in pids(start(Limits(workers=1)))
