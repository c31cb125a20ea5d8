"""The cache folder is bounded, and nothing that is used is taken from it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from horgos.cache_folder import held, tidy, workshop
from horgos.config import Config
from horgos.site import publish

Edit = Callable[[dict[str, str | None]], Path]
HOLD_AND_DIE = """
import os, sys, pathlib
from horgos.cache_folder import workshop
with workshop(pathlib.Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


def quiet(step: str) -> None:
    """Take the word of what is being done, and do nothing with it."""
    assert step


def graph(cache: Path, number: int) -> Path:
    """A folder in the cache as built graphs have it; the higher the number, the later it was used."""
    folder = cache / f"{number:032x}"
    folder.mkdir(parents=True)
    os.utime(folder, (number, number))
    return folder


def test_the_graphs_that_were_used_last_are_kept(tmp_path: Path) -> None:
    """As many as the setting says."""
    graphs = [graph(tmp_path, number) for number in (1, 2, 3, 4)]
    tidy(tmp_path, keep=2)
    assert [folder.exists() for folder in graphs] == [False, False, True, True]


def test_a_graph_that_somebody_serves_stays(tmp_path: Path) -> None:
    """However old it is, and whoever wants to be rid of it; once it is let go, it goes."""
    old, new = graph(tmp_path, 1), graph(tmp_path, 2)
    with held(old), held(old):
        tidy(tmp_path, keep=1)
        assert old.exists()
    tidy(tmp_path, keep=1)
    assert (old.exists(), new.exists()) == (False, True)


def test_what_is_not_a_built_graph_is_left_alone(tmp_path: Path) -> None:
    """Somebody may have named a folder as the cache that holds other things."""
    others = [tmp_path / "notes", tmp_path / ("z" * 32)]
    for folder in others:
        folder.mkdir()
    tidy(tmp_path, keep=1)
    assert all(folder.exists() for folder in others)


def test_what_a_killed_process_left_half_built_goes_with_the_next_graph(tmp_path: Path) -> None:
    """As soon as it is sure that nobody is about to begin with it."""
    killed = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, str(tmp_path)], check=False)
    assert killed.returncode == -9
    (left,) = tmp_path.iterdir()
    tidy(tmp_path, keep=1)
    assert left.exists()
    os.utime(left, (0, 0))
    tidy(tmp_path, keep=1)
    assert not left.exists()


def test_what_is_being_built_stays(tmp_path: Path) -> None:
    """However long it takes."""
    with workshop(tmp_path) as folder:
        os.utime(folder, (0, 0))
        tidy(tmp_path, keep=1)
        assert folder.exists()
    assert not folder.exists()


def test_publishing_keeps_no_more_than_the_setting_says(edit: Edit, tmp_path: Path) -> None:
    """The old one goes when a new one is built; using one again makes it the last."""
    config = Config.load({"graph": edit({}), "cache": tmp_path / "cache", "keep": 1}, {})
    first = publish(config, quiet)
    edit({"data/logbooks.trig": (config.graph / "data" / "logbooks.trig").read_text("utf-8") + "\n# more\n"})
    second = publish(config, quiet)
    assert [folder.name for folder in config.cache.iterdir()] == [second.folder.name]
    assert publish(replace(config, graph=config.graph), quiet).folder != first.folder


@pytest.mark.parametrize("keep", [1, 5])
def test_a_cache_that_is_empty_is_tidy(keep: int, tmp_path: Path) -> None:
    """Nothing is done, and nothing fails."""
    tidy(tmp_path, keep)
    assert list(tmp_path.iterdir()) == []
