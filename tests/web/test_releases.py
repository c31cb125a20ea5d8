"""Releases over HTTP: the list, the files that never change, what changed between two, the feed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from horgos.releases import Releases, freeze
from horgos.site import Site
from horgos.web.front import Front
from rsgi import ask
from web.conftest import TINY, app_of

HTML = {"Accept": "text/html"}
ATOM = "{http://www.w3.org/2005/Atom}"
FOREVER = "public, max-age=31536000, immutable"


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def released(tiny: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the tiny graph, with two releases: in 1.0 the tower was 30 m high, 1.1 is as it is."""
    folder = tmp_path_factory.mktemp("releases")
    config = replace(tiny.config, releases=str(folder / "releases"))
    other = folder / "graph"
    shutil.copytree(TINY, other)
    for file in ("logbooks", "editorial"):
        path = other / "data" / f"{file}.trig"
        text = path.read_text("utf-8")
        path.write_text(text.replace("c:height-31", "c:height-30").replace("value 31", "value 30"), "utf-8")
    freeze(replace(config, graph=other), "1.0", quiet)
    freeze(config, "1.1", quiet)
    return replace(tiny, config=config)


@pytest.fixture(scope="module")
def client(released: Site) -> FlaskClient:
    """A client of the app that serves it."""
    return app_of(released).test_client()


def test_a_file_of_a_release_never_changes(client: FlaskClient) -> None:
    """RFC 8246, 2: immutable for a year, under its sha256 as tag, and in ranges."""
    path = "/release/1.0/dumps/tiny.nq"
    response = client.get(path)
    assert response.headers["Cache-Control"] == FOREVER
    assert response.headers["ETag"] == f'"{hashlib.sha256(response.data).hexdigest()}"'
    assert response.headers["Content-Type"] == "application/n-quads"
    part = client.get(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, response.data[:10])
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert response.data != client.get("/dumps/tiny.nq").data
    assert client.get("/release/1.1/dumps/tiny.nq").data == client.get("/dumps/tiny.nq").data


