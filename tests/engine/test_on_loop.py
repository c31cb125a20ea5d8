"""Queries that are waited for on an event loop: the same answers and limits, and no thread that waits."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from horgos.engine import Answer, Embedded, Limits, Query
from horgos.errors import Busy, HorgosError, QuerySyntaxError, QueryTimeout
from horgos.formats import BY_NAME

Start = Callable[[Limits], Embedded]
Eventually = Callable[[Callable[[], object]], None]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"


def on_loop(engine: Embedded, *queries: Query) -> list[Answer | BaseException]:
    """What comes of queries that are asked at the same time on one loop."""

    async def ask() -> list[Answer | BaseException]:
        asked = [engine.run_on_loop(query) for query in queries]
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(ask())


def in_thread(engine: Embedded, query: Query) -> Answer | BaseException:
    """What comes of a query that this thread waits for."""
    try:
        return engine.run(query)
    except HorgosError as error:
        return error


def told(found: Answer | BaseException) -> object:
    """What a client sees of an answer or an error."""
    return replace(found, seconds=0) if isinstance(found, Answer) else (type(found), str(found))


def pids(engine: Embedded) -> set[int]:
    """The query processes that an engine has just now."""
    return set(engine._pool._all)


def busy(engine: Embedded) -> set[int]:
    """Those of them that run a query."""
    return {process.pid for process in engine._pool._all.values() if process not in engine._pool._free}


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 9",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        LARGE,
        "SELECT",
        f"ASK {{}} # {'long ' * 10_000}",
        f"ASK {{ # {'long ' * 10_000}",
        "SELECT * { SERVICE <http://e/> {} }",
    ],
    ids=["ask", "select", "construct", "large", "wrong", "long", "long and wrong", "refused"],
)
def test_the_answer_is_the_same(engine: Embedded, text: str) -> None:
    """Or the error, with the same words."""
    (found,) = on_loop(engine, Query(text))
    assert told(found) == told(in_thread(engine, Query(text)))


def test_many_are_answered_by_few(start: Start) -> None:
    """They wait for each other in the queue; no thread is started for them."""
    engine = start(Limits(workers=2, queue=50))
    before = threading.active_count()
    answers = on_loop(engine, *[Query("ASK {}")] * 50)
    assert threading.active_count() == before
    assert all(isinstance(answer, Answer) for answer in answers)


def test_a_deadline_ends_the_query_and_its_process(start: Start) -> None:
    """As it does for a thread that waits."""
    engine = start(Limits(workers=1, deadline=0.5))
    before = pids(engine)
    (found,) = on_loop(engine, Query(ENDLESS))
    assert isinstance(found, QueryTimeout)
    assert not before & pids(engine)


def test_a_full_queue_is_told(start: Start) -> None:
    """And who waits longer than the deadline is told too."""
    engine = start(Limits(workers=1, queue=1, deadline=0.5))
    found = on_loop(engine, Query(ENDLESS), Query("ASK {}", deadline=0.1), Query("ASK {}"))
    assert [type(each) for each in found] == [QueryTimeout, Busy, Busy]
    assert isinstance(on_loop(engine, Query("ASK {}"))[0], Answer)


@pytest.mark.parametrize("seconds", [0.1, 0.5], ids=["soon", "after the patience"])
def test_who_gives_up_frees_the_process(start: Start, eventually: Eventually, seconds: float) -> None:
    """A task that is cancelled leaves no query behind that still runs."""
    engine = start(Limits(workers=1, deadline=60, patience=0.25))
    before = pids(engine)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(engine.run_on_loop(Query(ENDLESS)), seconds)

    asyncio.run(give_up())
    eventually(lambda: pids(engine) and not before & pids(engine))
    assert isinstance(on_loop(engine, Query("ASK {}"))[0], Answer)


def test_who_gives_up_in_the_queue_takes_no_process_along(start: Start) -> None:
    """The one that it would have been given goes to the next."""
    engine = start(Limits(workers=1, deadline=60))

    async def give_up() -> Answer:
        first = asyncio.ensure_future(
            engine.run_on_loop(Query("ASK { ?a ?b ?c . ?d ?e ?f . FILTER(false) }"))
        )
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(engine.run_on_loop(Query("ASK {}")))
        await asyncio.sleep(0)
        waiting.cancel()
        await first
        return await engine.run_on_loop(Query("ASK {}"))

    assert asyncio.run(give_up()).form == "ASK"
    assert engine.run(Query("ASK {}")).format is BY_NAME["json"]


def test_a_process_that_is_ended_from_outside_is_replaced(start: Start) -> None:
    """The query is asked again, once."""
    engine = start(Limits(workers=1, deadline=60))

    async def end() -> Answer | BaseException:
        asked = asyncio.ensure_future(engine.run_on_loop(Query(ENDLESS)))
        ended = set[int]()
        while not asked.done():
            for pid in busy(engine) - ended:
                os.kill(pid, signal.SIGKILL)
                ended.add(pid)
            await asyncio.sleep(0.01)
        assert len(ended) == 2
        return (await asyncio.gather(asked, return_exceptions=True))[0]

    found = asyncio.run(end())
    assert isinstance(found, Busy)
    assert "twice" in str(found)


def test_a_wrong_query_says_where(engine: Embedded) -> None:
    """The parser's error, explained."""
    (found,) = on_loop(engine, Query("ASK {\n ?s ?p }"))
    assert isinstance(found, QuerySyntaxError)
    assert found.line == 2


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", LARGE])
@pytest.mark.parametrize("seconds", [0.0, 5.0])
def test_what_was_begun_has_the_same_answer(engine: Embedded, text: str, seconds: float) -> None:
    """Whether it was there in time, or not yet, or in part."""
    engine.ready()
    begun = engine.begin(Query(text), seconds)
    assert begun
    answer = begun if isinstance(begun, Answer) else asyncio.run(begun.on_loop())
    assert told(answer) == told(in_thread(engine, Query(text)))


