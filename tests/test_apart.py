"""Work that is done in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that has `apart`."""
    start = "import os, sys, click; from horgos.cli.apart import apart\n"
    return subprocess.run(
        [sys.executable, "-c", start + program], capture_output=True, text=True, check=False
    )


def test_what_work_returns_comes_back_and_nothing_else_of_it() -> None:
    """The answer is that of another process, whose memory this one never had."""
    done = run(
        "kept = []\nprint(apart(lambda: kept.append(1) or str(os.getpid())) != str(os.getpid()), kept)"
    )
    assert (done.returncode, done.stdout) == (0, "True []\n")


def test_an_error_is_told_once_and_ends_both_with_its_exit_code() -> None:
    """Whoever started the program sees the message of the work, and its code."""
    done = run("apart(lambda: sys.exit('no such graph'))\nprint('on')")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "no such graph\n")


def test_work_that_is_killed_ends_the_program_as_a_shell_would_say_it() -> None:
    """128 and the number of the signal."""
    done = run("apart(lambda: os.kill(os.getpid(), 9))\nprint('on')")
    assert (done.returncode, done.stdout) == (128 + 9, "")


def test_work_ends_with_the_program_that_wanted_it() -> None:
    """Nobody is left building when the server was told to stop."""
    program = (
        "import os, time; from horgos.cli.apart import apart; "
        "apart(lambda: (print(os.getpid(), flush=True), time.sleep(60)) and '')"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout.read() == ""  # the pipe closes once the worker, which has it too, is gone
    assert not Path(f"/proc/{worker}/exe").exists()