def test_files_are_found_below_a_folder_that_is_not_named_in_full(
    released: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--graph graph` means the one in the folder that the server was started in."""
    releases = released.config.releases_folder
    monkeypatch.chdir(releases.parent)
    config = replace(released.config, releases=releases.name)
    client = app_of(replace(released, config=config)).test_client()
    assert client.get("/release/1.0/SHA256SUMS").status_code == 200


def test_every_file_that_the_record_lists_is_served_as_it_says(client: FlaskClient) -> None:
    """With its media type, length and checksum; and so are the record and the checksums themselves."""
    listed = client.get("/release/1.1/", headers={"Accept": "application/json"}).json
    assert listed is not None
    for file in listed["files"]:
        response = client.get(f"/release/1.1/{file['name']}")
        assert response.headers["Content-Type"] == file["type"], file["name"]
        assert hashlib.sha256(response.data).hexdigest() == file["sha256"]
    assert client.get("/release/1.1/SHA256SUMS").text.count("\n") == len(listed["files"])
    assert json.loads(client.get("/release/1.1/release.json").data)["version"] == "1.1"


def test_a_release_is_found_by_its_digest_when_the_graph_has_gone_on(
    client: FlaskClient, released: Site
) -> None:
    """What was cited by its digest stays where it was."""
    old = Releases(released.config.releases_folder).get("1.0")
    response = client.get(f"/release/{old.digest}/dumps/tiny.nq")
    assert response.data == client.get("/release/1.0/dumps/tiny.nq").data
    assert response.headers["Cache-Control"] == FOREVER


def test_latest_leads_to_the_last_release(client: FlaskClient) -> None:
    """RFC 9110, 15.4.3: for now, so that the next request asks again."""
    for path in ("", "dumps/tiny.nq"):
        response = client.get(f"/release/latest/{path}")
        assert (response.status_code, response.headers["Location"]) == (302, f"/release/1.1/{path}")
        assert "no-cache" in response.headers["Cache-Control"]
    assert client.get("/diff/latest..now").headers["Location"] == "/diff/1.1..now"


@pytest.mark.parametrize(
    "path",
    [
        "/release/9/",
        "/release/1.0/none",
        "/release/1.0/../1.1/release.json",
        "/release/1.0/%2e%2e/1.1/cite.txt",
        "/release/1.0/manifest",
        "/release/building-1/",
        "/diff/1.0..9",
        "/diff/1.0..1.1?page=9",
    ],
)
def test_what_is_not_there_is_404_in_the_asked_format(client: FlaskClient, path: str) -> None:
    """The answer says where all are listed; no path leads out of a release."""
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.content_type.startswith("text/html")


@pytest.mark.parametrize("states", ["1.0", "..", "1.0..", "..1.0"])
def test_what_does_not_name_two_states_is_400(client: FlaskClient, states: str) -> None:
    """With an example of what does."""
    response = client.get(f"/diff/{states}", headers={"Accept": "application/json"})
    assert (response.status_code, "1.0..now" in response.text) == (400, True)


def test_the_changes_come_as_page_text_json_and_patch(client: FlaskClient) -> None:
    """By Accept, by `format`, or by the end of the address; all of one pair of releases."""
    page = client.get("/diff/1.0..1.1", headers=HTML).get_data(as_text=True)
    assert "changed in value" in page
    assert re.search("<del><bdi[^>]*>30<", page)
    assert re.search("<ins><bdi[^>]*>31<", page)
    text = client.get("/diff/1.0..1.1.txt").text
    assert "  hg:value  30 → 31\n" in text
    assert client.get("/diff/1.0..1.1?format=text").text == text
    told = client.get("/diff/1.0..1.1", headers={"Accept": "application/json"}).json
    assert told is not None
    assert told["summary"]["value"] == 1
    patch = client.get("/diff/1.0..1.1.rdfp")
    assert patch.content_type == "application/rdf-patch"
    assert client.get("/diff/1.0..1.1", headers={"Accept": "application/rdf-patch"}).data == patch.data
    old, new = (
        set(parse(client.get(f"/release/{version}/dumps/tiny.nq").data, RdfFormat.N_QUADS))
        for version in ("1.0", "1.1")
    )
    rows = patch.data.splitlines()[2:-1]
    went, came = (
        set(parse(b"\n".join(row[2:] for row in rows if row[:1] == code), RdfFormat.N_QUADS))
        for code in (b"D", b"A")
    )
    assert (old - went) | came == new


def test_a_page_of_changes_links_what_is_there_and_names_the_rest(client: FlaskClient) -> None:
    """The claim that went has no page any more; the one that came has."""
    page = client.get("/diff/1.0..1.1", headers=HTML).get_data(as_text=True)
    assert 'href="/page/claim/height-31"' in page
    assert 'href="/page/claim/height-30"' not in page
    assert "was c:height-30" in page
    assert "what rules derive from it" in page


def test_many_changes_are_shown_page_by_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut: what does not fit stands on the next page."""
    monkeypatch.setattr("horgos.changes.page.AT_ONCE", 2)
    pages = [client.get(f"/diff/1.0..1.1?page={page}", headers=HTML).text for page in (1, 2)]
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' in pages[1]
    assert "How high the tower is" in "".join(pages)


def test_the_list_tells_each_release_and_how_the_graph_has_gone_on(client: FlaskClient) -> None:
    """The last one first; no link to changes where there are none."""
    page = client.get("/releases", headers=HTML).get_data(as_text=True)
    assert 0 < page.index('id="release-1.1"') < page.index('id="release-1.0"')
    assert 'href="/diff/1.0..1.1"' in page
    assert "..now" not in page
    listed = client.get("/releases", headers={"Accept": "application/json"}).json
    assert listed is not None
    assert [each["version"] for each in listed] == ["1.1", "1.0"]
    assert listed[0]["changes"]["value"] == 1


def test_the_page_of_a_release_tells_how_to_cite_it_and_lists_its_files(client: FlaskClient) -> None:
    """Every file has a link, a size and a checksum."""
    page = client.get("/release/1.1/", headers=HTML).get_data(as_text=True)
    assert "release 1.1." in page
    listed = client.get("/release/1.1/", headers={"Accept": "application/json"}).json
    assert listed is not None
    for file in listed["files"]:
        assert f'href="/release/1.1/{file["name"]}"' in page
        assert file["sha256"] in page


def test_a_release_shows_as_soon_as_it_is_there(released: Site, tmp_path: Path) -> None:
    """Without a restart, through the cache of answers too: what lists releases is asked for again."""
    config = replace(released.config, releases=str(tmp_path))
    site = replace(released, config=config)
    front = Front(app_of(site), site)
    headers = [("accept", "application/json")]
    assert json.loads(ask(front, "/releases", headers).body) == []
    freeze(config, "2.0", quiet)
    assert [each["version"] for each in json.loads(ask(front, "/releases", headers).body)] == ["2.0"]
    assert ask(front, "/release/2.0/cite.txt", headers).status == 200
    front.close()


def test_the_feed_is_valid_and_sums_up_what_changed(client: FlaskClient) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: feed and entries have id, title, updated; author; links to self and page."""
    response = client.get("/releases.atom")
    assert response.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.data)  # noqa: S314  it is our own
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "http://localhost/releases.atom", "alternate": "http://localhost/releases"}
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        assert (each.findtext(f"{ATOM}id") or "").startswith("https://example.org/tiny/release")
        assert each.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated") or "").tzinfo
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == 2
    assert "1 changed in value" in (entries[0].findtext(f"{ATOM}summary") or "")
    for each in entries:
        for link in each.findall(f"{ATOM}link"):
            assert client.get(link.get("href") or "").status_code == 200


def test_the_feed_of_a_graph_without_releases_is_valid_too(tiny: Site, tmp_path: Path) -> None:
    """It is as old as the graph, and leads on."""
    client = app_of(replace(tiny, config=replace(tiny.config, releases=str(tmp_path)))).test_client()
    feed = ElementTree.fromstring(client.get("/releases.atom").data)  # noqa: S314  it is our own
    assert feed.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "").tzinfo
    assert "There is no release yet; what is served" in client.get("/releases", headers=HTML).text


def test_every_page_leads_to_the_feed(client: FlaskClient) -> None:
    """So that readers of feeds find it by themselves."""
    assert 'type="application/atom+xml"' in client.get("/", headers=HTML).text
