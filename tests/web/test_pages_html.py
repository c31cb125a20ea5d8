"""The pages as HTML: what a browser gets, and what it must never get."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from horgos.formats import GRAPH_FORMATS
from horgos.site import Site
from horgos.web import create_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
# A page of every kind: thing, claim, concept, document, passage, rule, graph, derived node.
PAGES = (
    "/",
    "/browse",
    "/browse?class=hg:Facility",
    "/map",
    "/map?year=1902",
    "/page/gannet-light",
    "/page/claim/height-31",
    "/page/vocab/lit",
    "/page/source/keeper",
    "/page/source/keeper-tower",
    "/page/rule/status-periods",
    "/page/graph/editorial",
    "/page/disagreement-height",
    "/ns",
    "/disagreements",
    "/disagreements?kind=v:contradiction&verdict=v:undecided&source=d:keeper",
    "/sources",
    "/sources?document=d:keeper&part=alone",
    "/sources?document=d:office&part=confirmed",
    "/queries",
    "/queries?q=none",
    "/queries/light/lit",
    "/queries/light/lit?status=dark",
    "/timeline",
    "/timeline?year=1902",
    "/timeline?kind=happened&source=d:keeper&from=1880",
    "/statistics",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
    "/sparql?query=no",
    "/about",
    "/docs/",
    "/docs/lamp",
    "/shapes",
    "/report",
    "/dumps/",
    "/releases",
    "/errors/",
    "/page/none",
)
# Elements that have no end tag (HTML, 13.1.2).
VOID = {"link", "meta", "input", "br", "hr", "img", "wbr", "rect", "line"}


class Outline(HTMLParser):
    """What a page is made of: its elements with their attributes, and which of them are still open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that ends at once, as those of SVG may."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Check that the element that ends is the last that began."""
        assert self.open
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute, in the order of the page."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def outline(client: FlaskClient, address: str, **headers: str) -> Outline:
    """A page, taken apart."""
    return Outline(client.get(address, headers={**BROWSER, **headers}).text)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", ["/", "/about", "/docs/", "/ns", "/report", "/errors/", "/page/vocab/lit"])
def test_a_page_tells_others_what_it_is(client: FlaskClient, path: str, language: str) -> None:
    """For search engines and for who is sent a link to it: its address in this language, what it is about."""
    page = outline(client, f"{path}?lang={language}")
    links = [each for tag, each in page.elements if tag == "link" and each.get("rel") == "canonical"]
    metas = {each.get("name") or each.get("property"): each for tag, each in page.elements if tag == "meta"}
    assert [each["href"] for each in links] == [f"{path}?lang={language}"]
    assert metas["description"]["content"] == metas["og:description"]["content"] != ""
    assert metas["og:title"]["content"] != ""


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_well_formed(client: FlaskClient, address: str) -> None:
    """Every element is closed in its place, every id is there once, and one heading is the first."""
    page = outline(client, address)
    assert page.open == []
    assert len(page.values("id")) == len(set(page.values("id")))
    assert [tag for tag, _ in page.elements if tag == "h1"] == ["h1"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_carry_no_style_and_no_script_in_them(client: FlaskClient, address: str) -> None:
    """The policy forbids inline style and script, so there is none; what runs is a module of its own."""
    page = outline(client, address)
    assert not {tag for tag, _ in page.elements} & {"style", "iframe", "object", "embed"}
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert all(each["type"] == "module" and each["src"] for each in scripts)
    names = {name for _, attributes in page.elements for name in attributes}
    assert not any(name == "style" or name.startswith("on") for name in names)


@pytest.mark.parametrize("address", PAGES)
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, address: str) -> None:
    """Style sheets, scripts and icon come from this server, and are there."""
    page = outline(client, address)
    loaded = [
        attributes["href"]
        for tag, attributes in page.elements
        if tag == "link" and attributes["rel"] in ("stylesheet", "icon")
    ]
    for href in (*loaded, *page.values("src")):
        assert href.startswith("/static/")
        assert client.get(href).status_code == 200
    assert len(loaded) >= 2


