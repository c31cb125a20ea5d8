"""The one table of formats."""

from __future__ import annotations

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from horgos.formats import BY_NAME, FORMATS, GRAPH_FORMATS, ROW_FORMATS, Format, Kind

by_name = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)


def test_names_are_unique() -> None:
    """`?format=` has one answer."""
    assert len(BY_NAME) == len(FORMATS)


@pytest.mark.parametrize("table", [ROW_FORMATS, GRAPH_FORMATS], ids=["rows", "graphs"])
def test_media_types_are_unique_among_results_of_one_kind(table: tuple[Format, ...]) -> None:
    """Accept has one answer for rows, and one for graphs."""
    types = [media_type for format_ in table for media_type in format_.media_types]
    assert len(types) == len(set(types))


@by_name
def test_registered_media_type_is_the_one_the_engine_knows(format_: Format) -> None:
    """A second list, kept by other people, agrees on media type and extension."""
    reader = QueryResultsFormat if format_.kind is Kind.ROWS else RdfFormat
    assert reader.from_media_type(format_.media_type) == format_.oxigraph
    assert format_.oxigraph.media_type.partition(";")[0] == format_.media_type


@by_name
def test_kind_is_what_the_format_can_carry(format_: Format) -> None:
    """Rows, one graph, or named graphs."""
    if isinstance(format_.oxigraph, RdfFormat):
        assert format_.oxigraph.supports_datasets == (format_.kind is Kind.DATASET)
    else:
        assert format_.kind is Kind.ROWS


@by_name
def test_text_formats_name_their_encoding(format_: Format) -> None:
    """text/* without a charset is taken for something else by old clients (RFC 6657)."""
    assert ("charset=utf-8" in format_.content_type) == format_.media_type.startswith("text/")


@by_name
def test_media_types_are_lower_case_without_parameters(format_: Format) -> None:
    """Negotiation compares them as they stand."""
    for media_type in format_.media_types:
        assert media_type == media_type.lower().partition(";")[0].strip()
