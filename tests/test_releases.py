"""Releases: what is published, frozen under a version; whole or not at all, and never changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horgos.changes import compare
from horgos.config import Config
from horgos.errors import ConfigError, InvalidGraph, NotFound
from horgos.releases import RECORD, SUMS, Releases, checked, freeze, snapshot
from horgos.site import publish

Edit = Callable[[Mapping[str, str | None]], Path]
KILLED = """
import os, sys
from horgos.config import Config
from horgos.releases import freeze, freezing
freezing._settle = lambda folder: os.kill(os.getpid(), 9)
freeze(Config.load({"graph": sys.argv[1], "cache": sys.argv[2], "releases": sys.argv[3]}, {}), "1.0", print)
"""


def quiet(step: str) -> None:
    """Take the word of what is being done, and do nothing with it."""
    assert step


@pytest.fixture
def config(tiny_folder: Path, tiny_cache: Path, tmp_path: Path) -> Config:
    """The tiny graph, which has been built, with releases of its own."""
    options = {"graph": tiny_folder, "cache": tiny_cache, "releases": tmp_path / "releases", "workers": 1}
    return Config.load(options, {})


def test_a_release_holds_all_that_was_published_and_a_checksum_of_each_file(config: Config) -> None:
    """The dumps, the report, shapes and queries, and how to cite it; SHA256SUMS and the record list them."""
    release = freeze(config, "1.0", quiet)
    publication = publish(config, quiet)
    assert (release.version, release.digest, release.previous) == ("1.0", publication.digest, "")
    names = {file["name"] for file in release.files}
    assert {f"dumps/{dump['name']}" for dump in publication.manifest["dumps"]} < names
    assert {"report.json", "report.txt", "report.ttl", "cite.bib", "cite.txt", "prefixes.json"} < names
    sums = (release.folder / SUMS).read_text("utf-8")
    for file in release.files:
        path = release.folder / file["name"]
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert (file["sha256"], file["bytes"]) == (sha256, path.stat().st_size)
        assert f"{sha256}  {file['name']}\n" in sums
        assert path.stat().st_mode & 0o222 == 0
    assert {path.name for path in release.folder.iterdir() if path.name not in {*names, RECORD, SUMS}} == {
        "dumps",
        "sources",
    }


def test_a_release_is_cited_by_its_version(config: Config) -> None:
    """With the year it was released in, and an address that stays."""
    release = freeze(config, "1.0", quiet)
    cited = (release.folder / "cite.txt").read_text("utf-8")
    assert f"{release.released:%Y}, release 1.0. https://example.org/tiny/release/1.0/." in cited
    assert release.digest in (release.folder / "cite.bib").read_text("utf-8")


def test_a_version_is_given_once(config: Config) -> None:
    """What is there stays, to the byte."""
    release = freeze(config, "1.0", quiet)
    before = (release.folder / RECORD).read_bytes()
    with pytest.raises(ConfigError, match="never changed"):
        freeze(config, "1.0", quiet)
    assert (release.folder / RECORD).read_bytes() == before


def test_releases_come_in_the_order_of_their_dates_and_tell_what_changed(
    config: Config, edit: Edit, tiny_folder: Path
) -> None:
    """Within a second by version, as people count; each names the one before it, and sums up what changed."""
    text = (tiny_folder / "data" / "editorial.trig").read_text("utf-8")
    changed = edit({"data/editorial.trig": text.replace('"Harbour Office"@en', '"The Harbour Office"@en')})
    freeze(config, "1.9", quiet)
    last = freeze(replace(config, graph=changed), "1.10", quiet)
    releases = Releases(config.releases_folder)
    assert [release.version for release in releases] == ["1.10", "1.9"]
    assert (last.previous, last.summary["other"], last.summary["value"]) == ("1.9", 1, 0)
    assert {releases.get(name).version for name in ("latest", "1.10", last.digest)} == {"1.10"}
    changes = compare(snapshot(config, "1.9", quiet), snapshot(config, "latest", quiet))
    assert changes.summary() == dict(last.summary)
    assert compare(snapshot(config, "1.9", quiet), snapshot(config, "now", quiet)).entities == ()
    assert compare(last.snapshot, snapshot(config, str(changed), quiet)).entities == ()


def test_a_graph_that_does_not_validate_is_not_released(config: Config, edit: Edit) -> None:
    """Nothing is left of the attempt."""
    broken = edit({"data/broken.ttl": "@prefix e: <https://example.org/tiny/id/> .\ne:x e:y 01 .\n"})
    with pytest.raises(InvalidGraph):
        freeze(replace(config, graph=broken), "1.0", quiet)
    assert not config.releases_folder.exists()


def test_a_kill_in_the_middle_leaves_no_release(config: Config) -> None:
    """What was begun is not taken for one, and the next attempt succeeds."""
    arguments = [str(each) for each in (config.graph, config.cache, config.releases)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    assert list(config.releases_folder.iterdir())
    assert list(Releases(config.releases_folder)) == []
    assert freeze(config, "1.0", quiet).version == "1.0"


@pytest.mark.parametrize("entry", ["notes.txt", "empty", "building-1.0"])
def test_what_lies_beside_the_releases_is_left_alone(config: Config, entry: str) -> None:
    """Only a folder with a record is one."""
    folder = config.releases_folder
    folder.mkdir()
    if "." in entry and not entry.startswith("building"):
        (folder / entry).write_text("", "utf-8")
    else:
        (folder / entry).mkdir()
        (folder / entry / RECORD).write_text("{" if entry == "empty" else json.dumps({}), "utf-8")
    assert list(Releases(folder)) == []


def test_a_release_that_is_not_there_is_named_with_those_that_are(config: Config) -> None:
    """The error of the command line says what else would do."""
    with pytest.raises(NotFound, match="no release yet"):
        Releases(config.releases_folder).get("2.0")
    with pytest.raises(ConfigError, match="the folder of a graph, a dump, or now"):
        snapshot(config, "2.0", quiet)


@pytest.mark.parametrize(
    "version",
    [
        "",
        "latest",
        "now",
        "1..2",
        "a/b",
        "../x",
        ".hidden",
        "1.0-",
        "a b",
        "x" * 65,
        "0" * 64,
        "1.rdfp",
        "1.json",
        "building-1",
        "版",
    ],
)
def test_a_version_that_no_address_could_name_is_refused(version: str) -> None:
    """With what a version looks like."""
    with pytest.raises(ConfigError, match="cannot be the version"):
        checked(version)


@given(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}(-(alpha|rc)\.?[0-9]?)?", fullmatch=True))
def test_usual_versions_are_versions(version: str) -> None:
    """Those of Semantic Versioning, calendar versions, single numbers."""
    if version[-1] not in ".-":
        assert checked(version) == version
