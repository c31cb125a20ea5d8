"""The files that people edit have one layout, so that a change shows what changed and nothing else.

What is meant by formatter-stable: `horgos check --fix` leaves a file as it is.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from horgos.sources.layout import formatted

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("data/*.t*"), *ROOT.glob("ontology/*.ttl"), *ROOT.glob("shapes/*.ttl")])

MESSY = '''# What it is about.
@prefix v: <https://example.org/v/> .
@prefix c: <https://example.org/c/> .
c:g {
# First.
c:one a v:Thing;v:says "a ; b . # c"@en,"d"@en;
# Why.
      v:value 1.5 .
c:two v:says
  "e" , """f
  g""" .


  # Names

  c:three v:knows <https://example.org/#x> . }
c:h { c:one v:value 2 . }
'''
TIDY = '''# What it is about.
@prefix c: <https://example.org/c/> .
@prefix v: <https://example.org/v/> .

c:g {
  # First.
  c:one
    a v:Thing ;
    v:says "a ; b . # c"@en , "d"@en ;
    # Why.
    v:value 1.5 .

  c:two
    v:says
      "e" ,
      """f
  g""" .

  # Names

  c:three v:knows <https://example.org/#x> .
}

c:h {
  c:one v:value 2 .
}
'''


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_as_the_formatter_writes_it(path: Path) -> None:
    """`horgos check --fix` mends what this finds."""
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


def test_a_messy_file_is_tidied() -> None:
    """Prefixes are sorted, subjects a blank line apart, a predicate is a line; comments and order stay."""
    assert formatted(MESSY) == TIDY
    assert formatted(TIDY) == TIDY


def test_formatting_changes_no_statement() -> None:
    """What is tidied states the same."""
    assert set(parse(formatted(MESSY), RdfFormat.TRIG)) == set(parse(MESSY, RdfFormat.TRIG))


@pytest.mark.parametrize(
    "text",
    ["c:one c:p 1 ; # why\n  c:q 2 .\n", "c:one c:p 1 . # why\n", "c:one c:p 1", 'c:one c:p "open .\n'],
)
def test_what_cannot_be_kept_is_refused(text: str) -> None:
    """A comment behind something, a statement that does not end and a string that does not are told."""
    with pytest.raises(ValueError, match=r"comment|end|laid out"):
        formatted(text)
