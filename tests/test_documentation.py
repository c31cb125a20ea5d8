"""The documentation says what is true: every command, query and program in it is run.

A `console` block holds commands behind `$ ` and what they print; `…` stands for any lines, or for a part of
one. A `python` block is a program, a `sparql` block a query; what it prints, or its answer in CSV, stands in
the `text` block after it. Where another endpoint is to be asked, its address stands behind `sparql`. All run
against a server that was started with the README's own command, on another port than the 8000 that the text
names. Examples of a document that build on one another run in order, with a home of their own;
`horgos serve --port …` among them starts one more server.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from reference import DOCUMENTS, ROOT
from serving import serving

IN_ORDER = [ROOT / "docs" / "tutorial.md"]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Started by the fixture with another port, the very run that this test is part of, or done by the test.
RUN_ELSEWHERE = {"python3 run.py serve", "python3 run.py test", ". .venv/bin/activate"}
SERVES = re.compile(r"horgos serve (.*)--port (\d+)(.*)")
ENDPOINT = "http://127.0.0.1:8000/sparql"


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


def program_of(language: str, place: str | None, body: str) -> list[str] | None:
    """The command that runs a block, None where it is none to run."""
    if language == "python":
        return [sys.executable, "-c", body]
    if language == "sparql":
        asked = [place or ENDPOINT, "-H", "Accept: text/csv", "--data-urlencode", f"query={body}"]
        return ["curl", "-sf", *asked]
    return None


def examples_of(document: Path) -> list[Example]:
    """Every example of a document, in order."""
    examples: list[Example] = []
    program: Example | None = None
    text = document.read_text("utf-8")
    for block in BLOCK.finditer(text):
        language, asked, body = block.groups()
        place = f"{document.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 1}"
        if program is not None:
            printed = body if language == "text" else None
            examples.append(Example(program.place, program.command, printed))
        command = program_of(language, asked, body)
        program = Example(place, command, None) if command else None
        if language == "console":
            examples += console_examples(place, body)
    return [*examples, program] if program else examples


EXAMPLES = [
    example for document in DOCUMENTS if document not in IN_ORDER for example in examples_of(document)
]


def pattern(printed: str) -> re.Pattern[str]:
    """What is printed must match this, where `…` stands for any lines, or for a part of one."""
    lines = [
        ".*" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", "[^\n]*")
        for line in printed.rstrip().split("\n")
    ]
    return re.compile(r"\n".join(lines), re.DOTALL)


def check(example: Example, addresses: Mapping[str, str], cache: Path, **variables: str) -> None:
    """Run an example, with the addresses of servers that run in place of those in the text."""
    command = example.command
    for written, real in addresses.items():
        command = [part.replace(written, real) for part in command]
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "110",
        "HORGOS_CACHE": str(cache),
        **variables,
    }
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, f"{example.place}\n{run.stdout}{run.stderr}"
    printed = "\n".join(line.rstrip() for line in run.stdout.rstrip().split("\n"))
    for written, real in addresses.items():
        printed = printed.replace(real, written)
    if example.printed is not None:
        assert pattern(example.printed).fullmatch(printed), f"{example.place}\n{printed}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.place)
def test_every_example_in_the_documentation_does_what_it_says(
    example: Example, server: str, real_cache: Path
) -> None:
    """A command or program of the documentation ends well and prints what the text says it prints."""
    check(example, {"http://127.0.0.1:8000/": server}, real_cache)


@pytest.mark.parametrize("document", IN_ORDER, ids=lambda document: document.name)
def test_the_examples_of_a_document_that_build_on_one_another_do_what_they_say(
    document: Path, server: str, real_cache: Path, tmp_path: Path
) -> None:
    """From its first example to its last, with the servers that it starts itself."""
    addresses = {"http://127.0.0.1:8000/": server}
    with ExitStack() as servers:
        for example in examples_of(document):
            if serves := SERVES.search(example.command[-1]):
                before, port, behind = (part.replace("~", str(tmp_path)) for part in serves.groups())
                told = f"{before} {behind}".replace("http://127.0.0.1:8000/", server)
                options = ["--cache", str(tmp_path / "cache"), *told.split()]
                addresses[f"http://127.0.0.1:{port}/"] = servers.enter_context(serving(*options))
            else:
                check(example, addresses, real_cache, HOME=str(tmp_path))
