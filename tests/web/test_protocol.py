"""The query operation of the SPARQL 1.1 Protocol, as far as it is reading bytes (2.1)."""

from __future__ import annotations

from urllib.parse import quote, quote_plus, unquote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.errors import BadRequest, HorgosError, MethodNotAllowed, QueryRefused, UnsupportedMediaType
from horgos.web.protocol import DIRECT, FORM, SparqlRequest, parameters, read

ASK = "ASK {}"
GRAPH, OTHER = "http://example.org/a", "http://example.org/b"


def get(query_string: str | bytes) -> SparqlRequest:
    """Read a GET."""
    raw = query_string if isinstance(query_string, bytes) else query_string.encode()
    return read("GET", raw, {}, b"")


def post(
    body: bytes | str, content_type: str = FORM, query_string: bytes = b"", **headers: str
) -> SparqlRequest:
    """Read a POST."""
    raw = body if isinstance(body, bytes) else body.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read("POST", query_string, {"Content-Type": content_type, **named}, raw)


def test_get_has_the_query_in_the_address() -> None:
    """2.1.1: GET, the parameters percent-encoded in the query string."""
    assert get(f"query={quote(ASK)}") == SparqlRequest(ASK)


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_post_has_the_query_in_a_form(content_type: str) -> None:
    """2.1.2: POST, application/x-www-form-urlencoded."""
    assert post(urlencode({"query": ASK}), content_type) == SparqlRequest(ASK)


@pytest.mark.parametrize("content_type", [DIRECT, f"{DIRECT};charset=utf-8", DIRECT.upper()])
def test_post_is_the_query_itself(content_type: str) -> None:
    """2.1.3: POST, application/sparql-query: the body is the query, nothing in it is decoded as a form."""
    assert post("ASK { <http://example.org/a+b%20c> ?p ?o }", content_type).query == (
        "ASK { <http://example.org/a+b%20c> ?p ?o }"
    )


def test_a_direct_post_has_its_other_parameters_in_the_address() -> None:
    """2.1.3: the dataset of a direct POST stands in the query string."""
    request = post(ASK, DIRECT, urlencode({"default-graph-uri": GRAPH, "timeout": 2}).encode())
    assert request == SparqlRequest(ASK, (GRAPH,), (), 2.0)


def test_the_dataset_may_have_several_graphs_of_each_kind() -> None:
    """2.1.4: default-graph-uri and named-graph-uri may each be repeated."""
    query = urlencode(
        [("named-graph-uri", GRAPH), ("query", ASK), ("default-graph-uri", GRAPH), ("named-graph-uri", OTHER)]
    )
    assert get(query) == post(query) == SparqlRequest(ASK, (GRAPH,), (GRAPH, OTHER))


def test_a_graph_given_twice_counts_once() -> None:
    """A dataset is a set: naming a graph again does not double its triples."""
    assert get(urlencode([("query", ASK), *[("default-graph-uri", GRAPH)] * 2])).default_graphs == (GRAPH,)


@pytest.mark.parametrize("value", ["graph", "http://example.org/<>", "http://exa mple.org/"])
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_no_iri_is_an_error(name: str, value: str) -> None:
    """The error names the parameter and shows the value."""
    with pytest.raises(BadRequest, match=name) as caught:
        get(urlencode({"query": ASK, name: value}))
    assert caught.value.extra["parameter"] == name


def test_get_without_a_query_asks_for_the_service_description() -> None:
    """SPARQL 1.1 Service Description, 2: the endpoint itself, dereferenced; `format=` may go with it."""
    assert get("") == SparqlRequest(None)
    assert get("format=nt&").format == "nt"


def test_a_dataset_without_a_query_is_an_error() -> None:
    """A graph to query and no query: something got lost on the way."""
    with pytest.raises(BadRequest, match="query is missing"):
        get(urlencode({"default-graph-uri": GRAPH}))


@pytest.mark.parametrize("body", ["", "format=json", "Query=ASK"])
def test_post_without_a_query_is_an_error(body: str) -> None:
    """2.1: exactly one query; names of parameters are case-sensitive."""
    with pytest.raises(BadRequest, match="query is missing"):
        post(body)


