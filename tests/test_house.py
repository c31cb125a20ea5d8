"""The rules of the house, held by their own tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff-check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff-format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["importlinter.cli", "lint"], id="import-linter"),
    ],
)
def test_the_code_keeps_the_rules_that_a_tool_can_check(command: list[str]) -> None:
    """Style, types and the direction of imports hold in every file; the tool's own output says where not."""
    name, *arguments = command
    program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    if name != "importlinter.cli":
        program = [sys.executable, "-m", name, *arguments]
    run = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_run_py_stays_small_and_needs_nothing() -> None:
    """The script that a stranger starts first uses the standard library alone and stays under 90 lines."""
    lines = (ROOT / "run.py").read_text("utf-8").splitlines()
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 90
    assert imported <= sys.stdlib_module_names
