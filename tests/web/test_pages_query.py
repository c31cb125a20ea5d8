"""The query page: the form, the table of results, and an error with its place."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.engine import Answer
from horgos.formats import BY_NAME
from horgos.pages.queries.results import BOUND, Cell, CodeLine, Results, marked, results
from horgos.pages.reading import Reader
from horgos.site import Site

BROWSER = {"Accept": "text/html"}


def ask(client: FlaskClient, query: str) -> str:
    """The query page with the answer."""
    return client.get(f"/sparql?{urlencode({'query': query})}", headers=BROWSER).text


def answer(site: Site, body: bytes) -> Results:
    """An answer in SPARQL JSON as a page shows it."""
    reader = Reader(site.engine, site.prefixes, site.base)
    return results(Answer("SELECT", BY_NAME["json"], body, None, 0.01), reader)


def test_form_begins_with_an_example(client: FlaskClient) -> None:
    """Without a query there is one to run, and the library is linked by its questions."""
    text = client.get("/sparql", headers=BROWSER).text
    assert "# When was the light lit, and who says so?" in text
    assert text.count("When was the light lit, and who says so?") == 2
    assert "#+" not in text


def test_query_stays_in_the_form(client: FlaskClient) -> None:
    """What was asked can be changed and asked again, whatever characters it has."""
    text = ask(client, 'ASK { ?s ?p "</textarea>&<b>" }')
    assert "&lt;/textarea&gt;&amp;&lt;b&gt;" in text
    assert text.count("</textarea>") == 1


def test_rows_are_a_table_with_links(client: FlaskClient) -> None:
    """Our resources link to their pages, by their labels with the names beside; so do tags and datatypes."""
    text = ask(
        client,
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?thing ?name WHERE { ?thing skos:prefLabel ?name FILTER(LANG(?name) = 'fr') }",
    )
    assert (
        '<td data-column="thing" title="https://example.org/tiny/id/gannet-light">'
        '<a href="/page/gannet-light">'
        '<bdi lang="en">Gannet Rock Light</bdi></a> <code class="short">e:gannet-light</code></td>'
    ) in text
    assert '<bdi lang="fr">Phare du rocher aux fous</bdi> <span class="tag">fr</span>' in text
    assert "3 rows" in text


def test_rows_are_labelled_in_the_language_of_the_reader(horgos: FlaskClient) -> None:
    """As with scripts; a passage comes after its document."""
    query = (
        "SELECT ?passage { ?claim <https://w3id.org/horgos/ns#statedIn> ?passage } ORDER BY ?passage LIMIT 1"
    )
    text = horgos.get(f"/sparql?{urlencode({'query': query, 'lang': 'zh'})}", headers=BROWSER).text
    assert '<bdi lang="zh-hans">地图集</bdi>，<bdi lang="en">' in text


@pytest.mark.parametrize(("query", "said"), [("ASK { ?s ?p ?o }", "Yes"), ("ASK { <urn:x> ?p ?o }", "No")])
def test_ask_is_answered_in_a_word(client: FlaskClient, query: str, said: str) -> None:
    """A boolean is yes or no."""
    assert said in ask(client, query)


def test_no_rows_are_said_to_be_none(client: FlaskClient) -> None:
    """An empty result is told in words, not as an empty table."""
    text = ask(client, "SELECT ?s WHERE { ?s <urn:none> ?o }")
    assert "0 rows" in text
    assert "<table" not in text


def test_a_graph_of_nothing_is_said_to_be_empty(client: FlaskClient) -> None:
    """As no rows are, and not as an empty listing."""
    text = ask(client, "CONSTRUCT { ?s ?p ?o } WHERE { ?s <urn:none> ?o . ?s ?p ?o }")
    assert "Nothing in the graph fits this query." in text
    assert "listing" not in text


def test_construct_is_shown_as_turtle(client: FlaskClient) -> None:
    """A graph is text, with the prefixes of the dataset."""
    text = ask(client, "CONSTRUCT WHERE { <https://example.org/tiny/id/gannet-light> a ?o }")
    assert "e:gannet-light" in text
    assert "hg:Facility" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", ["json", "xml", "csv", "tsv"]),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ["ttl", "nq"]),
        ("ASK { ?s ?p ?o }", ["json", "xml"]),
    ],
)
def test_the_same_result_is_linked_in_other_formats(
    client: FlaskClient, query: str, names: list[str]
) -> None:
    """Every format that can carry the answer, by an address that gives it."""
    text = ask(client, query)
    for name in names:
        address = f"/sparql?{urlencode({'query': query, 'format': name})}"
        assert address.replace("&", "&amp;") in text
        assert client.get(address).content_type.partition(";")[0] == BY_NAME[name].media_type
    assert ("format=csv" in text) is query.startswith("SELECT")


def test_an_error_is_marked_at_its_place(client: FlaskClient) -> None:
    """400, with what is wrong, the line and the column, and the query still in the form."""
    query = "SELECT ?s\nWHERE { ?s ?p ?o"
    response = client.get(f"/sparql?query={quote(query)}", headers=BROWSER)
    assert response.status_code == 400
    assert "not valid SPARQL" in response.text
    assert 'class="wrong" value="2"' in response.text
    assert "line 2, column" in response.text
    assert "SELECT ?s\nWHERE" in response.text


def test_more_rows_than_a_page_holds_are_counted(tiny: Site) -> None:
    """The page shows the first and says how many there are; the other formats have them all."""
    rows = ",".join('{"n":{"type":"literal","value":"1"}}' for _ in range(BOUND + 7))
    shown = answer(tiny, f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{rows}]}}}}'.encode())
    assert (len(shown.rows), shown.total, shown.cut) == (BOUND, BOUND + 7, True)


def test_long_rows_are_fewer_on_a_page(tiny: Site) -> None:
    """A page has a bound of cells too: a thousand columns leave room for five rows."""
    names = ",".join(f'"c{number}"' for number in range(1000))
    shown = answer(
        tiny, f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":[{",".join(["{}"] * 30)}]}}}}'.encode()
    )
    assert (len(shown.rows), shown.total, shown.cut) == (5, 30, True)


def test_of_a_long_query_only_the_lines_near_the_error_are_shown() -> None:
    """Their numbers stay those of the query."""
    shown = marked("\n" * 9999, 5000, 1)
    assert (shown[0].number, shown[-1].number, len(shown)) == (4950, 5050, 101)


def test_cells_of_every_kind(tiny: Site) -> None:
    """IRIs of ours, of the ontology and of elsewhere; literals, numbers, blank nodes, and nothing."""
    values = {
        "ours": '{"type":"uri","value":"https://example.org/tiny/id/x"}',
        "term": '{"type":"uri","value":"https://w3id.org/horgos/ns#about"}',
        "far": '{"type":"uri","value":"https://example.com/y"}',
        "urn": '{"type":"uri","value":"urn:z"}',
        "number": '{"type":"literal","value":"5","datatype":"http://www.w3.org/2001/XMLSchema#integer"}',
        "typed": '{"type":"literal","value":"t","datatype":"urn:t"}',
        "blank": '{"type":"bnode","value":"b"}',
    }
    head = ",".join(f'"{name}"' for name in (*values, "none"))
    row = ",".join(f'"{name}":{value}' for name, value in values.items())
    shown = answer(tiny, f'{{"head":{{"vars":[{head}]}},"results":{{"bindings":[{{{row}}}]}}}}'.encode())
    cells = dict(zip(shown.columns, shown.rows[0], strict=True))
    refs = {name: cell.ref for name, cell in cells.items() if cell.ref}
    assert [*refs] == ["ours", "term", "far", "urn"]
    assert (refs["ours"].short, refs["ours"].page) == ("e:x", "x")
    assert refs["term"].short == "hg:about"
    assert (refs["far"].label.text, refs["far"].outside) == ("https://example.com/y",) * 2
    assert (refs["urn"].label.text, refs["urn"].outside) == ("urn:z", "")
    assert cells["number"] == Cell("literal", "5", number=True)
    assert cells["typed"].datatype == "<urn:t>"
    assert (cells["blank"].kind, cells["none"].kind) == ("blank", "none")


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (2, 3, (CodeLine(1, "ab"), CodeLine(2, "cd", "ef", " g"))),
        (2, 99, (CodeLine(1, "ab"), CodeLine(2, "cdef g", ""))),
        (9, 1, (CodeLine(1, "ab"), CodeLine(2, "cdef g"))),
        (None, None, (CodeLine(1, "ab"), CodeLine(2, "cdef g"))),
    ],
)
def test_the_wrong_line_is_cut_at_its_column(
    line: int | None, column: int | None, expected: tuple[CodeLine, ...]
) -> None:
    """Lines and columns count from 1; a place outside of the text marks nothing."""
    assert marked("ab\ncdef g", line, column) == expected


@settings(max_examples=30)
@given(query=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_breaks_the_page(app: Flask, query: str) -> None:
    """Whatever is sent as a query, a page comes back: an answer, or an error of the sender."""
    response = app.test_client().get(f"/sparql?{urlencode({'query': query})}", headers=BROWSER)
    assert response.status_code in (200, 400)
    assert "</html>" in response.text
