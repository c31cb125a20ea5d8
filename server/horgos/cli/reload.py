"""New data for a server that runs: built beside, validated, made ready by every web process, served by all.

What goes wrong on the way is written to standard error and changes nothing: the server goes on with what it
has. All of it happens in one thread of the main process, which otherwise sleeps; the work is done elsewhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from horgos.cache_folder import hold
from horgos.cli.publishing import REFUSED
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.metrics.families import PLACES

if TYPE_CHECKING:
    from horgos.config import Config
    from horgos.web.shared import Shared

READY = 60.0  # seconds for the web processes to open new data
POLLING = 0.01
WATCHING = 1.0  # seconds between two looks at the files
GOOD = ("served", "unchanged")


class Reloader:
    """Serves new data when it is asked to. `tell` has the web processes look at the board."""

    def __init__(self, config: Config, shared: Shared, tell: Callable[[], None]) -> None:
        self._config = config
        self._board = shared.board
        self._counts = Counts(shared.board.claim())
        self._counts.set(families.RELOAD_GOOD, value=True)
        self._tell = tell
        self._held = hold(config.cache / shared.board.served.name)
        self._wanted = threading.Event()

    def ask(self) -> None:
        """Have the files read again; where that is being done already, once more after it."""
        self._wanted.set()

    def run(self) -> None:
        """Wait until asked, again and again."""
        while True:
            self._wanted.wait()
            self._wanted.clear()
            self.reload()

    def reload(self) -> None:
        """Build, make ready, serve; or tell why not."""
        start = time.time()
        self._counts.set(families.RELOADED, value=start)
        try:
            outcome = self._outcome()
        except OSError as error:
            say(f"The new data could not be taken: {error}.")
            outcome = "failed"
        self._counts.add(families.RELOADS, outcome)
        self._counts.set(families.RELOAD_SECONDS, value=time.time() - start)
        self._counts.set(families.RELOAD_GOOD, value=outcome in GOOD)

    def _outcome(self) -> str:
        config = self._config
        settings = (config.graph, config.cache, config.keep, config.releases_folder)
        command = [sys.executable, "-P", "-m", "horgos.cli.publishing", *map(str, (os.getpid(), *settings))]
        built = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)  # noqa: S603
        name = built.stdout.decode().strip()
        if built.returncode != 0:
            say("The new data is refused, and the server goes on with what it has.")
            return "refused" if built.returncode == REFUSED else "failed"
        if name == self._board.served.name:
            say("The data has not changed.")
            return "unchanged"
        return self._change_over(name)

    def _change_over(self, name: str) -> str:
        """Have every web process make the publication ready, and serve it once all have; else none does."""
        held = hold(self._config.cache / name)
        turn = self._board.prepare(name).turn
        self._tell()
        if not self._wait(families.PREPARED, turn):
            self._board.prepare("")
            self._tell()
            os.close(held)
            say("The new data could not be opened, and the server goes on with what it has.")
            return "failed"
        turn = self._board.serve(name).turn
        self._board.prepare("")
        self._tell()
        self._wait(families.SERVED, turn)
        os.close(self._held)
        self._held = held
        say("The new data is served.")
        return "served"

    def _wait(self, family: families.Family, turn: int) -> bool:
        """Wait until all web processes have come to this turn; return whether they have."""
        end = time.monotonic() + READY
        place = PLACES[family.name][()]
        while time.monotonic() < end:
            turns = [row[place] for row in self._board.rows()]
            if turns.count(turn) >= self._config.processes:
                return True
            if -turn in turns:
                return False
            time.sleep(POLLING)
        return False


def watch(folder: Path, changed: Callable[[], None]) -> NoReturn:
    """Call `changed` when files of a graph have changed, and for a second not again. Never returns."""
    known = last = _state(folder)
    while True:
        time.sleep(WATCHING)
        now = _state(folder)
        if now == last != known:
            known = now
            changed()
        last = now


def _state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What tells that a file was written: its time, size and number, for each file of the graph."""
    return dict(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for part in ("data", "ontology", "shapes", "queries"):
        for place in (folder / part).rglob("*"):
            with suppress(OSError):
                stat = place.stat()
                yield str(place), (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def say(text: str) -> None:
    """Write a line to standard error, past Python's buffers: a fork must not find them locked."""
    with suppress(OSError):
        os.write(2, f"horgos: {text}\n".encode())
