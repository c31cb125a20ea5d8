"""What many tests need: the graph of this repository and a tiny one about something else, built."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import RdfFormat, Triple, parse

from horgos.build import Built, build, merged
from horgos.build.derivation import derive
from horgos.build.rules import Rule, read_rules
from horgos.config import Config
from horgos.site import publish
from horgos.sources import Dataset, Loaded, Sources, load, read
from serving import serving

REPOSITORY = Path(__file__).resolve().parents[1]
TINY = REPOSITORY / "tests" / "graph"

# How long an example takes depends on the machine.
settings.register_profile("usual", settings(), deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)  # CONTRIBUTING tells when
settings.load_profile("usual")

Edit = Callable[[Mapping[str, str | None]], Path]


@pytest.fixture(scope="session")
def real_sources() -> Sources:
    """The files of the graph that comes with the program."""
    return read(REPOSITORY)


@pytest.fixture(scope="session")
def real_loaded(real_sources: Sources) -> Loaded:
    """What they say."""
    return load(real_sources)


@pytest.fixture(scope="session")
def real_build(real_loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """That graph, built. Do not write into its folder."""
    return build(real_loaded, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """The folder of a tiny graph that has nothing to do with border ports. Do not write into it."""
    return TINY


@pytest.fixture(scope="session")
def tiny_build(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny graph, built. Do not write into its folder."""
    return build(read(TINY), tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for the servers of many tests, so that each graph is built but once. Do not damage it."""
    return tmp_path_factory.mktemp("tiny-cache")


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Copy the tiny graph and write these files into the copy (None takes one away); returns its folder."""

    def edited(files: Mapping[str, str | None]) -> Path:
        folder = tmp_path / "graph"
        if not folder.exists():
            shutil.copytree(TINY, folder)
        for path, text in files.items():
            place = folder / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        return folder

    return edited


@cache
def tiny() -> tuple[Sources, Loaded, Dataset]:
    """The tiny graph: its files, what they say, and the description of the dataset."""
    sources = read(TINY)
    loaded = load(sources)
    if loaded.dataset is None:
        raise AssertionError(loaded.findings)
    return sources, loaded, loaded.dataset


@cache
def shipped_rules() -> dict[str, Rule]:
    """The rules that come with the program, by slug, in their order."""
    return {rule.slug: rule for rule in read_rules(tiny()[0])}


@cache
def prologue() -> str:
    """The declarations of the tiny graph's prefixes."""
    spaces = tiny()[0].prefixes.namespaces
    return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in spaces.items())


def triples(turtle: str) -> set[Triple]:
    """Turtle as triples, written with the tiny graph's prefixes."""
    return {quad.triple for quad in parse(prologue() + turtle, RdfFormat.TURTLE)}


def derived(data: str, *slugs: str) -> set[Triple]:
    """What the last of these shipped rules concludes from TriG, run together with the others.

    The data is written with the tiny graph's prefixes; ontology and base are known.
    """
    _, loaded, dataset = tiny()
    base = f'{{ <{dataset.iri}> a void:Dataset ; void:uriSpace "{dataset.base}" }}'
    ontology = [quad for quad in loaded.quads if quad.graph_name.value.endswith("graph/ontology")]
    store = merged([*ontology, *parse(f"{prologue()} g:editorial {base}\n{data}", RdfFormat.TRIG)])
    rules = {slug: rule for slug, rule in shipped_rules().items() if slug in slugs}
    derive(store, tuple(rules.values()), dataset, loaded.index)
    graph = rules[slugs[-1]].graph(dataset)
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}


@pytest.fixture(scope="session")
def real_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for many tests, of all workers, with the shipped graph built in it. Do not damage it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    cache = shared / "real-cache"
    with (shared / "real-cache.lock").open("w") as file:
        flock(file, LOCK_EX)  # whoever comes first builds, and the others find it built
        publish(Config.load({"cache": cache}, {}), lambda _: None)
    return cache


@pytest.fixture(scope="session")
def server(real_cache: Path) -> Iterator[str]:
    """The address of a server on the shipped graph, started as the README says, on a port that is free."""
    with serving("--cache", str(real_cache)) as address:
        yield address
