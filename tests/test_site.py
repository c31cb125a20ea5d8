"""Publishing: build, validate, move into place; not twice for the same graph, not at all for a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from horgos.config import Config
from horgos.errors import ConfigError, InvalidGraph, NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS
from horgos.site import Publication, ask, check, open_site, publish
from horgos.sources import Role

Edit = Callable[[dict[str, str | None]], Path]
MISSING_LABEL = """
@prefix d: <https://example.org/tiny/source/> .
@prefix e: <https://example.org/tiny/id/> .
@prefix g: <https://example.org/tiny/graph/> .
@prefix schema: <https://schema.org/> .
g:editorial { e:nameless a schema:Place . }
"""


def quiet(step: str) -> None:
    """Take the word of what is being done, and do nothing with it."""
    assert step


@pytest.fixture
def config(tiny_folder: Path, tmp_path: Path) -> Config:
    """The tiny graph with a cache of its own."""
    return Config.load({"graph": tiny_folder, "cache": tmp_path / "cache", "workers": 1}, {})


def test_a_publication_holds_store_dumps_report_and_what_is_served_from_files(config: Config) -> None:
    """Under its digest lie the store, six dumps, the report in three forms, prefixes, shapes and queries."""
    publication = publish(config, quiet)
    assert publication.store.is_file()
    assert all(publication.dump(format_).is_file() for format_ in GRAPH_FORMATS)
    assert {file.name for file in publication.folder.glob("report.*")} == {
        "report.json",
        "report.ttl",
        "report.txt",
    }
    assert publication.prefixes.namespaces
    assert publication.files(Role.SHAPES)
    assert all(file.location.is_file() for file in publication.files(Role.QUERY))


def test_an_unchanged_graph_is_not_built_again(config: Config) -> None:
    """The second time nothing runs: the publication in the cache is the answer."""
    first = publish(config, quiet)

    def forbidden(step: str) -> None:
        pytest.fail(f"something was built: {step}")

    assert publish(config, forbidden) == first


def test_a_changed_file_makes_another_publication_beside_the_first(config: Config, edit: Edit) -> None:
    """A comment is enough: the digest is of the bytes. What was published stays whole for who serves it."""
    first = publish(config, quiet)
    name = next((config.graph / "data").iterdir()).name
    text = (config.graph / "data" / name).read_text("utf-8")
    second = publish(replace(config, graph=edit({f"data/{name}": f"{text}\n# a remark\n"})), quiet)
    assert second.digest != first.digest
    assert second.folder != first.folder
    assert Publication.at(first.folder) == first


def test_a_graph_that_does_not_validate_is_not_published(config: Config, edit: Edit) -> None:
    """The report says why, and the cache holds nothing half-made."""
    with pytest.raises(InvalidGraph) as error:
        publish(replace(config, graph=edit({"data/wrong.trig": MISSING_LABEL})), quiet)
    assert any("label" in finding.message.lower() for finding in error.value.report.findings)
    assert list(config.cache.iterdir()) == []


def test_a_damaged_publication_is_made_anew(config: Config) -> None:
    """A cache entry without a readable manifest counts as absent."""
    folder = publish(config, quiet).folder
    (folder / "manifest.json").write_text("{", "utf-8")
    assert publish(config, quiet).folder == folder
    assert Publication.at(folder).manifest["counts"]


def test_checking_leaves_no_trace(config: Config) -> None:
    """`check` reports without touching the cache."""
    assert check(config, quiet).conforms
    assert not config.cache.exists()


def test_a_cache_that_cannot_be_written_is_named(config: Config, tmp_path: Path) -> None:
    """The error names the folder, the reason, and the option that chooses another."""
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(ConfigError, match=r"file.*cannot be written.*--cache"):
        publish(replace(config, cache=tmp_path / "file" / "cache"), quiet)


def test_an_open_site_answers_and_knows_its_queries(config: Config) -> None:
    """Config, publication, engine and query library come together."""
    with open_site(config, publish(config, quiet)) as site:
        assert site.base.iri == site.dataset.base
        assert {query.slug for query in site.queries} == {
            Path(f.path).stem for f in site.publication.files(Role.QUERY)
        }


def test_a_format_that_cannot_carry_the_result_is_refused(config: Config) -> None:
    """Rows are not written as Turtle, nor a graph as CSV; the choices are told."""
    with pytest.raises(NotAcceptable, match="csv"):
        ask(config, "SELECT * { ?s ?p ?o } LIMIT 1", BY_NAME["ttl"], quiet)
    with pytest.raises(NotAcceptable, match="ttl"):
        ask(config, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", BY_NAME["csv"], quiet)
