"""Who waits for a process on an event loop may leave at any moment; the process is not lost with them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from horgos.engine import Embedded, Limits, Query

Start = Callable[[Limits], Embedded]

ENDLESS = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")


@pytest.mark.parametrize("turns", range(5))
def test_a_process_that_comes_as_its_client_leaves_goes_back(start: Start, turns: int) -> None:
    """Whichever of the two is first in a turn of the loop, the next client has the process."""
    engine = start(Limits(workers=1, deadline=5))

    async def leave() -> None:
        until = time.monotonic() + 5
        busy = await engine._pool.acquire_on_loop(until)
        leaving = asyncio.create_task(engine._pool.acquire_on_loop(until))
        await asyncio.sleep(0)
        engine._pool.release(busy)
        for _ in range(turns):
            await asyncio.sleep(0)
        leaving.cancel()
        (found,) = await asyncio.gather(leaving, return_exceptions=True)
        if not isinstance(found, asyncio.CancelledError):
            engine._pool.release(found)
        last = await engine._pool.acquire_on_loop(time.monotonic())
        engine._pool.release(last)
        assert last is busy

    asyncio.run(leave())


def test_clients_that_leave_in_waves_leave_all_processes_behind(start: Start) -> None:
    """Twelve at a time, each at another moment: in the end the processes are all there, and nobody waits."""
    engine = start(Limits(workers=2, queue=16, deadline=5))

    async def leave() -> None:
        for wave in range(40):
            queries = (Query("ASK {}") if number % 4 else ENDLESS for number in range(12))
            tasks = [asyncio.create_task(engine.run_on_loop(query)) for query in queries]
            await asyncio.sleep(wave % 4 / 1000)
            for number, task in enumerate(tasks):
                task.cancel()
                if (number + wave) % 3 == 0:
                    await asyncio.sleep(0)
            await asyncio.wait(tasks)
        assert (await engine.run_on_loop(Query("ASK {}"))).form == "ASK"
        assert not engine._pool._waiting

    asyncio.run(leave())
