"""A term of the model is one word in each language, wherever it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pyoxigraph import Literal, Quad, Store

from horgos.queries import header

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "server" / "horgos" / "locale" / "zh" / "LC_MESSAGES" / "horgos.po"
CLAIM, STATEMENT = "主张", "陈述"
SKOS = "http://www.w3.org/2004/02/skos/core#"
NAMED = re.compile(r"(?<![\w/])[cdegvx]:[a-z][a-z0-9-]*")


def _headings() -> Iterator[tuple[str, str]]:
    """Every line that heads a query or a rule, in English and Chinese."""
    for path in (*ROOT.glob("queries/*/*.rq"), *ROOT.glob("ontology/rules/*.rq")):
        for labels in header(path.read_text(encoding="utf-8")).values():
            told = {label.language: label.text for label in labels}
            if "zh" in told:
                yield told["en"], told["zh"]


def _messages() -> Iterator[tuple[str, str]]:
    """Every message of the interface, with its Chinese."""
    with CATALOGUE.open("rb") as file:
        for each in read_po(file, locale="zh"):
            texts = (" ".join(text) if isinstance(text, tuple) else text for text in (each.id, each.string))
            if each.id:
                yield tuple(texts)  # type: ignore[misc]


def _literals(graph: Store) -> Iterator[tuple[str, str]]:
    """Every text of the project's own about a thing that is given in English and in Chinese."""
    quads = [
        quad
        for quad in graph
        if isinstance(quad.object, Literal) and quad.object.language in ("en", "zh-hans")
    ]
    keyed = sorted(quads, key=lambda quad: (str(quad.subject), str(quad.predicate), str(quad.graph_name)))
    for _, group in groupby(keyed, key=lambda quad: (quad.subject, quad.predicate, quad.graph_name)):
        told = {quad.object.language: quad.object.value for quad in group if isinstance(quad.object, Literal)}
        if len(told) == 2:
            yield told["en"], told["zh-hans"]


def wrong(english: str, chinese: str) -> bool:
    """Whether a pair of texts calls a claim a statement, or a statement a claim."""
    claims = re.search(r"\bclaim", english, re.IGNORECASE)
    statements = re.search(r"\bstate(s|d|ments?)?\b", english, re.IGNORECASE)
    return bool(
        (STATEMENT in chinese and claims and not statements)
        or (CLAIM in chinese and statements and not claims)
    )


@pytest.mark.parametrize(
    ("english", "chinese", "told"),
    [
        ("A claim and its source.", "陈述及其来源。", True),
        ("Every statement has a voice.", "每条主张都有出处。", True),
        ("A claim and its source.", "主张及其来源。", False),
        ("Claims are made of statements.", "主张由陈述构成。", False),
    ],
)
def test_a_claim_that_is_called_a_statement_is_found(english: str, chinese: str, *, told: bool) -> None:
    """The check can fail: for each of the two words, where the English has the other."""
    assert wrong(english, chinese) is told


def test_a_claim_and_a_statement_are_two_words_everywhere(stated: Store) -> None:
    """A claim is 主张 and a statement is 陈述, in data, queries and pages alike."""
    pairs = [*_headings(), *_messages(), *_literals(stated)]
    assert [pair for pair in pairs if wrong(*pair)] == []


def test_what_the_editors_note_is_told_in_both_languages(quads: tuple[Quad, ...]) -> None:
    """As many notes in Chinese as in English, of the same thing in the same graph."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for quad in quads:
        if quad.predicate.value.startswith(SKOS) and quad.predicate.value.lower().endswith("note"):
            assert isinstance(quad.object, Literal)
            key = (str(quad.subject), quad.predicate.value, str(quad.graph_name))
            told.setdefault(key, []).append(quad.object.language or "")
    assert len(told) > 200
    assert {key for key, tags in told.items() if tags.count("en") * 2 != len(tags)} == set()
    assert {tag for tags in told.values() for tag in tags} == {"en", "zh-hans"}


def test_no_text_has_the_prefixed_name_of_a_thing(quads: tuple[Quad, ...]) -> None:
    """Readers are told what a thing is called; `c:port-closure-1917` is for editors."""
    texts = {quad.object.value for quad in quads if isinstance(quad.object, Literal) and quad.object.language}
    assert texts
    assert [text for text in texts if NAMED.search(text)] == []


def test_every_rule_is_described_in_both_languages() -> None:
    """Its label and its description."""
    for path in ROOT.glob("ontology/rules/*.rq"):
        told = header(path.read_text(encoding="utf-8"))
        for key in ("label", "description"):
            assert {label.language for label in told[key]} == {"en", "zh"}, path.name
