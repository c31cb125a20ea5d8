"""From a folder to something that can be served: build, validate, publish under a digest; open and close."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from horgos import queries
from horgos.build import LEFT_OUT, MANIFEST, Progress, build, build_large, is_large, store_in
from horgos.cache_folder import tidy, workshop
from horgos.config import PACKAGE, Config
from horgos.describe import Description, description
from horgos.engine import Answer, Embedded, Engine, Limits, Query
from horgos.errors import ConfigError, InvalidGraph, NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Format, Kind
from horgos.records import records
from horgos.report import Report, Severity
from horgos.search import Index, index_in, make_index
from horgos.sources import Dataset, Role, SourceFile, Sources, load, read
from horgos.terms import Base, Prefixes, best_label

if TYPE_CHECKING:
    from horgos.engine.door import Door
    from horgos.mirror import Mirror
    from horgos.report import Finding
    from horgos.validation import Locate

MAKING = ("*.py", "*.rq", "*.sql", "prepared.json")  # files of the program that a publication follows from
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


@dataclass(frozen=True)
class Site:
    """All that answers a request: settings, publication, engine. `open_site` opens and closes it."""

    config: Config
    publication: Publication
    engine: Engine

    @property
    def dataset(self) -> Dataset:
        """What the dataset says of itself."""
        return self.publication.dataset

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes of the graph."""
        return self.publication.prefixes

    @cached_property
    def queries(self) -> tuple[queries.Query, ...]:
        """The query library, in the order of topics and names."""
        return queries.library(self.publication.files(Role.QUERY), self.prefixes)

    @cached_property
    def base(self) -> Base:
        """Where the IRIs of the dataset begin."""
        return Base(self.dataset.base)

    @cached_property
    def search(self) -> Index | None:
        """The index of names; None for a graph that is too large to have one."""
        return index_in(self.publication.folder)


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
        report = _build_and_validate(sources, mirror, releases, place, progress)
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
            return _build_and_validate(sources, mirror, None, Path(folder), progress)
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


@contextmanager
def open_site(config: Config, publication: Publication, door: Door | None = None) -> Iterator[Site]:
    """Open a publication for answering: start its engine, and stop it in the end.

    For `door`, see `Embedded`.
    """
    with _engine(config, publication, door) as engine:
        if config.allow_service:
            from horgos.engine import Federated

            allowed = config.allow_service.split()
            with Federated(engine, allowed, Limits.of(config)) as federated:
                yield Site(config, publication, federated)
        else:
            yield Site(config, publication, engine)


def _engine(config: Config, publication: Publication, door: Door | None) -> Engine:
    limits = Limits.of(config)
    if config.engine:
        from horgos.engine import Remote

        return Remote(config.engine, limits, authorization=config.engine_authorization)
    embedded = Embedded(publication.store, limits, door)
    try:
        embedded.ready()
    except BaseException:
        embedded.close()
        raise
    return embedded


def ask(config: Config, text: str, format_: Format | None, progress: Progress) -> tuple[Answer, Prefixes]:
    """Answer one query on the configured graph, and give the prefixes to show the answer with.

    Rows come as JSON and graphs as Turtle where no format is given. Raises NotAcceptable where the format
    cannot carry what the query returns, and what `Engine.run` raises.
    """
    rows = format_ if format_ is not None and format_.kind is Kind.ROWS else BY_NAME["json"]
    graph = format_ if format_ is not None and format_.kind is not Kind.ROWS else BY_NAME["ttl"]
    with open_site(config, publish(config, progress)) as site:
        prefixes = site.prefixes
        query = Query(text, rows=rows, graph=graph, base=site.base.iri, prefixes=prefixes.namespaces)
        answer = site.engine.run(query)
    if format_ not in (None, answer.format):
        offered = ROW_FORMATS if answer.format.kind is Kind.ROWS else GRAPH_FORMATS
        choices = [choice.name for choice in offered]
        raise NotAcceptable(
            f"The result cannot be written as {format_.title if format_ else 'that'}.",
            choices=choices,
            advice=f"Choose one of: {', '.join(choices)}.",
        )
    return answer, prefixes


def _build_and_validate(
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
