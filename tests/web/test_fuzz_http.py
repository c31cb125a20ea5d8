"""Whatever is sent to the running server, it answers as the description that it publishes says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

from horgos.site import Site
from serving import serving

HERE = Path(__file__).resolve().parent
BOUNDS = (
    ["--max-examples", "200"]
    if settings.get_current_profile_name() == "long"
    else ["--max-examples", "4", "--generation-deterministic"]
)
"""How many requests are made up for each operation, beside those that cover its description."""


def test_the_server_does_what_its_description_says(tiny: Site) -> None:
    """Status, type, headers and form of each answer are among those described; none is a server error.

    schemathesis makes the requests: right ones, wrong ones and wrong methods, for every operation.
    """
    options = {"graph": tiny.config.graph, "cache": tiny.config.cache, "processes": 1, "workers": 2}
    with serving(*(f"--{name}={value}" for name, value in options.items())) as address:
        command = ["--config-file", HERE / "schemathesis.toml", "run", f"{address}openapi.json"]
        program = [sys.executable, "-m", "schemathesis.cli", *command, *BOUNDS, "--no-color"]
        run = subprocess.run(program, cwd=HERE, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-5000:]
    assert re.search(r"Tested: [1-9]", run.stdout)
