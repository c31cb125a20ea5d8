"""What `horgos check --fix` writes: the same statements in one layout, literals as the store keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from horgos.sources.layout import LayoutError
from horgos.sources.mending import mended, spelled

HEAD = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/e/> .
"""
# How a literal may be written, and how the store keeps it.
SPELLINGS = {
    "01": "1",
    "+7": "7",
    "1.50": "1.5",
    "-0.0": '"0"^^xsd:decimal',
    '"007"^^xsd:integer': '"7"^^xsd:integer',
    '"5"^^xsd:nonNegativeInteger': "5",
    '"1"^^xsd:boolean': '"true"^^xsd:boolean',
    '"PT60S"^^xsd:duration': '"PT1M"^^xsd:duration',
    '"2020-01-01T00:00:00+00:00"^^xsd:dateTime': '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"x"@zh-Hans': '"x"@zh-hans',
}
KEPT = (
    "1",
    "1.5",
    "true",
    '"01"',
    '"1.50"@en',
    '"""a "quoted"\n  text # no comment"""',
    "e:x.y",
    "e:o",
    '"01"^^e:own',
)
WORDS = st.sampled_from(["a", "b", "c", "long-name"])
OBJECTS = st.sampled_from([*SPELLINGS, *KEPT])
GAPS = st.sampled_from([" ", "\n", "\n\n  ", "  ", "\t"])
COMMENTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6).map("# {}".format)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """TriG as people write it: with comments before graphs, statements and predicates, and gaps at will."""
    text = HEAD
    for _ in range(draw(st.integers(1, 3))):
        text += _comment(draw) + f"e:g{draw(WORDS)} {{" + draw(GAPS)
        for _ in range(draw(st.integers(1, 3))):
            text += _comment(draw) + f"e:{draw(WORDS)}" + draw(GAPS)
            verbs = [
                f"e:{draw(WORDS)}{draw(GAPS)}"
                + f"{draw(GAPS)},{draw(GAPS)}".join(draw(st.lists(OBJECTS, min_size=1, max_size=3)))
                for _ in range(draw(st.integers(1, 3)))
            ]
            text += f"{draw(GAPS)};{_comment(draw)}{draw(GAPS)}".join(verbs) + f"{draw(GAPS)}.{draw(GAPS)}"
        text += "\n}\n"
    return text


def _comment(draw: st.DrawFn) -> str:
    return f"\n{draw(COMMENTS)}\n" if draw(st.booleans()) else ""


def comments(text: str) -> list[str]:
    """The comments of a document that has no # elsewhere but in one string."""
    lines = (line.strip() for line in text.replace("text # no comment", "").splitlines())
    return [line for line in lines if line.startswith("#")]


@given(documents())
def test_mending_keeps_statements_comments_and_their_order_and_is_done_once(text: str) -> None:
    """A second time there is nothing to mend; what is stated differs in the form of literals alone."""
    made = mended(text, RdfFormat.TRIG)
    assert mended(made, RdfFormat.TRIG) == made
    assert comments(made) == comments(text)
    assert list(parse(made, RdfFormat.TRIG)) == list(parse(spelled(text), RdfFormat.TRIG))


@pytest.mark.parametrize(("written", "kept"), SPELLINGS.items())
def test_a_literal_is_written_as_the_store_keeps_it(written: str, kept: str) -> None:
    """A string stays one as long as its type does; a tag is in lower case."""
    text = f"{HEAD}e:a e:b {written} , e:c .\n"
    assert spelled(text) == f"{HEAD}e:a e:b {kept} , e:c .\n"


@pytest.mark.parametrize("literal", [*KEPT, '"19x1"^^xsd:gYear', '"zh-Hans"', '"a@zh-Hans"'])
def test_what_the_store_keeps_or_is_not_valid_stays(literal: str) -> None:
    """What is wrong with a literal that is not valid is for a person to say."""
    text = f"{HEAD}e:a e:b {literal} .\n"
    assert spelled(text) == text


def test_a_type_is_named_without_the_prefix_where_a_file_does_not_declare_it() -> None:
    """Nothing is declared for it."""
    assert spelled("<urn:a> <urn:b> 2.0e1 .\n").startswith('<urn:a> <urn:b> "20"^^<http')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\ne:a e:b 1 ; # why\n  e:c 2 .\n", 5),
        ("e:a e:b 'two  spaces' .\n", 1),
        ("# first\n\ne:a\n  e:b (\n# in a list\n 1 ) .\n", 7),
    ],
)
def test_what_cannot_be_laid_out_is_left_to_its_editor(text: str, line: int) -> None:
    """The error tells the line, and what would be right; nothing of the file is lost."""
    with pytest.raises(LayoutError) as caught:
        mended(HEAD + text, RdfFormat.TURTLE)
    assert caught.value.line == line
    assert caught.value.advice


def test_what_cannot_be_parsed_is_not_touched() -> None:
    """Its errors are told by the report."""
    with pytest.raises(SyntaxError):
        mended(f"{HEAD}e:a e:b  1 1 .\n", RdfFormat.TURTLE)
