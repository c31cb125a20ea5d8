"""Make what is published: build, describe, validate, index."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from horgos import queries
from horgos.build import LEFT_OUT, Progress, build, build_large, is_large
from horgos.describe import Description, description
from horgos.errors import ConfigError
from horgos.report import Report
from horgos.search import make_index
from horgos.site.publication import KEPT
from horgos.sources import Role, Sources, load
from horgos.terms import Base

if TYPE_CHECKING:
    from horgos.mirror import Mirror
    from horgos.report import Finding
    from horgos.validation import Locate


def build_and_validate(
    sources: Sources, mirror: Mirror | None, releases: Path | None, folder: Path, progress: Progress
) -> Report:
    """Build into the folder, or package there what another server holds, validate, and write the report too.

    `releases` is the folder with those that are told of. Validation is imported here: a start that finds its
    graph built does without pySHACL.
    """
    from horgos.validation import as_turtle

    if mirror is not None:
        report = _mirrored(sources, mirror, releases, folder, progress)
    elif is_large(sources):
        report = _large(sources, folder, progress)
    else:
        report = _whole(sources, releases, folder, progress)
    if not report.conforms:
        return report
    for name, text in {"json": report.as_json(), "txt": report.as_text(), "ttl": as_turtle(report)}.items():
        (folder / f"report.{name}").write_text(text, "utf-8")
    _keep(sources, folder)
    return report


def _whole(sources: Sources, releases: Path | None, folder: Path, progress: Progress) -> Report:
    progress("Reading the files")
    loaded = load(sources)
    if not loaded.conforms:
        return Report(loaded.findings, prefixes=dict(sources.prefixes.namespaces))
    built = build(loaded, folder, progress)
    told = description(built, _library(sources), sources.prefixes, releases=releases)
    report = _validated(told, sources, loaded.findings, loaded.index.find, progress)
    told.serve()
    return report


def _mirrored(
    sources: Sources, mirror: Mirror, releases: Path | None, folder: Path, progress: Progress
) -> Report:
    built = mirror.package(sources, folder, progress)
    told = description(built, _library(sources), sources.prefixes, releases=releases, remote=True)
    return _validated(told, sources, mirror.findings, _nowhere, progress)


def _library(sources: Sources) -> tuple[queries.Query, ...]:
    """The query library; none where a query is wrong, which the report then tells."""
    try:
        return queries.library(sources.of(Role.QUERY), sources.prefixes)
    except ConfigError:
        return ()


def _validated(
    told: Description, sources: Sources, findings: tuple[Finding, ...], locate: Locate, progress: Progress
) -> Report:
    from horgos.pages.places import locator
    from horgos.validation import validate

    progress("Validating")
    built = told.built
    told.write()
    found = validate(built.store, sources, locate, told.store())
    if found.conforms:
        progress("Indexing the names")
        make_index(built.store, Base(built.dataset.base), built.folder)
        locator.prepare(built.store, built.folder)
    return replace(found, findings=(*findings, *found.findings))


def _large(sources: Sources, folder: Path, progress: Progress) -> Report:
    """Build a graph that is too large to be validated as a whole, and report that it was not."""
    progress("Reading the files")
    built = build_large(sources, folder, progress)
    told = description(built, _library(sources), sources.prefixes, counted=False)
    told.write()
    told.serve()
    counts = built.counts
    checked = {"triples": counts.triples, "graphs": counts.graphs, "shapes": 0}
    return Report((LEFT_OUT,), checked, dict(sources.prefixes.namespaces))


def _nowhere(iri: str, graph: str | None) -> tuple[str, int] | None:
    """Where a file describes an IRI that comes from another server."""
    del iri, graph
    return None


def _keep(sources: Sources, folder: Path) -> None:
    """Keep what is served from the files themselves."""
    (folder / "prefixes.json").write_text(json.dumps(dict(sources.prefixes.namespaces), indent=2), "utf-8")
    kept = [file for role in (Role.SHAPES, Role.QUERY) for file in sources.of(role)]
    for file in kept:
        copy = folder / KEPT / file.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.location, copy)
    rows = [{"path": file.path, "role": file.role.value, "sha256": file.sha256} for file in kept]
    (folder / KEPT / "files.json").write_text(json.dumps(rows, indent=2), "utf-8")
