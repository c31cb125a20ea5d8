"""Where machines look: /.well-known/void, VoID, DCAT, examples and prefixes; the sitemap; SIB's editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Dataset, parse

from horgos.describe import descriptions_in
from horgos.formats import GRAPH_FORMATS, Format
from horgos.site import Site
from horgos.web import crawlers

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
SIB = Path(__file__).parents[1] / "sib"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_void_is_found_where_it_is_looked_for(client: FlaskClient) -> None:
    """VoID, 7.2: the well-known address leads to the description."""
    response = client.get("/.well-known/void")
    assert (response.status_code, response.headers["Location"]) == (303, "/void")
    found = client.get("/.well-known/void", follow_redirects=True)
    assert found.content_type == "text/turtle; charset=utf-8"
    assert "void:triples" in found.text


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("name", ["void", "dcat", "examples", "prefixes"])
def test_each_description_is_there_in_each_format(
    client: FlaskClient, tiny: Site, name: str, format_: Format
) -> None:
    """By extension and by Accept, the same graph."""
    wanted = Dataset(descriptions_in(tiny.publication.folder, name))
    by_name = client.get(f"/{name}.{format_.extension}")
    by_type = client.get(f"/{name}", headers={"Accept": format_.media_type})
    assert by_name.content_type == by_type.content_type == format_.content_type
    assert by_name.data == by_type.data
    assert Dataset(parse(by_name.data, format_.oxigraph)) == wanted


@pytest.mark.parametrize(
    ("name", "page"),
    [("void", "/dumps/"), ("dcat", "/dumps/"), ("examples", "/queries"), ("prefixes", "/ns#prefixes")],
)
def test_a_browser_is_led_to_the_page_that_tells_the_same(client: FlaskClient, name: str, page: str) -> None:
    """303, and Accept decides."""
    response = client.get(f"/{name}", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["Location"]) == (303, page)
    assert "Accept" in response.headers["Vary"]


def test_a_description_in_no_such_format_is_not_there(client: FlaskClient) -> None:
    """404, with those that there are."""
    response = client.get("/void.csv")
    assert (response.status_code, ".jsonld" in response.json["advice"]) == (404, True)


@pytest.mark.parametrize("address", ["/", "/sparql"])
def test_the_descriptions_are_linked(client: FlaskClient, address: str) -> None:
    """RFC 8288: `describedby` leads there from the home page and the endpoint."""
    link = client.get(address).headers["Link"]
    assert '</void.ttl>; rel="describedby"; type="text/turtle"' in link
    assert '</dcat.ttl>; rel="describedby"; type="text/turtle"' in link


def ask(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """What SIB's editor gets for one of its queries, put as it puts it."""
    response = client.get(
        "/sparql", query_string={"ac": "1", "query": (SIB / f"{query}.rq").read_text("utf-8")}
    )
    assert response.status_code == 200
    bindings: list[dict[str, Any]] = response.get_json(force=True)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def test_the_editor_of_sib_gets_the_prefixes(client: FlaskClient, tiny: Site) -> None:
    """All of them, so that it can declare what a query uses."""
    got = {row["prefix"]: row["namespace"] for row in ask(client, "prefixes")}
    assert got == dict(tiny.prefixes.namespaces)


def test_the_editor_of_sib_gets_the_examples(horgos: FlaskClient, real: Site) -> None:
    """Each query of the library with its question, and it runs as it stands."""
    got = ask(horgos, "examples")
    questions = {label.text for query in real.queries for label in query.questions}
    assert {row["comment"] for row in got} == questions
    assert {row["query"] for row in got} == {query.text for query in real.queries}
    assert horgos.get("/sparql", query_string={"query": got[0]["query"], "format": "csv"}).status_code == 200


def test_the_editor_of_sib_gets_classes_with_their_properties(client: FlaskClient) -> None:
    """What it completes with: the properties of a class, and the class or datatype of each one's values."""
    hg = "https://w3id.org/horgos/ns#"
    got = {
        (row["subjectClass"], row["prop"], row.get("objectClass") or row.get("objectDatatype"))
        for row in ask(client, "void")
    }
    assert (f"{hg}Figure", f"{hg}about", f"{hg}Facility") in got
    assert (f"{hg}Figure", f"{hg}value", "http://www.w3.org/2001/XMLSchema#integer") in got
    assert all(class_ and property_ for class_, property_, _ in got)


def test_no_page_counts_the_description(client: FlaskClient, tiny: Site) -> None:
    """The home page counts the statements of the content; lists of voices leave the description out."""
    assert (
        f"<b>{tiny.publication.manifest['counts']['triples']}</b> statements"
        in client.get("/", headers={"Accept": BROWSER}).text
    )
    for path in (
        "/browse",
        "/sources",
        "/page/gannet-light",
        "/page/source/keeper",
        "/data/gannet-light.trig",
    ):
        assert "publication" not in client.get(path, headers={"Accept": BROWSER}).text, path


def test_the_description_has_a_page_and_data_like_any_graph(client: FlaskClient) -> None:
    """Its IRI leads to both."""
    response = client.get("/graph/publication", headers={"Accept": BROWSER}, follow_redirects=True)
    assert "Description of the publication" in response.text
    assert b"void:classPartition" in client.get("/data/graph/publication.ttl").data


def test_the_sitemap_lists_every_page(client: FlaskClient) -> None:
    """sitemaps.org: whole addresses, each of which is there."""
    response = client.get("/sitemap.xml")
    assert response.content_type == "application/xml"
    found = [node.text or "" for node in ElementTree.fromstring(response.data).iter(LOC)]  # noqa: S314 -- our own
    assert {
        "http://localhost/",
        "http://localhost/page/gannet-light",
        "http://localhost/queries/light/lit",
    } <= set(found)
    assert len(found) == len(set(found))
    for address in found:
        assert (
            client.get(address.removeprefix("http://localhost"), headers={"Accept": BROWSER}).status_code
            == 200
        )


def test_more_pages_than_one_list_may_have_are_in_several(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sitemaps.org: an index leads to the lists."""
    whole = client.get("/sitemap.xml").text.count("<loc>")
    monkeypatch.setattr(crawlers, "MOST", whole - 1)
    index = client.get("/sitemap.xml").text
    lists = [client.get(f"/sitemap-{number}.xml") for number in (1, 2, 3)]
    assert [f"<loc>http://localhost/sitemap-{number}.xml</loc>" in index for number in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    assert [each.status_code for each in lists] == [200, 200, 404]
    assert [each.text.count("<loc>") for each in lists[:2]] == [whole - 1, 1]


def test_crawlers_are_kept_from_queries_and_told_of_the_pages(client: FlaskClient) -> None:
    """RFC 9309: pages and data may be read, answers to queries are without end."""
    response = client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Disallow: /sparql\n" in response.text
    assert "Sitemap: http://localhost/sitemap.xml\n" in response.text
