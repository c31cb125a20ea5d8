"""Search by name over HTTP: a page that works without scripts, the same as JSON, and suggestions."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from horgos.config import Config
from horgos.site import Site, open_site, publish
from horgos.web import create_app
from horgos.web.wanted import LONGEST

Edit = Any


def asked(client: FlaskClient, address: str = "/search.json", **parameters: Any) -> Any:
    """The JSON that comes back."""
    response = client.get(f"{address}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200, response.text
    return response.json


@pytest.mark.parametrize("spelling", ["Khorgas", "Horgos", "Korgas", "霍尔果斯", "Huo'erguosi"])
def test_every_spelling_leads_to_the_port(horgos: FlaskClient, spelling: str) -> None:
    """The first result is the same thing, with the address of its page."""
    first = asked(horgos, q=spelling)["results"][0]
    assert (first["url"], first["fit"]) == ("/page/horgos-port", "whole")


def test_a_result_tells_which_name_fits_and_who_uses_it(client: FlaskClient) -> None:
    """The light is called the Old Candle by its keeper alone."""
    first = asked(client, q="old candle")["results"][0]
    assert first["label"] == "Gannet Rock Light"
    assert first["name"]["text"] == "The Old Candle"
    assert [(voice["kind"], voice["document"]) for voice in first["name"]["voices"]] == [
        ("passage", "The keeper's logbook")
    ]


def test_the_page_shows_it_without_a_script(client: FlaskClient) -> None:
    """A form, the thing, the name that fits and its voice, each with a link."""
    page = client.get("/search?q=old+candle").text
    assert '<a href="/page/gannet-light">' in page
    assert "The Old Candle" in page
    assert 'href="/page/source/keeper-tower"' in page
    assert 'role="search"' in page


def test_a_name_that_stands_there_already_is_not_said_again(horgos: FlaskClient) -> None:
    """A reader of Chinese who types an English label sees it beside the Chinese one, and once."""
    page = horgos.get("/search?q=Treaty+of+Kuldja&lang=zh").text
    first = page.partition('<li class="result">')[2].partition("</li>")[0]
    assert first.count("Treaty of Kuldja<") == 1
    assert "called" not in first


def test_labels_are_in_the_language_of_the_reader(horgos: FlaskClient) -> None:
    """As the address or the browser says it, for results, kinds and suggestions."""
    assert asked(horgos, q="khorgas", lang="zh")["results"][0]["label"] == "霍尔果斯口岸"
    answer = horgos.get("/suggest.json?q=khorgas", headers={"Accept-Language": "zh"})
    assert answer.json["suggestions"][0]["label"] == "霍尔果斯口岸"
    assert "Accept-Language" in answer.headers["Vary"]


def test_facets_narrow_together_and_can_be_removed(client: FlaskClient) -> None:
    """Each link of a facet leads to as many things as it says, and from there back."""
    whole = asked(client, q="l")
    for name in ("kind", "source"):
        for choice in whole["facets"][name]:
            narrowed = asked(client, q="l", **{name: choice["value"]})
            assert narrowed["total"] == choice["count"]
            assert [each["value"] for each in narrowed["facets"][name] if each["chosen"]] == [choice["value"]]
    page = unescape(client.get("/search?q=l&kind=hg:Facility&from=1871").text)
    assert 'href="/search?q=l&from=1871"' in page
    assert 'href="/search?q=l&kind=hg:Facility"' in page


def test_a_period_leaves_what_has_a_time_in_it(client: FlaskClient) -> None:
    """The years are those of the claims about a thing."""
    assert "Gannet Rock Light" in [
        each["label"] for each in asked(client, **{"from": 1904, "to": 1904})["results"]
    ]
    assert asked(client, q="gannet", to=1800)["total"] == 0


def test_more_than_a_page_comes_in_pages(client: FlaskClient) -> None:
    """`next` leads on until everything was there once."""
    seen, address = [], "/search.json"
    while address:
        answer = client.get(address).json
        seen += [each["iri"] for each in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == answer["total"]
    assert 'rel="next"' in client.get("/search").text
    assert client.get("/search?page=999").status_code == 404


def test_where_nothing_is_found_there_are_ways_on(client: FlaskClient) -> None:
    """Things to look at, and the search without what narrows it."""
    page = unescape(client.get("/search?q=qqqq&kind=hg:Facility").text)
    assert "Nothing called <b><bdi>qqqq</bdi></b> suits this choice." in page
    assert "Nothing is called" in client.get("/search?q=qqqq").text
    assert "/page/gannet-light" in page
    assert 'href="/search?q=qqqq"' in page


def test_a_choice_that_nothing_suits_denies_no_name(client: FlaskClient) -> None:
    """There may be things with that name that were not chosen."""
    page = unescape(client.get("/search?q=gannet&to=1800").text)
    assert "Nothing is called" not in page
    assert "suits this choice" in page


def test_a_slip_leads_to_names_that_are_spelt_nearly_so(client: FlaskClient) -> None:
    """And the page says that it is so."""
    assert asked(client, q="gnanet")["similar"] is True
    assert "spelt nearly so" in client.get("/search?q=gnanet").text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        (f"q={'a' * (LONGEST + 1)}", "q"),
        ("q=a&q=b", "q"),
        ("from=soon", "from"),
        ("from=1900&to=1800", "from"),
        ("to=12345", "to"),
        ("page=0", "page"),
        ("kind=AAA", "kind"),
        ("source=no+such", "source"),
        ("page=1.5", "page"),
        ("&".join(f"kind=hg:K{n}" for n in range(9)), "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(client: FlaskClient, query: str, parameter: str) -> None:
    """With 400 and the parameter, on the page as in JSON."""
    answer = client.get(f"/search.json?{query}")
    assert (answer.status_code, answer.json["parameter"]) == (400, parameter)
    page = client.get(f"/search?{query}", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (400, "text/html")


def test_a_suggestion_is_a_thing_with_the_name_that_was_begun(client: FlaskClient) -> None:
    """Its label, its address, its kind; the name where it is another."""
    answer = asked(client, "/suggest.json", q="the old c")
    assert answer["suggestions"][0] == {
        "iri": "https://example.org/tiny/id/gannet-light",
        "url": "/page/gannet-light",
        "label": "Gannet Rock Light",
        "language": "en",
        "name": {"text": "The Old Candle", "language": "en"},
        "kind": "facility",
    }
    assert answer["total"] >= 1
    assert asked(client, "/suggest.json", q=" ")["suggestions"] == []


def test_the_page_is_negotiated_and_tagged(client: FlaskClient) -> None:
    """HTML first; JSON where it is asked for; 304 for who has it."""
    assert client.get("/search?q=a").mimetype == "text/html"
    assert client.get("/search?q=a", headers={"Accept": "application/json"}).json["query"] == "a"
    tag = client.get("/search?q=a").headers["ETag"]
    assert client.get("/search?q=a", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/search?q=b", headers={"If-None-Match": tag}).status_code == 200


@given(query=st.text(max_size=30))
def test_what_was_typed_is_shown_as_text(app: Flask, query: str) -> None:
    """It cannot become markup, and every answer is whole."""
    response = app.test_client().get(f"/search?q={quote('<b>' + query, safe='')}")
    assert response.status_code == 200
    assert "<b><b>" not in response.text
    assert "&lt;b&gt;" in response.text


def test_hostile_names_break_nothing(edit: Edit, cache: Any) -> None:
    """Scripts, names from right to left, and 5,000 characters are text like any other."""
    folder = edit(
        {
            "data/more.trig": """
            @prefix e: <https://example.org/tiny/id/> . @prefix g: <https://example.org/tiny/graph/> .
            @prefix hg: <https://w3id.org/horgos/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            g:editorial {
              e:evil a hg:Facility ; skos:prefLabel "<script>alert(1)</script> evil"@en .
              e:right a hg:Facility ; skos:prefLabel "\u202eevil \u05d0\u05d1\u05d2"@en .
              e:long a hg:Facility ; skos:prefLabel "evil %s"@en . }
            """
            % ("very " * 1000)
        }
    )
    config = Config.load({"graph": folder, "cache": cache}, {})
    with open_site(config, publish(config, lambda _: None)) as site:
        client = create_app(site).test_client()
        page = client.get("/search?q=evil").text
        answer = client.get("/search.json?q=evil").json
    assert "<script>" not in page
    assert answer["total"] == 3
    assert len(page) < 40_000


def test_where_a_graph_has_no_index_the_page_says_so(tiny: Site, tmp_path: Any) -> None:
    """A graph that is too large to be indexed cannot be searched, and nothing else is broken by it."""
    site = replace(tiny, publication=replace(tiny.publication, folder=tmp_path))
    (tmp_path / "prefixes.json").write_text(json.dumps(dict(tiny.prefixes.namespaces)))
    client = create_app(site).test_client()
    page = client.get("/search?q=a")
    assert (page.status_code, "too large" in page.text) == (200, True)
    for address in ("/search.json?q=a", "/suggest.json?q=a", "/reconcile"):
        answer = client.get(address)
        assert (answer.status_code, answer.json["type"]) == (404, "/errors/not-found")
