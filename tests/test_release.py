"""The checklist of a release: each step is ok where all is well, and else says what to do."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
TODAY = date.today().isoformat()
DESCRIBED = (
    f"# Changelog\n\n## Unreleased\n\n## 9.8.7 ({TODAY})\n\n### Added\n\n- All.\n\n## 0.0.1 (2020-01-01)\n"
)
Git = Callable[..., None]


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script, at work on a small checkout on main with one commit, of version 9.8.7."""
    spec = importlib.util.spec_from_file_location("release", ROOT / "release.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    package = tmp_path / "checkout" / "server" / "horgos"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "9.8.7"\n')
    (tmp_path / "checkout" / "CHANGELOG.md").write_text(DESCRIBED)
    monkeypatch.setattr(script, "ROOT", tmp_path / "checkout")
    monkeypatch.setattr(script, "DIST", tmp_path / "dist")
    monkeypatch.setattr(script, "PYTHON", Path(sys.executable))
    return script


@pytest.fixture
def git(release: ModuleType) -> Git:
    """Run git in that checkout; the first commit is made."""

    def run(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=release.ROOT, check=True, capture_output=True)

    run("init", "--initial-branch=main")
    run("add", "--all")
    run("commit", "--message=All")
    return run


@pytest.mark.usefixtures("git")
def test_steps_end_with_what_is_left_to_type(release: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step is told in its order as ok; the last prints the commands, and nothing is pushed or tagged."""
    assert release.main(["tagged", "on_main", "numbered", "described"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(",")[0] for line in told] == [
        f"{step}: ok" for step in ("on_main", "numbered", "described", "tagged")
    ]
    assert "git tag --annotate v9.8.7" in told[-1]
    assert release.output("git", "tag") == ""


def test_nothing_is_begun_after_a_step_that_is_not_ok(
    release: ModuleType, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 1, and the step says what to do."""
    git("switch", "--create", "other")
    assert release.main([]) == 1
    assert capsys.readouterr().out == "on_main: not ok. The branch is other: git switch main.\n"


def test_a_dry_run_tells_the_steps_and_does_nothing(
    release: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every step has a sentence that says what holds when it is ok."""
    assert release.main(["--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in told] == [step.__name__ for step in release.STEPS]


def test_an_unknown_step_is_refused(release: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """The steps that there are are named."""
    with pytest.raises(SystemExit):
        release.main(["publish"])
    assert "there is no step publish; the steps are on_main, numbered" in capsys.readouterr().err


def test_what_is_not_committed_is_named(release: ModuleType, git: Git) -> None:  # noqa: ARG001  it commits
    """A changed or new file holds up the release."""
    (release.ROOT / "notes.txt").touch()
    with pytest.raises(release.NotReady, match=r"\?\? notes.txt"):
        release.on_main()


@pytest.mark.parametrize("tag", ["v9.8.7", "v9.10.0"])
def test_a_version_must_be_above_the_last(release: ModuleType, git: Git, tag: str) -> None:
    """Versions are compared number by number; tags of other forms do not count."""
    git("tag", "v9.8.6")
    git("tag", "vision")
    assert release.numbered() == "9.8.7 after 9.8.6"
    git("tag", tag)
    with pytest.raises(release.NotReady, match=f"{tag} is released: raise __version__"):
        release.numbered()


@pytest.mark.usefixtures("git")
def test_a_version_has_three_numbers(release: ModuleType) -> None:
    """A development version is not released."""
    (release.ROOT / "server" / "horgos" / "__init__.py").write_text('__version__ = "1.0.dev1"\n')
    with pytest.raises(release.NotReady, match="write three numbers"):
        release.numbered()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (DESCRIBED.replace("9.8.7", "9.8.6"), "does not tell of 9.8.7"),
        (DESCRIBED.replace("### Added\n\n- All.\n\n", ""), "does not tell of 9.8.7"),
        (DESCRIBED.replace(f" ({TODAY})", ""), f"write ## 9.8.7 .{TODAY}."),
        (DESCRIBED.replace(TODAY, "2999-01-01"), "yet to come"),
        (DESCRIBED.replace("## Unreleased\n", "## Unreleased\n\n- More.\n"), "under ## Unreleased"),
    ],
)
def test_the_changelog_tells_of_the_version(release: ModuleType, written: str, told: str) -> None:
    """A section with its number and a date that is not yet to come, and nothing unreleased above it."""
    assert release.described() == TODAY
    (release.ROOT / "CHANGELOG.md").write_text(written)
    with pytest.raises(release.NotReady, match=told):
        release.described()


def test_bounds_are_the_oldest_that_a_requirement_allows(release: ModuleType) -> None:
    """Each requirement of the project has a lower bound, which becomes the one version that is installed."""
    assert release.oldest("flask>=3.1,<4") == "flask==3.1"
    project = release.tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert all("==" in release.oldest(need) for need in project["dependencies"])


def test_the_oldest_versions_are_installed_tested_and_served(
    release: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One environment has the project under the bounds; it runs tests that there are, and the server."""
    (release.ROOT / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    commands: list[tuple[str | Path, ...]] = []
    bounds: list[str] = []

    def recording(*command: str | Path, **_: str) -> str:
        commands.append(command)
        if "--constraint" in command:
            bounds.append(Path(command[command.index("--constraint") + 1]).read_text("utf-8"))
        return "9 passed in 1s\n"

    monkeypatch.setattr(release, "output", recording)
    monkeypatch.setattr(release, "serve", lambda *_: "/ 200")
    assert release.bounded() == "9 passed in 1s; / 200"
    assert "click==8.1.8\n" in bounds[0]
    assert [any("pytest" in str(part) for part in command) for command in commands] == [False, True, True]
    assert all((ROOT / path).exists() for path in release.QUICK)


def test_a_command_that_fails_is_told_with_its_last_words(release: ModuleType) -> None:
    """What a tool says on standard error is what tells a person what to do."""
    with pytest.raises(release.NotReady, match=r"(?s)-c .* failed:.*ValueError: wrong"):
        release.output(sys.executable, "-c", "raise ValueError('wrong')")


def test_a_checkout_that_is_not_set_up_is_told_what_to_type(release: ModuleType) -> None:
    """What sets it up stands in the message; there is no traceback."""
    with pytest.raises(release.NotReady, match=r"no .*/missing.*python3 run[.]py test --version"):
        release.output("/nowhere/missing")


def test_dumps_that_depend_on_the_seed_are_named(
    release: ModuleType, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path
) -> None:
    """Two builds with different seeds are compared file by file, to the byte."""
    monkeypatch.setenv("HORGOS_GRAPH", str(tiny_folder))
    assert release.reproduced().endswith(" files")

    def differing(*_: str | Path, **variables: str) -> str:
        dumps = Path(variables["HORGOS_CACHE"], "x", "dumps")
        dumps.mkdir(parents=True)
        (dumps / "same.nt").write_text("1")
        (dumps / "tiny.nt").write_text(variables["PYTHONHASHSEED"])
        return ""

    monkeypatch.setattr(release, "output", differing)
    with pytest.raises(release.NotReady, match=r"differ in tiny\.nt:"):
        release.reproduced()


def test_packages_lie_in_dist_alone(release: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old wheel in dist/ is not uploaded by mistake: it is removed before new ones are built."""
    release.DIST.mkdir()
    (release.DIST / "horgos-0.0.1-py3-none-any.whl").touch()
    names = ["horgos-9.8.7-py3-none-any.whl", "horgos-9.8.7.tar.gz"]
    monkeypatch.setattr(release, "output", lambda *_: [(release.DIST / name).touch() for name in names])
    assert release.built() == ", ".join(names)
    names.pop()
    with pytest.raises(release.NotReady, match="it should hold one wheel"):
        release.built()


def test_a_wheel_must_be_built_before_it_is_installed(release: ModuleType) -> None:
    """The step says which one comes first."""
    with pytest.raises(release.NotReady, match="run the step built first"):
        release.installed()
