"""The query library over HTTP: its index and search, and each query as a page, as data and as text."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from werkzeug.test import TestResponse

from horgos.formats import ROW_FORMATS, Format
from horgos.site import Site

BROWSER = {"Accept": "text/html"}
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture
def lit(tiny: Site) -> str:
    """The address of the query of the tiny graph."""
    (query,) = tiny.queries
    return f"/queries/{query.topic}/{query.slug}"


def page(client: FlaskClient, address: str, **headers: str) -> str:
    """A page that is there."""
    response = client.get(address, headers={**BROWSER, **headers})
    assert response.status_code == 200
    return response.text


def problem(response: TestResponse) -> dict[str, str]:
    """The problem details of a request that was wrong."""
    assert response.status_code == 400
    found: dict[str, str] = response.get_json(force=True)
    return found


def test_the_library_lists_every_question_by_topic(horgos: FlaskClient, real: Site) -> None:
    """Each leads to its page; topics are called as the graph calls them."""
    text = page(horgos, "/queries")
    for query in real.queries:
        assert f'href="/queries/{query.topic}/{query.slug}"' in text
    assert "说法分歧" in page(horgos, "/queries?lang=zh")


@pytest.mark.parametrize("words", ["verdict disagreement", "VERDICT", "判定"])
def test_the_library_is_searched_by_words_of_title_question_and_keywords(
    horgos: FlaskClient, words: str
) -> None:
    """All of them have to be there, in any language, whatever their case."""
    text = page(horgos, f"/queries?q={words}")
    found = set(re.findall(r'<li><a href="/queries/([^"?]*)', text))
    assert 0 < len(found) < 20


def test_a_search_that_finds_nothing_says_so(client: FlaskClient) -> None:
    """With how many there are, and the way back to all of them."""
    text = page(client, "/queries?q=nothing-like-this")
    assert "0 of 1 queries" in text


def test_a_query_page_has_question_answer_text_and_formats(client: FlaskClient, lit: str) -> None:
    """Without any parameter: the defaults of the file."""
    text = page(client, lit)
    assert "When was the light lit, and who says so?" in text
    assert "The keeper&#39;s logbook" in text
    assert "VALUES ?status" in re.sub("<.*?>", "", text)
    for name in ("rq", "json", "csv", "tsv", "xml", "ttl", "jsonld"):
        assert f'href="{lit}.{name}"' in text


def test_a_query_page_takes_the_values_of_its_parameters(client: FlaskClient, lit: str) -> None:
    """The answer is another one, and everything on the page that leads on carries the value."""
    text = page(client, f"{lit}?status=dark")
    assert 'value="dark"' in text
    assert f'href="{lit}.csv?status=dark"' in text
    assert "since February\u00a01903" in text
    assert "since February\u00a01903" not in page(client, lit)


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda each: each.name)
def test_the_answer_comes_in_every_format_by_address(client: FlaskClient, lit: str, format_: Format) -> None:
    """As the endpoint sends it, whatever Accept says."""
    response = client.get(f"{lit}.{format_.name}?status=", headers={"Accept": "image/png"})
    assert (response.status_code, response.mimetype) == (200, format_.media_type)
    assert response.headers["ETag"]


def test_the_text_has_the_values_bound_as_terms(client: FlaskClient, lit: str) -> None:
    """A quotation mark in a value stays in its literal."""
    response = client.get(f"{lit}.rq", query_string={"status": '"} # {'})
    assert response.mimetype == "application/sparql-query"
    assert 'VALUES ?status { "\\"} # {"@en }' in response.text


@pytest.mark.parametrize("extension", ["ttl", "jsonld"])
def test_a_query_is_described_as_an_executable_of_shacl(
    client: FlaskClient, tiny: Site, lit: str, extension: str
) -> None:
    """Its text as it stands in the file, its question in each language, its parameters with defaults."""
    response = client.get(f"{lit}.{extension}")
    format_ = RdfFormat.TURTLE if extension == "ttl" else RdfFormat.JSON_LD
    triples = {quad.triple for quad in parse(response.data, format_)}
    objects = {(triple.predicate.value, triple.object) for triple in triples}
    (query,) = tiny.queries
    assert (f"{SH}select", Literal(query.text)) in objects
    assert (f"{SH}defaultValue", Literal("lit", language="en")) in objects
    assert (f"{SH}name", Literal("status")) in objects
    kinds = {triple.object for triple in triples if triple.predicate.value.endswith("#type")}
    assert {NamedNode(f"{SH}SPARQLExecutable"), NamedNode(f"{SH}Parameter")} <= kinds
    question = Literal("When was the light lit, and who says so?", language="en")
    assert ("http://www.w3.org/2000/01/rdf-schema#comment", question) in objects


@pytest.mark.parametrize("extension", ["", ".csv", ".rq"])
def test_a_value_of_another_type_is_an_error_that_names_parameter_and_type(
    horgos: FlaskClient, extension: str
) -> None:
    """400, for programs as problem details."""
    told = problem(horgos.get(f"/queries/history/status-in-year{extension}?year=MCMLXXV"))
    assert (told["parameter"], told["expected"].endswith("#integer")) == ("year", True)
    assert "whole number" in told["detail"]


def test_an_error_of_a_value_stands_on_the_page_beside_its_field(horgos: FlaskClient) -> None:
    """The form can be mended and sent again."""
    response = horgos.get("/queries/history/status-in-year?year=MCMLXXV", headers=BROWSER)
    assert response.status_code == 400
    assert "whole number" in response.text
    assert re.search(r'name="year" value="MCMLXXV"[^>]*aria-invalid="true"', response.text)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_parameter_that_a_query_does_not_have_is_an_error(client: FlaskClient, lit: str) -> None:
    """A slip in its name must not get the answer for the default."""
    assert problem(client.get(f"{lit}.json?statsu=dark"))["parameter"] == "statsu"


def test_a_class_makes_a_list_of_its_things_by_label(horgos: FlaskClient) -> None:
    """Narrower classes count; a concept has the others of its list; what is not there is named by IRI."""
    text = page(horgos, "/queries/statistics/figure-in-year")
    assert re.search(r'<option value="v:passenger-growth" selected>', text)
    assert '<optgroup label="' in text
    kinds = page(horgos, "/queries/disagreement/by-verdict").partition("<select")[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)"', kinds) == ["v:consistent", "v:decided", "v:undecided"]
    assert 'name="verdict.iri"' in page(horgos, "/queries/disagreement/by-verdict")


def test_a_resource_that_is_named_by_its_iri_counts_before_the_list(horgos: FlaskClient) -> None:
    """As a form without scripts sends both."""
    query = {"verdict": "v:decided", "verdict.iri": "https://w3id.org/horgos/vocab/consistent"}
    text = horgos.get("/queries/disagreement/by-verdict.rq", query_string=query).text
    assert "VALUES ?verdict { <https://w3id.org/horgos/vocab/consistent> }" in text


def test_resources_in_an_answer_are_shown_by_label_and_passages_as_evidence(horgos: FlaskClient) -> None:
    """In the reader's language, with their signs; columns that repeat them are left out, and that is said."""
    text = page(horgos, "/queries/history/status-in-year?lang=zh").partition('id="answer"')[2]
    assert '<span class="evidence sign-passage"><a href="/page/source/atlas-1962?lang=zh">' in text
    assert "地图集" in text
    assert 'class="cut"' in text.partition("</section>")[0]


