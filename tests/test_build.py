"""From files to a folder that can be served: the store, the merge, the manifest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, QuerySolutions, RdfFormat, Store, parse

from conftest import REPOSITORY, Edit
from horgos.build import Built, build
from horgos.errors import InvalidGraph
from horgos.sources import Dataset, load, read


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_default_graph_is_the_merge_of_all_named_graphs(tiny_build: Built) -> None:
    """A statement that stands in two graphs stands in the merge once."""
    named = {quad.triple for quad in tiny_build.store if not isinstance(quad.graph_name, DefaultGraph)}
    merge = [quad.triple for quad in tiny_build.store.quads_for_pattern(None, None, None, DefaultGraph())]
    assert set(merge) == named
    assert len(merge) == len(named)


def test_counting_over_the_merge_counts_each_statement_once(tiny_build: Built) -> None:
    """The lighting of 1871 is stated by two logbooks, and is one event.

    This is why the merge is made at build: the store's own union counts a statement once per graph, the
    default graph included (oxigraph issue 1919).
    """
    query = "SELECT (COUNT(?claim) AS ?n) { ?claim <https://w3id.org/horgos/ns#eventType> ?type }"
    counts = []
    for union in (False, True):
        solutions = tiny_build.store.query(query, use_default_graph_as_union=union)
        assert isinstance(solutions, QuerySolutions)
        counts.append(next(solutions)["n"].value)
    assert counts == ["5", "11"]


def test_store_file_holds_what_was_built(tiny_build: Built) -> None:
    """An engine that opens store.nq has the named graphs and the merge."""
    store = Store()
    store.bulk_load(path=tiny_build.store_path, format=RdfFormat.N_QUADS)
    assert set(store) == set(tiny_build.store)


def test_store_file_is_sorted_graph_by_graph(tiny_build: Built) -> None:
    """The named graphs in the order of their names, then the merge, each in the order of its lines."""
    quads = list(parse(path=tiny_build.folder / "store.nq"))
    order = [str(quad.graph_name) for quad in quads]
    graphs = list(dict.fromkeys(order))
    assert graphs == [*sorted(graphs[:-1]), "DEFAULT"]
    for graph in graphs:
        lines = [str(quad.triple) for quad in quads if str(quad.graph_name) == graph]
        assert lines == sorted(lines)
        assert order.index(graph) + len(lines) - 1 == len(order) - 1 - order[::-1].index(graph)


def test_counts_are_those_of_the_store(tiny_build: Built) -> None:
    """Statements with their graph, distinct statements, and graphs."""
    by_graph = Counter(str(quad.graph_name) for quad in tiny_build.store)
    merge = by_graph.pop("DEFAULT")
    counts = tiny_build.counts
    assert (counts.quads, counts.triples, counts.graphs) == (by_graph.total(), merge, len(by_graph))


def test_manifest_tells_what_was_built(tiny_build: Built) -> None:
    """Digest, dataset, counts and dumps, so that a published folder explains itself."""
    manifest = json.loads((tiny_build.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["digest"] == tiny_build.digest
    assert Dataset.from_dict(manifest["dataset"]) == tiny_build.dataset
    assert manifest["counts"]["triples"] == tiny_build.counts.triples
    assert [dump["name"] for dump in manifest["dumps"]] == [dump.name for dump in tiny_build.dumps]


def test_two_builds_of_the_same_files_are_the_same_bytes(
    tiny_build: Built, edit: Edit, tmp_path: Path
) -> None:
    """Wherever the files lie and however often they are built."""
    again = build(read(edit({})), tmp_path / "again")
    assert contents(again.folder) == contents(tiny_build.folder)


def test_the_shipped_graph_is_the_same_bytes_from_every_process(real_build: Built, tmp_path: Path) -> None:
    """Also where sets come in another order: a process with a hash seed of its own builds the same files."""
    program = (
        "import sys, pathlib, horgos.build, horgos.sources\n"
        "source, target = map(pathlib.Path, sys.argv[1:])\n"
        "horgos.build.build(horgos.sources.read(source), target)\n"
    )
    again = tmp_path / "again"
    command = [sys.executable, "-c", program, str(REPOSITORY), str(again)]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "1881"}, check=True)
    first, second = contents(real_build.folder), contents(again)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_blank_nodes_of_the_ontology_are_the_same_in_every_build(edit: Edit, tmp_path: Path) -> None:
    """Their labels follow from the data (RDF Dataset Canonicalization), and files do not share them."""
    owl = "http://www.w3.org/2002/07/owl#"
    axiom = f"<urn:x:1> <{owl}unionOf> ( <urn:x:2> [ ] ) .\n"
    folder = edit({"ontology/a.ttl": axiom, "ontology/b.ttl": axiom.replace("urn:x:1", "urn:x:3")})
    first, second = (build(read(folder), tmp_path / name) for name in ("first", "second"))
    assert contents(first.folder) == contents(second.folder)
    assert len({quad.subject for quad in first.store if isinstance(quad.subject, BlankNode)}) == 4


def test_large_graph_gets_a_store_on_disk(tiny_folder: Path, tmp_path: Path) -> None:
    """Above the bound an engine opens the folder, and reads the same from it."""
    built = build(read(tiny_folder), tmp_path / "built", memory_quads=10)
    assert built.store_path == tmp_path / "built" / "store"
    assert set(Store.read_only(str(built.store_path))) == set(built.store)


def test_graph_with_findings_is_not_built(edit: Edit, tmp_path: Path) -> None:
    """The error carries the report, and nothing is written."""
    with pytest.raises(InvalidGraph) as caught:
        build(read(edit({"data/more.ttl": "x"})), tmp_path / "built")
    assert [finding.file for finding in caught.value.report.findings] == ["data/more.ttl"]
    assert not (tmp_path / "built").exists()


def test_steps_are_told_while_building(tiny_folder: Path, tmp_path: Path) -> None:
    """Whoever waits sees what is going on."""
    told: list[str] = []
    build(load(read(tiny_folder)), tmp_path / "built", told.append)
    assert told[0] == "Running the rules, round 1"
    assert "Writing the dumps in six formats" in told


def test_tiny_graph_shows_nothing_of_the_shipped_one(tiny_build: Built) -> None:
    """Only the vocabulary of publishing is shared; no statement, label or file name is."""
    ontology = "<https://example.org/tiny/graph/ontology>"
    for quad in parse(path=tiny_build.folder / "dumps/tiny.nq"):
        if str(quad.graph_name) != ontology and not str(quad.graph_name).endswith("/graph/rules>"):
            text = str(quad).replace("https://w3id.org/horgos/ns#", "")
            assert "horgos" not in text.lower(), quad


@pytest.mark.parametrize(
    ("thing", "status", "when"),
    [
        ("horgos-port", "open", "1881/1917"),
        ("horgos-port", "closed", "1917/1920"),
        ("horgos-port", "open", "1920/1962"),
        ("horgos-port", "open", "1983-11/.."),
        ("icbc", "open", "2012-04/.."),
    ],
)
def test_periods_of_the_atlas(thing: str, status: str, when: str, real_build: Built) -> None:
    """What follows from the atlas for the port and the cooperation centre."""
    base = real_build.dataset.base
    query = f"""ASK {{ GRAPH <{base}rule/status-periods> {{
        ?period <{base}ns#about> <{base}id/{thing}> ; <{base}ns#status> <{base}vocab/{status}> ;
          <{base}ns#accordingTo> <{base}source/atlas> ; <{base}ns#when> ?when .
        FILTER(STR(?when) = "{when}") }} }}"""
    assert real_build.store.query(query)
