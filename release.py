#!/usr/bin/env python3
"""The checklist of a release, carried out: `python3 release.py`, or `python3 release.py STEP…` for a part.

Each step prints that it is ok, or what to do, and then the rest is not begun. Nothing is pushed or uploaded:
the last step prints the commands. `--dry-run` tells what the steps are. It needs the `.venv` of run.py.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent
PYTHON = ROOT / ".venv" / "bin" / "python"
DIST = ROOT / "dist"
VERSION = re.compile(r'__version__ = "([^"]+)"')
NUMBERS = re.compile(r"\d+\.\d+\.\d+")
READY = re.compile(r"Serving .* at (http://\S+)")
# What runs with the oldest versions of what the program depends on: each library is used in some of it.
QUICK = (
    "tests/test_formats.py",
    "tests/test_search_index.py",
    "tests/test_site.py",
    "tests/test_translation.py",
)
QUICK += ("tests/test_validation.py", "tests/engine/test_remote.py", "tests/web/test_coding.py")
QUICK += ("tests/web/test_observe.py", "tests/web/test_reconcile.py", "tests/web/test_sparql.py")
TOOLS = ("hypothesis", "jsonschema", "pytest", "pytest-xdist")


class NotReady(Exception):
    """A step that is not ok; the message says what to do."""


def output(*command: str | Path, **variables: str) -> str:
    """What a command prints, run in the checkout. Raises NotReady with its last lines where it fails."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise NotReady(
            f"There is no {error.filename}. .venv comes with: python3 run.py test --version"
        ) from None
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise NotReady("\n".join((f"{' '.join(map(str, command))} failed:", *lines[-20:])))
    return done.stdout


def version() -> str:
    """The version that is to be released."""
    found = VERSION.search((ROOT / "server" / "horgos" / "__init__.py").read_text("utf-8"))
    return found[1] if found else ""


