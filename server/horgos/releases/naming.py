"""What a command means by a state of the graph: a version, `now`, a folder of a graph, or a dump."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from horgos.build import Progress
from horgos.changes import Snapshot
from horgos.config import Config
from horgos.errors import ConfigError, NotFound
from horgos.formats import BY_NAME
from horgos.releases.release import NOW, Releases
from horgos.site import Publication, publish


def snapshot(config: Config, name: str, progress: Progress) -> Snapshot:
    """The state that a name stands for; a version counts before a file that is called so.

    A graph in a folder is built and validated, and kept in the cache. Raises ConfigError where nothing is
    called so, and InvalidGraph for a graph that does not validate.
    """
    if name == NOW:
        return published(NOW, publish(config, progress))
    releases = Releases(config.releases_folder)
    try:
        return releases.get(name).snapshot
    except NotFound as error:
        path = Path(name)
        if path.is_dir():
            return published(name, publish(replace(config, graph=path), progress))
        if path.is_file():
            return Snapshot.of_file(name, path)
        raise ConfigError(
            f"{name!r} is no release in {releases.folder}, no folder and no file.",
            advice=f"{error.advice} Or give the folder of a graph, a dump, or {NOW}.",
        ) from None


def published(name: str, publication: Publication) -> Snapshot:
    """What a publication states."""
    return Snapshot.of_dump(name, publication.digest, publication.dump(BY_NAME["nq"]))
