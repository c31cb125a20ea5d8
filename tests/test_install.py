"""The program finds the graph that it comes with, however it was installed and wherever it is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ("ontology", "data", "shapes", "queries")
TELL = (
    "import horgos; from horgos.config import shipped_graph; print(horgos.__file__); print(shipped_graph())"
)


def places(elsewhere: Path, *path: Path) -> tuple[Path, Path]:
    """Return where the package and its graph are found, asked from another directory with this PYTHONPATH."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))}
    run = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    package, graph = run.stdout.splitlines()
    return Path(package).parent, Path(graph)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return next(folder.glob("*.whl"))


def test_an_editable_install_reads_the_checkout(tmp_path: Path) -> None:
    """What is edited in the checkout is what is served."""
    assert places(tmp_path) == (ROOT / "server" / "horgos", ROOT)


def test_a_checkout_works_without_installation(tmp_path: Path) -> None:
    """A copy of the tree with `server/` on the path finds the folders beside it."""
    tree = tmp_path / "tree"
    for folder in (*CONTENT, "server"):
        shutil.copytree(ROOT / folder, tree / folder)
    assert places(tmp_path, tree / "server") == (tree / "server" / "horgos", tree)


def test_a_wheel_carries_the_graph(wheel: Path, tmp_path: Path) -> None:
    """Installed from a wheel, package and graph lie together, and the graph validates from any directory."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    assert places(tmp_path, site) == (site / "horgos", site / "horgos" / "_graph")
    environment = os.environ | {"PYTHONPATH": str(site)}
    command = [sys.executable, "-m", "horgos.cli", "validate"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_wheel_holds_every_file_of_the_content_folders(wheel: Path) -> None:
    """No file of the graph is left behind, and no test travels along."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    content = {
        f"horgos/_graph/{file.relative_to(ROOT).as_posix()}"
        for folder in CONTENT
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    assert content <= names
    assert not any(name.startswith("tests/") for name in names)
