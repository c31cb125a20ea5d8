"""`docs/coverage.csv`: every sentence of the sources, and the statements that carry it, or why none do.

A row is a sentence, a heading or a scrap of the page. Its offsets count Unicode characters of the document's
text from 0; the end is the first character after the row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from content.coverage import BASE, COLUMNS, DOCUMENTS, TABLE, Iri, Item, Row
from content.passages import Passage

Graphs = dict[str, set[Item]]
# A full stop that ends no sentence; and the end of one, with another after it.
_ABBREVIATION = re.compile(r"\bSt\.")
_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"A-Z0-9])")
_BETWEEN = re.compile(r"[\s•]*")


def _of(table: list[Row], document: str) -> list[Row]:
    return [row for row in table if row.document == document]


def test_the_table_has_its_columns(table: list[Row]) -> None:
    """The first line names the columns, and every document has rows, the guide's first."""
    assert tuple(TABLE.read_text(encoding="utf-8").splitlines()[0].split(",")) == COLUMNS
    assert list(dict.fromkeys(row.document for row in table)) == list(DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_rows_stand_in_the_order_of_the_text(
    document: str, table: list[Row], passages: list[Passage]
) -> None:
    """Rows of a document count from 1, lie in it one after the other, and do not overlap."""
    own = _of(table, document)
    size = next(passage.size for passage in passages if passage.document == f"{BASE}source/{document}")
    assert [row.sentence for row in own] == list(range(1, len(own) + 1))
    assert [str(row) for row in own if not 0 <= row.start < row.end <= size] == []
    assert [str(after) for before, after in pairwise(own) if after.start < before.end] == []


def test_rows_lie_in_their_passage(table: list[Row], passages: list[Passage]) -> None:
    """A row with a passage has its locator and lies inside its selector; one without touches none."""
    wrong = []
    for row in table:
        touched = [
            passage
            for passage in passages
            if passage.document == f"{BASE}source/{row.document}"
            and passage.start < row.end
            and row.start < passage.end
        ]
        named = [passage for passage in touched if passage.name == f"{BASE}source/{row.passage}"]
        whole = [each for each in named if each.start <= row.start and row.end <= each.end]
        if whole != touched or [each.locator for each in whole] != [row.locator] * bool(row.passage):
            wrong.append(f"{row}: {[(each.name, each.locator) for each in touched]}")
    assert wrong == []


def test_every_passage_is_reached(table: list[Row], statements: Graphs) -> None:
    """Each passage that states something carries a sentence."""
    assert {row.passage for row in table if row.carried_by} == set(statements)


def test_what_carries_a_row_is_in_its_passage(table: list[Row], statements: Graphs, iri: Iri) -> None:
    """A claim or triple that a row names stands in the graph of the row's passage."""
    missing = {str(row): row.items(iri) - statements.get(row.passage, set()) for row in table}
    assert {row: names for row, names in missing.items() if names} == {}


def test_nothing_is_stated_that_no_sentence_says(table: list[Row], statements: Graphs, iri: Iri) -> None:
    """Each claim, and each subject and predicate of the plain triples, is named by a row of its passage."""
    named: Graphs = defaultdict(set)
    for row in table:
        named[row.passage] |= row.items(iri)
    unnamed = {passage: stated - named[passage] for passage, stated in statements.items()}
    assert {passage: names for passage, names in unnamed.items() if names} == {}


def test_a_row_that_carries_nothing_has_a_reason(table: list[Row]) -> None:
    """What no statement carries is left out for a reason, said in a few words."""
    assert [str(row) for row in table if not row.carried_by and not row.reason] == []
    assert [str(row) for row in table if len(row.reason) > 200 or row.reason != row.reason.strip()] == []


def test_a_row_names_nothing_twice(table: list[Row]) -> None:
    """What carries a row is listed once."""
    assert [str(row) for row in table if len(set(row.carried_by)) < len(row.carried_by)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_rows_are_the_whole_text(document: str, table: list[Row], texts: dict[str, str]) -> None:
    """Between the rows is only white space and bullets, and no row begins or ends with such."""
    text, own = texts[document], _of(table, document)
    edges = [0, *(edge for row in own for edge in (row.start, row.end)), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert [gap for gap in gaps if not _BETWEEN.fullmatch(gap)] == []
    assert [str(row) for row in own if text[row.start] in " \n•" or text[row.end - 1] in " \n•"] == []


def test_a_row_is_one_sentence(table: list[Row], texts: dict[str, str]) -> None:
    """No row goes on after the end of a sentence or of a line, and none breaks off within a word."""
    for row in table:
        text = texts[row.document]
        sentence = text[row.start : row.end]
        assert "\n" not in sentence, row
        assert not _END.search(_ABBREVIATION.sub("St", sentence)), row
        assert not re.fullmatch(r"\w\w", text[row.end - 1 : row.end + 1]), row
