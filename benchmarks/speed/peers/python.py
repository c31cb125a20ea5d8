"""A virtual environment for the peers from PyPI, so that the project's own stays as its users have it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from speed.servers import Unavailable


def installed(program: str, requirement: str, folder: Path) -> str:
    """The path of a program that comes with a package from PyPI, installed if need be. Raises Unavailable."""
    place = folder / "venv" / "bin" / program
    python = folder / "venv" / "bin" / "python"
    steps = [] if python.exists() else [[sys.executable, "-m", "venv", str(folder / "venv")]]
    steps.append([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement])
    for step in steps if not place.exists() else ():
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"{requirement} cannot be installed: {done.stderr.strip()[-300:]}")
    return str(place)
