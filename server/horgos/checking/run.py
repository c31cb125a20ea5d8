"""Check a graph as it lies in its folder, without publishing it, and compare it with what users have."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Store

from horgos.build import LEFT_OUT, Lines, Progress, conclude, is_large
from horgos.changes import Changes, Snapshot, compare
from horgos.checking import disagreements
from horgos.checking.answers import Answered, Library, differing
from horgos.checking.disagreements import Disagreement
from horgos.checking.files import tidy
from horgos.config import Config
from horgos.engine import Limits
from horgos.errors import InvalidGraph, NotAcceptable
from horgos.releases import NOW, Releases, published
from horgos.report import Report
from horgos.site import Publication
from horgos.sources import Dataset, Role, Sources, load, read
from horgos.validation import validate

_MOST_WORKERS = 2


@dataclass(frozen=True)
class Compared:
    """What became different for users since `base`, which is told in words.

    `gone` are the messages of the findings that the report of then had and this one has not.
    """

    base: str
    changes: Changes
    answers: tuple[Answered, ...]
    disagreements: tuple[Disagreement, ...]
    gone: tuple[str, ...]
    queries: int


@dataclass(frozen=True)
class Checked:
    """What `check` found: the files that were mended, the report, and what differs for users.

    `compared` is None where nothing could be compared, and `why` tells the reason.
    """

    mended: tuple[str, ...]
    report: Report
    compared: Compared | None
    why: str = ""
    untidy: int = 0

    @property
    def passes(self) -> bool:
        """Whether there is nothing to mend: no violation, and no file that is laid out otherwise."""
        return self.report.conforms and not self.untidy


def check(config: Config, progress: Progress, *, fix: bool = False) -> Checked:
    """Look at the layout of the files, validate the graph, and compare it.

    It is compared with the last release; where there is none, with the graph of this name that was built last
    and is another one. With `fix`, files are mended first. Raises ConfigError where there is no graph.
    """
    progress("Reading the files")
    tidied = tidy(read(config.graph), fix=fix)
    sources = read(config.graph)
    report, state, dataset = _validated(sources, progress)
    report = replace(report, findings=(*tidied.findings, *report.findings))
    found = Checked(tidied.mended, report, None, untidy=len(tidied.findings))
    if state is None or dataset is None:
        return replace(found, why="What cannot be built cannot be compared.")
    base = _base(config, dataset, sources.digest)
    if base is None:
        return replace(found, why=_NO_BASE.format(config.releases_folder))
    progress("Comparing")
    return replace(found, compared=_compared(config, base, sources, state, report))


_NO_BASE = (
    "There is nothing to compare with: no release in {}, and no graph of this name that was built before. "
    "`horgos release VERSION` makes a release."
)


def _validated(sources: Sources, progress: Progress) -> tuple[Report, Snapshot | None, Dataset | None]:
    """The report, and what the files state with all that follows, where they can be built."""
    prefixes = dict(sources.prefixes.namespaces)
    if is_large(sources):
        return Report((LEFT_OUT,), prefixes=prefixes), None, None
    loaded = load(sources)
    if not loaded.conforms:
        return Report(loaded.findings, prefixes=prefixes), None, None
    try:
        dataset, store = conclude(loaded, progress)
        progress("Validating")
        report = validate(store, sources, loaded.index.find)
    except InvalidGraph as error:
        return replace(error.report, prefixes=prefixes), None, None
    return (
        replace(report, findings=(*loaded.findings, *report.findings)),
        _state(store, sources),
        dataset,
    )


def _state(store: Store, sources: Sources) -> Snapshot:
    return Snapshot.of_lines(NOW, sources.digest, Lines.of(store))


@dataclass(frozen=True)
class _Base:
    """What is compared with: in words, and the publication."""

    words: str
    name: str
    publication: Publication


def _base(config: Config, dataset: Dataset, digest: str) -> _Base | None:
    """The last release, else the graph of this name that was built last; rather another one than the same."""
    release = Releases(config.releases_folder).latest
    if release is not None:
        return _Base(
            f"release {release.version} of {release.released:%Y-%m-%d}", release.version, release.publication
        )
    built = [each for each in _built(config.cache) if each.dataset.iri == dataset.iri]
    last = max(built, key=lambda each: (each.digest != digest, each.built), default=None)
    return (
        _Base(f"the graph that was built last ({last.digest[:12]})", last.digest[:12], last) if last else None
    )


def _built(cache: Path) -> Iterator[Publication]:
    """What lies in the cache and has a dump to compare with."""
    for folder in cache.iterdir() if cache.is_dir() else ():
        try:
            publication = Publication.at(folder)
            published("", publication)
        except (OSError, ValueError, NotAcceptable):
            continue
        yield publication


def _compared(config: Config, base: _Base, sources: Sources, state: Snapshot, report: Report) -> Compared:
    then = published(base.name, base.publication)
    changes = compare(then, state)
    old = Library(
        then,
        base.publication.files(Role.QUERY),
        base.publication.prefixes,
        base.publication.dataset.base,
    )
    new = Library(state, sources.of(Role.QUERY), sources.prefixes, base.publication.dataset.base)
    with tempfile.TemporaryDirectory(prefix="horgos-") as folder:
        limits = replace(Limits.of(config), workers=min(config.workers, _MOST_WORKERS))
        answers = tuple(differing(old, new, limits, Path(folder)))
    messages = {finding.message for finding in report.findings}
    gone = tuple(each for each in base.publication.warnings if each not in messages)
    return Compared(
        base.words,
        changes,
        answers,
        disagreements.differing(then, state, changes),
        gone,
        len(new.files),
    )
