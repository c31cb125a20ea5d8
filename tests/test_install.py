"""The program finds the graph that it comes with, however it was installed and wherever it is started."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from serving import READY

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ("ontology", "data", "shapes", "queries", "docs")
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


def package(source: Path, folder: Path, target: str) -> Path:
    """Build the wheel or the sdist of a source tree into a folder, by the build backend itself."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    run = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    return package(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel alone was installed into; what it needs comes from this environment."""
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", site, wheel], check=True, capture_output=True)
    return site


def files_in(folder: Path) -> set[Path]:
    """All that lies in a folder, at any depth."""
    return set(folder.rglob("*"))


def horgos(installed: Path, elsewhere: Path, *arguments: str) -> str:
    """What `horgos …` of an installation prints, run from another directory; it must write nothing there."""
    before = files_in(installed)
    run = subprocess.run(
        [sys.executable, "-m", "horgos.cli", *arguments],
        cwd=elsewhere,
        env=environment_of(installed, elsewhere),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert files_in(installed) == before
    return run.stdout


def environment_of(installed: Path, elsewhere: Path) -> dict[str, str]:
    """The environment of a user who has the program in that folder, and a cache elsewhere."""
    return os.environ | {
        "PYTHONPATH": str(installed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HORGOS_CACHE": str(elsewhere / "cache"),
    }


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
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("node_modules"))
    assert places(tmp_path, tree / "server") == (tree / "server" / "horgos", tree)


def test_a_wheel_carries_the_graph(installed: Path, tmp_path: Path) -> None:
    """Installed from it, package and graph lie together, and the graph validates from any directory."""
    assert places(tmp_path, installed) == (installed / "horgos", installed / "horgos" / "_graph")
    assert "The graph validates" in horgos(installed, tmp_path, "validate")
    assert f"in {installed / 'horgos' / '_graph'}" in horgos(installed, tmp_path, "--version")


def test_an_installation_serves_a_graph_from_any_directory(installed: Path, tmp_path: Path) -> None:
    """It lays one out, asks it, and serves it with all that pages need; it writes nothing beside itself."""
    horgos(installed, tmp_path, "init", "bridges")
    query = ["query", "--graph", "bridges", "--format", "csv", "--file", "bridges/queries/bridge/length.rq"]
    assert "96,metre" in horgos(installed, tmp_path, *query)
    before = files_in(installed)
    command = [sys.executable, "-m", "horgos.cli", "serve", "--graph", "bridges", "--port", "0"]
    with subprocess.Popen(
        [*command, "--processes", "1", "--workers", "1"],
        cwd=tmp_path,
        env=environment_of(installed, tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            address = next(filter(None, map(READY.match, server.stdout or ())))[1]
            page = urlopen(f"{address}?lang=zh").read().decode()
        finally:
            server.terminate()
    assert "查询" in page
    assert f"/static/build/{asset('page.js')}" in page
    assert files_in(installed) == before


def asset(name: str) -> str:
    """The name that the build of the frontend gave a file."""
    return str(json.loads((ROOT / BUILT / "manifest.json").read_text("utf-8"))[name])


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Whoever builds from the source distribution, without Node, gets what the checkout gives."""
    sdist = package(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "tree", filter="data")
    (tree,) = (tmp_path / "tree").iterdir()
    again = package(tree, tmp_path / "wheel", "wheel")
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, bytes]:
    """Each file of a wheel with its bytes."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_wheel_holds_nothing_else(wheel: Path) -> None:
    """The package, its metadata and the licences; no caches, and no tests but those of `horgos init`."""
    names = names_in(wheel.parent)
    (metadata,) = {name.split("/")[0] for name in names} - {"horgos"}
    assert {f"{metadata}/licenses/LICENSE", f"{metadata}/licenses/LICENSE-DATA"} <= names
    assert "horgos/locale/zh/LC_MESSAGES/horgos.po" in names
    junk = re.compile(r"__pycache__|\.pyc$|node_modules|(?:^|/)\.|~$|/tests?/|/cache/")
    assert [name for name in names if junk.search(name)] == ["horgos/init/graph/tests/test_graph.py"]


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
