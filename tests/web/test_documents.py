"""The documentation that lies with a graph, as pages."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from conftest import Edit
from horgos.config import Config
from horgos.pages.documents import document
from horgos.site import Site
from horgos.web import create_app


def body(client: FlaskClient, path: str) -> str:
    """A page, whose language the address names."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.text


def test_docs_begins_with_the_readme_of_the_folder(client: FlaskClient) -> None:
    """/docs/ is docs/README.md of the graph, under its own heading."""
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", body(client, "/docs/")) == ["About the light"]


def test_a_link_to_a_document_leads_to_its_page_and_the_heading(client: FlaskClient) -> None:
    """What GitHub calls a heading, the page calls it too; the second of one name ends in -1."""
    assert 'href="/docs/lamp#its-height"' in body(client, "/docs/")
    assert re.findall(r'<h2 id="(.*?)"', body(client, "/docs/lamp")) == ["its-height", "its-height-1"]


def test_a_link_that_names_a_document_is_called_what_the_document_is_called(client: FlaskClient) -> None:
    """A reader of the page has no use for the names of files."""
    assert ">lamp.md<" not in body(client, "/docs/")
    assert re.findall(r'<a href="/docs/lamp">(.*?)</a>', body(client, "/docs/")) == ["The lamp"]


def test_a_value_in_a_table_tells_its_column() -> None:
    """On a phone, rows of a table stand below each other, each value beside the name of its column."""
    shown = document("| a | b |\n| - | - |\n| 1 | 2 |", lambda _: None, str).body
    assert re.findall(r'<td data-column="(.)">(.)<', shown) == [("a", "1"), ("b", "2")]


def test_a_link_to_what_is_not_served_is_plain_text(client: FlaskClient) -> None:
    """No page leads to a file of the checkout, which a server may not have."""
    page = body(client, "/docs/")
    assert "a file elsewhere" in page
    assert "editorial.trig" not in page


def test_documents_name_the_address_of_this_server(client: FlaskClient) -> None:
    """Where a document says 127.0.0.1:8000, the page says where the reader is."""
    page = body(client, "/docs/")
    assert 'href="http://localhost/sparql"' in page
    assert "127.0.0.1:8000" not in page


def test_links_and_commands_of_a_document_are_right_in_a_chosen_language(client: FlaskClient) -> None:
    """The address of this server stays whole in code, and a link to a page leads on in the language."""
    page = body(client, "/docs/?lang=zh")
    assert 'href="http://localhost/sparql?lang=zh"' in page
    assert "/?lang=zhsparql" not in page


def test_a_document_tells_in_which_language_it_is(client: FlaskClient) -> None:
    """The frame is in the reader's language, the document in English, and both say so."""
    page = body(client, "/docs/?lang=zh")
    assert '<html lang="zh-hans">' in page
    assert '<article lang="en">' in page
    assert "仅有英文版" in page
    assert "in English only" not in body(client, "/docs/?lang=en")


def test_a_document_has_its_sections_and_what_is_within_them() -> None:
    """They are listed below its heading: a long document is read where it is needed."""
    shown = document("# Lamp\n\nIts parts.\n\n## Wick\n\n### Oil\n\n## Glass", lambda _: None, str)
    assert [(each.anchor, [part.title for part in each.parts]) for each in shown.sections] == [
        ("wick", ["Oil"]),
        ("glass", []),
    ]
    assert shown.heading == '<h1 id="lamp">Lamp</h1>\n'
    assert shown.body.startswith("<p>Its parts.</p>")


@pytest.mark.parametrize("text", ["", "Lamp.", "Lamp.\n\n## Wick", "## Wick", "# Lamp", "# Lamp\n\n## Wick"])
def test_a_document_without_a_heading_or_sections_is_shown_whole(text: str) -> None:
    """Nothing is lost between its heading and the rest."""
    shown = document(text, lambda _: None, str)
    assert re.findall("Lamp|Wick", shown.heading + shown.body) == re.findall("Lamp|Wick", text)


def test_a_line_of_code_that_goes_on_is_set_in_as_the_line_is() -> None:
    """So that it is not taken for a line of its own; what is copied is the text."""
    code = "SELECT ?x\n    # of ?x\n\n   a <b>\n"
    shown = document(f"```sparql\n{code}```", lambda _: None, str).body
    assert re.findall(r'class="code-line in-(\d+)">', shown) == ["0", "4", "2"]
    assert unescape(re.sub("<.*?>", "", shown.partition("</pre>")[0])) == code


