"""The program finds the graph that it comes with, however it was installed and wherever it is started."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ("ontology", "data", "shapes", "queries")
BUILT = "server/horgos/static/build"
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


def make_wheel(source: Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Build a wheel of a source tree into a folder."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder)]
    environment = os.environ | variables
    return subprocess.run(
        [*command, str(source)], env=environment, capture_output=True, text=True, check=False
    )


def names_in(folder: Path) -> set[str]:
    """The files in the wheel of a folder."""
    archive = zipfile.ZipFile(next(folder.glob("*.whl")))
    return {name for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run = make_wheel(ROOT, folder)
    assert run.returncode == 0, run.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture
def unbuilt(tmp_path: Path) -> Path:
    """A copy of the source tree in which the scripts of the pages have not been built."""
    tree = tmp_path / "unbuilt"
    left_out = shutil.ignore_patterns("node_modules", "__pycache__")
    for folder in (*CONTENT, "server"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=left_out)
    for pattern in ("pyproject.toml", "README.md", "LICENSE*"):
        for file in ROOT.glob(pattern):
            shutil.copy(file, tree)
    shutil.rmtree(tree / BUILT)
    return tree


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
    names = names_in(wheel.parent)
    content = {
        f"horgos/_graph/{file.relative_to(ROOT).as_posix()}"
        for folder in CONTENT
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    assert content <= names
    assert not any(name.startswith("tests/") for name in names)


def test_a_wheel_carries_what_the_pages_run(wheel: Path) -> None:
    """The build of the frontend, compressed files and licences included, but not its sources."""
    names = names_in(wheel.parent)
    built = {f"horgos/static/build/{file.name}" for file in (ROOT / BUILT).iterdir()}
    assert "horgos/static/build/manifest.json" in built
    assert built <= names
    assert not any("frontend" in name for name in names)


def test_without_npm_the_installation_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the command that failed, its own words, and the way to do without."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "server" / "frontend" / name, tmp_path)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    hook = runpy.run_path(str(ROOT / "server" / "hatch_build.py"))
    with pytest.raises(SystemExit) as ended:
        hook["run"](tmp_path, "npm", "ci", "--ignore-scripts")
    told = str(ended.value)
    assert "ECONNREFUSED" in told
    assert f"npm ci --ignore-scripts ended with 1 in {tmp_path}" in told
    assert "Set HORGOS_SKIP_FRONTEND=1 to install without" in told


def test_the_frontend_can_be_left_out(unbuilt: Path, tmp_path: Path) -> None:
    """HORGOS_SKIP_FRONTEND=1: no Node, no npm, and a wheel without scripts."""
    run = make_wheel(unbuilt, tmp_path, HORGOS_SKIP_FRONTEND="1", npm_config_registry="http://127.0.0.1:9/")
    assert run.returncode == 0, run.stderr
    names = names_in(tmp_path)
    assert "horgos/static/style.css" in names
    assert not any("static/build" in name for name in names)
