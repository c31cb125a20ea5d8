"""What is kept of every request: a line in the access log, which nobody can forge, and figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from select import PIPE_BUF

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horgos.config import Config
from horgos.errors import ConfigError
from horgos.web.access_log import AccessLog, line
from horgos.web.board import Board
from horgos.web.exchange import Exchange, Told
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.metrics.families import PLACES, WIDTH
from horgos.web.observe import Observer
from horgos.web.shared import Shared

NOON = datetime(2026, 1, 2, 12, 0, 0, 123456, UTC)
WRITE = """
import sys
from horgos.web.access_log import AccessLog
from horgos.web.exchange import Exchange
log = AccessLog(sys.argv[1])
for number in range(200):
    log.write(Exchange("GET", "/" + sys.argv[2] * 150, "::1", {}, 200, number, 0.1), "::1")
"""


class Headers(dict[str, str]):
    """Header fields as the server hands them over."""


def exchange(**other: object) -> Exchange:
    """A query that was answered; `other` replaces its fields."""
    fields: dict[str, object] = {
        "method": "GET",
        "path": "/sparql",
        "client": "198.51.100.7:52100",
        "headers": Headers({"user-agent": "curl/8"}),
        "status": 200,
        "bytes": 1234,
        "seconds": 0.0123456,
        "source": "engine",
        "told": Told("0123456789abcdef", "SELECT", 7),
    }
    return Exchange(**(fields | other))  # type: ignore[arg-type]


def test_a_line_tells_what_an_operator_asks_for() -> None:
    """The time in UTC (ISO 8601), who asked for what, what came of it and how long it took."""
    assert json.loads(line(exchange(), "198.51.100.7", NOON)) == {
        "time": "2026-01-02T12:00:00.123Z",
        "client": "198.51.100.7",
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "bytes": 1234,
        "ms": 12.346,
        "query": "0123456789abcdef",
        "form": "SELECT",
        "rows": 7,
        "outcome": "ok",
        "source": "engine",
        "agent": "curl/8",
    }


@given(st.text(max_size=5000), st.text(max_size=5000), st.text(max_size=5000))
def test_whatever_a_client_sends_it_is_one_line(path: str, agent: str, method: str) -> None:
    """ASCII without control characters, JSON, and short enough to be written in one piece (pipe(7))."""
    headers = Headers({"user-agent": agent})
    text = line(exchange(path=path, method=method, headers=headers), "198.51.100.7")
    assert text.isascii()
    assert text[-1] == "\n"
    assert text[:-1].isprintable()
    assert len(text) <= PIPE_BUF
    told = json.loads(text)
    assert path.startswith(told["path"].removesuffix("…"))
    assert agent.startswith(told["agent"].removesuffix("…"))


def test_what_was_cut_is_told() -> None:
    """An ellipsis ends it."""
    told = json.loads(line(exchange(path="/" + "a" * 5000), "::1"))
    assert told["path"].endswith("a…")


def test_lines_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    """Each is appended whole."""
    file = tmp_path / "access"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(file), name]) for name in ("a", "b", "\N{SNOWMAN}")
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    paths = [json.loads(text)["path"] for text in file.read_text().splitlines()]
    assert sorted(paths) == sorted(["/" + name * 150 for name in ("a", "b", "\N{SNOWMAN}")] * 200)


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    """What logrotate does by default; what was truncated instead goes on at its new end."""
    file = tmp_path / "access"
    log = AccessLog(str(file))
    log.write(exchange(bytes=1), "::1")
    file.rename(tmp_path / "access.1")
    log.follow()
    log.write(exchange(bytes=2), "::1")
    log.follow()
    log.write(exchange(bytes=3), "::1")
    assert [json.loads(text)["bytes"] for text in file.read_text().splitlines()] == [2, 3]
    os.truncate(file, 0)
    log.write(exchange(bytes=4), "::1")
    assert [json.loads(text)["bytes"] for text in file.read_text().splitlines()] == [4]


def test_nobody_waits_for_a_reader_of_the_log() -> None:
    """Lines for a pipe that is full are left out and counted; those that get through are whole."""
    reader, writer = os.pipe()
    log = AccessLog(f"/proc/self/fd/{writer}")
    written = 0
    while not log.lost:
        log.write(exchange(bytes=written), "::1")
        written += 1
    os.close(writer)
    del log
    with os.fdopen(os.dup(reader)) as lines:
        os.close(reader)
        first = [json.loads(lines.readline())["bytes"] for _ in range(written - 1)]
    assert first == list(range(written - 1))


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Before the server starts."""
    with pytest.raises(ConfigError, match=r"access log .*/none/access .*--access-log"):
        Shared.of(Config.load({"access_log": tmp_path / "none" / "access"}, {}))


def count(board: Board, family: families.Family, *labels: str) -> float:
    """What all processes have counted together."""
    return sum(row[PLACES[family.name][labels]] for row in board.rows())


def test_exchanges_are_counted_by_what_they_were(tmp_path: Path) -> None:
    """And written with the client that a trusted proxy names."""
    options = {"access_log": tmp_path / "access", "trusted_proxies": "10.0.0.1"}
    shared = Shared.of(Config.load(options, {}))
    observe = Observer(shared, Counts(shared.board.claim()))
    forwarded = Headers({"x-forwarded-for": "203.0.113.9", "user-agent": "curl/8"})
    observe(exchange(client="10.0.0.1:80", headers=forwarded))
    observe(exchange(source="cache"))
    observe(exchange(path="/nowhere/x", status=404, source="flask", told=None))
    observe(exchange(path="*", method="\n", status=799, told=Told("", "\n", 7), outcome="\n"))
    board = shared.board
    assert count(board, families.REQUESTS, "sparql", "200", "engine") == 1
    assert count(board, families.REQUESTS, "sparql", "200", "cache") == 1
    assert count(board, families.REQUESTS, "other", "404", "flask") == 1
    assert count(board, families.REQUESTS, "other", "other", "engine") == 1
    assert count(board, families.QUERIES, "SELECT", "ok") == 2
    assert count(board, families.QUERIES, "other", "other") == 1
    assert count(board, families.ROWS) == 21
    assert count(board, families.RESPONSE_BYTES) == 4 * 1234
    clients = [json.loads(text)["client"] for text in (tmp_path / "access").read_text().splitlines()]
    assert clients == ["203.0.113.9", "198.51.100.7", "198.51.100.7", "198.51.100.7"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_counts_outlive_the_process_that_made_them() -> None:
    """The next process takes its row over and counts on; what it only measured begins at 0."""
    board = Board(2, WIDTH)
    mine = Counts(board.claim())
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            counts = Counts(board.claim())
            counts.add(families.STARTS)
            counts.set(families.QUEUE, value=counts.get(families.QUEUE) + 5)
            os.kill(os.getpid(), 9)
        os.waitpid(pid, 0)
    assert mine.get(families.STARTS) == 0
    assert count(board, families.STARTS) == 3
    assert count(board, families.QUEUE) == 5


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_row_has_one_process_at_a_time() -> None:
    """A third process finds none of two free."""
    board = Board(2, 1)
    board.claim()
    ready, done = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        board.claim()
        os.write(ready[1], b"1")
        os.read(done[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    second = os.fork()
    if second == 0:
        try:
            board.claim()
        except OSError:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(second, 0)[1] == 0
    os.write(done[1], b"1")
    os.waitpid(pid, 0)
