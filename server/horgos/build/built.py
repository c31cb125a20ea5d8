"""A built graph: what is in its folder, and how much."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import Store

from horgos.build.dumps import Dump
from horgos.sources import Dataset

MANIFEST = "manifest.json"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Counts:
    """How much there is: statements with the graph they stand in, distinct statements, named graphs."""

    quads: int
    triples: int
    graphs: int


@dataclass(frozen=True)
class Built:
    """A built graph in its folder. `store` holds every named graph, and their merge as the default graph."""

    folder: Path
    digest: str
    dataset: Dataset
    counts: Counts
    dumps: tuple[Dump, ...]
    store: Store

    @property
    def store_path(self) -> Path:
        """What an engine opens."""
        return store_in(self.folder)


def store_in(folder: Path) -> Path:
    """What an engine opens in such a folder: `store` on disk where there is one, else the file `store.nq`."""
    on_disk = folder / "store"
    return on_disk if on_disk.is_dir() else folder / "store.nq"


def write_manifest(built: Built) -> None:
    """Write down what was built, so that the folder explains itself."""
    manifest = {
        "digest": built.digest,
        "dataset": built.dataset.as_dict(),
        "counts": asdict(built.counts),
        "dumps": [dump.as_dict() for dump in built.dumps],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (built.folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
