"""What the C library is told about memory before a program begins."""

from __future__ import annotations

import os
import subprocess
import sys

from horgos.engine.memory import environment_for_queries


def test_what_the_environment_says_already_wins() -> None:
    """The last value of a tunable counts, and nothing else is changed."""
    given = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=9", "HOME": "/"}
    found = environment_for_queries(given)
    assert found["GLIBC_TUNABLES"].endswith(":glibc.malloc.tcache_count=9")
    assert found["HOME"] == "/"
    assert "GLIBC_TUNABLES" in environment_for_queries({})


def test_a_program_starts_with_it_and_hears_no_complaint() -> None:
    """A tunable that the library does not know would be named on the standard error."""
    command = [sys.executable, "-c", "print(1)"]
    run = subprocess.run(
        command, env=environment_for_queries(os.environ), capture_output=True, text=True, check=True
    )
    assert (run.stdout, run.stderr) == ("1\n", "")