@pytest.mark.parametrize("address", PAGES)
def test_links_on_pages_lead_somewhere(client: FlaskClient, address: str) -> None:
    """Every link to this server is answered, and every link within a page has its place."""
    page = outline(client, address)
    links = (attributes for tag, attributes in page.elements if tag == "a")
    hrefs = {each["href"] for each in links if each.get("href") and "hreflang" not in each}
    ids = set(page.values("id"))
    for href in hrefs:
        if href.startswith("#"):
            assert href[1:] in ids
        elif href.startswith("/") and "none" not in href:
            assert client.get(href.partition("#")[0], headers=BROWSER).status_code == 200, href


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_there_in_every_language(client: FlaskClient, address: str) -> None:
    """A page links to itself in the other languages, and is answered there as it is here."""
    status = client.get(address, headers=BROWSER).status_code
    elements = outline(client, address).elements
    offered = {
        attributes["hreflang"]: attributes["href"]
        for tag, attributes in elements
        if tag == "link" and "hreflang" in attributes
    }
    assert offered.keys() == {"en", "zh-hans"}
    for tag, href in offered.items():
        response = client.get(href, headers=BROWSER)
        assert response.status_code == status
        assert f'<html lang="{tag}">' in response.text


@pytest.mark.parametrize("address", PAGES[:24])
def test_a_page_in_a_chosen_language_leads_on_in_it(client: FlaskClient, address: str) -> None:
    """Whoever chose a language keeps it from page to page; data has no language in its address."""
    separator = "&" if "?" in address else "?"
    page = outline(client, f"{address}{separator}lang=zh")
    links = (attributes for tag, attributes in page.elements if tag == "a")
    for each in links:
        href = each.get("href", "")
        if href.startswith("/") and "hreflang" not in each:
            is_data = "/data/" in href or "format=" in href or "/dumps/" in href.partition("?")[0][:-1]
            assert is_data or "." in href.rpartition("/")[2].partition("?")[0] or "lang=zh" in href, href


def test_a_language_that_the_interface_does_not_have_is_an_error(client: FlaskClient) -> None:
    """The error names the parameter and the languages that there are."""
    response = client.get("/?lang=tlh", headers=BROWSER)
    assert response.status_code == 400
    assert "lang" in response.text
    assert "en, zh" in response.text


@pytest.mark.parametrize("address", PAGES[:24])
def test_pages_differ_by_language_and_say_so(client: FlaskClient, address: str) -> None:
    """What depends on Accept-Language tells caches."""
    response = client.get(address, headers=BROWSER)
    assert response.content_type == "text/html; charset=utf-8"
    assert "Accept-Language" in response.vary


def test_labels_follow_accept_language(client: FlaskClient) -> None:
    """A reader of French reads French where there is some; the language of each text is marked."""
    french = client.get("/page/gannet-light", headers={**BROWSER, "Accept-Language": "fr-CA,en;q=0.5"})
    assert '<h1 lang="fr"' in french.text
    assert '<h1 lang="en"' in client.get("/page/gannet-light", headers=BROWSER).text


@pytest.mark.parametrize("wanted", ["", "*", "x;q=2", "fr;q=0", "-" * 2000, "en" * 500])
def test_any_accept_language_gets_a_page(client: FlaskClient, wanted: str) -> None:
    """What cannot be understood counts as not sent."""
    response = client.get("/page/gannet-light", headers={**BROWSER, "Accept-Language": wanted})
    assert response.status_code == 200
    assert "Gannet Rock Light" in response.text


def test_a_page_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    """304 for the tag of the same page; another language is another page."""
    tag = client.get("/page/gannet-light", headers=BROWSER).headers["ETag"]
    again = client.get("/page/gannet-light", headers={**BROWSER, "If-None-Match": tag})
    other = client.get(
        "/page/gannet-light", headers={**BROWSER, "If-None-Match": tag, "Accept-Language": "fr"}
    )
    assert (again.status_code, other.status_code) == (304, 200)


def test_a_page_leads_to_its_data_and_names_its_iri(client: FlaskClient) -> None:
    """Every format of data is linked, and the IRI to be cited stands there to be copied."""
    response = client.get("/page/gannet-light", headers=BROWSER)
    page = Outline(response.text)
    for format_ in GRAPH_FORMATS:
        assert f"/data/gannet-light.{format_.extension}" in page.values("href")
    copied = re.search('<code class="[^"]*copyable">(.*?)</code>', response.text)
    assert copied
    assert re.sub("<.*?>", "", copied[1]) == "https://example.org/tiny/id/gannet-light"
    assert '<https://example.org/tiny/id/gannet-light>; rel="cite-as"' in response.headers["Link"]


