"""Negotiation: from Accept and `format=` to one format (RFC 9110, 12.5.1)."""

from __future__ import annotations

import contextlib
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.errors import BadRequest, NotAcceptable
from horgos.formats import FORMATS, GRAPH_FORMATS, ROW_FORMATS
from horgos.web.negotiate import (
    HTML,
    JSON,
    PARAMETERS,
    TEXT,
    WISHES,
    choose,
    choose_results,
    parse_accept,
    prefers_page,
    wanted_format,
)

BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
)


def rows(accept: str | None, wanted: str | None = None) -> str:
    """The name of the format for rows."""
    return choose(ROW_FORMATS, accept, wanted).offer.name


def graph(accept: str | None, wanted: str | None = None) -> str:
    """The name of the format for graphs."""
    return choose(GRAPH_FORMATS, accept, wanted).offer.name


@pytest.mark.parametrize("accept", [None, "", "*/*", " , ,", "*/*;q=0.1"])
def test_no_wish_gives_json_rows_and_turtle_graphs(accept: str | None) -> None:
    """Without a header, with an empty one and with `*/*`, the server's first format is taken."""
    assert (rows(accept), graph(accept)) == ("json", "ttl")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_every_media_type_of_the_table_is_found_and_goes_out_under_the_name_it_was_asked_by(format_) -> None:
    """A client that accepts an alias only is answered with that alias, not with a type it did not accept."""
    for media_type in format_.media_types:
        offers = ROW_FORMATS if format_ in ROW_FORMATS else GRAPH_FORMATS
        choice = choose(offers, media_type)
        assert (choice.offer, choice.media_type) == (format_, media_type)


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/csv, application/sparql-results+xml;q=0.9", "csv"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.11", "xml"),
        ("application/sparql-results+xml;q=0.9, */*;q=0.1", "xml"),
        ("text/csv;q=0.5, application/sparql-results+xml ; Q=0.6", "xml"),
    ],
)
def test_the_higher_quality_wins(accept: str, name: str) -> None:
    """The quality of a range orders the formats, whatever the order in the header (12.4.2)."""
    assert rows(accept) == name


def test_equal_qualities_go_by_the_order_of_the_server() -> None:
    """On a tie the order of the table of formats decides, not the order in the header."""
    assert rows("text/csv, application/sparql-results+xml") == "xml"


def test_the_most_specific_range_gives_the_quality() -> None:
    """`text/csv` counts for CSV before `text/*` and `*/*`, even where they give more (12.5.1)."""
    assert rows("text/*;q=0.9, text/csv;q=0.1, */*;q=0.5") == "tsv"
    assert rows("*/*;q=0.9, text/*;q=0.1, application/*;q=0.2") == "json"


def test_quality_0_excludes() -> None:
    """A format of quality 0 is not chosen, and a wildcard does not bring it back (12.4.2)."""
    assert rows("application/sparql-results+json;q=0, */*") == "xml"
    with pytest.raises(NotAcceptable):
        rows("text/csv;q=0")


def test_an_alias_is_not_reached_through_a_wildcard() -> None:
    """A client that rules Turtle out is not given it under an older name."""
    with pytest.raises(NotAcceptable):
        graph("text/turtle;q=0, text/*")


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json;charset=utf-8",
        "application/sparql-results+json ; charset=UTF-8 ; q=1.0",
        'application/sparql-results+json;profile="a,b;q=0"',
        "APPLICATION/SPARQL-RESULTS+JSON",
        "application/sparql-results+json;",
        "application/sparql-results+json;q=1;ext=1",
    ],
)
def test_parameters_and_case_of_a_media_type_do_not_matter(accept: str) -> None:
    """Parameters are left aside, commas inside quotes do not split, names are case-insensitive (8.3.1)."""
    assert rows(f"text/csv;q=0.5, {accept}") == "json"


@pytest.mark.parametrize(
    "part", ["*", "text", "/", "*/csv", "text/csv;q=abc", "text/csv;q=2", "text/c v", '"', ";q=1"]
)
def test_a_malformed_part_is_left_out_and_the_rest_counts(part: str) -> None:
    """One bad element does not spoil the others."""
    assert (
        rows(f"{part}, text/tab-separated-values" if part != '"' else f"text/tab-separated-values, {part}")
        == "tsv"
    )


@pytest.mark.parametrize("accept", ["nonsense", "*", "text/csv;q=high"])
def test_a_header_with_nothing_well_formed_counts_as_not_sent(accept: str) -> None:
    """What cannot be read is no wish."""
    assert rows(accept) == "json"


def test_the_wildcard_of_old_java_clients_is_understood() -> None:
    """HttpURLConnection sends `*; q=.2`, which is malformed, and `*/*; q=.2`, whose weight lacks its 0."""
    assert rows("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2") == "json"


def test_a_type_that_is_not_offered_is_not_acceptable_and_the_choices_are_told() -> None:
    """406 tells the media types that are there (15.5.7)."""
    with pytest.raises(NotAcceptable, match="image/png") as caught:
        rows("image/png")
    assert caught.value.choices == tuple(format_.media_type for format_ in ROW_FORMATS)


@pytest.mark.parametrize("accept", BROWSERS)
def test_a_browser_is_shown_a_page(accept: str) -> None:
    """Browsers ask for text/html first, and for XML and anything after it."""
    assert prefers_page(accept)
    assert choose([*GRAPH_FORMATS, HTML], accept).offer is HTML


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json, text/html", "text/turtle, text/html;q=0.9"]
)
def test_a_program_is_not_shown_a_page(accept: str | None) -> None:
    """HTML has to be wanted more than data; no wish at all is no wish for a page."""
    assert not prefers_page(accept)


