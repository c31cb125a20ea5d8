"""The IRIs of the dataset: 303 to a page or to data, and the data themselves."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, Triple, parse
from werkzeug.test import TestResponse

from horgos.formats import GRAPH_FORMATS, Format, Kind
from horgos.pages.reference.description import describe
from horgos.site import Site

BASE = "https://example.org/tiny/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# One resource of every kind: a thing, a concept, a claim, a document, a passage, a graph, a rule.
KINDS = (
    "id/gannet-light",
    "vocab/lit",
    "claim/height-31",
    "source/keeper",
    "source/keeper-tower",
    "graph/editorial",
    "rule/stated-in",
)


def name_of(path: str) -> str:
    """What follows page/ and data/."""
    return path.removeprefix("id/")


def quads(response: TestResponse, format_: Format) -> set[Quad]:
    """What a response states."""
    assert isinstance(format_.oxigraph, RdfFormat)
    return set(parse(response.data, format_.oxigraph))


def links(response: TestResponse) -> set[str]:
    """The links of a response, as they are written."""
    return set(response.headers["Link"].split(", "))


@pytest.mark.parametrize("path", KINDS)
def test_a_resource_leads_a_browser_to_its_page(client: FlaskClient, path: str) -> None:
    """A thing is not its page: 303, to the page for those who prefer HTML."""
    response = client.get(f"/{path}", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["Location"]) == (303, f"/page/{name_of(path)}")


@pytest.mark.parametrize("path", KINDS)
def test_a_resource_leads_a_program_to_its_data(client: FlaskClient, path: str) -> None:
    """Without a wish, or with `*/*`, to Turtle."""
    for headers in ({}, {"Accept": "*/*"}):
        response = client.get(f"/{path}", headers=headers)
        assert (response.status_code, response.headers["Location"]) == (303, f"/data/{name_of(path)}.ttl")


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_a_resource_leads_to_its_data_in_the_format_that_is_accepted(
    client: FlaskClient, format_: Format
) -> None:
    """Accept or `format=` choose among the documents."""
    expected = f"/data/gannet-light.{format_.extension}"
    accepted = client.get("/id/gannet-light", headers={"Accept": format_.media_type})
    asked = client.get(f"/id/gannet-light?format={format_.name}", headers={"Accept": BROWSER})
    assert accepted.headers["Location"] == asked.headers["Location"] == expected


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_a_page_that_is_asked_for_in_a_format_leads_to_the_data(client: FlaskClient, format_: Format) -> None:
    """`format=` means the same as at the resource itself; Accept is not, for this is a page's address."""
    asked = client.get(f"/page/gannet-light?format={format_.name}", headers={"Accept": BROWSER})
    assert (asked.status_code, asked.headers["Location"]) == (303, f"/data/gannet-light.{format_.extension}")
    assert client.get("/page/gannet-light", headers={"Accept": format_.media_type}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/id/gannet-light", "/page/gannet-light", "/data/gannet-light", "/ns", "/shapes"]
)
def test_a_format_that_there_is_not_is_refused_alike(client: FlaskClient, path: str) -> None:
    """406, with the formats that there are."""
    told = client.get(f"{path}?format=xyz").json
    assert told["status"] == 406
    assert "ttl (text/turtle)" in told["advice"]


def test_a_redirect_varies_by_accept(client: FlaskClient) -> None:
    """A cache must not lead a browser to Turtle because a program was here before."""
    assert client.get("/id/gannet-light").headers["Vary"] == "Accept"


def test_a_resource_in_no_format_of_ours_is_406(client: FlaskClient) -> None:
    """There is no picture of a resource here."""
    assert client.get("/id/gannet-light", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", KINDS)
def test_the_page_and_the_data_that_a_resource_leads_to_exist(client: FlaskClient, path: str) -> None:
    """Following the redirect ends at 200."""
    for accept in (BROWSER, "text/turtle"):
        assert client.get(f"/{path}", headers={"Accept": accept}, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/id/nobody",
        "/claim/nothing",
        "/nothing/at/all",
        "/nothing",
        "/data/nobody.ttl",
        "/data/nobody",
        "/data/claim/nothing",
        "/id/with space",
        "/id/%3E%20%3Fs%20%3Fp%20%3Fo%20%7D%20%23",
        "/data/%22%7D.ttl",
        "/id/",
        "/data/.ttl",
        "/data/gannet-light.pdf",
    ],
)
@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("text/turtle", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
    ],
)
def test_what_the_dataset_does_not_have_is_404(
    client: FlaskClient, path: str, accept: str, content_type: str
) -> None:
    """Under any path, also one that is no IRI; told as the client accepts it."""
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (404, content_type)