def test_an_empty_query_is_a_query() -> None:
    """`query=` is there, once; that it is no SPARQL is for the parser to say."""
    assert get("query=").query == ""


@pytest.mark.parametrize(
    "twice",
    [
        lambda: get("query=ASK{}&query=ASK{}"),
        lambda: post("query=ASK{}&query=ASK{}"),
        lambda: post("query=ASK{}", FORM, b"query=ASK{}"),
        lambda: post("ASK {}", DIRECT, b"query=ASK{}"),
    ],
    ids=["get", "form", "form-and-address", "direct-and-address"],
)
def test_two_queries_are_an_error(twice) -> None:
    """2.1: exactly one query, wherever they stand; the same text twice is two as well."""
    with pytest.raises(BadRequest, match="query is given 2 times"):
        twice()


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "multipart/form-data; boundary=x", "application/json"]
)
def test_a_body_of_another_type_is_refused_with_the_types_that_are_read(content_type: str) -> None:
    """2.1.2, 2.1.3: a POST has one of two media types, and has to say which."""
    with pytest.raises(UnsupportedMediaType) as caught:
        post(urlencode({"query": ASK}), content_type)
    assert caught.value.extra["choices"] == [FORM, DIRECT]


@pytest.mark.parametrize("content_type", [FORM, DIRECT])
def test_a_body_in_another_encoding_is_refused(content_type: str) -> None:
    """SPARQL is UTF-8 (its media type has no other); a body that says UTF-16 is not guessed at."""
    with pytest.raises(UnsupportedMediaType, match="utf-16"):
        post(ASK.encode("utf-16"), f"{content_type}; charset=UTF-16")


def test_a_compressed_body_is_refused() -> None:
    """A Content-Encoding is not undone here (RFC 9110, 15.5.16), and so not read as if it were text."""
    with pytest.raises(UnsupportedMediaType, match="gzip"):
        post(ASK, DIRECT, Content_Encoding="gzip")


@pytest.mark.parametrize("update", [lambda: get("update=CLEAR%20ALL"), lambda: post("update=CLEAR+ALL")])
def test_an_update_is_refused_by_name(update) -> None:
    """The dataset is read-only; the answer says so, instead of that a query is missing."""
    with pytest.raises(QueryRefused, match="no updates"):
        update()


def test_a_direct_update_is_refused_by_name() -> None:
    """The media type of updates is refused as what it is."""
    with pytest.raises(UnsupportedMediaType, match="no updates"):
        post("CLEAR ALL", "application/sparql-update")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "get"])
def test_other_methods_are_not_allowed(method: str) -> None:
    """2.1: GET and POST (HEAD and OPTIONS come with them)."""
    with pytest.raises(MethodNotAllowed) as caught:
        read(method, b"query=ASK{}", {}, b"")
    assert caught.value.allow == ("GET", "HEAD", "OPTIONS", "POST")


@pytest.mark.parametrize("raw", [b"query=%", b"query=%4", b"query=ASK%zz", b"query=%25%"])
def test_a_malformed_percent_encoding_names_its_parameter(raw: bytes) -> None:
    """What was cut on its way is not guessed at."""
    for request in (lambda: get(raw), lambda: post(raw)):
        with pytest.raises(BadRequest, match=r"The parameter query in .* at byte") as caught:
            request()
        assert caught.value.extra["parameter"] == "query"


@pytest.mark.parametrize("value", [b"%FF", b"%C3", b"\xe9", b"%ED%A0%80", b"%C0%AF"])
def test_a_value_that_is_not_utf_8_names_its_parameter(value: bytes) -> None:
    """Latin-1, surrogates and over-long forms are not replaced by question marks."""
    for request in (lambda: get(b"query=" + value), lambda: post(b"query=" + value)):
        with pytest.raises(BadRequest, match=r"The parameter query in .* is not UTF-8"):
            request()


def test_a_direct_query_that_is_not_utf_8_is_an_error() -> None:
    """The place is told in bytes, which is what the sender has."""
    with pytest.raises(BadRequest, match="at byte 6"):
        post(b"ASK {\xff}", DIRECT)


