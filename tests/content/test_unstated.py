"""What is not stated is not there: nothing is invented where the sources are silent, and no rule makes it up.

The list stands in `unstated.txt`, each item in words and as a pattern that the built graph must not match.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from horgos.build import Built
from horgos.sources import Sources

LIST = Path(__file__).with_name("unstated.txt")
_NAME = re.compile(r"(?<![\w:-])(?:[cdev]):[\w-]+")


def _items() -> dict[str, str]:
    blocks = LIST.read_text(encoding="utf-8").split("\n\n")
    parts = [block.removeprefix("- ").partition("\n") for block in blocks if block.startswith("- ")]
    return {words: pattern for words, _, pattern in parts}


ITEMS = _items()


@pytest.mark.parametrize("words", ITEMS)
def test_it_is_not_stated(words: str, real_build: Built, real_sources: Sources) -> None:
    """Neither a source nor the editors nor a rule says it."""
    query = f"{real_sources.prefixes.sparql} SELECT * {{ {ITEMS[words]} }} LIMIT 5"
    assert [str(solution) for solution in real_build.store.query(query)] == []


def test_the_patterns_speak_of_this_graph(real_build: Built, real_sources: Sources) -> None:
    """Each thing, claim, passage and concept that a pattern names is there to be spoken of."""
    known = {term for quad in real_build.store for term in (quad.subject, quad.object)}
    names = {name for pattern in ITEMS.values() for name in _NAME.findall(pattern)}
    expanded = {name: NamedNode(real_sources.prefixes.expand(name) or "urn:none") for name in names}
    assert [name for name, node in sorted(expanded.items()) if node not in known] == []
