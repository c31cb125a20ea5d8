"""The laws of reading a request and of choosing a format, on whatever bytes a client may send."""

from __future__ import annotations

import contextlib
from urllib.parse import quote_from_bytes

from hypothesis import example, given, settings
from hypothesis import strategies as st

from horgos.errors import BadRequest, HorgosError, NotAcceptable
from horgos.formats import FORMATS, GRAPH_FORMATS, ROW_FORMATS
from horgos.web.negotiate import (
    HTML,
    PARAMETERS,
    choose,
    choose_results,
    parse_accept,
    prefers_page,
    wanted_format,
)
from horgos.web.protocol import DIRECT, FORM, METHODS, SparqlRequest, read

EXAMPLES = settings.default.max_examples
OFFERS = (*GRAPH_FORMATS, HTML)

headers = st.dictionaries(
    st.sampled_from(["Content-Type", "Content-Encoding", "Content-Length", "Accept"]),
    st.text(st.characters(max_codepoint=255)) | st.sampled_from([FORM, DIRECT, f"{FORM}; charset=utf-8"]),
)
names = st.sampled_from(
    [b"query", b"default-graph-uri", b"named-graph-uri", b"timeout", b"format", b"update", b"x"]
)
values = st.binary(max_size=20) | st.sampled_from(
    [b"ASK{}", b"urn:x", b"1", b"json", b"%41", b"%", b"%FF", b""]
)
forms = st.lists(st.tuples(names, values), max_size=5).map(
    lambda pairs: b"&".join(name + b"=" + value for name, value in pairs)
)
anything = st.binary() | forms
media_types = st.sampled_from([type_ for format_ in FORMATS for type_ in format_.media_types] + ["text/html"])
ranges = st.sampled_from(["*/*", "text/*", "application/*", "image/png"]) | media_types
weights = st.integers(0, 1000).map(lambda weight: f"{weight / 1000:.3f}")
accepts = st.lists(st.tuples(ranges, weights).map(";q=".join), min_size=1, max_size=6)


def outcome(method: str, query_string: bytes, fields: dict[str, str], body: bytes) -> SparqlRequest | str:
    """What came of reading a request: it, or the error with its status and detail."""
    try:
        return read(method, query_string, fields, body)
    except HorgosError as error:
        return f"{error.status} {error.detail}"


