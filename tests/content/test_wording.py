"""The rule of content: facts are carried over, sentences are not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, Quad

from content.shingles import kept, of_files, shingles

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LITERAL = 120
LARGEST_FILE = 2_000_000


def _texts() -> Iterator[tuple[str, str]]:
    """Every text of the repository, by its path: tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, listed):
        path = ROOT / name
        if path.is_file() and path.stat().st_size <= LARGEST_FILE:
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_copies_a_source() -> None:
    """No file of the repository has eight words in a row that a source text has."""
    sources = kept()
    copied = [
        f"{name}:{text.count(chr(10), 0, start) + 1}"
        for name, text in _texts()
        for digest, start in shingles(text)
        if digest in sources
    ]
    assert copied == [], "Say it in your own words."


def test_a_copied_sentence_is_found(source_texts: Path) -> None:
    """The check can fail: every paragraph of eight words and more of a source is recognised."""
    sources = kept()
    for path in source_texts.glob("*.txt"):
        for paragraph in path.read_text(encoding="utf-8").splitlines():
            assert {digest for digest, _ in shingles(paragraph)} <= sources


def test_the_hashes_are_those_of_the_sources(source_texts: Path) -> None:
    """What is kept of the sources is up to date; `python tests/content/shingles.py` makes it anew."""
    assert kept() == of_files(source_texts.glob("*.txt"))


def test_hashes_are_there_without_the_sources() -> None:
    """The check needs no text of a source, so that it cannot pass for want of one."""
    assert len(kept()) > 1000  # three texts of together some thousand words
    assert next(shingles("one two three four five six seven eight"))[0] not in kept()


def test_literals_in_passages_are_short(quads: tuple[Quad, ...]) -> None:
    """A literal in the graph of a passage is a name or a note, never a paragraph."""
    literals = [quad.object for quad in quads if "/source/" in str(quad.graph_name)]
    values = [literal.value for literal in literals if isinstance(literal, Literal)]
    assert values
    assert max(map(len, values)) <= LONGEST_LITERAL