def test_what_is_only_referred_to_is_404(client: FlaskClient, tiny: Site) -> None:
    """The licence of the dataset is an object in it; that does not make it a resource that it describes."""
    assert describe(tiny.engine, "https://creativecommons.org/publicdomain/zero/1.0/")
    assert client.get("/id/0").status_code == 404


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_data_are_the_description_in_each_format(
    client: FlaskClient, tiny: Site, path: str, format_: Format
) -> None:
    """Formats of one graph have each triple once, formats of datasets every quad; none has more or less."""
    response = client.get(f"/data/{name_of(path)}.{format_.extension}")
    assert (response.status_code, response.headers["Content-Type"]) == (200, format_.content_type)
    expected = describe(tiny.engine, BASE + path)
    if format_.kind is Kind.DATASET:
        assert quads(response, format_) == set(expected)
    else:
        assert quads(response, format_) == {Quad(*quad.triple) for quad in expected}


def triples(tiny: Site, path: str) -> set[Triple]:
    """The description without its graphs."""
    return {quad.triple for quad in describe(tiny.engine, BASE + path)}


def store_triples(text: str) -> set[Triple]:
    """Triples written in Turtle, with the prefixes of the tiny graph."""
    prologue = f"""@prefix c: <{BASE}claim/> . @prefix d: <{BASE}source/> . @prefix e: <{BASE}id/> .
    @prefix v: <{BASE}vocab/> . @prefix hg: <https://w3id.org/horgos/ns#> .
    @prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> ."""
    return {quad.triple for quad in parse(f"{prologue}\n{text}", RdfFormat.TURTLE)}


def test_a_thing_is_described_with_its_claims_in_full(tiny: Site) -> None:
    """Where it is the subject, where it is the object, and all of every claim about it."""
    assert store_triples("""
        e:gannet-light a hg:Facility ; schema:name "Gannet Light"@en .
        c:height-31 hg:about e:gannet-light ; hg:value 31 ; hg:unit v:metre .
        c:stake-office hg:holder e:harbour-office .
    """) <= triples(tiny, "id/gannet-light")


def test_a_passage_is_described_with_all_that_it_states(tiny: Site) -> None:
    """Its own description, with its parts, and the whole graph that it names, in that graph."""
    name = f"{BASE}source/keeper-tower"
    found = describe(tiny.engine, name)
    assert store_triples(f"<{name}#chars> oa:start 0 . d:keeper-tower hg:locator 'The tower' .") <= {
        quad.triple for quad in found
    }
    stated = {quad.triple for quad in found if quad.graph_name.value == name}
    assert store_triples("c:visits a hg:Hours . e:gannet-light schema:name 'Gannet Light'@en .") <= stated
    assert not store_triples("c:height-33 a hg:Figure .") & stated


def test_a_claim_of_two_passages_is_said_by_both(tiny: Site) -> None:
    """Who says what survives: the quad of each passage is there."""
    graphs = {quad.graph_name.value for quad in describe(tiny.engine, f"{BASE}claim/lighting-1871-10")}
    assert {f"{BASE}source/keeper-years", f"{BASE}source/office-light"} <= graphs


def test_a_description_comes_in_the_same_order_every_time(client: FlaskClient, tiny: Site) -> None:
    """The resource first, then by subject: byte for byte the same."""
    bodies = {client.get("/data/gannet-light.ttl").data for _ in range(3)}
    assert len(bodies) == 1
    first = describe(tiny.engine, f"{BASE}id/gannet-light")[0]
    assert str(first.subject) == f"<{BASE}id/gannet-light>"


