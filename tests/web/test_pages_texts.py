"""Pages that are made from texts written for another place: error types, shapes, and the lists of files."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    """The page at a path, as a browser gets it."""
    return client.get(path, headers={"Accept": BROWSER, "Accept-Language": language}).text


def test_page_of_a_thing_names_itself_as_canonical(client: FlaskClient) -> None:
    """A search engine keeps the page; the IRI of the thing stands on it and in cite-as (RFC 8574)."""
    response = client.get("/page/gannet-light", headers={"Accept": BROWSER})
    assert '<link rel="canonical" href="/page/gannet-light">' in response.text
    assert "https://example.org/tiny/id/gannet-light" in re.sub("<.*?>", "", response.text)
    assert '<https://example.org/tiny/id/gannet-light>; rel="cite-as"' in response.headers["Link"]
    assert '</page/gannet-light>; rel="canonical"' in response.headers["Link"]


def test_error_types_are_told_without_markup_of_their_docstrings(client: FlaskClient) -> None:
    """Names between backticks are set as code, on the list and on the page of each."""
    for path in ("/errors/", "/errors/busy"):
        text = page(client, path)
        assert "<code>retry_after</code>" in text
        assert "`" not in text


def test_page_that_is_not_there_leads_on(client: FlaskClient) -> None:
    """A dead end has links to what there is."""
    response = client.get("/page/atlantis", headers={"Accept": BROWSER})
    main = response.text.partition("<main")[2].partition("</main>")[0]
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert 'href="/browse"' in main
    assert 'href="/sparql"' in main


def test_shapes_are_found_from_the_vocabulary(client: FlaskClient) -> None:
    """The page of the shapes is linked from the page of the terms that they are about."""
    assert 'href="/shapes"' in page(client, "/ns")


def test_messages_of_shapes_are_marked_as_such(client: FlaskClient) -> None:
    """What an editor is told is no statement about the data, and has no placeholders in it."""
    text = page(client, "/shapes")
    assert "An editor is told" in text
    assert "{?" not in text
    assert "{$" not in text


def test_part_without_a_label_is_called_by_its_kind(client: FlaskClient) -> None:
    """The end of the IRI of a selector, such as `#chars`, is no word for a reader."""
    passage = "/page/source/keeper-tower"
    assert "position in the text" in page(client, passage)
    assert "文本位置" in page(client, passage, "zh-CN")
    assert ">chars<" not in page(client, passage)


def test_sizes_of_downloads_stand_under_each_other(client: FlaskClient) -> None:
    """A column of numbers is set flush right, its head too."""
    text = page(client, "/dumps/")
    assert '<th scope="col" class="number">gzip</th>' in text
    assert '<td class="number">' in text


def test_values_of_a_list_are_parted(horgos: FlaskClient) -> None:
    """On the page of a passage too; those that are short each stay in one line."""
    text = page(horgos, "/page/source/guide-infrastructure-1")
    said = text.partition('id="says-jing-yi-huo-railway.hg:connectsTo"')[2].partition("</li>")[0]
    assert "Inland of China</bdi></a></span> and <wbr>" in said
    assert said.count("tied") == said.count("<bdi") - 1


def test_a_template_prints_nothing_that_it_has_no_value_for(app: Flask) -> None:
    """It may ask whether there is a value; a gap in a page would be seen by nobody."""
    with app.test_request_context("/"):
        assert render_template_string("{% if absent %}there{% else %}not there{% endif %}") == "not there"
        with pytest.raises(UndefinedError, match="'absent' is undefined"):
            render_template_string("{{ absent }}")
