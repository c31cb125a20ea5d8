"""Dumps, report, prefixes, shapes: what is published as files."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Dataset, QueryBoolean, RdfFormat, Store, parse

from horgos.describe import PUBLICATION
from horgos.formats import BY_NAME, GRAPH_FORMATS, Format
from horgos.site import Site

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DUMPS = [f"tiny.{format_.extension}{suffix}" for format_ in GRAPH_FORMATS for suffix in ("", ".gz")]


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_is_what_its_checksum_says(client: FlaskClient, name: str) -> None:
    """Bytes, length, tag and the line in SHA256SUMS agree."""
    response = client.get(f"/dumps/{name}")
    digest = hashlib.sha256(response.data).hexdigest()
    assert response.status_code == 200
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert response.headers["ETag"] == f'"{digest}"'
    assert f"{digest}  {name}\n" in client.get("/dumps/SHA256SUMS").text


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_a_dump_has_the_content_type_of_its_format(client: FlaskClient, format_: Format) -> None:
    """Exactly as an answer in this format has it."""
    assert client.get(f"/dumps/tiny.{format_.extension}").headers["Content-Type"] == format_.content_type


def test_a_compressed_dump_is_a_file_and_not_an_encoding(client: FlaskClient) -> None:
    """Who saves it has the file that the checksum names; unpacked it is the plain one."""
    response = client.get("/dumps/tiny.ttl.gz", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in response.headers
    assert gzip.decompress(response.data) == client.get("/dumps/tiny.ttl").data


def test_a_dump_says_the_same_as_the_store(client: FlaskClient, tiny: Site) -> None:
    """The downloads and the endpoint are one dataset, but for what describes the downloads."""
    dump = Dataset(parse(client.get("/dumps/tiny.nq").data, RdfFormat.N_QUADS))
    store = Dataset(parse(path=tiny.publication.folder / "store.nq", format=RdfFormat.N_QUADS))
    ours = ("DEFAULT", f"<{tiny.dataset.iri_of(PUBLICATION)}>")
    assert {quad for quad in store if str(quad.graph_name) not in ours} == set(dump)


@pytest.mark.parametrize(
    ("range_", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-9,20-29", 200, slice(None)),
        ("lines=0-9", 200, slice(None)),
        ("bytes=nine", 200, slice(None)),
        ("bytes=-99999999", 200, slice(None)),
        ("bytes=" + "9" * 5000 + "-", 200, slice(None)),
    ],
)
def test_a_download_can_be_resumed(client: FlaskClient, range_: str, status: int, part: slice) -> None:
    """RFC 9110, 14.2: one range of bytes gives that part; what is not understood is ignored."""
    whole = client.get("/dumps/tiny.nt").data
    response = client.get("/dumps/tiny.nt", headers={"Range": range_})
    assert (response.status_code, response.data) == (status, whole[part])
    assert response.headers["Accept-Ranges"] == "bytes"


def test_a_range_behind_the_end_is_416(client: FlaskClient) -> None:
    """RFC 9110, 15.5.17: with the length that there is."""
    length = len(client.get("/dumps/tiny.nt").data)
    response = client.get("/dumps/tiny.nt", headers={"Range": f"bytes={length}-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{length}"


def test_a_download_is_resumed_only_where_the_file_is_the_same(client: FlaskClient) -> None:
    """RFC 9110, 13.1.5: If-Range with another tag gives the whole file."""
    headers = {"Range": "bytes=0-9", "If-Range": '"other"'}
    assert client.get("/dumps/tiny.nt", headers=headers).status_code == 200
    headers["If-Range"] = client.get("/dumps/tiny.nt").headers["ETag"]
    assert client.get("/dumps/tiny.nt", headers=headers).status_code == 206


def test_a_dump_that_the_client_has_is_304(client: FlaskClient) -> None:
    """RFC 9110, 13.1.2."""
    tag = client.get("/dumps/tiny.nt").headers["ETag"]
    response = client.get("/dumps/tiny.nt", headers={"If-None-Match": tag})
    assert (response.status_code, response.data) == (304, b"")


def test_head_of_a_dump_tells_its_length(client: FlaskClient) -> None:
    """A range is for GET alone (RFC 9110, 14.2), so that HEAD tells the whole length."""
    head = client.head("/dumps/tiny.nt", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(client.get("/dumps/tiny.nt").data)


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "..%2Fmanifest.json",
        "%2e%2e/manifest.json",
        "/etc/passwd",
        "tiny.ttl/..",
        "store.nq",
        ".",
    ],
)
def test_nothing_but_the_dumps_is_there(client: FlaskClient, name: str) -> None:
    """Only names that the manifest lists are opened, so that no path leads out of the folder."""
    response = client.get(f"/dumps/{name}", follow_redirects=True)
    assert response.status_code in (200, 404)
    assert b"digest" not in response.data
    assert response.status_code == 404 or response.request.path in ("/dumps/", "/")


def test_the_dumps_are_listed_for_programs(client: FlaskClient) -> None:
    """As JSON: each with format, size, checksum and address."""
    listed = client.get("/dumps/").json["dumps"]
    whole = {entry["name"] for entry in listed if not entry["document"] and not entry["voice"]}
    assert whole == set(DUMPS)
    assert {entry["document"].rpartition("/")[2] for entry in listed} == {"", "keeper", "office"}
    assert all(client.head(entry["url"]).content_length == entry["bytes"] for entry in listed)


def test_the_dumps_are_listed_for_people(client: FlaskClient) -> None:
    """As a page with a link to each."""
    page = client.get("/dumps/", headers={"Accept": BROWSER})
    assert page.content_type == "text/html; charset=utf-8"
    assert all(f'href="/dumps/{name}"' in page.text for name in [*DUMPS, "SHA256SUMS"])


def test_dumps_without_a_slash_leads_to_the_list(client: FlaskClient) -> None:
    """Who leaves out the slash gets there."""
    assert client.get("/dumps", follow_redirects=True).status_code == 200


def test_the_report_is_there_in_three_forms(client: FlaskClient) -> None:
    """Text, JSON and the terms of SHACL, by Accept or `format=`; all three say that the graph conforms."""
    report = Store()
    report.load(client.get("/report?format=ttl").data, RdfFormat.TURTLE)
    conforms = report.query("ASK { ?report <http://www.w3.org/ns/shacl#conforms> true }")
    assert isinstance(conforms, QueryBoolean)
    assert bool(conforms)
    assert client.get("/report", headers={"Accept": "application/json"}).json["conforms"] is True
    assert client.get("/report").content_type == "text/plain; charset=utf-8"
    assert client.get("/report", headers={"Accept": "image/png"}).status_code == 406


def test_the_prefixes_are_those_of_the_dataset(client: FlaskClient, tiny: Site) -> None:
    """A JSON object, as editors of SPARQL read it."""
    response = client.get("/prefixes.json")
    assert response.content_type == "application/json"
    assert json.loads(response.data) == dict(tiny.prefixes.namespaces)


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda format_: format_.name)
def test_the_shapes_are_there_in_each_format(client: FlaskClient, format_: Format) -> None:
    """By Accept and by extension, and the same graph in each: the files' own."""
    turtle = Dataset(parse(client.get("/shapes.ttl").data, RdfFormat.TURTLE))
    accepted = client.get("/shapes", headers={"Accept": format_.media_type})
    named = client.get(f"/shapes.{format_.extension}")
    for response in (accepted, named):
        assert response.headers["Content-Type"] == format_.content_type
        found = Dataset(parse(response.data, BY_NAME[format_.name].oxigraph))
        assert len(found) == len(turtle) > 100


def test_the_shapes_have_a_page_with_a_place_for_each(client: FlaskClient) -> None:
    """`shapes#Claim` leads a browser to what the shape asks for."""
    page = client.get("/shapes", headers={"Accept": BROWSER})
    assert page.content_type == "text/html; charset=utf-8"
    assert 'id="Claim"' in page.text


def test_an_extension_that_shapes_do_not_have_is_404(client: FlaskClient) -> None:
    """As everywhere."""
    assert client.get("/shapes.pdf").status_code == 404


def test_the_vocabulary_leads_to_its_data(client: FlaskClient) -> None:
    """`/ns` in a format of RDF is the graph of the ontology."""
    response = client.get("/ns", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert response.content_type == "text/turtle; charset=utf-8"
    assert "hg:Claim a " in response.text
