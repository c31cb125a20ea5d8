"""Start the server as users do, wait for the line that says it is ready, and stop it in the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

RUN = Path(__file__).resolve().parents[1] / "run.py"
STARTING = 120.0  # seconds, for a machine that is busy with other things
READY = re.compile(r"Serving .* at (http://\S+)")


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Run `python3 run.py serve` on a free port and yield its address, with the slash at its end."""
    with started(*arguments) as (_, address):
        yield address


@contextmanager
def started(
    *arguments: str, port: int = 0, errors: Path | None = None, **variables: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same, with the process that was started; `errors` keeps what it writes to standard error."""
    command = [sys.executable, str(RUN), "serve", "--port", str(port), *arguments]
    with (
        errors.open("w+") if errors else tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | variables
        ) as process,
    ):
        patience = Timer(STARTING, process.kill)
        patience.start()
        try:
            ready = next(filter(None, map(READY.match, process.stdout or ())), None)
            patience.cancel()
            log.seek(0)
            assert ready, f"The server did not say that it is ready.\n{log.read()}"
            yield process, ready[1]
        finally:
            patience.cancel()
            process.terminate()


def family(pid: int) -> dict[int, str]:
    """A process, and all that it and those have started: their ids, and what they call themselves."""
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        folder = Path("/proc", str(waiting.pop()))
        with suppress(OSError):  # it has ended meanwhile
            if state(int(folder.name)) != "Z":
                found[int(folder.name)] = (folder / "comm").read_text().strip()
            for thread in (folder / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
    return found


def named(pid: int, name: str) -> list[int]:
    """Those of its family that have this name."""
    return [number for number, called in family(pid).items() if called == name]


def state(pid: int) -> str:
    """What a process does: R runs, S sleeps, Z is only waiting to be reaped; X where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def busy(pid: int) -> float:
    """How many seconds a process has worked; 0 where it is gone (proc(5): utime, stime)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + STARTING
    while not condition():
        assert time.monotonic() < end, f"not so after {STARTING:g} s: {condition}"
        time.sleep(0.02)