def test_a_byte_order_mark_is_no_part_of_the_query() -> None:
    """Editors on Windows write one before the text."""
    assert post(b"\xef\xbb\xbfASK {}", DIRECT).query == ASK


def test_a_form_is_decoded_exactly_once() -> None:
    """`%2525` is `%25` in the query: decoding again would change what was asked."""
    assert get("query=%2525%2B+%26").query == post("query=%2525%2B+%26").query == "%25+ &"


@given(
    st.lists(
        st.sampled_from(["%3D", "=", "\n", "\r\n", "%0A", "%0d", " ", "\t", "_", ".", "x", "%41", "%00"])
    )
)
def test_every_sign_but_plus_and_percent_stands_for_itself(parts: list[str]) -> None:
    """Of the signs that other codings have, none means anything here (RFC 3986, 2.1)."""
    value = "".join(parts)
    assert get(f"query={value}").query == unquote(value)


def test_unescaped_utf_8_in_an_address_is_read() -> None:
    """Some clients do not percent-encode; where the bytes are UTF-8 nothing is unclear."""
    assert get("query=霍尔果斯").query == "霍尔果斯"


@pytest.mark.parametrize(("text", "seconds"), [("5", 5.0), ("0.25", 0.25), ("86400", 86400.0), ("", None)])
def test_timeout_is_seconds(text: str, seconds: float | None) -> None:
    """`timeout=` is a decimal number of seconds; the empty field of a form is none."""
    assert get(f"query=ASK{{}}&timeout={text}").timeout == seconds


@pytest.mark.parametrize(
    "text", ["0", "0.0", "-1", "nan", "inf", "1e3", "1_0", "soon", "5s", "%D9%A5", "1.", ".5"]
)
def test_a_timeout_that_is_no_positive_number_is_an_error(text: str) -> None:
    """A limit that was meant and not understood must not become no limit."""
    with pytest.raises(BadRequest, match="timeout is"):
        get(f"query=ASK{{}}&timeout={text}")


def test_unknown_parameters_are_ignored() -> None:
    """Clients of other endpoints send what those understand."""
    assert get("query=ASK{}&debug=on&should-sponge=&_=1") == SparqlRequest("ASK{}")


names = st.sampled_from(["query", "default-graph-uri", "named-graph-uri", "timeout", "format", "update", "x"])
pieces = st.binary(max_size=12) | st.sampled_from([b"%41", b"%", b"ASK{}", b"urn:x", b"1", b"%FF"])


@settings(max_examples=150)
@given(
    st.sampled_from(["GET", "POST"]),
    st.lists(st.tuples(names, pieces), max_size=4),
    st.sampled_from([FORM, DIRECT, "text/plain", FORM + ";charset=latin-1", '";', "a/b;" * 9]),
    st.binary(max_size=40),
)
def test_anything_is_read_or_refused_with_a_clear_error(
    method: str, pairs: list[tuple[str, bytes]], content_type: str, body: bytes
) -> None:
    """Whatever the bytes, there is a request or an error of the tree with a status below 500."""
    query_string = b"&".join(name.encode() + b"=" + value for name, value in pairs)
    try:
        answer: SparqlRequest | HorgosError = read(method, query_string, {"Content-Type": content_type}, body)
    except HorgosError as error:
        answer = error
    assert isinstance(answer, SparqlRequest) or (400 <= answer.status < 500 and answer.detail)


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([quote, quote_plus]))
def test_any_text_comes_through_any_way_of_sending_it(text: str, encode) -> None:
    """GET, form and direct POST hand the same query on, character for character."""
    encoded = f"query={encode(text, safe='')}".encode()
    assert get(encoded).query == post(encoded).query == text
    assert post(text, DIRECT).query == text.removeprefix("\ufeff")


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
            st.text(st.characters(exclude_categories=["Cs"])),
        )
    )
)
def test_parameters_undo_urlencode(pairs: list[tuple[str, str]]) -> None:
    """What the standard library writes as form data is read back as it was, order and repetition included."""
    assert list(parameters(urlencode(pairs).encode(), "the form")) == pairs
