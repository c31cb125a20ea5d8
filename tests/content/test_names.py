"""What the sources call things: every name, in every spelling and script, as it stands in the passage."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict

import pytest
from pyoxigraph import Literal, Quad

from content.coverage import Row
from content.passages import Passage

NAME = "https://schema.org/name"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_CHINESE = re.compile(r"[0-9]*[\u4e00-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")
# Words with a capital that name nothing: of peoples, whose states are named, and of time and place.
_OF_PEOPLES = {"American", "Asian", "Chinese", "Kazakh", "Kazaks", "Qing", "Russian", "Sino"}
NO_NAMES = {*_OF_PEOPLES, *calendar.month_name, "A", "AM", "E", "Level", "MASL", "Open", "PM"}


@pytest.fixture(scope="session")
def said(passages: list[Passage], texts: dict[str, str]) -> dict[str, str]:
    """The text of each passage, by its slug."""
    return {
        passage.name.rsplit("/", 1)[-1]: texts[passage.document.rsplit("/", 1)[-1]][
            passage.start : passage.end
        ]
        for passage in passages
    }


@pytest.fixture(scope="session")
def names(passage_graphs: dict[str, set[Quad]]) -> dict[str, set[Literal]]:
    """The names that each passage gives to things, by its slug."""
    given = defaultdict(set)
    for passage, quads in passage_graphs.items():
        for quad in quads:
            if quad.predicate.value == NAME and isinstance(quad.object, Literal):
                given[passage].add(quad.object)
    return given


def _words(text: str) -> set[str]:
    """The words of a text; of "Lines A, B, and C" also "Line"."""
    words = set(_WORD.findall(text))
    return words | {word.removesuffix("s") for word in words}


def test_a_name_is_made_of_words_of_its_passage(said: dict[str, str], names: dict[str, set[Literal]]) -> None:
    """Nothing is called by a name, or in a script, that the passage does not use."""
    strange = {
        (passage, name.value)
        for passage, given in names.items()
        for name in given
        if not set(_WORD.findall(name.value)) <= _words(said[passage])
    }
    assert strange == set()


def test_every_chinese_name_is_kept(said: dict[str, str], names: dict[str, set[Literal]]) -> None:
    """What a passage gives in Chinese characters is a name in its graph, and tagged as simplified Chinese."""
    for passage, text in said.items():
        chinese = {name.value for name in names[passage] if name.language == "zh-hans"}
        assert chinese == set(_CHINESE.findall(text)), passage


def test_every_bracketed_abbreviation_is_kept(said: dict[str, str], names: dict[str, set[Literal]]) -> None:
    """What a passage introduces in brackets as a short form is a name in its graph, by itself."""
    for passage, text in said.items():
        short = set(re.findall(r"\(([A-Z]{2,5})\)", text))
        assert short <= {name.value for name in names[passage]}, passage


def test_every_capital_is_kept(
    table: list[Row], texts: dict[str, str], passage_graphs: dict[str, set[Quad]]
) -> None:
    """A word with a capital inside a sentence is part of a name, a title or a description in its passage."""
    for row in table:
        sentence = texts[row.document][row.start : row.end].removeprefix(f"{row.locator}: ")
        capitals = {word for word in _WORD.findall(sentence)[1:] if word[0].isupper()}
        strings = {
            quad.object.value
            for quad in passage_graphs.get(row.passage, ())
            if isinstance(quad.object, Literal) and quad.predicate.value != LABEL
        }
        kept = set(_WORD.findall(" ".join(strings)))
        assert not row.passage or {w for w in capitals - kept - NO_NAMES if w[:-1] not in kept} == set(), row
