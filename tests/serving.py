"""Start the server as users do, wait for the line that says it is ready, and stop it in the end."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

RUN = Path(__file__).resolve().parents[1] / "run.py"
STARTING = 120.0  # seconds, for a machine that is busy with other things
_READY = re.compile(r"Serving .* at (http://\S+)")


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Run `python3 run.py serve` on a free port and yield its address, with the slash at its end."""
    with started(*arguments) as (_, address):
        yield address


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same, with the process that was started."""
    command = [sys.executable, str(RUN), "serve", "--port", "0", *arguments]
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        patience = Timer(STARTING, process.kill)
        patience.start()
        try:
            ready = next(filter(None, map(_READY.match, process.stdout or ())), None)
            patience.cancel()
            errors.seek(0)
            assert ready, f"The server did not say that it is ready.\n{errors.read()}"
            yield process, ready[1]
        finally:
            patience.cancel()
            process.terminate()
