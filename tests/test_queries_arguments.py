"""The values of parameters: from the text of an address to terms, and clear errors for what is none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from horgos.errors import BadRequest
from horgos.queries import Parameter, Term, bind, parameters
from horgos.queries.arguments import arguments, term
from horgos.terms import Prefixes

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = Prefixes({"e": "https://example.org/id/"})
PORT = NamedNode("https://example.org/id/port")


def typed(name: str, default: Term | None = None) -> Parameter:
    """A parameter of an XSD datatype."""
    return Parameter("p", (default,), NamedNode(f"{XSD}{name}"))


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("integer", "1975"),
        ("integer", "-3"),
        ("decimal", "0.49"),
        ("double", "1e3"),
        ("boolean", "true"),
        ("date", "1983-11-16"),
        ("time", "10:30:00"),
        ("dateTime", "1983-11-16T10:00:00"),
        ("gYear", "1983"),
        ("gYearMonth", "1983-11"),
        ("string", "霍尔果斯"),
    ],
)
def test_a_text_becomes_a_literal_of_the_declared_datatype(datatype: str, text: str) -> None:
    """With the lexical form that was given."""
    assert term(typed(datatype), text, PREFIXES) == Literal(text, datatype=NamedNode(f"{XSD}{datatype}"))


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        ("integer", "1975.5"),
        ("integer", "x"),
        ("integer", "1" * 30),
        ("decimal", "1e3"),
        ("nonNegativeInteger", "-1"),
        ("positiveInteger", "0"),
        ("boolean", "yes"),
        ("date", "1983-02-30"),
        ("date", "1983"),
        ("time", "25:00:00"),
        ("gYear", "83"),
        ("gYearMonth", "1983-13"),
    ],
)
def test_a_text_of_another_type_is_an_error_that_names_parameter_and_type(datatype: str, text: str) -> None:
    """And what would be right."""
    with pytest.raises(BadRequest) as raised:
        term(typed(datatype), text, PREFIXES)
    assert raised.value.extra["parameter"] == "p"
    assert raised.value.extra["expected"] == f"{XSD}{datatype}"
    assert raised.value.advice


@pytest.mark.parametrize("text", ["e:port", "https://example.org/id/port", "<https://example.org/id/port>"])
def test_a_resource_is_named_by_prefixed_name_or_iri(text: str) -> None:
    """With or without angle brackets."""
    assert term(Parameter("p", (PORT,), NamedNode("https://example.org/Port")), text, PREFIXES) == PORT


@pytest.mark.parametrize("text", ["port", "http://exa mple", "<>", "", "x:<y>"])
def test_what_names_no_resource_is_an_error(text: str) -> None:
    """A name without a prefix or scheme, or characters that no IRI has."""
    with pytest.raises(BadRequest):
        term(Parameter("p", (PORT,)), text, PREFIXES)


def test_a_text_takes_the_language_of_the_default() -> None:
    """A label is compared with its language."""
    default = Literal("lit", language="en")
    assert term(Parameter("p", (default,)), "dark", PREFIXES) == Literal("dark", language="en")


def test_a_missing_or_empty_value_is_left_to_its_default() -> None:
    """A form sends empty fields; that is never an error."""
    assert arguments([typed("integer")], {"p": ["", " "]}, PREFIXES) == {}
    assert arguments([typed("integer")], {}, PREFIXES) == {}


def test_several_values_are_several_terms() -> None:
    """A parameter that is repeated asks for all of them."""
    values = arguments([typed("integer")], {"p": ["1930", "1990"]}, PREFIXES)
    assert [each.value for each in values["p"]] == ["1930", "1990"]


def test_an_unknown_parameter_is_an_error_that_names_those_there_are() -> None:
    """A slip must not get the answer to another question."""
    with pytest.raises(BadRequest) as raised:
        arguments([typed("integer")], {"q": ["1"]}, PREFIXES)
    assert raised.value.extra["parameter"] == "q"
    assert "p" in raised.value.advice


@given(st.text(), st.sampled_from([typed("string", Literal("a")), Parameter("p", (PORT,)), typed("integer")]))
def test_no_value_leaves_its_term(text: str, parameter: Parameter) -> None:
    """Whatever is given, the query that it is bound into has that one value for its parameter."""
    with suppress(BadRequest):
        values = arguments([parameter], {"p": [text]}, PREFIXES)
        bound = bind("SELECT * WHERE { VALUES ?p { 1 } ?s ?q ?p }", values)
        (found,) = parameters(bound)
        assert found.defaults == values.get("p", (Literal(1),))
