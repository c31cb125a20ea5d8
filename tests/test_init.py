"""`horgos init` lays out a graph that works at once, under the names asked for, and writes over nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from horgos.cli import main
from horgos.config import Config
from horgos.init import FOLDER
from horgos.site import check
from horgos.sources import load, read


def init(*arguments: str | Path) -> Result:
    """Run `horgos init …`."""
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    """The commands that it names are those for the folder that was asked for."""
    told = init(tmp_path / "my bridges").output
    assert f"horgos validate '{tmp_path}/my bridges'" in told
    assert f"horgos serve --graph '{tmp_path}/my bridges'" in told


def test_what_is_laid_out_tests_itself(tmp_path: Path) -> None:
    """Its tests pass by the standard library alone: shapes, answers of the queries, checksums of texts."""
    assert init(tmp_path / "bridges").exit_code == 0
    environment = os.environ | {"HORGOS_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "unittest", "discover", "tests"]
    run = subprocess.run(
        command, cwd=tmp_path / "bridges", env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "Ran 3 tests" in run.stderr


def test_its_tests_can_fail(tmp_path: Path) -> None:
    """An answer that has changed, and a text that is not the one that was read, are told."""
    folder = tmp_path / "bridges"
    init(folder)
    for path in ("queries/bridge/length.csv", "texts/plaque.txt"):
        file = folder / path
        file.write_text(file.read_text("utf-8").replace("96", "97"), "utf-8")
    command = [sys.executable, "-m", "unittest", "tests/test_graph.py"]
    environment = os.environ | {"HORGOS_CACHE": str(tmp_path / "cache")}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "FAILED (failures=2)" in run.stderr


def test_names_are_put_in_everywhere(tmp_path: Path) -> None:
    """Base and title stand wherever the example has its own, and a title may hold any mark."""
    folder = tmp_path / "x"
    assert init(folder, "--base", "https://example.net/b/", "--title", 'Big "B" \\ more').exit_code == 0
    dataset = load(read(folder)).dataset
    assert dataset is not None
    assert (dataset.base, dataset.name) == ("https://example.net/b/", "b")
    assert [label.text for label in dataset.title] == ['Big "B" \\ more']
    assert check(Config.load({"graph": folder}, {}), lambda _: None).conforms
    texts = [file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()]
    assert not [text for text in texts if re.search("my-graph|My graph|2026-01-01", text)]


@pytest.mark.parametrize(
    ("arguments", "base", "title"),
    [
        ([], "https://example.org/old-bridges/", "Old bridges"),
        (["--name", "Ferries!"], "https://example.org/ferries/", "Ferries"),
        (["--name", "桥"], "https://example.org/graph/", "Graph"),
    ],
)
def test_what_is_not_told_follows_from_the_name(
    tmp_path: Path, arguments: list[str], base: str, title: str
) -> None:
    """The base ends in the name, as addresses have it; the title is the name in words."""
    assert init(tmp_path / "Old_Bridges", *arguments).exit_code == 0
    text = (tmp_path / "Old_Bridges" / "data" / "editorial.trig").read_text("utf-8")
    assert f'void:uriSpace "{base}"' in text
    assert f'dcterms:title "{title}"@en' in text


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    """A hidden file is enough; it is named, and nothing is written."""
    (tmp_path / ".git").mkdir()
    result = init(tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path} is not empty: .git lies in it. Nothing was written." in result.output
    assert [file.name for file in tmp_path.iterdir()] == [".git"]


def test_an_empty_folder_is_taken_and_a_file_is_not(tmp_path: Path) -> None:
    """The folder may be there already; a file of that name is not touched."""
    (tmp_path / "empty").mkdir()
    assert init(tmp_path / "empty").exit_code == 0
    (tmp_path / "file").write_text("mine")
    assert "is a file" in init(tmp_path / "file").output
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--base", "https://example.org/x", "which cannot begin IRIs"),
        ("--base", "https://example.org/x#", "which cannot begin IRIs"),
        ("--base", 'https://example.org/"x"/', "which cannot begin IRIs"),
        ("--base", "bridges/", "which cannot begin IRIs"),
        ("--title", " ", "which is no line of text"),
        ("--title", "a\nb", "which is no line of text"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, option: str, value: str, told: str) -> None:
    """The message names the option and shows what would be right; nothing is written."""
    result = init(tmp_path / "x", option, value)
    assert result.exit_code == 2
    assert option in result.output
    assert told in result.output
    assert not (tmp_path / "x").exists()


def test_the_help_of_every_command_is_about_any_graph() -> None:
    """It names the program, and nothing of the graph that comes with it."""
    runner = CliRunner()
    for command in ([], *([name] for name in main.commands)):
        told = runner.invoke(main, [*command, "--help"], prog_name="horgos").output
        assert not re.search("Horgos|w3id|icbc|border", told)


def test_the_example_is_a_graph_itself() -> None:
    """Who works on it can validate it where it lies."""
    assert check(Config.load({"graph": FOLDER}, {}), lambda _: None).conforms


def test_every_graph_of_its_own_is_called_something(tmp_path: Path) -> None:
    """Pages name them as voices; those of passages are called as the passages are."""
    init(tmp_path / "bridges")
    quads = load(read(tmp_path / "bridges")).quads
    labelled = {quad.subject.value for quad in quads if quad.predicate.value.endswith("prefLabel")}
    graphs = {quad.graph_name.value for quad in quads if "/graph/" in quad.graph_name.value}
    assert graphs
    assert graphs <= labelled