def first_that_is_no_text(raw: bytes) -> int:
    """The place of the first byte that UTF-8 does not allow, from 1; 0 for none."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


@settings(max_examples=2 * EXAMPLES)
@given(st.sampled_from(METHODS) | st.text(), anything, headers, anything)
@example("POST", b"", {"Content-Type": ";" * 9999}, b"")
@example("POST", b"", {"Content-Type": f'{DIRECT}; charset="'}, b"ASK {}")
@example("POST", b"", {"Content-Type": f"{DIRECT}; charset*=utf-8''%FF"}, b"ASK {}")
@example("GET", b"query=ASK%7B%7D&timeout=" + b"9" * 5000, {}, b"")
def test_whatever_comes_is_read_or_refused(
    method: str, query_string: bytes, fields: dict[str, str], body: bytes
) -> None:
    """Any method, bytes in the address, headers and body: a request, or an error below 500 that says why."""
    found = outcome(method, query_string, fields, body)
    if isinstance(found, str):
        assert found.startswith("4")
        assert found.endswith(".")
    else:
        assert method in METHODS
        assert found.timeout is None or found.timeout > 0
        assert len(set(found.default_graphs)) == len(found.default_graphs)


@settings(max_examples=EXAMPLES)
@given(forms, anything)
def test_only_a_post_has_a_body(query_string: bytes, body: bytes) -> None:
    """SPARQL 1.1 Protocol, 2.1.1: what comes with a GET beside its address means nothing."""
    assert outcome("GET", query_string, {"Content-Type": FORM}, body) == outcome("GET", query_string, {}, b"")


@settings(max_examples=EXAMPLES)
@given(st.text(st.characters(exclude_categories=["Cs"])), forms)
def test_the_ways_to_send_a_query_mean_the_same(query: str, others: bytes) -> None:
    """2.1.1 to 2.1.3: address, form and body, with the other parameters in the address or in the form."""
    encoded = b"query=" + quote_from_bytes(query.encode(), safe="").encode()
    form = {"Content-Type": FORM}
    posted = outcome("POST", b"", form, encoded + b"&" + others)
    divided = outcome("POST", others, form, encoded)
    got = outcome("GET", encoded + b"&" + others, {}, b"")
    if isinstance(got, SparqlRequest):
        assert got == posted == divided
        direct = outcome("POST", others, {"Content-Type": DIRECT}, query.encode())
        assert direct == got or query.startswith("\ufeff")
    else:
        assert not isinstance(posted, SparqlRequest)
        assert not isinstance(divided, SparqlRequest)


@settings(max_examples=EXAMPLES)
@given(st.binary(min_size=1))
def test_bytes_are_decoded_once_or_not_at_all(raw: bytes) -> None:
    """Every byte percent-encoded: the text comes back as it was, or is refused; nothing is replaced."""
    found = outcome("GET", b"query=" + b"".join(b"%%%02X" % byte for byte in raw), {}, b"")
    if place := first_that_is_no_text(raw):
        assert isinstance(found, str)
        assert f"at byte {place} " in found
    else:
        assert found == SparqlRequest(raw.decode("utf-8"))


@settings(max_examples=EXAMPLES)
@given(accepts)
def test_the_order_of_a_header_does_not_matter(parts: list[str]) -> None:
    """RFC 9110, 12.5.1: quality and specificity decide, and then the order in which the server offers.

    A range that stands there twice with two qualities has no meaning of its own, so that it counts once here.
    """
    unique = list({part.partition(";")[0]: part for part in parts}.values())
    assert preferred(", ".join(unique)) == preferred(", ".join(unique[::-1]))


@settings(max_examples=EXAMPLES)
@given(accepts, st.sampled_from(["image/png", "audio/*;q=0.3", "x", ";;", "a/b;c", "text/"]))
def test_a_wish_for_something_else_changes_nothing(parts: list[str], other: str) -> None:
    """What is not on offer, or no media range, neither brings a format nor takes one away."""
    assert preferred(", ".join(parts)) == preferred(", ".join([*parts, other]))


@settings(max_examples=EXAMPLES)
@given(accepts)
def test_what_is_chosen_was_accepted(parts: list[str]) -> None:
    """What goes out fits a range that is not excluded; where none excludes and one fits, something does."""
    ranges, chosen = parse_accept(", ".join(parts)), preferred(", ".join(parts))
    assert len(ranges) == len(parts)
    if chosen:
        assert any(range_.fits(chosen) and range_.quality for range_ in ranges)
    elif all(range_.quality for range_ in ranges):
        assert not any(range_.fits(offer.media_types[0]) for range_ in ranges for offer in OFFERS)


def preferred(header: str) -> str | None:
    """The media type that is chosen among graphs and a page; None for none."""
    try:
        return choose(OFFERS, header).media_type
    except NotAcceptable:
        return None


@settings(max_examples=EXAMPLES)
@given(st.text(st.characters(max_codepoint=255)), st.none() | st.text())
def test_a_page_is_never_preferred_where_there_is_none(accept: str, wanted: str | None) -> None:
    """Whatever is sent, the functions agree: a page or formats, and otherwise NotAcceptable, nothing else."""
    if prefers_page(accept, wanted):
        assert choose((*ROW_FORMATS, *GRAPH_FORMATS, HTML), accept, wanted).offer is HTML
    with contextlib.suppress(NotAcceptable):
        assert any(choose_results(accept, wanted))


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS, "query"]), st.text()), max_size=6))
def test_any_values_of_format_are_one_wish_none_or_an_error(given: list[tuple[str, str]]) -> None:
    """A value that was sent comes back, or names the clash; nothing is made up."""
    try:
        wanted = wanted_format(given)
    except BadRequest:
        assert sum(name in PARAMETERS for name, _ in given) >= 1
        return
    sent = [part.strip() for name, value in given if name in PARAMETERS for part in value.split(",")]
    assert wanted in sent if wanted else not any(sent)
