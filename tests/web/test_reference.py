"""Pages to look things up in: the report, the shapes, the vocabulary's use, the downloads, about."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from horgos.pages.reference import shapes
from horgos.pages.reference.report import report
from horgos.report import Finding, Report, Severity
from horgos.site import Site
from horgos.terms import Base, Prefixes
from web.conftest import app_of

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PREFIXES = Prefixes({"s": "https://example.org/shapes#", "p": "https://example.org/p#"})
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://example.org/shapes#> .
@prefix p: <https://example.org/p#> .
s:Lamp a sh:NodeShape ; sh:name "Lamp"@en ; sh:targetClass p:Lamp ;
  sh:property s:Lamp-lit , [ sh:path p:unnamed ] .
s:Lamp-lit a sh:PropertyShape ; sh:name "lit"@en ; sh:path p:lit ; sh:minCount 1 ; sh:severity sh:Warning ;
  sh:message "{$this} is not lit."@en .
s:Oil a sh:NodeShape ; sh:name "Oil"@en ; sh:targetSubjectsOf p:burns ;
  sh:sparql [ sh:select "SELECT $this {}" ] .
"""


def page(client: FlaskClient, path: str) -> str:
    """The page at a path as a browser gets it."""
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    return unescape(response.text)


def test_a_browser_gets_the_report_as_a_page_and_a_program_as_text(client: FlaskClient) -> None:
    """The verdict stands first; the other forms are linked."""
    assert "The graph validates" in page(client, "/report")
    assert client.get("/report").content_type.startswith("text/plain")
    assert "format=ttl" in page(client, "/report")


def test_the_page_of_a_report_tells_each_finding_with_its_place_and_what_to_do() -> None:
    """A warning is published with the graph, so it is shown: where, about what, by which shape."""
    finding = Finding(
        "The lamp is not lit.", "Light it.", Severity.WARNING, "data/lamps.trig", 3, None,
        "https://example.org/id/lamp", "Lamp", shape="https://example.org/shapes#Lamp-lit",
    )  # fmt: skip
    told = json.loads(Report((finding,), {"triples": 4}).as_json())
    shown = report(told, Base("https://example.org/"), PREFIXES, ["https://example.org/shapes#Lamp-lit"])
    (entry,) = shown.findings
    assert (shown.conforms, shown.violations, shown.warnings) == (True, 0, 1)
    assert (entry.place, entry.focus, entry.page) == ("data/lamps.trig:3", "Lamp", "lamp")
    assert (entry.shape, entry.shape_name) == ("Lamp-lit", "s:Lamp-lit")


def test_a_long_report_is_cut_and_says_so() -> None:
    """The page has the first findings, and the number of all."""
    findings = tuple(replace(Finding("Wrong."), line=line) for line in range(250))
    shown = report(json.loads(Report(findings).as_json()), Base("https://example.org/"), PREFIXES, ())
    assert len(shown.findings) < shown.total == 250


def test_a_property_shape_stands_under_the_shape_that_it_is_part_of() -> None:
    """With its property, its constraints in words, and its severity where that is no violation."""
    lamp, oil = shapes.chapters(list(parse(SHAPES, RdfFormat.TURTLE)), PREFIXES)
    assert [part.anchor for part in lamp.parts] == ["Lamp-lit"]
    (lit,) = lamp.parts
    assert (lit.path, lit.severity) == ("p:lit", "warning")
    assert lit.facts == (shapes.Fact("at least", "1"),)
    assert lit.messages[0].text == "‹this› is not lit."
    assert lamp.shape.targets == (shapes.Fact("every", "p:Lamp"),)
    assert oil.shape.asks


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("p:a", "p:a"),
        ("[ sh:inversePath p:a ]", "^p:a"),
        ("( p:a p:b )", "p:a/p:b"),
        ("( [ sh:inversePath p:a ] p:b )", "^p:a/p:b"),
        ("[ sh:alternativePath ( p:a p:b ) ]", "p:a|p:b"),
        ("[ sh:zeroOrMorePath p:a ]", "p:a*"),
        ("[ sh:oneOrMorePath ( p:a p:b ) ]", "(p:a/p:b)+"),
        ("[ sh:inversePath [ sh:alternativePath ( p:a p:b ) ] ]", "^(p:a|p:b)"),
    ],
)
def test_a_path_of_a_shape_is_told_as_sparql_writes_it(written: str, told: str) -> None:
    """Every kind of path of SHACL (2.3.1), one within another in brackets."""
    shape = SHAPES.replace("sh:path p:lit", f"sh:path {written}")
    lamp, _ = shapes.chapters(list(parse(shape, RdfFormat.TURTLE)), PREFIXES)
    assert lamp.parts[0].path == told


