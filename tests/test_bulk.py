"""Graphs too large to be held: the same statements in the same bytes, and what is left out is told."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Store

import horgos.build.sorting
import horgos.site.making
import horgos.site.publishing
from conftest import TINY, Edit
from horgos.build import Built, build, build_large, is_large
from horgos.build.sorting import Sorting
from horgos.config import Config
from horgos.engine import Query
from horgos.errors import InvalidGraph, NotAcceptable
from horgos.formats import BY_NAME
from horgos.site import Publication, check, open_site, publish
from horgos.sources import load, read
from synthetic import PER_LOGBOOK, write


def stated(built: Built) -> list[bytes]:
    """The N-Quads of a build without what rules concluded, and without the rules."""
    lines = (built.folder / "dumps" / "tiny.nq").read_bytes().splitlines(keepends=True)
    conclusions = (b"<https://example.org/tiny/rule/", b"<https://example.org/tiny/graph/rules>")
    return [
        line for line in lines if not line.rpartition(b" <")[2].startswith(tuple(c[1:] for c in conclusions))
    ]


def quiet(_: str) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny graph, built like a large one, with next to nothing in memory at a time."""
    return build_large(read(TINY), tmp_path_factory.mktemp("large"), run=7)


def test_all_that_the_files_say_is_there_in_the_same_bytes(large: Built, tiny_build: Built) -> None:
    """In the same order too: graph by graph, line by line."""
    lines = stated(tiny_build)
    assert (large.folder / "dumps" / "tiny.nq").read_bytes() == b"".join(lines)
    merge = sorted({line.rpartition(b" <")[0] + b" .\n" for line in lines})
    assert (large.folder / "dumps" / "tiny.nt").read_bytes() == b"".join(merge)
    assert (large.counts.quads, large.counts.triples) == (len(lines), len(merge))


def test_store_on_disk_holds_the_graphs_and_their_merge(large: Built, tiny_build: Built) -> None:
    """As the one in memory does, apart from the rules."""
    named = {quad for quad in tiny_build.store if not isinstance(quad.graph_name, DefaultGraph)}
    kept = {
        quad
        for quad in named
        if not any(part in quad.graph_name.value for part in ("/rule/", "/graph/rules"))
    }
    found = set(Store.read_only(str(large.store_path)))
    assert {quad for quad in found if not isinstance(quad.graph_name, DefaultGraph)} == kept
    merge = {quad.triple for quad in found if isinstance(quad.graph_name, DefaultGraph)}
    assert merge == {quad.triple for quad in kept}


def test_bytes_do_not_depend_on_how_much_is_in_memory(large: Built, tmp_path: Path) -> None:
    """Checksums are the same, and nothing is left behind but what is published."""
    again = build_large(read(TINY), tmp_path / "again")
    assert again.dumps == large.dumps
    for built in (large, again):
        assert {path.name for path in built.folder.iterdir()} == {"dumps", "store", "manifest.json"}


