"""A published graph in its folder: read whole, and never changed again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from horgos.build import MANIFEST, store_in
from horgos.errors import NotAcceptable
from horgos.formats import Format
from horgos.report import Severity
from horgos.sources import Dataset, Role, SourceFile
from horgos.terms import Prefixes, best_label

KEPT = "sources"  # where a publication keeps the files that it serves as they are


@dataclass(frozen=True)
class Publication:
    """A graph that was built and validated, in its folder; nothing in there changes any more.

    `manifest` is what `build` wrote: digest, dataset, counts, dumps. The prefixes, shapes and queries lie
    beside it as they were, so that the sources may change under a server that runs.
    """

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def at(cls, folder: Path) -> Publication:
        """Read the publication in a folder. Raises OSError or ValueError where there is none."""
        return cls(folder, json.loads((folder / MANIFEST).read_text("utf-8")))

    @cached_property
    def built(self) -> float:
        """When it was built, in seconds of Unix time."""
        return (self.folder / MANIFEST).stat().st_mtime

    @property
    def key(self) -> str:
        """What it is kept under: as `cache_key` tells what it follows from."""
        return self.folder.name

    @property
    def digest(self) -> str:
        """The digest (SHA-256, hexadecimal) of all files that the graph was made from."""
        return str(self.manifest["digest"])

    @cached_property
    def dataset(self) -> Dataset:
        """What the dataset says of itself."""
        return Dataset.from_dict(self.manifest["dataset"])

    @property
    def title(self) -> str:
        """The title of the dataset in English, or in what there is."""
        label = best_label(self.dataset.title, ["en"])
        return label.text if label else self.dataset.iri

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the graph."""
        return Prefixes(json.loads((self.folder / "prefixes.json").read_text("utf-8")))

    def files(self, role: Role) -> tuple[SourceFile, ...]:
        """The files with this role (SHAPES or QUERY), as they were when the graph was published."""
        kept = json.loads((self.folder / KEPT / "files.json").read_text("utf-8"))
        return tuple(
            SourceFile(file["path"], self.folder / KEPT / file["path"], role, file["sha256"])
            for file in kept
            if file["role"] == role.value
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the report warns of."""
        report = json.loads((self.folder / "report.json").read_text("utf-8"))
        return tuple(each["message"] for each in report["findings"] if each["severity"] == Severity.WARNING)

    @property
    def store(self) -> Path:
        """What an engine opens: a folder on disk for a large graph, else a file of N-Quads.

        There is none where another server is the engine.
        """
        return store_in(self.folder)

    def dump(self, format_: Format) -> Path:
        """The file with the whole graph in this format. Raises NotAcceptable where there is none."""
        path = self.folder / "dumps" / f"{self.dataset.name}.{format_.extension}"
        if path.exists():
            return path
        whole = (dump for dump in self.manifest["dumps"] if not dump["document"] and not dump["voice"])
        choices = [dump["format"] for dump in whole if not dump["compressed"]]
        raise NotAcceptable(
            f"A graph as large as this one has no dump in {format_.title}.",
            choices=choices,
            advice=f"Choose one of: {', '.join(choices)}.",
        )