def test_a_thing_stands_once_in_a_row_where_its_label_would(horgos: FlaskClient) -> None:
    """A column of labels gives its place to the column of the things that are shown by them."""
    text = page(horgos, "/queries/geography/positions").partition('id="answer"')[2].partition("</section>")[0]
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)[:2] == ["thing", "position"]
    assert text.count('<bdi lang="en">Alashankou<') == 1


@pytest.mark.parametrize(("language", "head"), [("en", "relative to"), ("zh", "参照地")])
def test_what_something_is_near_to_is_not_called_where_it_starts(
    horgos: FlaskClient, language: str, head: str
) -> None:
    """The border, the city or the place itself: a distance may be from it, a thing may be in it."""
    text = page(horgos, f"/queries/geography/within-km?lang={language}").partition('id="answer"')[2]
    assert head in re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)


def test_a_head_does_not_say_what_its_cells_say(horgos: FlaskClient) -> None:
    """That most of those who fled were Kazaks is told in the cell; the head says that it is of a part."""
    text = page(horgos, "/queries/history/flight-after-incident").partition('id="answer"')[2]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)
    assert ("part" in heads, any("most" in head for head in heads)) == (True, False)
    assert "Ethnic Kazaks among those who fled: most" in text


def test_labels_are_in_the_language_of_the_page_and_of_what_it_leads_to(horgos: FlaskClient) -> None:
    """Its answer, its text and its downloads; an address of data is in English unless it says otherwise."""
    address = "/queries/history/status-in-year"
    for text in (page(horgos, f"{address}?lang=zh"), page(horgos, address, **{"Accept-Language": "zh"})):
        assert "关闭</bdi>" in text
        assert 'VALUES ?lang { "zh" }' in re.sub("<.*?>", "", text)
        assert f'href="{address}.csv?lang=zh"' in text
        assert 'name="lang" value="en"' not in text
    assert f'href="{address}.csv"' in page(horgos, address)
    data = {lang: horgos.get(f"{address}.csv{lang}").text for lang in ("", "?lang=en", "?lang=zh")}
    assert data[""] == data["?lang=en"]
    assert ("关闭" in data["?lang=zh"], "关闭" in data[""]) == (True, False)
    assert 'VALUES ?lang { "zh" }' in horgos.get(f"{address}.rq?lang=zh").text
    assert problem(horgos.get(f"{address}.csv?lang=tlh"))["parameter"] == "lang"


