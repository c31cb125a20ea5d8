"""Runs of words that a source text has, as salted hashes: enough to find a copied sentence, not to read one.

`python tests/content/shingles.py TEXT…` prints the hashes of these texts, one a line, for `shingles.txt`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LENGTH = 8
KEPT = Path(__file__).with_name("shingles.txt")
# Six bytes: at a million runs, one chance in a hundred thousand of a false alarm for each hash kept.
_SIZE = 6
_SALT = b"horgos"
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> Iterator[tuple[str, int]]:
    """Yield each run of LENGTH words as a hash, with the character it begins at (from 0)."""
    words = [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]
    for place in range(len(words) - LENGTH + 1):
        run = " ".join(word for word, _ in words[place : place + LENGTH])
        digest = hashlib.blake2b(run.encode(), digest_size=_SIZE, salt=_SALT).hexdigest()
        yield digest, words[place][1]


def of_files(paths: Iterable[Path]) -> set[str]:
    """Return the hashes of every run of words in these files."""
    return {digest for path in paths for digest, _ in shingles(path.read_text(encoding="utf-8"))}


def kept() -> set[str]:
    """Return the hashes that the repository keeps of its sources."""
    return set(KEPT.read_text(encoding="utf-8").split())


if __name__ == "__main__":
    sys.stdout.write("".join(f"{digest}\n" for digest in sorted(of_files(map(Path, sys.argv[1:])))))
