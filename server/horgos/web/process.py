"""A web process from its beginning: it opens what is served, and changes over when other data is to be."""

from __future__ import annotations

import logging
import os
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from horgos.errors import HorgosError
from horgos.pages import maps
from horgos.site import Publication, open_site
from horgos.web import create_app, problems
from horgos.web.front import Front
from horgos.web.front.balance import Balance
from horgos.web.gate import Gate, Opened
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.observe import Look, Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from horgos.config import Config
    from horgos.web.shared import Shared

YOUNG = 5.0  # seconds that a process should live
TRIES = 2  # processes that may die young, one after the other, before the next one waits
PAUSE = 1.0  # seconds that it waits

_log = logging.getLogger(__name__)


class WebProcess:
    """Serves the publication that the main process names on the board. `gate` is what answers requests.

    `started` is called once the loop of this process runs.

    Where the processes before it in its row died young, it waits for a moment first, so that a fault that
    ends them at once does not keep the machine busy.
    """

    def __init__(self, config: Config, shared: Shared, started: Callable[[], object]) -> None:
        self._config = config
        self._shared = shared
        self._counts = Counts(shared.board.claim())
        self._observe = Observer(shared, self._counts)
        self._balance = Balance(shared.board, self._counts)
        self._next: Opened | None = None
        self._lost = 0  # lines of the access log that were counted as lost
        self._tried = 0  # the turn of what was last made ready, or could not be
        self._wait_if_others_died_young()
        served = shared.board.served
        opened = self._open(served.name)
        self.gate = Gate(opened, shared, observe=self._observe, refusal=problems.refusal, started=started)
        self._counts.set(families.SERVED, value=served.turn)
        self._counts.add(families.STARTS)

    def _wait_if_others_died_young(self) -> None:
        counts, now = self._counts, time.monotonic()
        died_young = 0 < now - counts.get(families.STARTED) < YOUNG
        young = counts.get(families.YOUNG) + 1 if died_young else 0.0
        counts.set(families.YOUNG, value=young)
        if young > TRIES:
            time.sleep(PAUSE)
        counts.set(families.STARTED, value=time.monotonic())

    def _open(self, name: str) -> Opened:
        """Open a publication: its store, its query processes, its app. Raises as `open_site` does."""
        with ExitStack() as stack:
            folder, read = self._config.cache / name, self._shared.publication
            publication = read if read and read.folder == folder else Publication.at(folder)
            site = stack.enter_context(open_site(self._config, publication, self._shared.door))
            maps.recall(publication.folder)
            app = create_app(site, self._shared)
            for template in app.jinja_env.list_templates(["html"]):
                app.jinja_env.get_template(template)  # is compiled now, and not while the first reader waits
            front = Front(app, site, self._observe, self._balance)
            stack.callback(front.close)
            return Opened(name, front, Look(self._counts, site.engine, front), stack.pop_all().close)

    def look(self) -> None:
        """Take note of what is measured rather than counted. To be called every second or so."""
        self.gate.opened.look()
        if self._shared.log:
            self._shared.log.follow()
            lost, self._lost = self._lost, self._shared.log.lost
            self._counts.add(families.LOST, value=self._lost - lost)

    def follow(self) -> None:
        """Serve and make ready what the board names. To be called when that has changed, by one thread."""
        board = self._shared.board
        next_, served = board.next, board.served
        if self._next and self._next.name not in (next_.name, served.name):
            self._next.close()
            self._next = None
        if served.name != self.gate.opened.name:
            self._change_over(served.name)
        self._counts.set(families.SERVED, value=served.turn)
        if next_.name and next_.turn != self._tried:
            self._prepare(next_.name, next_.turn)

    def _change_over(self, name: str) -> None:
        ready, self._next = self._next, None
        try:
            opened = ready if ready and ready.name == name else self._open(name)
        except (HorgosError, OSError, ValueError):
            _log.exception("The publication %s cannot be opened by this process, which ends.", name)
            os._exit(1)
        self.gate.exchange(opened)

    def _prepare(self, name: str, turn: int) -> None:
        self._tried = turn
        try:
            self._next = self._next or self._open(name)
        except Exception:  # noqa: BLE001  # whatever is wrong with the new data, the old goes on
            _log.exception("The publication %s cannot be opened.", name)
            turn = -turn
        self._counts.set(families.PREPARED, value=turn)
