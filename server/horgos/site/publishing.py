"""Publish a graph under the digest of what it follows from, unless it is there; or only check it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from horgos.build import Progress, is_large
from horgos.cache_folder import tidy, workshop
from horgos.config import PACKAGE, Config
from horgos.errors import InvalidGraph
from horgos.records import records
from horgos.report import Report
from horgos.site.making import build_and_validate
from horgos.site.publication import Publication
from horgos.sources import Sources, read

if TYPE_CHECKING:
    from horgos.mirror import Mirror

MAKING = ("*.py", "*.rq", "*.sql", "prepared.json")  # files of the program that a publication follows from


def publish(config: Config, progress: Progress) -> Publication:
    """Return the publication of the configured graph: the one in the cache, or a new one.

    A new one is built and validated beside what is there and moved into its place whole. Raises InvalidGraph,
    with the report, where the graph does not validate; nothing that was published before is touched.
    """
    sources = read(config.graph, remembered=config.cache)
    mirror = _mirror(config, progress)
    releases = None if mirror is None and is_large(sources) else config.releases_folder
    folder = config.cache / cache_key(sources, mirror, releases)
    try:
        return _used(folder)
    except (OSError, ValueError):
        pass
    with workshop(config.cache) as place:
        report = build_and_validate(sources, mirror, releases, place, progress)
        if not report.conforms:
            raise InvalidGraph("Nothing was published.", report, advice="Correct what the report names.")
        _move(place, folder)
    published = _used(folder)
    tidy(config.cache, config.keep)
    return published


def _mirror(config: Config, progress: Progress) -> Mirror | None:
    """What another server holds, where one is the engine. Whoever needs none does without an HTTP client."""
    if not config.engine:
        return None
    from horgos.mirror import mirrored

    return mirrored(config, progress)


def _used(folder: Path) -> Publication:
    """The publication in a folder, marked as the last that was used. Raises OSError or ValueError."""
    publication = Publication.at(folder)
    with suppress(OSError):  # a cache that can only be read serves as well, and is nobody's to tidy
        os.utime(folder)
    return publication


def _move(place: Path, folder: Path) -> None:
    """Put a new publication into its place, unless another process has put the same one there meanwhile."""
    try:
        place.rename(folder)
    except OSError:
        try:
            Publication.at(folder)
        except (OSError, ValueError):  # what is there is damaged
            shutil.rmtree(folder)
            place.rename(folder)


def check(config: Config, progress: Progress) -> Report:
    """Build and validate the configured graph in a place of its own, and tell what was found."""
    sources = read(config.graph)
    mirror = _mirror(config, progress)
    with tempfile.TemporaryDirectory(prefix="horgos-") as folder:
        try:
            return build_and_validate(sources, mirror, None, Path(folder), progress)
        except InvalidGraph as error:
            return error.report


def cache_key(sources: Sources, mirror: Mirror | None = None, releases: Path | None = None) -> str:
    """What a publication depends on: the graph, in files or elsewhere, the program, and what was released.

    That is told of in its description; to build a large graph anew for it would take too long.
    """
    key = hashlib.sha256(mirror.digest(sources).encode() if mirror else sources.digest.encode())
    for folder, record in records(releases) if releases else ():
        key.update("\0".join((folder.name, record["digest"], record["released"], "")).encode())
    for file in sorted(file for kind in MAKING for file in PACKAGE.rglob(kind)):
        key.update(file.read_bytes())
    return key.hexdigest()[:32]
