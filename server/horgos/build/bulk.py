"""Build a graph that is too large to be held: file by file, sorted and loaded on disk.

What the files say is published whole, and each file is read and checked like that of any graph. What has to
see the whole graph many times over is left out: no rule runs, no shape is checked, no names are indexed, and
of the dumps there are only N-Quads and N-Triples. `LEFT_OUT` says so, in every report.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, serialize

from horgos.build.built import Built, Counts, Progress, write_manifest
from horgos.build.dumps import Dump, write_sums
from horgos.build.rules import read_rules
from horgos.build.sorting import RUN, Sorting
from horgos.errors import InvalidGraph
from horgos.report import Finding, Report, Severity
from horgos.sources import Dataset, Role, Sources, find_dataset, labelled, named_quads, read_each

LARGE = 64 << 20  # bytes of the files in data/, above which a graph is built this way
LEFT_OUT = Finding(
    f"The files in data/ have more than {LARGE >> 20} MiB together. So no rule was run, no shape was checked,"
    " no index of names was made to search in, and of the dumps there are only N-Quads and N-Triples.",
    advice="Run `horgos validate` on parts of the graph that are smaller, each in a folder of its own.",
    severity=Severity.WARNING,
)
_MOST_FINDINGS = 1000
_BESIDE = " In a graph of this size, all of this stands in the file with the void:uriSpace."
_LOADS = 8  # the store needs so many times the memory that lines do, for two loads at once
_AT_ONCE = 2  # loads: each keeps one core busy, and once all files are read there is nothing else to do
_EACH = 25  # files between two words of progress
_QUICK = 1  # the level of gzip that takes the least time


def is_large(sources: Sources, bound: int = LARGE) -> bool:
    """Whether the files in data/ have more bytes than this together."""
    return sum(file.location.stat().st_size for file in sources.of(Role.DATA) if file.sha256) > bound


def build_large(
    sources: Sources, into: Path, progress: Progress = lambda _: None, *, run: int = RUN
) -> Built:
    """Write a store on disk, the dumps and `manifest.json` into the folder, as `build` would without rules.

    The same files give the same dumps. In memory are one file at a time, `run` lines of each of two orders,
    and what the store needs to load as many quads. Raises InvalidGraph where the files cannot be read, the
    dataset is not described, or a file writes into the graph of a rule.
    """
    dataset = find_dataset(sources)
    if isinstance(dataset, Finding):
        raise _invalid(replace(dataset, advice=f"{dataset.advice}{_BESIDE}"))
    base = into / "dumps" / dataset.name
    base.parent.mkdir(parents=True)
    with _Loading(into, max(1, run // _LOADS)) as loading:
        named, merge = Sorting(into, run), Sorting(into, run)
        for quads in _quads(sources, dataset, progress):
            _lay_down(quads, named, merge, loading)
        progress("Sorting")
        graphs = _Graphs({rule.graph(dataset).value for rule in read_rules(sources)})
        dumps = _dump(base, "nq", graphs.quads(named.result())), _dump(base, "nt", merge.result())
        progress("Loading the store")
    counts = Counts(dumps[0].lines, dumps[1].lines, graphs.number)
    files = tuple(replace(dump, triples=counts.triples) for written in dumps for dump in written.files())
    write_sums(files, base.parent)
    built = Built(into, sources.digest, dataset, counts, files, Store.read_only(str(loading.store)))
    write_manifest(built)
    return built


def _quads(sources: Sources, dataset: Dataset, progress: Progress) -> Iterator[Sequence[Quad]]:
    """The quads of each file; those with blank nodes, which only an ontology has, together in the end."""
    findings: list[Finding] = []
    blank: list[Quad] = []
    for number, document in enumerate(read_each(sources)):
        if number % _EACH == 0:
            progress(f"Reading, {number:,} of {len(sources.files):,} files done")
        findings += document.findings[: _MOST_FINDINGS - len(findings)]
        quads = named_quads(document, dataset)
        if document.file.role is Role.ONTOLOGY:
            blank += filter(_is_blank, quads)
            quads = [quad for quad in quads if not _is_blank(quad)]
        if not findings:
            yield quads
    if findings:
        raise _invalid(*findings)
    yield list(labelled(blank))


def _is_blank(quad: Quad) -> bool:
    return BlankNode in (type(quad.subject), type(quad.object))


def _lay_down(quads: Sequence[Quad], named: Sorting, merge: Sorting, loading: _Loading) -> None:
    """Give the quads to the store and to both orders; in one, the graph comes first, and a tab behind it."""
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    # The name of the graph ends a line, and has no space in it.
    parts = [line.rpartition(b" <") for line in text.splitlines(keepends=True)]
    triples = [b"%b .\n" % triple for triple, _, _ in parts]
    named.add([b"%b\t%b" % (name[:-4], triple) for (_, _, name), triple in zip(parts, triples, strict=True)])
    merge.add(triples)
    loading.add(text, triples)


class _Loading:
    """Loads a store on disk beside everything else: some quads at a time, laid into a file until then."""

    def __init__(self, folder: Path, run: int) -> None:
        self.store = folder / "store"
        self._folder, self._run = folder, run
        self._store = Store(str(self.store))
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._loads: list[Future[None]] = []
        self._next()

    def _next(self) -> None:
        self._file = (self._folder / f"load-{len(self._loads)}.nq").open("wb")
        self._waiting = 0

    def add(self, quads: bytes, triples: Sequence[bytes]) -> None:
        """Take N-Quads, and the same without their graphs for the merge."""
        self._file.write(quads)
        self._file.writelines(triples)
        self._waiting += len(triples)
        if self._waiting >= self._run:
            self._start()
            self._next()

    def _start(self) -> None:
        self._file.close()
        self._loads.append(self._pool.submit(self._load, Path(self._file.name)))

    def _load(self, file: Path) -> None:
        self._store.bulk_load(path=file, format=RdfFormat.N_QUADS, lenient=True)  # we wrote it ourselves
        file.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            self._start()
        self._file.close()
        self._pool.shutdown(cancel_futures=failure is not None)
        for load in self._loads if failure is None else ():
            load.result()
        self._store.flush()
        del self._store  # so that the store can be opened again


@dataclass
class _Graphs:
    """Makes N-Quads out of lines with the graph first, and counts the graphs; none may be that of a rule."""

    refused: set[str]
    number: int = 0

    def quads(self, lines: Iterable[Sequence[bytes]]) -> Iterator[list[bytes]]:
        """The quads. Raises InvalidGraph."""
        graph, end = b"", b""
        for some in lines:
            quads = []
            for line in some:
                name, _, triple = line.partition(b"\t")
                if name != graph:
                    graph, end = self._counted(name), b" <%b> .\n" % name
                quads.append(triple[:-3] + end)
            yield quads

    def _counted(self, graph: bytes) -> bytes:
        """The name of a graph, which is another than that of the line before."""
        if graph.decode() in self.refused:
            told = f"Only the rule may write into its graph <{graph.decode()}>."
            raise _invalid(Finding(told, "Move these statements."))
        self.number += 1
        return graph


@dataclass(frozen=True)
class _Written:
    """A plain dump that was written, and its compressed twin that is being written."""

    plain: Dump
    lines: int
    twin: Future[tuple[int, str]]

    def files(self) -> tuple[Dump, Dump]:
        """Both, as soon as they are there."""
        size, sha256 = self.twin.result()
        twin = replace(self.plain, name=f"{self.plain.name}.gz", compressed=True, bytes=size, sha256=sha256)
        return self.plain, twin


def _dump(base: Path, format_: str, lines: Iterable[Sequence[bytes]]) -> _Written:
    """Write lines as a dump, and begin to compress it."""
    number, sha256, path = 0, hashlib.sha256(), base.with_name(f"{base.name}.{format_}")
    with path.open("wb") as file:
        for some in lines:
            number += len(some)
            text = b"".join(some)
            sha256.update(text)
            file.write(text)
    plain = Dump(path.name, format_, False, format_ == "nt", path.stat().st_size, sha256.hexdigest(), number)
    pool = ThreadPoolExecutor(1)
    twin = pool.submit(_compressed, path)
    pool.shutdown(wait=False)
    return _Written(plain, number, twin)


def _compressed(plain: Path) -> tuple[int, str]:
    """Write the file compressed beside it; return the size of that in bytes, and its SHA-256."""
    path = plain.with_name(f"{plain.name}.gz")
    with (
        plain.open("rb") as source,
        path.open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_QUICK, fileobj=target, mtime=0) as file,
    ):
        shutil.copyfileobj(source, file, 1 << 20)
    with path.open("rb") as written:
        return path.stat().st_size, hashlib.file_digest(written, "sha256").hexdigest()


def _invalid(*findings: Finding) -> InvalidGraph:
    advice = "Correct what the report names."
    return InvalidGraph("The files of the graph cannot be built.", Report(findings), advice=advice)
