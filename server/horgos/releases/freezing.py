"""Freeze what is published under a version: the dumps, the report, and what it takes to cite them."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from horgos.build import MANIFEST, Progress
from horgos.cache_folder import sweep, workshop
from horgos.changes import compare
from horgos.config import Config
from horgos.errors import ConfigError
from horgos.formats import BY_NAME
from horgos.pages.citation import Citation, Origin, origin
from horgos.pages.reading import Reader
from horgos.pages.words.glossary import Glossary
from horgos.records import RECORD
from horgos.releases.release import SUMS, Release, Releases, checked
from horgos.site import KEPT, Publication, Site, open_site, publish

_COPIED = ("dumps", KEPT, MANIFEST, "prefixes.json", "report.json", "report.txt", "report.ttl")
"""Of a publication all but the store and the index of names, which are made from these."""
_GZIP = "application/gzip"
_PLAIN = "text/plain; charset=utf-8"
_TYPES = {
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".gz": _GZIP,
    ".rq": "application/sparql-query",
    ".txt": _PLAIN,
    **{f".{each.extension}": each.content_type for each in BY_NAME.values()},
}


def freeze(config: Config, version: str, progress: Progress) -> Release:
    """Release the configured graph under a version, and return the release.

    It is written beside the others and moved into its place whole, so that whatever stops this leaves nothing
    half; what it left is swept away by the next one. Raises ConfigError for a version that cannot be used,
    and InvalidGraph, with the report, where the graph does not validate.
    """
    releases = Releases(config.releases_folder)
    place = releases.folder / checked(version)
    _refuse(place)
    publication = publish(config, progress)
    progress("Freezing")
    with workshop(releases.folder, "releases") as folder:
        _copy(publication, folder)
        _cite(config, publication, version, folder)
        _record(publication, version, releases.latest, folder)
        _settle(folder)
        try:
            folder.rename(place)
        except OSError:
            _refuse(place)
            raise
    _sync(releases.folder)
    sweep(releases.folder)
    return Release.at(place)


def _refuse(place: Path) -> None:
    if place.exists():
        raise ConfigError(
            f"There is a release {place.name} in {place.parent}, and a release is never changed.",
            advice="Choose another version.",
        )


def _copy(publication: Publication, folder: Path) -> None:
    for name in _COPIED:
        source = publication.folder / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)


def _cite(config: Config, publication: Publication, version: str, folder: Path) -> None:
    with open_site(config, publication) as site:
        known = _origin(site, publication)
    dated = replace(known, date=f"{datetime.now(UTC):%Y-%m-%d}", name=version)
    cited = Citation(dated, publication.dataset.iri_of(f"release/{version}/"))
    texts = {
        "cite.txt": f"{cited.plain()}\n",
        "cite.bib": cited.bibtex(),
        "cite.ris": cited.ris(),
        "cite.json": json.dumps([cited.csl()], ensure_ascii=False, indent=2) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")


def _origin(site: Site, publication: Publication) -> Origin:
    reader = Reader(site.engine, site.prefixes, site.base, ("en",), Glossary())
    return origin(reader, site.dataset.iri, publication.title, publication.digest)


def _record(publication: Publication, version: str, last: Release | None, folder: Path) -> None:
    """Write down what the release is, and the checksums of its files as `sha256sum --check` reads them."""
    frozen = Release(folder, {"digest": publication.digest})
    summary = compare(last.snapshot, frozen.snapshot).summary() if last else {}
    files = [_file(folder, path) for path in sorted(_walk(folder))]
    record = {
        "version": version,
        "released": datetime.now(UTC).isoformat(timespec="seconds"),
        "previous": last.version if last else "",
        "digest": publication.digest,
        "changes": summary,
        "files": files,
    }
    sums = "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
    (folder / SUMS).write_text(sums, "utf-8")
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _file(folder: Path, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    type_ = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or _PLAIN
    name = path.relative_to(folder).as_posix()
    return {"name": name, "bytes": path.stat().st_size, "sha256": sha256, "type": type_}


def _settle(folder: Path) -> None:
    """Have everything on the disk before the name is there; others may read it, and nobody writes to it."""
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o444)
        _sync(path)
    folder.chmod(0o755)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
