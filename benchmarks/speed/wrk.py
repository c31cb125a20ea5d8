"""Put requests to a server for a time with wrk, and read what it measured."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

SCRIPT = Path(__file__).with_name("load.lua")
NONCE = "NONCE"  # in a path: a number that is another one in every request
PATIENCE = 30  # seconds after which wrk counts a request as failed
RUNS = count(1000)


@dataclass(frozen=True)
class Load:
    """What one run of wrk measured: answered requests, seconds, bytes, and latencies in milliseconds.

    `refused` are answers with a status of 400 and above, `failed` requests without an answer.
    """

    requests: int
    seconds: float
    bytes: int
    failed: int
    refused: int
    p50: float
    p99: float

    @property
    def throughput(self) -> float:
        """Answers a second that were no errors."""
        return (self.requests - self.refused) / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> int:
        """Requests that got an error, or nothing."""
        return self.failed + self.refused


def run(address: str, paths: Sequence[str], accept: str, connections: int, seconds: float) -> Load:
    """Ask for the paths in turn, over so many connections, for so many seconds. Raises RuntimeError."""
    threads = min(2, connections)
    with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
        command += [f"--timeout={PATIENCE}s", "-s", str(SCRIPT), address]
        command += ["--", file.name, accept, str(next(RUNS))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    return parse(done.stdout, done.stderr)


def parse(output: str, errors: str = "") -> Load:
    """What the script printed last; where nothing was answered, the latencies are infinite.

    Raises RuntimeError, with what wrk said, where that is no measurement.
    """
    last = output.rstrip().rpartition("\n")[2]
    try:
        load = Load(**json.loads(last))
    except (ValueError, TypeError):
        raise RuntimeError(f"wrk did not measure anything: {errors.strip() or output.strip()}") from None
    return load if load.requests else replace(load, p50=math.inf, p99=math.inf)