def section(changelog: str, title: str) -> str | None:
    """What stands in the changelog under a heading that begins so; None where there is no such heading."""
    found = re.search(rf"^## {re.escape(title)}(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1] if found else None


def on_main() -> str:
    """The branch is main, and everything is committed."""
    branch = output("git", "branch", "--show-current").strip()
    if branch != "main":
        raise NotReady(f"The branch is {branch}: git switch main.")
    if changed := output("git", "status", "--porcelain"):
        raise NotReady(f"Commit, or put away, what has changed:\n{changed.rstrip()}")
    return output("git", "rev-parse", "--short", "HEAD").strip()


def numbered() -> str:
    """The version is a new one, above the last tag."""
    new = version()
    if not NUMBERS.fullmatch(new):
        raise NotReady(
            f"__version__ in server/horgos/__init__.py is {new!r}: write three numbers, such as 0.2.0."
        )
    tags = [tag[1:] for tag in output("git", "tag", "--list", "v*").split() if NUMBERS.fullmatch(tag[1:])]
    last = max(tags, key=_in_order, default="")
    if last and _in_order(new) <= _in_order(last):
        raise NotReady(
            f"v{last} is released: raise __version__ in server/horgos/__init__.py, which is {new}."
        )
    return f"{new} after {last}" if last else new


def _in_order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def described() -> str:
    """CHANGELOG.md has a section with the version and its date, and nothing is left as unreleased."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heading = f"## {version()} ({date.today().isoformat()})"
    told = section(changelog, version())
    if told is None or not told.split("\n", 1)[-1].strip():
        raise NotReady(f"CHANGELOG.md does not tell of {version()}: put {heading} below ## Unreleased.")
    dated = re.match(r" \((\d{4}-\d\d-\d\d)\)\n", told)
    if not dated or dated[1] > date.today().isoformat():
        raise NotReady(f"The date is missing in CHANGELOG.md, or yet to come: write {heading}.")
    if (section(changelog, "Unreleased") or "").strip():
        raise NotReady(f"CHANGELOG.md has changes under ## Unreleased: move them below {heading}.")
    return dated[1]


def validated() -> str:
    """The graph validates, without warnings."""
    told = output(PYTHON, "-m", "horgos.cli", "validate").strip().splitlines()[-1]
    if "no warnings" not in told:
        raise NotReady(f"{told} Run horgos validate, and mend what it names.")
    return told


def tested() -> str:
    """All tests pass."""
    return output(sys.executable, ROOT / "run.py", "test", "-q").strip().splitlines()[-1]


def bounded() -> str:
    """The oldest versions that pyproject.toml allows work: installed, they pass a part of the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = [need for need in project["optional-dependencies"]["test"] if re.split("[><=]", need)[0] in TOOLS]
    with tempfile.TemporaryDirectory(prefix="horgos-bounds-") as folder:
        bounds = Path(folder, "oldest.txt")
        bounds.write_text("".join(f"{oldest(need)}\n" for need in project["dependencies"]), "utf-8")
        python = new_venv(Path(folder, "venv"))
        output(*pip(python), "--constraint", bounds, "--editable", ROOT, *tools)
        tests = [python, "-m", "pytest", "-q", "--numprocesses=2", "-p", "no:cacheprovider", *QUICK]
        cache = {"HORGOS_CACHE": str(Path(folder, "cache"))}
        told = output(*tests, **cache).strip().splitlines()[-1]
        return f"{told}; {serve(python, Path(folder), cache)}"


def oldest(need: str) -> str:
    """A requirement bound to the oldest version that it allows."""
    return re.sub(r">=([^,]+).*", r"==\1", need)


def new_venv(folder: Path) -> Path:
    """Make a virtual environment and return its Python."""
    output(sys.executable, "-m", "venv", folder)
    return folder / "bin" / "python"


def pip(python: Path) -> tuple[str | Path, ...]:
    """The command that installs into an environment."""
    return (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def built() -> str:
    """Wheel and source distribution lie in dist/, alone."""
    for old in DIST.glob("*"):
        old.unlink()
    output(PYTHON, "-m", "hatchling", "build", "--directory", DIST)
    names = sorted(path.name for path in DIST.iterdir())
    if names != [f"horgos-{version()}-py3-none-any.whl", f"horgos-{version()}.tar.gz"]:
        raise NotReady(f"dist/ holds {', '.join(names)}: it should hold one wheel and one .tar.gz.")
    return ", ".join(names)


def installed() -> str:
    """The wheel works in a new virtual environment and another directory: it validates and serves."""
    wheel = next(DIST.glob("*.whl"), None)
    if wheel is None:
        raise NotReady("There is no wheel in dist/: run the step built first.")
    with tempfile.TemporaryDirectory(prefix="horgos-install-") as folder:
        python = new_venv(Path(folder, "venv"))
        output(*pip(python), wheel)
        told = output(python, "-m", "horgos.cli", "--version")
        if not told.startswith(f"horgos {version()}\n"):
            raise NotReady(
                f"The wheel in dist/ is of another version: run the step built again. It says: {told}"
            )
        cache = {"HORGOS_CACHE": str(Path(folder, "cache"))}
        output(python, "-m", "horgos.cli", "validate", **cache)
        return serve(python, Path(folder), cache)


def serve(python: Path, folder: Path, variables: Mapping[str, str]) -> str:
    """Start the server of an installation, ask for a page and for a query, and stop it."""
    command = [python, "-m", "horgos.cli", "serve", "--port", "0"]
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=folder, env=os.environ | variables, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as server,
    ):
        try:
            ready = next(filter(None, map(READY.match, server.stdout or ())), None)
            if ready is None:
                raise NotReady(f"The installed server does not start:\n{log.read_text()}")
            asked = [urlopen(f"{ready[1]}{path}") for path in ("", "ns", "sparql?query=ASK%7B%7D")]
            return ", ".join(f"/{answer.url.partition(ready[1])[2]} {answer.status}" for answer in asked)
        finally:
            server.terminate()


def reproduced() -> str:
    """The dumps are the same to the byte, whatever the seed of Python's hashes."""
    made = []
    with tempfile.TemporaryDirectory(prefix="horgos-dumps-") as folder:
        for seed in ("1", "2"):
            cache = Path(folder, seed)
            variables = {"PYTHONHASHSEED": seed, "HORGOS_CACHE": str(cache)}
            output(PYTHON, "-m", "horgos.cli", "dump", "--output", Path(folder, f"{seed}.ttl"), **variables)
            made.append({file.name: digest(file) for file in sorted(cache.glob("*/dumps/*"))})
    if made[0] != made[1]:
        differing = sorted(
            name for name in made[0].keys() | made[1] if made[0].get(name) != made[1].get(name)
        )
        raise NotReady(f"Two builds of the dumps differ in {', '.join(differing)}: find what is not sorted.")
    return f"{len(made[0])} files"


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def tagged() -> str:
    """What is left to type."""
    tag = f"v{version()}"
    return f"type: git tag --annotate {tag} --message 'horgos {version()}' && git push origin main {tag}"


STEPS: tuple[Callable[[], str], ...] = (
    on_main, numbered, described, validated, tested, bounded, built, installed, reproduced, tagged,
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Carry out the steps that are asked for, in their order, and return 1 where one is not ok."""
    names = [step.__name__ for step in STEPS]
    parser = argparse.ArgumentParser(prog="release.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"some of: {', '.join(names)}")
    parser.add_argument("--dry-run", action="store_true", help="tell what the steps are, and do nothing")
    options = parser.parse_args(arguments)
    if unknown := set(options.steps) - set(names):
        parser.error(f"there is no step {', '.join(sorted(unknown))}; the steps are {', '.join(names)}")
    for step in STEPS:
        if options.steps and step.__name__ not in options.steps:
            continue
        if options.dry_run:
            print(f"{step.__name__}: {step.__doc__}")
            continue
        try:
            print(f"{step.__name__}: ok, {step()}", flush=True)
        except NotReady as reason:
            print(f"{step.__name__}: not ok. {reason}", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
