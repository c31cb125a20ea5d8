"""A web process serves what the board names, and changes over without dropping what it has begun."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from jinja2 import DictLoader, Environment

from asking import SLOW
from horgos.config import Config
from horgos.site import Publication, publish
from horgos.web import compiled_in
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.metrics.families import PLACES
from horgos.web.process import PAUSE, TRIES, WebProcess
from horgos.web.shared import Shared
from rsgi import Connection, Headers, Scope, ask
from serving import until

Edit = Callable[[dict[str, str | None]], Path]
FILE = "data/editorial.trig"
SLOWER = SLOW.replace("1 2 3 }", "1 2 3 4 5 6 7 8 }")  # than it takes to change over
OLD, NEW = "Gannet Rock Light", "Beacon Rock Light"
PAGE = "/data/gannet-light.nt"


@pytest.fixture
def config(edit: Edit, tiny_cache: Path) -> Config:
    """A copy of the tiny graph, which a test may edit."""
    return Config.load({"graph": edit({}), "cache": tiny_cache, "workers": 1}, {})


@pytest.fixture
def old(config: Config) -> Publication:
    """The publication of the tiny graph."""
    return publish(config, lambda _: None)


@pytest.fixture
def new(old: Publication, config: Config, edit: Edit) -> Publication:
    """That of another one."""
    text = (edit({}) / FILE).read_text("utf-8")
    new = publish(replace(config, graph=edit({FILE: text.replace(OLD, NEW)})), lambda _: None)
    assert new.digest != old.digest
    return new


@pytest.fixture
def shared(config: Config, old: Publication) -> Shared:
    """A board that names the old one."""
    shared = Shared.of(config)
    shared.board.serve(old.folder.name)
    return shared


@pytest.fixture
def process(config: Config, shared: Shared) -> Iterator[WebProcess]:
    """A web process that serves it."""
    process = WebProcess(config, shared, lambda: None)
    yield process
    process.gate.opened.close()


def label(process: WebProcess) -> str:
    """Which of the two data a web process serves."""
    body = ask(process.gate, PAGE).body
    assert isinstance(body, bytes)
    (found,) = (text for text in (OLD, NEW) if text.encode() in body)
    return found


def turns(shared: Shared, family: families.Family) -> list[float]:
    """What the processes say they have come to."""
    return [row[PLACES[family.name][()]] for row in shared.board.rows()]


def test_what_is_made_ready_is_not_served_before_the_board_says_so(
    process: WebProcess, shared: Shared, new: Publication
) -> None:
    """First the one, then the other; each is reported by its turn."""
    turn = shared.board.prepare(new.folder.name).turn
    process.follow()
    assert (label(process), turn in turns(shared, families.PREPARED)) == (OLD, True)
    turn = shared.board.serve(new.folder.name).turn
    process.follow()
    assert (label(process), turn in turns(shared, families.SERVED)) == (NEW, True)


def test_what_was_read_before_the_fork_is_not_read_again(
    config: Config, shared: Shared, old: Publication, new: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in memory once for all; another publication is read where it is opened."""
    opened: list[Path] = []
    read = Publication.at
    monkeypatch.setattr(Publication, "at", lambda folder: opened.append(folder) or read(folder))
    process = WebProcess(config, replace(shared, publication=old), lambda: None)
    assert (label(process), opened) == (OLD, [])
    shared.board.serve(new.folder.name)
    process.follow()
    assert (label(process), opened) == (NEW, [new.folder])
    process.gate.opened.close()


def test_what_is_no_longer_wanted_is_closed(process: WebProcess, shared: Shared, new: Publication) -> None:
    """Another process could not open it: the board takes it back."""
    shared.board.prepare(new.folder.name)
    process.follow()
    shared.board.prepare("")
    process.follow()
    assert label(process) == OLD
    shared.board.serve(new.folder.name)
    process.follow()
    assert label(process) == NEW


def test_what_cannot_be_opened_is_told_and_changes_nothing(process: WebProcess, shared: Shared) -> None:
    """By its turn, negative; a second look does not try it again."""
    turn = shared.board.prepare("no such publication").turn
    for _ in range(2):
        process.follow()
        assert (label(process), -turn in turns(shared, families.PREPARED)) == (OLD, True)


def test_a_query_that_runs_while_the_data_changes_is_answered_from_the_old(
    process: WebProcess, shared: Shared, new: Publication
) -> None:
    """And only then the old data is closed; who comes meanwhile gets the new."""
    old = process.gate.opened

    async def change_over() -> Connection:
        process.gate.__rsgi_init__(asyncio.get_running_loop())
        connection = Connection()
        scope = Scope("GET", f"/sparql?query={quote(SLOWER)}", Headers([("host", "horgos.test")]))
        request = asyncio.create_task(process.gate.__rsgi__(scope, connection))
        while not old.running:
            await asyncio.sleep(0)
        shared.board.serve(new.folder.name)
        await asyncio.to_thread(process.follow)
        await asyncio.sleep(0)
        assert process.gate.opened is not old
        assert not request.done()
        await request
        return connection

    closed: list[float] = []
    close, old.close = old.close, lambda: closed.append(time.monotonic())
    reply = asyncio.run(change_over()).reply
    assert reply is not None
    assert reply.status == 200
    until(lambda: closed)
    close()
    assert label(process) == NEW


@pytest.mark.parametrize(("young", "waits"), [(0, []), (TRIES - 1, []), (TRIES, [PAUSE]), (9, [PAUSE])])
def test_a_process_waits_only_where_several_before_it_died_young(
    config: Config, shared: Shared, young: int, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones are replaced at once."""
    counts = Counts(next(shared.board.rows()))
    counts.set(families.STARTED, value=time.monotonic() - 0.1)
    counts.set(families.YOUNG, value=young)
    slept: list[float] = []
    monkeypatch.setattr("horgos.web.process.time.sleep", slept.append)
    WebProcess(config, shared, lambda: None).gate.opened.close()
    assert [pause for pause in slept if pause >= PAUSE] == waits
    assert counts.get(families.YOUNG) == young + 1


def test_compiled_templates_are_kept_from_one_start_to_the_next(tmp_path: Path) -> None:
    """To compile them all takes longer than a start may."""
    kept = compiled_in(tmp_path / "x")
    environment = Environment(loader=DictLoader({"a.html": "{{ 1 }}"}), bytecode_cache=kept, autoescape=True)
    assert environment.get_template("a.html").render() == "1"
    assert [path.suffix for path in (tmp_path / "x").iterdir()] == [".cache"]


def test_a_cache_that_can_only_be_read_keeps_no_templates() -> None:
    """They are compiled at each start then."""
    assert compiled_in(Path("/proc/horgos")) is None