def test_query_this_runs(client: FlaskClient) -> None:
    """The prefilled query of a page has rows."""
    page = outline(client, "/page/gannet-light")
    (href,) = {href for href in page.values("href") if href.startswith("/sparql?")}
    assert "gannet-light" in parse_qs(urlsplit(href).query)["query"][0]
    assert re.search(r"[1-9][0-9]* rows", client.get(href, headers=BROWSER).text)


@pytest.mark.parametrize(
    ("second", "first"),
    [("/page/id/gannet-light", "/page/gannet-light")],
)
def test_a_second_address_leads_to_the_first(client: FlaskClient, second: str, first: str) -> None:
    """A resource has one page."""
    response = client.get(second, headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (301, first)


@pytest.mark.parametrize(
    "name", ["none", "x y", "<script>", "%00", "a%0Ab", "..%2F..", "霍尔果斯", "id/", "x/", "#"]
)
def test_what_is_unknown_is_not_found(client: FlaskClient, name: str) -> None:
    """404, as a page, whatever stands in the address; and nothing of it is run."""
    response = client.get(f"/page/{name}", headers=BROWSER)
    assert response.status_code == 404
    assert "<script>" not in response.text


def test_page_of_a_derived_node(client: FlaskClient) -> None:
    """A node that only a rule makes has a page, marked as derived."""
    page = outline(client, "/page/gannet-light")
    (derived, *_) = [href for href in page.values("href") if href.startswith("/page/derived/")]
    assert "derived by" in client.get(derived, headers=BROWSER).text


def test_vocabulary_has_an_anchor_for_every_term(client: FlaskClient) -> None:
    """A link to `ns#Passage` lands on the term."""
    assert {"Passage", "about", "when"} <= set(outline(client, "/ns").values("id"))


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json"])
def test_vocabulary_is_data_for_programs(client: FlaskClient, accept: str) -> None:
    """303 to the graph that holds the ontology, which is there."""
    response = client.get("/ns", headers={"Accept": accept})
    assert response.status_code == 303
    data = client.get(response.headers["Location"])
    assert data.content_type.startswith(accept)
    assert "https://w3id.org/horgos/ns#Passage" in data.text or "hg:Passage" in data.text


def test_home_says_what_the_dataset_is(client: FlaskClient) -> None:
    """Title, description, licence, the three doors, and a question to try."""
    text = client.get("/", headers=BROWSER).text
    for said in ("Gannet Rock", "What two logbooks say", "CC0 1.0", "When was the light lit"):
        assert said in text
    hrefs = Outline(text).values("href")
    assert {"/sparql", "/dumps/", "/browse"} <= set(hrefs)


def test_titles_tell_pages_apart(client: FlaskClient) -> None:
    """What is particular comes first, the dataset last."""
    titles = [
        match[1]
        for address in PAGES[:8]
        if (match := re.search(r"<title>(.*?)</title>", client.get(address, headers=BROWSER).text))
    ]
    assert len(set(titles)) == len(PAGES[:8])
    assert all(title.endswith("Gannet Rock") for title in titles)


def test_the_port_was_opened_in_1881_says_the_atlas(horgos: FlaskClient) -> None:
    """The year stands on the port's page, and beside it the passage that says it."""
    text = horgos.get("/page/horgos-port", headers=BROWSER).text
    lines = text.partition('id="happened"')[2].split('<li class="line row">')
    (line,) = [each for each in lines if 'port-official-opening-1881"' in each]
    assert "1881" in line
    assert 'href="/page/source/atlas-1881#says-claim/port-official-opening-1881"' in line


@pytest.mark.parametrize(
    "path",
    [
        "",
        "browse",
        "map",
        "map?year=1962",
        "page/horgos-port",
        "page/heg",
        "page/icbc",
        "page/source/atlas-1962",
        "page/claim/heg-stake-2017",
        "page/vocab/closure",
        "page/rule/stated-in",
    ],
)
def test_pages_of_the_real_graph_are_well_formed(real: Site, path: str) -> None:
    """The graph that comes with the program has no page that is out of shape."""
    page = outline(create_app(real).test_client(), f"/{path}")
    assert page.open == []
    assert len(page.values("id")) == len(set(page.values("id")))
