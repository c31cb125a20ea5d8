"""What the atlas states, fact by fact: who, what, when, and in which passage.

The facts stand in `atlas-facts.txt`, each in words and as a pattern that the graph of its passage must match.
Together the patterns match every statement of every passage but labels, notes and names, so that no statement
can go missing, and none come in, unnoticed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from horgos.sources import Sources

FACTS = Path(__file__).with_name("atlas-facts.txt")
NAMES = Path(__file__).with_name("atlas-names.txt")
BASE = "https://w3id.org/horgos/"
NAME = "https://schema.org/name"
# What a statement may be said with that no fact tells: labels, notes, names.
BESIDE = {"http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#note", NAME}


@dataclass(frozen=True)
class Fact:
    """A fact in words, and the pattern it has in the graph of its passage."""

    passage: str
    words: str
    pattern: str


def _facts() -> Iterator[Fact]:
    passage = ""
    for block in FACTS.read_text(encoding="utf-8").split("\n\n"):
        first, _, rest = block.strip().partition("\n")
        if first.startswith("== "):
            passage = first[3:]
        elif first.startswith("- "):
            yield Fact(f"d:atlas-{passage}", first[2:], rest)


def _name(fact: Fact) -> str:
    return f"{fact.passage.removeprefix('d:atlas-')}: {fact.words}"


@pytest.mark.parametrize("fact", list(_facts()), ids=_name)
def test_the_atlas_states(fact: Fact, stated: Store, real_sources: Sources) -> None:
    """The graph of the passage states the fact."""
    query = f"{real_sources.prefixes.sparql} ASK {{ GRAPH {fact.passage} {{ {fact.pattern} }} }}"
    assert bool(stated.query(query))


def test_the_facts_are_all_that_the_atlas_states(
    quads: tuple[Quad, ...], stated: Store, real_sources: Sources
) -> None:
    """Each statement of a passage is part of one of the facts, but for labels, notes and names."""
    prefixes = real_sources.prefixes
    known = set()
    for fact in _facts():
        passage = NamedNode(prefixes.expand(fact.passage) or "")
        query = f"CONSTRUCT {{ {fact.pattern} }} WHERE {{ GRAPH {fact.passage} {{ {fact.pattern} }} }}"
        found = stated.query(f"{prefixes.sparql} {query}")
        known |= {Quad(triple.subject, triple.predicate, triple.object, passage) for triple in found}
    atlas = {quad for quad in quads if str(quad.graph_name).startswith(f"<{BASE}source/atlas-")}
    assert {quad for quad in atlas - known if quad.predicate.value not in BESIDE} == set()


def test_the_atlas_calls_things_by_these_names(quads: tuple[Quad, ...]) -> None:
    """Every name that the atlas uses for a thing is kept, beside the label that the editors chose."""
    names = defaultdict(set)
    for quad in quads:
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if quad.predicate.value == NAME and "/source/atlas-" in str(quad.graph_name) and "/id/" in subject:
            assert isinstance(quad.object, Literal)
            names[subject.removeprefix(f"{BASE}id/")].add(quad.object.value)
    lines = [line.partition(": ") for line in NAMES.read_text(encoding="utf-8").splitlines()[2:]]
    assert names == {thing: set(called.split(" | ")) for thing, _, called in lines}
