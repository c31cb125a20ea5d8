"""Checksums of large files are remembered, and a file that has changed is read again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from horgos.sources import checksums
from horgos.sources.checksums import FILE, LARGE, Checksums

OTHER = "0" * 64


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A large file."""
    path = tmp_path / "large.trig"
    path.write_bytes(b"a" * LARGE)
    return path


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file counts as settled the moment it was written, so that no test has to wait."""
    monkeypatch.setattr(checksums, "SETTLED", -(10**12))


def sha256(path: Path) -> str:
    """What `sha256sum` says."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def remember(path: Path, folder: Path) -> Path:
    """Have the checksum of a file remembered, then put another there, to tell the two apart."""
    found = Checksums(folder)
    assert found.of(path) == sha256(path)
    found.keep()
    kept = folder / FILE
    if kept.exists():
        kept.write_text(kept.read_text().replace(sha256(path), OTHER))
    return folder


@pytest.mark.usefixtures("at_once")
def test_a_large_file_that_has_not_changed_is_not_read_again(file: Path, tmp_path: Path) -> None:
    """Its checksum is what was remembered, also in a folder that was not there yet."""
    assert Checksums(remember(file, tmp_path / "cache")).of(file) == OTHER
    assert Checksums().of(file) == sha256(file)


@pytest.mark.usefixtures("at_once")
def test_a_file_that_was_written_is_read_again_whatever_its_size_and_time(file: Path, tmp_path: Path) -> None:
    """The kernel notes when a file was changed in any way, and nobody can set that back."""
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    remember(file, tmp_path)
    file.write_bytes(b"b" * LARGE)
    os.utime(file, ns=times)
    assert Checksums(tmp_path).of(file) == sha256(file)


@pytest.mark.usefixtures("at_once")
def test_another_file_in_its_place_is_read(file: Path, tmp_path: Path) -> None:
    """A file that was moved there may be older, and of the same size."""
    other = tmp_path / "other"
    other.write_bytes(b"c" * LARGE)
    remember(file, tmp_path)
    other.replace(file)
    assert Checksums(tmp_path).of(file) == sha256(file)


def test_a_file_that_was_changed_a_moment_ago_is_not_remembered(file: Path, tmp_path: Path) -> None:
    """A second change in the same moment could look the same."""
    assert Checksums(remember(file, tmp_path)).of(file) == sha256(file)


@pytest.mark.usefixtures("at_once")
def test_a_small_file_is_read_each_time(tmp_path: Path) -> None:
    """To look it up would take as long."""
    small = tmp_path / "small.ttl"
    small.write_bytes(b"a" * (LARGE - 1))
    remember(small, tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("damaged", ["", "[]", '{"a": 1}', '{"a": ["b"]}', "\0"])
def test_where_what_is_remembered_is_damaged_all_files_are_read(
    file: Path, tmp_path: Path, damaged: str
) -> None:
    """And remembered again."""
    (tmp_path / FILE).write_text(damaged)
    found = Checksums(tmp_path)
    assert found.of(file) == sha256(file)
    found.keep()
    assert list(json.loads((tmp_path / FILE).read_text())) == [str(file)]


@pytest.mark.usefixtures("at_once")
def test_a_cache_that_cannot_be_written_is_done_without(file: Path) -> None:
    """It only takes longer."""
    found = Checksums(file / "cache")
    assert found.of(file) == sha256(file)
    found.keep()
