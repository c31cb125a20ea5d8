"""The documentation says what is true: every command in it is run, every table in it is compared.

A `console` block holds commands behind `$ ` and what they print; a line `…` stands for any lines. A `python`
block is a program, a `sparql` block a query; what it prints, or its answer in CSV, stands in the `text` block
after it. All run against a server that was started with the README's own command, on another port than the
8000 that the text names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from horgos.config import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Started by the fixture with another port, or the very run that this test is part of.
RUN_ELSEWHERE = {"python3 run.py serve", "python3 run.py test"}

ASKING = ["http://127.0.0.1:8000/sparql", "-H", "Accept: text/csv"]
PROGRAMS: dict[str, Callable[[str], list[str]]] = {
    "python": lambda body: [sys.executable, "-c", body],
    "sparql": lambda body: ["curl", "-sf", *ASKING, "--data-urlencode", f"query={body}"],
}


@dataclass(frozen=True)
class Example:
    """A command or program of a document, and what it is said to print (None: nothing is said)."""

    place: str
    command: list[str]
    printed: str | None


def console_examples(place: str, text: str) -> list[Example]:
    """The commands of a console block with what stands below each."""
    examples = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = re.sub(r"\\\n\s*", " ", part).partition("\n")
        if command not in RUN_ELSEWHERE:
            examples.append(Example(f"{place} $ {command}", ["bash", "-c", command], printed or None))
    return examples


def examples_of(document: Path) -> list[Example]:
    """Every example of a document, in order."""
    examples: list[Example] = []
    program: Example | None = None
    text = document.read_text("utf-8")
    for block in BLOCK.finditer(text):
        language, body = block.groups()
        place = f"{document.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 1}"
        if program is not None:
            printed = body if language == "text" else None
            examples.append(Example(program.place, program.command, printed))
        program = Example(place, PROGRAMS[language](body), None) if language in PROGRAMS else None
        if language == "console":
            examples += console_examples(place, body)
    return [*examples, program] if program else examples


EXAMPLES = [example for document in DOCUMENTS for example in examples_of(document)]


def pattern(printed: str) -> re.Pattern[str]:
    """What is printed must match this: the text itself, where a line `…` stands for any lines."""
    lines = [
        ".*" if line.strip() == "…" else re.escape(line.rstrip()) for line in printed.rstrip().split("\n")
    ]
    return re.compile(r"\n".join(lines), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.place)
def test_every_example_in_the_documentation_does_what_it_says(example: Example, server: str) -> None:
    """A command or program of the documentation ends well and prints what the text says it prints."""
    command = [part.replace("http://127.0.0.1:8000/", server) for part in example.command]
    folder = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "110",
    }
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr
    printed = "\n".join(
        line.rstrip() for line in run.stdout.replace(server, "http://127.0.0.1:8000/").rstrip().split("\n")
    )
    if example.printed is not None:
        assert pattern(example.printed).fullmatch(printed), printed


def settings_table() -> str:
    """The table of all settings, as docs/configuration.md must hold it."""
    rows = [
        f"| {'' if setting.secret else f'`{setting.option}`'} | `{setting.variable}` |"
        f" {setting.default_text} | {setting.unit} | {setting.help} |"
        for setting in SETTINGS
    ]
    return "\n".join(
        ["| option | variable | default | unit | meaning |", "| --- | --- | --- | --- | --- |", *rows]
    )


def test_the_reference_of_settings_is_the_table_in_the_program() -> None:
    """docs/configuration.md holds the table that the program is made from: paste what a failure shows."""
    assert settings_table() in (ROOT / "docs" / "configuration.md").read_text("utf-8"), settings_table()


def test_every_document_is_reached_from_the_readme() -> None:
    """A stranger finds every document by following links from the README."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for document in DOCUMENTS[1:]:
        assert str(document.relative_to(ROOT)) in readme, document.name
