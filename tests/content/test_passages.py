"""Documents and passages: every passage can be found again in the text that the checksum fixes."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from pyoxigraph import Store

from content.coverage import BASE, DOCUMENTS
from content.passages import Passage

# The passages of the atlas, and the headings of the guide with the number of paragraphs below each.
CAPTIONS = ("Caption C18A1", "Caption C18B1")
YEARS = "1851 1864 1871 1881 1917 1920 1937 1962 1983 1992 2006 2009 2012 2015 2017"
GUIDE = {
    "Introduction": 1,
    "Historical Background": 1,
    "2024 Achievements": 1,
    "Importance": 1,
    "International Logistics Hub": 1,
    "Cross-Border Economic Cooperation": 1,
    "Address": 3,
    "Transportation": 2,
    "Nearby Attractions": 2,
    "Growth of China-Europe Freight Trains": 3,
    "Record-Breaking Milestones": 4,
    "Key Achievements in Freight and Passenger Traffic": 2,
    "Geographic Location": 2,
    "Transportation and Infrastructure": 3,
    "Economic Significance": 2,
    "Horgos International Border Cooperation Center": 2,
    "Industrial Development": 1,
    "Honors and Recognitions": 2,
    "Welcoming Foreign Tourists": 1,
    "Group Tour Arrival": 1,
    "Efficient Permit Processing Services": 1,
    "Traffic Safety Awareness Campaign": 3,
}
# What a passage of the atlas begins with where that is not its locator; what of the guide has no heading.
BEGINNINGS = {"Coordinates": "N 44°", "Caption C18A1": "Construction", "Caption C18B1": "Railway"}
UNHEADED = ("Title", "Introduction ¶1")
# What the atlas has besides its passages.
FURNITURE = ("top of page", "Figure III", "Background Prepare", "bottom of page")


def _of(passages: list[Passage], document: str) -> list[Passage]:
    return [passage for passage in passages if passage.document == f"{BASE}source/{document}"]


def test_every_passage_is_there(passages: list[Passage]) -> None:
    """Each entry, caption, paragraph and item of a list, in the order of its text."""
    locators = {name: [passage.locator for passage in _of(passages, name)] for name in DOCUMENTS}
    guide = [f"{heading} ¶{n}" for heading, count in GUIDE.items() for n in range(1, count + 1)]
    assert locators == {
        "atlas": ["Coordinates", *CAPTIONS, *YEARS.split()],
        "guide": ["Title", *guide],
        "news": [f"¶{n}" for n in range(1, 11)],
    }


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


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_checksum_is_that_of_the_text(
    document: str, passages: list[Passage], texts: dict[str, str]
) -> None:
    """A document carries the SHA-256 of its file and its length in Unicode characters."""
    text = texts[document]
    expected = (hashlib.sha256(text.encode()).hexdigest(), len(text))
    assert {(passage.sha256, passage.size) for passage in _of(passages, document)} == {expected}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_passages_are_whole_lines(document: str, passages: list[Passage], texts: dict[str, str]) -> None:
    """A passage is a whole paragraph, or an item of a list without its bullet."""
    text = texts[document]
    for passage in _of(passages, document):
        line = text[text.rfind("\n", 0, passage.start) + 1 : passage.start]
        assert line in {"", "  • "}, passage
        assert text[passage.end : passage.end + 1] in {"", "\n"}, passage
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end], passage


def test_offsets_point_at_the_entries_of_the_atlas(passages: list[Passage], texts: dict[str, str]) -> None:
    """The passage that is located by a year begins with it."""
    for passage in _of(passages, "atlas"):
        begins = BEGINNINGS.get(passage.locator, f"{passage.locator}: ")
        assert texts["atlas"].startswith(begins, passage.start)


def test_offsets_point_below_the_headings_of_the_guide(
    passages: list[Passage], texts: dict[str, str]
) -> None:
    """The last line above a passage that is in no passage is the heading that locates it."""
    own = _of(passages, "guide")
    outside = _outside(own, texts["guide"])
    for passage in own:
        if passage.locator not in UNHEADED:
            above = [line for line in outside[: passage.start].splitlines() if line.strip(" •")]
            assert above[-1].startswith(passage.locator.rpartition(" ¶")[0]), passage


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_of_the_text_is_left_out(
    document: str, passages: list[Passage], texts: dict[str, str]
) -> None:
    """Outside the passages are only headings, bullets and the furniture of the page."""
    rest = _outside(_of(passages, document), texts[document])
    lines = [line.strip(" •") for line in rest.splitlines() if line.strip(" •")]
    assert [line for line in lines if line.endswith((".", "!", "?", "”"))] == []
    assert document == "guide" or [line for line in lines if not line.startswith(FURNITURE)] == []


def _outside(passages: list[Passage], text: str) -> str:
    """The text with the passages blanked out."""
    rest = list(text)
    for passage in passages:
        rest[passage.start : passage.end] = " " * (passage.end - passage.start)
    return "".join(rest)
