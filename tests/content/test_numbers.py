"""Every number of the sources is in the graph, and no number in the graph is not in the sources.

How the numbers of a sentence and of statements are read and compared is told in `quantities.py`; which
statements carry which sentence, in `docs/coverage.csv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from pyoxigraph import Literal, Quad

from content.coverage import CLAIM, Iri, Row, item
from content.quantities import Number, answered, of_literal, of_statements, of_text

Graphs = dict[str, set[Quad]]
# How much, when and at what hour: predicates of claims, by how they end.
MEASURED = ("ns#value", "ns#share", "ns#when", "minValue", "maxValue", "opens", "closes")
# Words with which a sentence claims a rank, which is the number one.
RANK = re.compile(r"\b(?:first|largest|record)\b", re.IGNORECASE)
# Passages that tell of the day of an earlier one ("the same day", "these activities").
SAME_DAY = {f"guide-safety-{n}": "guide-permits" for n in (1, 2, 3)}
# Claims with a number that the sentences say in other words: in which, or how it is worked out.
READ_OUT = {
    "cargo-rank-1-2018-2024": "the seventh year running in 2024, counted back",
    "crossing-within-minutes": "less than an hour, read out of within minutes",
    "flight-1962-mostly-kazak": "more than half, read out of the word most",
    "port-century-old": "a hundred years, read out of century-old",
    "trains-2023-at-most-5000": "the year before 2024",
}


def test_every_number_of_a_sentence_is_carried(
    table: list[Row], texts: dict[str, str], passage_graphs: Graphs, iri: Iri
) -> None:
    """A number, date or time in a sentence of a passage occurs in what carries it."""
    lost = {}
    for row in table:
        sentence = texts[row.document][row.start : row.end].removeprefix(f"{row.locator}: ")
        carriers = row.items(iri)
        pool = of_statements(quad for quad in passage_graphs.get(row.passage, ()) if item(quad) in carriers)
        lost[str(row)] = [str(n) for n in of_text(sentence) if row.passage and not answered(n, pool)]
    assert {row: numbers for row, numbers in lost.items() if numbers} == {}


@pytest.fixture(scope="session")
def said(table: list[Row], texts: dict[str, str], iri: Iri) -> dict[tuple[str, ...], set[Number]]:
    """The numbers of the sentences of each claim, by passage and claim; of a passage, all dates."""
    numbers: dict[tuple[str, ...], set[Number]] = defaultdict(set)
    for row in table:
        sentence = texts[row.document][row.start : row.end]
        found = of_text(f"{sentence} {row.locator}") + [Decimal(1)] * bool(RANK.search(sentence))
        numbers[(row.passage,)] |= {number for number in found if isinstance(number, str)}
        for names in row.items(iri):
            numbers[(row.passage, *names)] |= set(found)
    for passage, earlier in SAME_DAY.items():
        numbers[(passage,)] |= numbers[(earlier,)]
    return numbers


def test_no_number_is_invented(said: dict[tuple[str, ...], set[Number]], passage_graphs: Graphs) -> None:
    """A value or time of day of a claim occurs in a sentence that it carries, a date in its passage.

    Otherwise it is read out of the words of the sentence, and listed above.
    """
    invented = set()
    for passage, quads in passage_graphs.items():
        for claim, quad in _measured(quads):
            numbers = said[passage, CLAIM + claim] | said[(passage,)]
            invented |= {f"{passage} {claim}: {n}" for n in _amounts(quad) if not _said(n, numbers)}
    assert invented == set()


def test_what_is_read_out_is_there(passage_graphs: Graphs) -> None:
    """The list of numbers read out of words names claims of the graph."""
    stated = {quad.subject.value.removeprefix(CLAIM) for quads in passage_graphs.values() for quad in quads}
    assert set(READ_OUT) - stated == set()


def _measured(quads: set[Quad]) -> Iterator[tuple[str, Quad]]:
    for quad in quads:
        claim = quad.subject.value.removeprefix(CLAIM)
        if claim != quad.subject.value and claim not in READ_OUT and quad.predicate.value.endswith(MEASURED):
            yield claim, quad


def _amounts(quad: Quad) -> list[Number]:
    """The values of a measured statement; a share as percentage, an interval as its two dates."""
    assert isinstance(quad.object, Literal)
    if quad.predicate.value.endswith("#share"):
        return [Decimal(quad.object.value) * 100]
    if quad.predicate.value.endswith("#when"):
        return [date for date in quad.object.value.split("/") if date != ".."]
    return list(of_literal(quad.object))


def _said(amount: Number, numbers: set[Number]) -> bool:
    """True for a number that is said, and for a date of which the parts are said; January is a beginning."""
    if isinstance(amount, Decimal) or ":" in amount:
        return amount in numbers
    dates = [number.partition("-")[::2] for number in numbers if isinstance(number, str)]
    year, _, rest = amount.partition("-")
    return year in {"XXXX", *(said for said, _ in dates)} and rest in {
        "",
        "01",
        "XX",
        *(said for _, said in dates),
    }


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("N 9° 30′ 0″", ["9.500000"]),
        ("from 10:05 AM to 7:30 PM", ["10:05:00", "19:30:00"]),
        ("On March 4, 2021 and April 5th", ["2021-03-04", "XXXX-04-05"]),
        ("the October Revolution, then in October", ["XXXX-10"]),
        ("spring of 1962, mid-2021, early 2022, the late 1840s", ["1962-21", "2021-06", "2022-0X", "184X"]),
        ("1,234 trains with 1.5 million tons, 0.5% more", ["1234", "1500000", "0.5"]),
        ("Seven of the two, one of six million", ["7", "6000000"]),
        ("Highway 312, G312, the 6th, level 4A", ["312", "312", "6", "4"]),
    ],
)
def test_numbers_are_read_from_a_text(text: str, numbers: list[str]) -> None:
    """Each number, date and time once, whatever it is written with."""
    assert sorted(map(str, of_text(text))) == sorted(numbers)


@pytest.mark.parametrize(
    ("number", "pool", "expected"),
    [
        (Decimal("12.5"), {Decimal("12.5")}, True),
        (Decimal("12.5"), {Decimal("12.6")}, False),
        ("2024-12", {"2024"}, True),
        ("2024-11", {"2024"}, False),
        ("2024", {"2024-08"}, True),
        ("XXXX-05-06", {"2020-05-06"}, True),
        ("10:00:00", {"11:00:00"}, False),
    ],
)
def test_a_number_is_answered_by_its_like(number: Number, pool: set[Number], expected: bool) -> None:
    """By the same number, and by a date that says as much; not by another one."""
    assert answered(number, pool) is expected