def test_lines_that_are_drawn_are_not_parted() -> None:
    """A tree keeps its form; the keyboard scrolls what has no room."""
    shown = document("```\n├ lamp   --trim\n```", lambda _: None, str).body
    assert shown == '<pre class="listing drawn" tabindex="0"><code>├ lamp   --trim\n</code></pre>\n'


def test_prose_and_headings_are_set_as_on_other_pages() -> None:
    """An abbreviation keeps its number, or its parts; a heading is broken after its colon."""
    shown = document("# Oil of the lamp: by RFC 1, OWL 2\n\nN-Quads by OWL 2\n", lambda _: None, str)
    assert re.findall(r'class="clause">([^<]+)<', shown.heading) == [
        "Oil of the lamp:",
        "by RFC\u00a01,",
        "OWL\u00a02",
    ]
    assert shown.body == '<p><span class="tied">N-Quads</span> by OWL\u00a02</p>\n'


def test_code_in_a_sentence_and_in_a_block_is_set_as_code() -> None:
    """A browser ends lines at dashes; the text that is copied stays the same."""
    shown = document("`--keep`\n\n```console\n$ lamp --trim-wick -f1\n```", lambda _: None, str).body
    assert {"--keep", "--trim-wick", "-f1"} <= {*re.findall(r'class="tied">(.*?)<', shown)}
    assert "$ lamp --trim-wick -f1" in re.sub("<.*?>", "", shown)


def test_html_in_a_document_is_text(client: FlaskClient) -> None:
    """A document brings no element of its own."""
    assert "&lt;b&gt;No HTML&lt;/b&gt;" in body(client, "/docs/")


def test_below_a_query_stands_the_way_to_run_it(client: FlaskClient) -> None:
    """It leads to the query page, with the query in it."""
    (address,) = re.findall(r'class="run"><a href="(.*?)"', body(client, "/docs/lamp"))
    asked = urlsplit(address)
    assert asked.path == "/sparql"
    assert parse_qs(asked.query)["query"] == ["SELECT * { ?light ?p ?o }\n"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("lamp.md", "text/markdown; charset=utf-8"), ("rows.csv", "text/csv; charset=utf-8")],
)
def test_files_of_the_folder_are_served_as_they_are(
    client: FlaskClient, tiny: Site, name: str, media_type: str
) -> None:
    """The text of a document, a table, a picture."""
    response = client.get(f"/docs/{name}")
    assert response.headers["Content-Type"] == media_type
    assert response.data == (tiny.config.graph / "docs" / name).read_bytes()


@pytest.mark.parametrize("name", ["none", "none.md", "..%2fdata%2feditorial.trig", "README.md.md"])
def test_what_is_no_document_is_not_found(client: FlaskClient, name: str) -> None:
    """404 with a problem; nothing outside of the folder can be named."""
    assert client.get(f"/docs/{name}").status_code == 404


def test_a_graph_without_documentation_does_not_lead_to_any(tiny: Site, edit: Edit) -> None:
    """Its pages have no link to /docs/, which is not found."""
    folder = edit({"docs/README.md": None})
    config = Config.load({"graph": folder, "cache": tiny.config.cache}, {})
    client = create_app(Site(config, tiny.publication, tiny.engine)).test_client()
    assert client.get("/docs/").status_code == 404
    assert "/docs/" not in body(client, "/about")


@pytest.mark.parametrize("path", ["/docs/lamp", "/docs/lamp.md"])
def test_a_document_that_was_changed_has_another_tag(path: str, tiny: Site, edit: Edit) -> None:
    """RFC 9110, 8.8.1: the graph stays the same, so that its digest does not tell."""

    def tag(text: str) -> str | None:
        config = replace(tiny.config, graph=edit({"docs/lamp.md": text}))
        return create_app(replace(tiny, config=config)).test_client().get(path).headers.get("ETag")

    assert tag("# The lamp") == tag("# The lamp")
    assert tag("# The lamp") != tag("# The lantern")


def test_a_picture_that_is_not_served_is_left_out() -> None:
    """Nothing asks for what is not there."""
    assert "<img" not in document("![A light](light.png)", lambda _: None, str).body
