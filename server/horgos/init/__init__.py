"""Lay out the folder of a new graph: an example that serves, validates and tests itself.

What is laid out is `graph/` beside this file, a graph like any other. Base, title and date of the new one are
put in wherever those of the example stand in its texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode

from horgos.errors import ConfigError
from horgos.sources.dataset import ADDRESS

FOLDER = Path(__file__).resolve().parent / "graph"
BASE, TITLE, DATE = "https://example.org/my-graph/", "My graph", "2026-01-01"
"""What stands in the texts for those of the new graph."""
_PLACES = re.compile("|".join(map(re.escape, (BASE, TITLE, DATE))))
_RDF = (".ttl", ".trig")


@dataclass(frozen=True)
class Wish:
    """What the new graph is to be called: the beginning of its IRIs, its title, the day it begins."""

    base: str
    title: str
    day: date

    @classmethod
    def of(cls, folder: Path, name: str | None, base: str | None, title: str | None, day: date) -> Wish:
        """What is told, and for the rest what follows from it, or from the name of the folder.

        Raises ConfigError for a base that cannot begin IRIs, and for a title that is no line of text.
        """
        called = _slug(name if name is not None else folder.resolve().name)
        base = base if base is not None else f"https://example.org/{called}/"
        title = title if title is not None else called.replace("-", " ").capitalize()
        if not _begins_iris(base):
            raise ConfigError(
                f"--base is {base!r}, which cannot begin IRIs.",
                advice="Give a web address that ends in a slash, for example https://example.org/bridges/.",
            )
        if not title.strip() or not title.isprintable():
            raise ConfigError(
                f"--title is {title!r}, which is no line of text.",
                advice="Give a few words, as a reader calls it.",
            )
        return cls(base, title.strip(), day)

    def put_into(self, text: str, suffix: str) -> str:
        """A text of the example with all this in its places; in RDF the title is part of a string."""
        title = self.title
        if suffix in _RDF:
            title = title.replace("\\", "\\\\").replace('"', '\\"')
        put = {BASE: self.base, TITLE: title, DATE: self.day.isoformat()}
        return _PLACES.sub(lambda found: put[found[0]], text)


def lay_out(folder: Path, wish: Wish) -> tuple[str, ...]:
    """Write the files of a new graph and return their paths, relative and sorted.

    The folder and those above it are made where they are missing. Raises ConfigError where something is in
    it; nothing is ever written over.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file.", advice="Name a folder that is empty, or not there yet.")
    if folder.is_dir() and (there := sorted(folder.iterdir())):
        raise ConfigError(
            f"{folder} is not empty: {there[0].name} lies in it. Nothing was written.",
            advice="Name a folder that is empty, or not there yet.",
        )
    files = sorted(file for file in FOLDER.rglob("*") if file.is_file() and file.parent.name != "__pycache__")
    for file in files:
        place = folder / file.relative_to(FOLDER)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="") as stream:
            stream.write(wish.put_into(file.read_bytes().decode("utf-8"), file.suffix))
    return tuple(file.relative_to(FOLDER).as_posix() for file in files)


def _slug(name: str) -> str:
    """A name as part of an address."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "graph"


def _begins_iris(base: str) -> bool:
    try:
        NamedNode(base)
    except ValueError:
        return False
    return ADDRESS.match(base) is not None