def test_turtle_is_written_with_the_prefixes_of_the_dataset(client: FlaskClient) -> None:
    """Declared are those that are used, and no others."""
    text = client.get("/data/gannet-light.ttl").text
    assert "@prefix e: <https://example.org/tiny/id/> ." in text
    assert "e:gannet-light a hg:Facility" in text
    assert "@prefix foaf:" not in text


@pytest.mark.parametrize(
    ("accept", "format_"), [("application/n-triples", "nt"), ("application/trig", "trig"), (BROWSER, "rdf")]
)
def test_data_without_an_extension_are_negotiated(client: FlaskClient, accept: str, format_: str) -> None:
    """`/data/x` is there in every format; which one came, Content-Location says (RFC 9110, 8.7)."""
    response = client.get("/data/gannet-light", headers={"Accept": accept})
    assert response.headers["Content-Location"] == f"/data/gannet-light.{format_}"
    assert response.headers["Vary"] == "Accept"


def test_the_extension_counts_before_accept(client: FlaskClient) -> None:
    """An address that names a format gives that format, to a browser too."""
    response = client.get("/data/gannet-light.nt?format=ttl", headers={"Accept": BROWSER})
    assert response.content_type == "application/n-triples"


@pytest.mark.parametrize("path", ["/id/gannet-light", "/data/gannet-light.ttl", "/page/gannet-light"])
def test_links_tell_of_the_other_documents_the_licence_and_what_to_cite(
    client: FlaskClient, path: str
) -> None:
    """RFC 8288: alternate, describedby, license; RFC 8574: cite-as. The same on all three."""
    response = client.get(path, headers={"Accept": "*/*"})
    assert {
        '</data/gannet-light.ttl>; rel="alternate"; type="text/turtle"',
        '</data/gannet-light.jsonld>; rel="alternate"; type="application/ld+json"',
        '</page/gannet-light>; rel="alternate"; type="text/html"',
        '</data/gannet-light.ttl>; rel="describedby"; type="text/turtle"',
        '<https://example.org/tiny/id/gannet-light>; rel="cite-as"',
        '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"',
    } <= links(response)


def test_data_name_their_own_address(client: FlaskClient) -> None:
    """RFC 6596: whichever address it was asked by, the document has one it should be known by."""
    for path in ("/data/gannet-light.ttl", "/data/gannet-light"):
        assert '</data/gannet-light.ttl>; rel="canonical"' in links(client.get(path))


def test_data_have_a_tag_for_each_format(client: FlaskClient) -> None:
    """If-None-Match with it gives 304; another format has another."""
    first = client.get("/data/gannet-light.ttl")
    again = client.get("/data/gannet-light.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/data/gannet-light.nt").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("path", ["/id/gannet-light", "/data/gannet-light.ttl", "/data/nobody"])
def test_head_has_the_headers_of_get(client: FlaskClient, path: str) -> None:
    """RFC 9110, 9.3.2: the same status and headers, no body."""
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (get.status_code, b"")
    assert head.headers == get.headers


def test_the_dataset_itself_leads_to_the_first_page_and_to_its_data(client: FlaskClient) -> None:
    """A resource right under the base has no page of its own; the dataset's is the home page."""
    page = client.get("/dataset", headers={"Accept": BROWSER})
    assert (page.status_code, page.headers["Location"]) == (303, "/")
    data = client.get("/dataset", follow_redirects=True)
    assert f"<{BASE}dataset> a void:Dataset" in data.text


def test_a_derived_node_has_its_data(client: FlaskClient, tiny: Site) -> None:
    """What only a rule makes dereferences like everything else, and says which rule made it."""
    period = next(
        quad.subject.value
        for quad in describe(tiny.engine, f"{BASE}id/gannet-light")
        if quad.subject.value.startswith(f"{BASE}derived/")
    )
    response = client.get(period.removeprefix(BASE.removesuffix("/")), headers={"Accept": "application/trig"})
    data = client.get(response.headers["Location"])
    assert "\nr:status-periods {" in data.text
