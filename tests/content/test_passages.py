"""Documents and passages: every passage can be found again in the text that the checksum fixes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Store

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hg: <https://w3id.org/horgos/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
"""
PASSAGES = (
    PREFIXES
    + """
SELECT ?document ?size ?sum ?passage ?locator ?selector ?start ?end WHERE {
  GRAPH <https://w3id.org/horgos/graph/sources> {
    ?document a hg:Document ; schema:size ?size ; schema:sha256 ?sum .
    ?passage a hg:Passage ; dcterms:isPartOf ?document ; hg:locator ?locator ; oa:hasSelector ?selector .
    ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
  }
} ORDER BY ?document ?start
"""
)
# What a passage begins with where that is not its locator, and what the atlas has besides its passages.
BEGINNINGS = {"Coordinates": "N 44°", "Caption C18A1": "Construction", "Caption C18B1": "Railway"}
FURNITURE = ("top of page", "Figure III", "Background Prepare", "bottom of page")


@dataclass(frozen=True)
class Passage:
    """A passage as the graph describes it."""

    name: str
    document: str
    size: int
    sha256: str
    locator: str
    selector: str
    start: int
    end: int


@pytest.fixture(scope="session")
def passages(stated: Store) -> list[Passage]:
    """Every passage, in the order of its document."""
    return [
        Passage(
            name=row["passage"].value,
            document=row["document"].value,
            size=int(row["size"].value),
            sha256=row["sum"].value,
            locator=row["locator"].value,
            selector=row["selector"].value,
            start=int(row["start"].value),
            end=int(row["end"].value),
        )
        for row in stated.query(PASSAGES)
    ]


def _text(folder: Path, passage: Passage) -> str:
    return (folder / f"{passage.document.rsplit('/', 1)[-1]}.txt").read_text(encoding="utf-8")


def test_every_passage_of_the_atlas_is_there(passages: list[Passage]) -> None:
    """The coordinates, both captions and the fifteen dated entries, in the order of the text."""
    atlas = [passage.locator for passage in passages if passage.document.endswith("/atlas")]
    years = "1851 1864 1871 1881 1917 1920 1937 1962 1983 1992 2006 2009 2012 2015 2017"
    assert atlas == ["Coordinates", "Caption C18A1", "Caption C18B1", *years.split()]


def test_passages_lie_in_their_document_and_apart(passages: list[Passage]) -> None:
    """0 ≤ start < end ≤ length, and no passage begins before the one before it ends."""
    for passage in passages:
        assert 0 <= passage.start < passage.end <= passage.size
    for before, after in pairwise(passages):
        assert before.document != after.document or before.end <= after.start


def test_a_selector_is_named_after_its_passage(passages: list[Passage]) -> None:
    """The IRI of a selector is that of its passage with `#chars`."""
    assert [passage.selector for passage in passages] == [f"{passage.name}#chars" for passage in passages]


def test_locators_are_headings(passages: list[Passage]) -> None:
    """A locator is short, and two passages of a document do not share one."""
    assert all(len(passage.locator) <= 80 for passage in passages)
    assert len({(passage.document, passage.locator) for passage in passages}) == len(passages)


def test_every_passage_states_something(passages: list[Passage], stated: Store) -> None:
    """Each passage names a graph that holds statements, and each graph of a source is a passage."""
    graphs = {graph.value for graph in stated.named_graphs() if "/source/" in graph.value}
    assert graphs == {passage.name for passage in passages}


def test_the_checksum_is_that_of_the_text(passages: list[Passage], source_texts: Path) -> None:
    """A document carries the SHA-256 of its file and its length in Unicode characters."""
    for passage in passages:
        text = _text(source_texts, passage)
        assert (hashlib.sha256(text.encode()).hexdigest(), len(text)) == (passage.sha256, passage.size)


def test_offsets_point_at_the_passage(passages: list[Passage], source_texts: Path) -> None:
    """The characters from start to end begin with the heading and are whole paragraphs."""
    for passage in passages:
        text = _text(source_texts, passage)
        assert text[passage.start : passage.end].startswith(BEGINNINGS.get(passage.locator, passage.locator))
        assert text[passage.start - 1] == "\n"
        assert text[passage.end] == "\n"


def test_nothing_of_the_text_is_left_out(passages: list[Passage], source_texts: Path) -> None:
    """Outside the passages the text holds only the furniture of the page."""
    covered = [passage for passage in passages if passage.document.endswith("/atlas")]
    text = _text(source_texts, covered[0])
    rest = list(text)
    for passage in covered:
        rest[passage.start : passage.end] = " " * (passage.end - passage.start)
    lines = [line.strip() for line in "".join(rest).splitlines() if line.strip()]
    assert [line for line in lines if not line.startswith(FURNITURE)] == []