def test_compressed_dumps_hold_the_same_and_have_their_checksums(large: Built) -> None:
    """What the manifest says of each file holds."""
    assert [dump.name for dump in large.dumps] == ["tiny.nq", "tiny.nq.gz", "tiny.nt", "tiny.nt.gz"]
    for dump in large.dumps:
        data = (large.folder / "dumps" / dump.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (dump.bytes, dump.sha256)
        if dump.compressed:
            assert (
                gzip.decompress(data) == (large.folder / "dumps" / dump.name.removesuffix(".gz")).read_bytes()
            )


def test_blank_nodes_of_the_ontology_get_the_labels_that_any_build_gives(edit: Edit, tmp_path: Path) -> None:
    """All files are labelled together."""
    owl = "http://www.w3.org/2002/07/owl#"
    axiom = f"<urn:x:1> <{owl}unionOf> ( <urn:x:2> [ ] ) .\n"
    sources = read(edit({"ontology/a.ttl": axiom, "ontology/b.ttl": axiom.replace("urn:x:1", "urn:x:3")}))
    large = build_large(sources, tmp_path / "large")
    assert stated(large) == stated(build(sources, tmp_path / "whole"))


def test_a_large_graph_with_findings_is_not_built(edit: Edit, tmp_path: Path) -> None:
    """Each file is read and checked like that of any graph."""
    sources = read(edit({"data/more.ttl": "x", "data/other.ttl": "y"}))
    with pytest.raises(InvalidGraph) as caught:
        build_large(sources, tmp_path / "large")
    assert [finding.file for finding in caught.value.report.findings] == ["data/more.ttl", "data/other.ttl"]


def test_a_file_may_not_write_into_the_graph_of_a_rule(edit: Edit, tmp_path: Path) -> None:
    """Also where the rule does not run."""
    graph = "https://example.org/tiny/rule/stated-in"
    with pytest.raises(InvalidGraph) as caught:
        build_large(
            read(edit({"data/more.trig": f"<{graph}> {{ <urn:x:1> a <urn:x:T> }}\n"})), tmp_path / "large"
        )
    assert graph in caught.value.report.findings[0].message


def test_a_description_scattered_over_files_is_refused_with_the_way_out(edit: Edit, tmp_path: Path) -> None:
    """To find its parts, all files would have to be read twice."""
    text = (TINY / "data" / "editorial.trig").read_text("utf-8")
    titled = text.replace('dcterms:title "Gannet Rock"@en , "Le rocher aux fous"@fr ;', "")
    assert titled != text
    title = (
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix g: <https://example.org/tiny/graph/> .\n"
        'g:editorial { <https://example.org/tiny/dataset> dcterms:title "Gannet Rock"@en . }\n'
    )
    sources = read(edit({"data/editorial.trig": titled, "data/title.trig": title}))
    assert load(sources).conforms
    with pytest.raises(InvalidGraph) as caught:
        build_large(sources, tmp_path / "large")
    assert "in the file with the void:uriSpace" in caught.value.report.findings[0].advice


def test_the_size_of_the_data_alone_decides(tiny_folder: Path) -> None:
    """Neither shapes nor ontology count; the bound itself is not large yet."""
    size = sum(path.stat().st_size for path in (tiny_folder / "data").iterdir())
    assert not is_large(read(tiny_folder), size)
    assert is_large(read(tiny_folder), size - 1)


def test_a_large_graph_is_published_and_says_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch, tiny_folder: Path, tmp_path: Path
) -> None:
    """The report warns, a missing dump names the others, and queries are answered from the disk."""
    monkeypatch.setattr(horgos.site.publishing, "is_large", lambda _: True)
    monkeypatch.setattr(horgos.site.making, "is_large", lambda _: True)
    config = Config.load({"graph": str(tiny_folder), "cache": str(tmp_path), "workers": 1})
    report = check(config, quiet)
    assert report.conforms
    assert "no rule was run, no shape was checked" in report.as_text()
    publication: Publication = publish(config, quiet)
    with pytest.raises(NotAcceptable, match="Turtle"):
        publication.dump(BY_NAME["ttl"])
    assert publication.dump(BY_NAME["nq"]).exists()
    with open_site(config, publication) as site:
        query = Query("ASK { <https://example.org/tiny/id/gannet-light> ?p ?o }")
        assert b"true" in site.engine.run(query).body


@given(
    st.lists(st.lists(st.binary(max_size=3).map(lambda line: line.replace(b"\n", b"") + b"\n"))),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_lines_come_back_sorted_and_once(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[bytes]], run: int, some: int
) -> None:
    """However few of them are in memory, and however few are read of each run at a time."""
    folder = tmp_path_factory.mktemp("sorting")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(horgos.build.sorting, "_TOGETHER", some)
        patch.setattr(horgos.build.sorting, "_BLOCK", some)
        sorting = Sorting(folder, run)
        for part in parts:
            sorting.add(part)
        found = [line for lines in sorting.result() for line in lines]
    assert found == sorted({line for part in parts for line in part})
    assert not list(folder.iterdir())


def test_the_synthetic_graph_has_the_triples_asked_for_and_conforms(tmp_path: Path) -> None:
    """The same number gives the same files, and the loader has nothing against them."""
    first, second = tmp_path / "first", tmp_path / "second"
    number = write(first, PER_LOGBOOK + 1)
    assert number == write(second, PER_LOGBOOK + 1) == 2 * PER_LOGBOOK
    assert read(first).digest == read(second).digest
    loaded = load(read(first))
    assert loaded.conforms
    assert len(loaded.quads) == len(load(read(TINY)).quads) + number
