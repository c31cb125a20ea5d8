"""Make what is published out of what the files say: derived triples, the merge, the store and the dumps."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from horgos.build.built import MANIFEST, Built, Counts, Progress, store_in, write_manifest
from horgos.build.bulk import LEFT_OUT, build_large, is_large
from horgos.build.comments import Comments
from horgos.build.derivation import derive
from horgos.build.dumps import Dump, Wording, write_dumps
from horgos.build.lines import Lines
from horgos.build.parts import parts
from horgos.build.rules import Rule, descriptions, read_rules
from horgos.errors import InvalidGraph
from horgos.report import Report
from horgos.sources import Dataset, Loaded, Sources, load
from horgos.terms import Prefixes

# In memory, 100,000 quads and their merge cost each web process 0.5 s at its start and 60 MB; on disk, 0.05 s
# and 20 MB, and queries take up to twice as long.
MEMORY_QUADS = 200_000

__all__ = [
    "LEFT_OUT",
    "MANIFEST",
    "Built",
    "Counts",
    "Dataset",
    "Dump",
    "Lines",
    "Progress",
    "Rule",
    "build",
    "build_large",
    "conclude",
    "is_large",
    "merged",
    "package",
    "store_in",
]


def build(
    given: Sources | Loaded,
    into: Path,
    progress: Progress = lambda _: None,
    *,
    memory_quads: int = MEMORY_QUADS,
) -> Built:
    """Run the rules, merge, and write `store.nq`, `dumps/` and `manifest.json` into the folder.

    The same files give the same bytes, whatever the machine. Above `memory_quads` quads there is also a
    store on disk, in `store/`. `progress` is told each step in a few words. Raises InvalidGraph where the
    files cannot be read, the dataset is not described, or a rule is wrong.
    """
    loaded = given if isinstance(given, Loaded) else load(given)
    dataset, store = conclude(loaded, progress)
    progress("Writing the store")
    lines = Lines.of(store)
    into.mkdir(parents=True, exist_ok=True)
    _write_store(lines, into, memory_quads)
    sources = loaded.sources
    return package(
        store, lines, into, progress, dataset=dataset, prefixes=sources.prefixes, digest=sources.digest
    )


def conclude(loaded: Loaded, progress: Progress = lambda _: None) -> tuple[Dataset, Store]:
    """The dataset, and a store with what the files say and the rules conclude from it, and the merge of all.

    Raises InvalidGraph where the dataset is not described, what was loaded forbids it, or a rule is wrong.
    """
    dataset = _publishable(loaded)
    rules = read_rules(loaded.sources)
    store = merged([*loaded.quads, *descriptions(rules, dataset)])
    derive(store, rules, dataset, loaded.index, progress)
    return dataset, store


def package(
    store: Store,
    lines: Lines,
    into: Path,
    progress: Progress = lambda _: None,
    *,
    dataset: Dataset,
    prefixes: Prefixes,
    digest: str,
) -> Built:
    """Write `dumps/` and `manifest.json` for a store, whose lines are given, into the folder."""
    counts = Counts(lines.quads, len(lines.merge), len(lines.graphs))
    wording = Wording(dataset, prefixes, Comments.of(store, dataset.base))
    dumps = write_dumps(parts(store, lines, dataset), into / "dumps", wording, progress)
    built = Built(into, digest, dataset, counts, dumps, store)
    write_manifest(built)
    return built


def _publishable(loaded: Loaded) -> Dataset:
    """The dataset, if nothing forbids to publish it."""
    if loaded.dataset is None or not loaded.conforms:
        raise InvalidGraph(
            "The files of the graph cannot be built.",
            Report(loaded.findings),
            advice="Correct what the report names.",
        )
    return loaded.dataset


def merged(quads: list[Quad]) -> Store:
    """A store in memory with the quads, and the merge of their graphs as the default graph."""
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return store


def _write_store(lines: Lines, into: Path, memory_quads: int) -> None:
    path = into / "store.nq"
    with path.open("wb") as file:
        file.writelines(lines.named())
        file.writelines(lines.merge)
    if lines.quads > memory_quads:
        Store(str(into / "store")).bulk_load(path=path, format=RdfFormat.N_QUADS)
