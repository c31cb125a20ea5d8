"""The lexical forms of XSD datatypes, against the store's own reading of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, Store

from horgos.sources.datatypes import DATATYPES, XSD, datatype

STORE = Store()
# The types that the store reads as values, with alphabets that their forms are made of.
READ = {
    "boolean": "truefals10",
    "integer": "+-0123456789.",
    "decimal": "+-.0123456789e",
    "double": "+-.0123456789eEINFa",
    "date": "-0123459+:Z",
    "time": "01245:.+Z",
    "dateTime": "-01259T:.Z",
    "gYearMonth": "-012349Z",
    "duration": "-PYMDTHS123.",
    "dayTimeDuration": "-PDTHS12.",
    "yearMonthDuration": "-PYM12",
}


def store_reads(name: str, lexical: str) -> bool:
    """True where the store's cast makes a value of the string (SPARQL 1.1, 17.5)."""
    query = f"ASK {{ FILTER(BOUND(?v)) {{ SELECT (<{XSD}{name}>({_quoted(lexical)}) AS ?v) {{}} }} }}"
    answer = STORE.query(query)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("name", sorted(DATATYPES))
def test_example_of_every_datatype_is_valid(name: str) -> None:
    """The example is what a person is told to write."""
    assert DATATYPES[name].allows(DATATYPES[name].example)


@pytest.mark.parametrize("name", sorted(READ))
@given(data=st.data())
def test_forms_are_those_that_the_store_reads(name: str, data: st.DataObject) -> None:
    """What is allowed here has a value there, whatever the string."""
    kind = DATATYPES[name]
    lexical = data.draw(
        st.from_regex(kind.pattern, fullmatch=True, alphabet=READ[name]) | st.text(READ[name], max_size=12)
    )
    # The store takes "P1DT" too, which XSD 1.1 (3.3.6.2) does not have, and numbers only up to some bound.
    if not lexical.endswith("T") and not re.search("[0-9]{9}", lexical):
        assert kind.allows(lexical) == store_reads(name, lexical)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: dt.date) -> None:
    """Python's calendar is the Gregorian one of XSD (XSD 1.1, D.2)."""
    assert DATATYPES["date"].allows(day.isoformat())


@pytest.mark.parametrize(
    ("name", "lexical", "valid"),
    [
        ("date", "1900-02-29", False),
        ("date", "2000-02-29", True),
        ("gMonthDay", "--02-29", True),
        ("gMonthDay", "--02-30", False),
        ("byte", "127", True),
        ("byte", "128", False),
        ("byte", "-0000000000000000000000128", True),
        ("unsignedLong", "18446744073709551615", True),
        ("unsignedLong", "18446744073709551616", False),
        ("unsignedLong", "9" * 5000, False),
        ("positiveInteger", "0", False),
        ("negativeInteger", "-0", False),
        ("hexBinary", "0f0", False),
        ("base64Binary", "D7c", False),
        ("language", "zh_CN", False),
        ("token", " a", False),
        ("NCName", "a:b", False),
        ("dateTimeStamp", "2024-01-01T00:00:00", False),
        ("gYear", "02024", False),
        ("date", "9" * 5000 + "-01-01", True),
        ("string", "any\nthing", True),
    ],
)
def test_bounds_and_corners(name: str, lexical: str, valid: bool) -> None:
    """Bounds are part of the lexical space, and very long numbers do no harm."""
    assert DATATYPES[name].allows(lexical) is valid


def test_only_the_datatypes_of_rdf_are_known() -> None:
    """RDF 1.1 leaves out ENTITY, QName and the like (Concepts, 5.1)."""
    assert datatype(f"{XSD}QName") is None
    assert datatype("https://example.org/date") is None
    assert datatype(f"{XSD}date") is DATATYPES["date"]