@pytest.mark.parametrize("text", ["SELECT", "LOAD <http://e/>"])
def test_what_is_wrong_is_told_at_once(engine: Embedded, text: str) -> None:
    """By the same error."""
    with pytest.raises(HorgosError) as caught:
        engine.begin(Query(text), 5.0)
    assert told(caught.value) == told(in_thread(engine, Query(text)))


def test_nothing_is_begun_that_would_have_to_wait(start: Start) -> None:
    """Where no process is idle, and where the look at a query would take long."""
    engine = start(Limits(workers=1, deadline=0.3))
    assert engine.begin(Query(f"ASK {{}} # {'long ' * 10_000}"), 5.0) is None
    assert engine.begin(Query("ASK {} # " + "霍" * 10_000), 5.0) is None
    begun = engine.begin(Query(ENDLESS), 0.0)
    assert begun
    assert not isinstance(begun, Answer)
    assert engine.begin(Query("ASK {}"), 5.0) is None
    with pytest.raises(QueryTimeout):
        asyncio.run(begun.on_loop())


def test_what_was_begun_keeps_to_its_deadline(start: Start) -> None:
    """It counts from the beginning."""
    engine = start(Limits(workers=1, deadline=0.3))
    begun = engine.begin(Query(ENDLESS), 0.1)
    assert begun
    assert not isinstance(begun, Answer)
    with pytest.raises(QueryTimeout):
        asyncio.run(begun.on_loop())
    assert engine.run(Query("ASK {}")).form == "ASK"


def test_who_gives_up_what_was_begun_frees_the_process(start: Start) -> None:
    """As for any other query."""
    engine = start(Limits(workers=1, deadline=60))
    before = pids(engine)

    async def give_up() -> None:
        begun = engine.begin(Query(ENDLESS), 0.0)
        assert begun
        assert not isinstance(begun, Answer)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(begun.on_loop(), 0.1)

    asyncio.run(give_up())
    assert engine.run(Query("ASK {}")).form == "ASK"
    assert not before & pids(engine)


@pytest.mark.parametrize("before", [True, False], ids=["while idle", "while it runs"])
def test_what_was_begun_is_asked_again_where_its_process_is_ended(start: Start, before: bool) -> None:
    """From outside, for no fault of the query."""
    engine = start(Limits(workers=1, deadline=60))
    (pid,) = pids(engine)
    process = engine._pool._all[pid]
    if before:
        engine._pool.ended = lambda *_: None  # type: ignore[method-assign]  # the word of it has not come yet
        os.kill(pid, signal.SIGKILL)
        process._poll.poll(5000)
    else:
        os.kill(pid, signal.SIGSTOP)  # it does not answer at once, however quick it is
    begun = engine.begin(Query("ASK { ?a ?b ?c . ?d ?e ?f . FILTER(false) }"), 0.0)
    assert begun
    assert not isinstance(begun, Answer)
    if not before:
        os.kill(pid, signal.SIGKILL)
    assert asyncio.run(begun.on_loop()).form == "ASK"