def test_what_a_shape_compares_or_lets_choose_is_told() -> None:
    """Another property, the values of a list, and shapes by their names; not what has none."""
    asked = "sh:lessThan p:off ; sh:in ( p:a 1 ) ; sh:or ( s:Lamp s:Oil ) ; sh:not [ sh:datatype p:b ] ;"
    shape = SHAPES.replace("sh:path p:lit", f"{asked} sh:path p:lit")
    lamp, _ = shapes.chapters(list(parse(shape, RdfFormat.TURTLE)), PREFIXES)
    assert [(fact.word, fact.value) for fact in lamp.parts[0].facts[1:]] == [
        ("less than", "p:off"), ("one of", "p:a, 1"), ("fits one of", "s:Lamp, s:Oil"),
    ]  # fmt: skip


def test_the_vocabulary_tells_how_often_a_term_is_used_and_by_whom(client: FlaskClient) -> None:
    """The number leads to the query for all of them; documents are named, editors and rules told apart."""
    text = page(client, "/ns")
    assert "times</a>:" in text.replace("\n", "")
    assert 'sign-passage"><a href="/page/source/keeper">' in text
    assert "not used yet" in text


def test_the_downloads_tell_sizes_sums_and_when_they_were_made_for_the_whole_and_each_document(
    client: FlaskClient, tiny: Site
) -> None:
    """Each file of them is there with its whole checksum, and of each voice the plain files."""
    text = page(client, "/dumps/")
    for dump in tiny.publication.manifest["dumps"]:
        assert (f'/dumps/{dump["name"]}"' in text) == (not dump["voice"] or not dump["compressed"])
        assert dump["voice"] or dump["sha256"] in text
    assert re.search(r'<time datetime="\d{4}-[^"]+"><span class="tied"><bdi>\d+\W[A-Z][a-z]+\W\d{4}<', text)
    assert f"/release/{tiny.publication.digest}/dumps/" in text


def test_the_downloads_say_where_voices_are_too_many_for_files(tiny: Site) -> None:
    """How many there are, and where each has what it says; with files, nothing of that."""
    manifest = tiny.publication.manifest
    few = manifest | {"dumps": [dump for dump in manifest["dumps"] if not dump["voice"]]}
    site = replace(tiny, publication=replace(tiny.publication, manifest=few))
    told = f"too many voices, {manifest['counts']['graphs']}, for files"
    assert told in page(app_of(site).test_client(), "/dumps/")
    assert told not in page(app_of(tiny).test_client(), "/dumps/")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_about_tells_method_licence_citation_and_way_to_contribute(
    client: FlaskClient, language: str
) -> None:
    """Each has a place of its own, with the numbers of this graph."""
    text = page(client, f"/about?lang={language}")
    for place in ("method", "licence", "cite", "contribute"):
        assert f'id="{place}"' in text
    assert "/cite.bib" in text
    assert "<b>2</b>" in text


def test_pages_of_reference_say_nothing_of_another_graph(client: FlaskClient) -> None:
    """The server knows no fact of the graph that comes with it."""
    for path in ("/about", "/report", "/dumps/", "/shapes", "/ns"):
        assert "horgos border port" not in page(client, path).lower()


def test_the_package_has_the_styles_of_its_pages(client: FlaskClient) -> None:
    """A page links a sheet of its own, which is there."""
    sheets = Path(__file__).parents[2] / "server/horgos/static/pages"
    for sheet in sheets.glob("*.css"):
        assert client.get(f"/static/pages/{sheet.name}").status_code == 200