def test_a_place_that_is_part_of_another_is_no_passage(horgos: FlaskClient) -> None:
    """Marks of evidence stand with those who say something, and nothing else."""
    cells = page(horgos, "/queries/geography/positions").partition('id="answer"')[2]
    assert re.search(r'<td[^>]*><a href="/page/horgos-port">', cells)
    assert 'class="evidence sign-editors"><a href="/page/graph/editorial">' in cells


def test_a_time_stays_where_a_passage_is_called_by_the_same_year(horgos: FlaskClient) -> None:
    """Only a name repeats a name: “1881” is the heading of an entry, and the time of what it tells."""
    for address in ("agreements/events-under", "transport/joined-in-opening-year"):
        text = page(horgos, f"/queries/{address}").partition('id="answer"')[2].partition("</section>")[0]
        heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)
        assert {"when", "year"} & {*heads}
        assert "locator" not in heads


def test_a_year_beside_a_time_within_it_is_left_out(horgos: FlaskClient) -> None:
    """Where each time of an answer lies within the year beside it, the years say nothing more."""
    text = page(horgos, "/queries/agreements/signed-when").partition('class="cut"')[2].partition("</p>")[0]
    assert " year," in text


def test_no_column_is_left_out_whose_head_is_shown(horgos: FlaskClient) -> None:
    """The labels of a thing are there, in its own column."""
    text = page(horgos, "/queries/agreements/signed-when").partition('class="cut"')[2].partition("</p>")[0]
    assert "document, locator." in text
    assert "agreement" not in text


def test_thousands_are_parted_where_no_year_is(horgos: FlaskClient) -> None:
    """The name of a column tells whether it has years."""
    text = page(horgos, "/queries/statistics/between-counts")
    assert "<bdi>33,000</bdi>" in text
    assert "<bdi>7,000</bdi>" in text
    assert "<bdi>1840</bdi>" in page(horgos, "/queries/history/events-by-span")
    text = page(horgos, "/queries/statistics/figures-of-indicator?indicator=v:trains")
    assert ("<bdi>8,730</bdi>" in text, "<bdi>8730</bdi>" in text) == (True, False)


def test_a_resource_that_the_list_does_not_have_is_what_it_shows(horgos: FlaskClient) -> None:
    """Else a list would show the first of its resources, which was not asked for."""
    text = page(horgos, "/queries/provenance/passages-of-claim?claim=c:nosuch")
    assert re.findall(r'<option value="([^"]*)" selected>', text) == ["c:nosuch"]


def test_a_resource_that_the_graph_does_not_have_is_told(horgos: FlaskClient) -> None:
    """With the parameter that it is given for, and where to find what is meant; as data nothing is wrong."""
    text = page(horgos, "/queries/provenance/passages-of-claim?claim=c:nosuch")
    answer = re.sub(r"\s+", " ", text.partition('id="answer"')[2])
    assert (
        'knows nothing of <code>c:nosuch</code>, which is given for the parameter <a href="#p-claim">'
        in answer
    )
    assert 'The list above has what it knows; or <a href="/search?q=nosuch">' in answer
    assert "Nothing in the graph fits" not in text
    assert horgos.get("/queries/provenance/passages-of-claim.csv?claim=c:nosuch").text.count("\n") == 1


