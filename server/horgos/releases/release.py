"""Releases: publications that were frozen under a version, each in a folder that is never changed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from horgos.cache_folder import BUILDING
from horgos.changes import Snapshot
from horgos.errors import ConfigError, NotFound
from horgos.formats import BY_NAME
from horgos.records import recorded, records
from horgos.site import Publication

SUMS = "SHA256SUMS"
LATEST, NOW = "latest", "now"
"""What addresses and commands call the last release, and the graph as it is."""
BETWEEN = ".."
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ENDINGS = (".html", ".txt", ".json", ".rdfp")


def checked(version: str) -> str:
    """The version, if a release may be called so. Raises ConfigError."""
    reserved = version in (LATEST, NOW) or version.startswith(BUILDING) or _DIGEST.fullmatch(version)
    unclear = BETWEEN in version or version.endswith(_ENDINGS)
    if _VERSION.fullmatch(version) and not reserved and not unclear:
        return version
    raise ConfigError(
        f"{version!r} cannot be the version of a release.",
        advice="A version has up to 64 letters, digits, dots, hyphens and underscores, begins and ends with "
        "a letter or digit, and is neither latest nor now nor a digest: 1.0, 2026-11, 1.0-draft.",
    )


@dataclass(frozen=True)
class Release:
    """One release in its folder. `record` is its `release.json`: what was frozen, when, and what changed."""

    folder: Path
    record: Mapping[str, Any]

    @classmethod
    def at(cls, folder: Path) -> Release:
        """Read the release in a folder. Raises OSError or ValueError where there is none."""
        return cls(folder, recorded(folder))

    @property
    def version(self) -> str:
        """What it is called."""
        return self.folder.name

    @cached_property
    def publication(self) -> Publication:
        """What was published then."""
        return Publication.at(self.folder)

    @property
    def digest(self) -> str:
        """The digest (SHA-256) of the files that the graph was made from."""
        return str(self.record["digest"])

    @property
    def released(self) -> datetime:
        """When it was released, in UTC."""
        return datetime.fromisoformat(self.record["released"])

    @property
    def previous(self) -> str:
        """The version that was the last one then; '' for the first."""
        return str(self.record["previous"])

    @property
    def summary(self) -> Mapping[str, int]:
        """How much changed since then, as `Changes.summary` counts it; empty for the first."""
        return dict(self.record["changes"])

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files: `name` (a path within the release), `bytes`, `sha256`, `type` (a media type)."""
        return list(self.record["files"])

    @property
    def snapshot(self) -> Snapshot:
        """What it states."""
        return Snapshot.of_dump(self.version, self.digest, self.publication.dump(BY_NAME["nq"]))


@dataclass(frozen=True)
class Releases:
    """The releases in a folder, looked up each time they are asked for."""

    folder: Path

    def __iter__(self) -> Iterator[Release]:
        """The releases, the last one first. What lies there and is no release is left alone."""
        return (Release(folder, record) for folder, record in records(self.folder))

    @property
    def latest(self) -> Release | None:
        """The last one; None where there is none."""
        return next(iter(self), None)

    def get(self, name: str) -> Release:
        """The release of this version or digest, or the last one for `latest`. Raises NotFound."""
        with suppress(ConfigError, OSError, ValueError):
            return Release.at(self.folder / checked(name))
        for release in self:
            if name in (release.version, release.digest, LATEST):
                return release
        versions = ", ".join(release.version for release in self)
        raise NotFound(
            f"There is no release {name}.",
            advice=f"There are: {versions}." if versions else "There is no release yet.",
        )