def test_format_counts_before_accept() -> None:
    """An address with `format=` can be given to a browser, which always accepts HTML."""
    assert rows(BROWSERS[0], "csv") == "csv"
    assert not prefers_page(BROWSERS[0], "csv")
    assert prefers_page("text/csv", "html")


@pytest.mark.parametrize(
    ("wanted", "row", "triples"),
    [
        ("json", "json", "jsonld"),
        ("xml", "xml", "rdf"),
        ("csv", "csv", None),
        ("TSV", "tsv", None),
        ("application/sparql-results+json", "json", None),
        ("application/sparql-results json", "json", None),
        ("srx", "xml", None),
        ("turtle", None, "ttl"),
        ("text/turtle", None, "ttl"),
        ("n-triples", None, "nt"),
        ("ntriples", None, "nt"),
        ("rdf+xml", None, "rdf"),
        ("rdfxml", None, "rdf"),
        ("json-ld", None, "jsonld"),
        ("nquads", None, "nq"),
    ],
)
def test_a_format_has_many_names(wanted: str, row: str | None, triples: str | None) -> None:
    """Short name, extension, title, subtype and media type all name it, with any case and punctuation."""
    formats = choose_results(None, wanted)
    assert (formats.rows and formats.rows.offer.name, formats.graph and formats.graph.offer.name) == (
        row,
        triples,
    )


def test_every_format_answers_to_its_name_extension_and_title() -> None:
    """Nothing in the table of formats is out of reach of `format=`."""
    for offers in (ROW_FORMATS, GRAPH_FORMATS):
        for format_, attribute in product(offers, ("name", "extension", "title", "media_type")):
            assert choose(offers, None, getattr(format_, attribute)).offer is format_


def test_an_unknown_format_is_not_acceptable_and_the_choices_are_told() -> None:
    """`format=` with a value of no format gives 406 with the choices, not a default."""
    with pytest.raises(NotAcceptable, match="format=pdf") as caught:
        choose_results("*/*", "pdf")
    assert set(caught.value.choices) == {format_.media_type for format_ in FORMATS}


def test_one_kind_of_result_may_have_no_format() -> None:
    """Whether a query gives rows is not known before it has run; only a wish that fits neither fails."""
    formats = choose_results("text/turtle")
    assert formats.rows is None
    assert formats.graph is not None
    with pytest.raises(NotAcceptable):
        choose_results("image/png")


def test_the_three_names_of_format_may_agree() -> None:
    """SPARQLWrapper sends format, output and results at once, with one value."""
    assert wanted_format([(name, "json") for name in PARAMETERS]) == "json"
    assert wanted_format([("format", "text/csv"), ("output", "csv"), ("results", "CSV")]) == "text/csv"
    assert wanted_format([("query", "ASK {}"), ("output", "")]) is None


def test_a_list_of_names_is_searched_for_one_that_is_known() -> None:
    """SPARQLWrapper asks for JSON-LD by a list of media types, one of them of its own making."""
    asked = [("format", "application/x-json+ld,application/ld+json"), ("output", "json-ld")]
    assert graph(None, wanted_format(asked)) == "jsonld"
    assert wanted_format([("format", "x-one,x-two")]) == "x-one"


def test_two_formats_are_an_error() -> None:
    """`format=csv&output=json` cannot both be meant."""
    with pytest.raises(BadRequest, match="csv and json"):
        wanted_format([("format", "csv"), ("output", "json")])


def test_documents_are_negotiated_like_formats() -> None:
    """Pages, reports and errors are chosen by the same rules."""
    assert choose([TEXT, JSON], "application/json").content_type == "application/json"
    assert choose([TEXT, JSON], None).content_type == "text/plain; charset=utf-8"


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(max_codepoint=255)) | st.text(alphabet='ax/*;,q=01."\\ \t-'))
def test_no_header_makes_negotiation_fail_otherwise_than_by_not_acceptable(accept: str) -> None:
    """Any header gives a format or NotAcceptable, and every quality is within 0 and 1."""
    assert all(0 <= range_.quality <= 1 for range_ in parse_accept(accept))
    with contextlib.suppress(NotAcceptable):
        assert choose(ROW_FORMATS, accept).offer in ROW_FORMATS


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from([media_type for format_ in ROW_FORMATS for media_type in format_.media_types]),
        st.integers(0, 1000),
        min_size=1,
    )
)
def test_the_choice_has_the_highest_quality_that_was_given(weights: dict[str, int]) -> None:
    """Of the media types that a header names, one of the highest quality is chosen, unless all have 0."""
    header = ", ".join(f"{media_type};q={weight / 1000:.3f}" for media_type, weight in weights.items())
    if any(weights.values()):
        assert weights[choose(ROW_FORMATS, header).media_type] == max(weights.values())
    else:
        with pytest.raises(NotAcceptable):
            choose(ROW_FORMATS, header)


@pytest.mark.parametrize("piece", ['"\\', ";  ", "a/b;", 'a/b;c="', ",", ";a=b", "a/b; ; ; "])
def test_a_long_hostile_header_is_read_in_one_pass(piece: str) -> None:
    """Patterns that make a backtracking parser hang end at once: 64 KiB would otherwise take minutes."""
    assert parse_accept(piece * (65536 // len(piece)) + "!!") is not None


def test_more_wishes_than_a_client_can_mean_are_not_read() -> None:
    """Each is compared with every format, so that a megabyte of them would hold the process for long."""
    assert len(parse_accept("a/b," * 20_000)) == WISHES
    names = ",".join(map(str, range(140_000)))
    assert wanted_format([("format", f"{names},xml")]) == "0"
    assert wanted_format([("format", f"no,xml,{names}")]) == "xml"
