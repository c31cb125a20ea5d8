"""Which files a graph is made of, what they are for, and what the graph says of itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import Edit
from horgos.errors import ConfigError
from horgos.sources import Dataset, Loaded, Role, Sources, load, read
from horgos.terms import Label


def paths(sources: Sources, role: Role) -> set[str]:
    """The paths of the files with a role."""
    return {file.path for file in sources.of(role)}


def test_every_file_gets_its_role_from_its_place(tiny_folder: Path) -> None:
    """data/ holds data, queries/ queries, ontology/ the ontology, its prefixes and its rules."""
    sources = read(tiny_folder)
    assert paths(sources, Role.DATA) == {
        "data/editorial.trig",
        "data/logbooks.trig",
        "data/sources.trig",
        "data/vocabulary.ttl",
    }
    assert paths(sources, Role.PREFIXES) == {"ontology/prefixes.ttl"}
    assert "ontology/horgos.ttl" in paths(sources, Role.ONTOLOGY)
    assert "ontology/rules/stated-in.rq" in paths(sources, Role.RULE)
    assert all(path.startswith("queries/") for path in paths(sources, Role.QUERY))


def test_ontology_and_shapes_are_laid_over_the_shipped_ones(edit: Edit, real_sources: Sources) -> None:
    """A file of the same path replaces the shipped one, other files are added, the rest is inherited."""
    folder = edit({"ontology/own.ttl": "", "ontology/rules/stated-in.rq": "#+ label: mine"})
    files = {file.path: file for file in read(folder).files}
    assert files["ontology/own.ttl"].location == folder / "ontology/own.ttl"
    assert files["ontology/rules/stated-in.rq"].location == folder / "ontology/rules/stated-in.rq"
    assert not files["ontology/rules/stated-in.rq"].inherited
    assert files["ontology/rules/time-bounds.rq"].inherited
    shipped = {file.path: file.location for file in real_sources.files}
    assert files["ontology/horgos.ttl"].location == shipped["ontology/horgos.ttl"]


def test_what_is_about_the_shipped_graph_alone_is_not_inherited(
    tiny_folder: Path, edit: Edit, real_sources: Sources
) -> None:
    """Its region, and examples that name its things, lie in folders `own/`; a graph may have such too."""
    shipped = {file.path for file in real_sources.files}
    assert {"ontology/own/examples.ttl", "shapes/own/region.ttl", "shapes/own/terms.ttl"} <= shipped
    assert not any("/own/" in file.path for file in read(tiny_folder).files)
    assert "shapes/own/region.ttl" in paths(read(edit({"shapes/own/region.ttl": ""})), Role.SHAPES)


def test_data_and_queries_come_from_the_folder_alone(tiny_folder: Path, real_sources: Sources) -> None:
    """A graph about something else publishes nothing of the shipped data."""
    tiny = read(tiny_folder)
    for role in (Role.DATA, Role.QUERY):
        assert not {file.sha256 for file in tiny.of(role)} & {file.sha256 for file in real_sources.of(role)}


def test_prefixes_are_those_that_the_folder_declares(tiny_folder: Path) -> None:
    """ontology/prefixes.ttl is the one list of prefixes."""
    namespaces = read(tiny_folder).prefixes.namespaces
    assert namespaces["e"] == "https://example.org/tiny/id/"
    assert namespaces["hg"] == "https://w3id.org/horgos/ns#"


def test_digest_does_not_depend_on_where_the_folder_lies(tiny_folder: Path, edit: Edit) -> None:
    """The same files have the same digest on every machine."""
    assert read(edit({})).digest == read(tiny_folder).digest


@pytest.mark.parametrize("path", ["data/logbooks.trig", "queries/light/lit.rq", "shapes/more.ttl"])
def test_digest_changes_with_every_file(path: str, edit: Edit) -> None:
    """Whatever is published is kept under the digest, so every file counts."""
    before = read(edit({})).digest
    assert read(edit({path: "# changed\n"})).digest != before


def test_digest_changes_when_a_file_gets_another_name(edit: Edit) -> None:
    """The name of a file can be the name of its graph, so it counts as well."""
    folder = edit({})
    before = read(folder).digest
    (folder / "data/vocabulary.ttl").rename(folder / "data/words.ttl")
    assert read(folder).digest != before


def test_hidden_files_and_notes_are_passed_over(edit: Edit) -> None:
    """What an editor or a version control leaves behind is no data, and a README.md may stand beside it."""
    sources = read(edit({"data/.#logbooks.trig": "x", "data/README.md": "Notes."}))
    assert len(paths(sources, Role.DATA)) == 4


def test_folder_without_data_is_refused_with_the_folder_to_give(tiny_folder: Path, tmp_path: Path) -> None:
    """Someone who gives data/ itself is told to give the folder above."""
    with pytest.raises(ConfigError, match=f"has no data/ in it.*{tiny_folder}"):
        read(tiny_folder / "data")
    with pytest.raises(ConfigError, match="does not exist"):
        read(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="is not a folder"):
        read(tmp_path / "file")


def test_turtle_goes_to_the_graph_named_by_its_file(tiny_folder: Path) -> None:
    """data/vocabulary.ttl is graph/vocabulary of the dataset, ontology/*.ttl together graph/ontology."""
    graphs = {str(quad.graph_name) for quad in load(read(tiny_folder)).quads}
    assert "<https://example.org/tiny/graph/vocabulary>" in graphs
    assert "<https://example.org/tiny/graph/ontology>" in graphs
    assert "<https://example.org/tiny/source/keeper-years>" in graphs
    assert "DEFAULT" not in graphs


def test_real_graph_has_no_finding(real_loaded: Loaded) -> None:
    """The data that comes with the program is canonical and uses no prefix but the project's."""
    assert real_loaded.findings == ()


def test_tiny_graph_has_no_finding(tiny_folder: Path) -> None:
    """Neither has the graph of the tests."""
    assert load(read(tiny_folder)).findings == ()


def test_dataset_is_learnt_from_the_data(tiny_folder: Path) -> None:
    """Title, licence and base are what the one void:Dataset says."""
    dataset = load(read(tiny_folder)).dataset
    assert dataset is not None
    assert dataset.iri == "https://example.org/tiny/dataset"
    assert dataset.base == "https://example.org/tiny/"
    assert dataset.name == "tiny"
    assert dataset.title == (Label("Gannet Rock", "en"), Label("Le rocher aux fous", "fr"))
    assert dataset.license == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_dataset_survives_being_written_as_json(tiny_folder: Path) -> None:
    """The manifest carries the description, so that a published graph opens without its files."""
    dataset = load(read(tiny_folder)).dataset
    assert dataset is not None
    assert Dataset.from_dict(dataset.as_dict()) == dataset


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("https://w3id.org/horgos/", "horgos"),
        ("https://example.org/a/b-c/", "b-c"),
        ("https://example.org/", "example-org"),
    ],
)
def test_dataset_is_named_by_the_last_segment_of_its_base(base: str, name: str) -> None:
    """The name is that of the dumps, so it must be one that every file system takes."""
    assert Dataset("https://example.org/d", base, ()).name == name


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("void:uriSpace", "void:uriLookupEndpoint", "Exactly one void:Dataset"),
        ('"https://example.org/tiny/" ;', '"https://example.org/tiny" ;', "ends in a slash"),
        ('"https://example.org/tiny/" ;', '"tiny/" ;', "ends in a slash"),
        ("dcterms:title", "dcterms:alternative", "has no title"),
        (
            "e:harbour-office a",
            'd:other a void:Dataset ; void:uriSpace "https://example.org/" . e:harbour-office a',
            "More than one void:Dataset",
        ),
    ],
)
def test_dataset_that_is_not_described_rightly_is_a_finding(
    old: str, new: str, message: str, edit: Edit, tiny_folder: Path
) -> None:
    """Without base and title nothing can be published; the finding says what to write."""
    text = (tiny_folder / "data/editorial.trig").read_text(encoding="utf-8")
    loaded = load(read(edit({"data/editorial.trig": text.replace(old, new)})))
    (finding,) = [finding for finding in loaded.findings if message in finding.message]
    assert loaded.dataset is None
    assert finding.advice
    assert not loaded.conforms


def test_shipped_graph_needs_no_checkout(tiny_folder: Path, tmp_path: Path, real_sources: Sources) -> None:
    """What is inherited may come from any folder, such as the one inside an installed package."""
    for path in ("ontology", "shapes"):
        shutil.copytree(real_sources.files[0].location.parents[1] / path, tmp_path / path)
    assert read(tiny_folder, shipped=tmp_path).digest == read(tiny_folder).digest