def test_a_resource_that_only_does_not_fit_is_not_called_unknown(horgos: FlaskClient) -> None:
    """The graph has it."""
    text = page(horgos, "/queries/provenance/passages-of-claim?claim=e:horgos-port")
    assert ("Nothing in the graph fits" in text, "knows nothing" in text) == (True, False)


def test_a_share_of_one_is_a_percentage(horgos: FlaskClient) -> None:
    """On the page; the formats have the number of the graph."""
    address = "/queries/ownership/all-stakes"
    assert "<bdi>49\u00a0%</bdi>" in page(horgos, address)
    assert "<bdi>49%</bdi>" in page(horgos, f"{address}?lang=zh")
    assert ",0.49," in horgos.get(f"{address}.csv").text


@pytest.mark.parametrize(("language", "word"), [("en", "yes"), ("zh", "是")])
def test_true_and_false_are_told_in_words(horgos: FlaskClient, language: str, word: str) -> None:
    """In the language of the page, in an answer and on the page of a graph."""
    tag = ' lang="zh-hans"' if language == "zh" else ""
    text = page(horgos, f"/queries/geography/things-in?lang={language}")
    assert f'class="boolean"><bdi{tag}>{word}</bdi></td>' in text
    text = page(horgos, f"/page/graph/vocabulary?lang={language}")
    assert (f">{word}</bdi>" in text, ">true</bdi>" in text) == (True, False)


def test_a_language_is_told_by_its_name(horgos: FlaskClient) -> None:
    """A tag is for machines, which have it in the other formats."""
    text = page(horgos, "/queries/names/names-of-thing?lang=zh")
    assert ">英语</bdi>" in text.partition("<tbody>")[2]
    assert ">en<" not in text.partition("<tbody>")[2].partition("</table>")[0]


def test_a_passage_is_offered_after_its_document(horgos: FlaskClient) -> None:
    """As its heading alone says little."""
    assert ">地图集，1864</option>" in page(horgos, "/queries/provenance/passage-carries?lang=zh")


def test_a_clause_of_a_chinese_title_stays_in_one_line_where_it_finds_room(horgos: FlaskClient) -> None:
    """Another is broken anywhere, but no line begins with a question mark."""
    title = page(horgos, "/queries/agreements/restored-sovereignty?lang=zh").partition("<h1")[2]
    assert (
        '<span class="tied">权？</span></span><span class="clause">授予了什么权<span class="tied">利？</span>'
        in title
    )


def test_what_stands_in_brackets_in_a_chinese_title_stays_together(horgos: FlaskClient) -> None:
    """No line ends in the middle of it."""
    title = page(horgos, "/queries/history/in-month?lang=zh").partition("<h1")[2]
    assert (
        '<span class="clause"><span class="tied">（不</span>论哪一<span class="tied">年）</span></span>'
        in title
    )


def test_a_year_in_an_answer_is_no_thousand(horgos: FlaskClient) -> None:
    """Four digits are not parted."""
    text = page(horgos, "/queries/history/status-in-year")
    assert "<bdi>1975</bdi>" in text
    assert "1,975" not in text


@pytest.mark.parametrize("address", ["/queries/none/none", "/queries/light/none.csv", "{lit}.none", "{lit}."])
def test_a_query_or_a_format_that_there_is_not_is_not_found(
    client: FlaskClient, lit: str, address: str
) -> None:
    """404, with the way to all of them."""
    response = client.get(address.format(lit=lit), headers=BROWSER)
    assert response.status_code == 404
    assert "/queries" in response.text


def test_a_page_that_is_known_is_not_sent_again_unless_the_values_differ(
    client: FlaskClient, lit: str
) -> None:
    """Its tag depends on them."""
    tag = client.get(lit, headers=BROWSER).headers["ETag"]
    again = client.get(lit, headers={**BROWSER, "If-None-Match": tag})
    other = client.get(f"{lit}?status=dark", headers={**BROWSER, "If-None-Match": tag})
    assert (again.status_code, other.status_code) == (304, 200)


def test_the_query_page_leads_to_the_library(client: FlaskClient, lit: str) -> None:
    """Its examples are the pages of the queries."""
    text = page(client, "/sparql")
    assert f'href="{lit}"' in text
    assert 'href="/queries"' in text
