#!/usr/bin/env python3
"""The commands of the README, `python3 run.py serve` and `python3 run.py test`, and `python3 run.py bench`.

Makes `.venv`, installs the project when pyproject.toml changed, and hands over; other commands to `horgos`.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "server" / "frontend"


def fail(message: str) -> None:
    """End with exit code 2 and one clear line: the machine lacks something."""
    print(f"run.py: {message}", file=sys.stderr)
    sys.exit(2)


def apt_install(*packages: str) -> None:
    """Install Debian packages where that is possible without asking; else say the command to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() or not shutil.which("apt-get"):
        fail(f"needs {' and '.join(packages)}. On Debian: sudo {' '.join(command)}")
    print(f"run.py: installing {', '.join(packages)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], command):
        if subprocess.call(step, stdout=subprocess.DEVNULL, env=environment):
            fail(f"{' '.join(step)} failed; the lines above say why")


def make_venv() -> None:
    """Create the virtual environment; Debian's python3 comes without the part that puts pip into it."""
    if importlib.util.find_spec("ensurepip") is None:
        apt_install("python3-venv")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        fail("python3 -m venv failed; the lines above say why")


def install(extra: str) -> None:
    """Install the project, editable, when what it is built from, the interpreter or the place has changed."""
    frontend = [path for pattern in ("*.*", "build/*", "src/**/*") for path in FRONTEND.glob(pattern)]
    inputs = [ROOT / "pyproject.toml", FRONTEND.parent / "hatch_build.py", *sorted(frontend)]
    told = [sys.version, str(ROOT), os.environ.get("HORGOS_SKIP_FRONTEND", "")]
    told += [f"{path}\0{path.read_text('utf-8')}" for path in inputs if path.is_file()]
    digest = hashlib.sha256("\0".join(told).encode()).hexdigest()
    stamps = [VENV / f"installed{each}" for each in (extra, "[test]")]  # what the tests need holds the rest
    if any(stamp.exists() and stamp.read_text() == digest for stamp in stamps):
        return
    print("run.py: setting up .venv (once; takes a minute)", file=sys.stderr)
    if not PYTHON.exists():
        make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--editable", f"{ROOT}{extra}"]):
        fail("the installation failed; the lines above say why")
    stamps[0].write_text(digest)


def main(arguments: list[str]) -> None:
    """Set up what the command needs, then become it."""
    if sys.version_info < (3, 11):
        fail(f"needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if arguments[:1] == ["test"]:
        os.chdir(ROOT)
        install("[test]")
        if missing := [name for name in ("chromium", "curl", "git", "virtuoso-t") if not shutil.which(name)]:
            packages = {"virtuoso-t": "virtuoso-opensource-7-bin"}
            apt_install(*(packages.get(name, name) for name in missing), "libatomic1", "linux-libc-dev")
        command = ["-m", "pytest", *arguments[1:]]
    elif arguments[:1] == ["bench"]:
        install("")
        if not shutil.which("wrk"):
            apt_install("wrk")
        command = [str(ROOT / "benchmarks" / "bench.py"), *arguments[1:]]
    else:
        install("[mcp]" if arguments[:1] == ["mcp"] else "")
        command = ["-m", "horgos.cli", *(arguments or ["--help"])]
    os.execv(PYTHON, [str(PYTHON), *command])


if __name__ == "__main__":
    main(sys.argv[1:])
