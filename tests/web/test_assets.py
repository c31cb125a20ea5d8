"""What pages load besides themselves: built ahead, compressed ahead, and never asked for twice."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from horgos.config import PACKAGE
from horgos.web import assets

BUILT = PACKAGE / "static" / "build"
PAGES = ("/", "/sparql", "/page/gannet-light", "/ns", "/dumps/", "/shapes")


@pytest.fixture
def without_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose frontend was left out."""
    monkeypatch.setattr(assets, "_manifest", dict)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_is_there_and_never_changes(client: FlaskClient, page: str) -> None:
    """A script has the hash of its content in its name: who has it need not ask again (RFC 8246)."""
    html = client.get(page, headers={"Accept": "text/html"}).text
    scripts = re.findall(r'<script type="module" src="([^"]+)"></script>', html)
    assert scripts
    for script in scripts:
        response = client.get(script)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.usefixtures("without_build")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_without_scripts_where_they_were_not_built(client: FlaskClient, page: str) -> None:
    """Installed with HORGOS_SKIP_FRONTEND=1, no page names a file that is not there."""
    response = client.get(page, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<script" not in response.text


@pytest.mark.parametrize("name", ["style.css", "icon.svg", "build/outlines.json"])
def test_what_keeps_its_name_is_asked_for_again(client: FlaskClient, name: str) -> None:
    """Without a hash in its name a file may change."""
    response = client.get(f"/static/{name}")
    assert response.status_code == 200
    assert "immutable" not in response.headers["Cache-Control"]


def test_a_page_has_another_tag_with_another_build(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is kept must not name the scripts of an older build."""
    before = client.get("/").headers["ETag"]
    monkeypatch.setattr(assets, "_manifest", lambda: {"page.js": "page-00000000.js"})
    assert client.get("/").headers["ETag"] != before


def test_every_file_of_the_build_lies_there_compressed() -> None:
    """From a kilobyte on, so that nothing is compressed while a reader waits."""
    files = [file for file in BUILT.iterdir() if file.suffix in {".js", ".css", ".json", ".svg", ".txt"}]
    large = [file for file in files if file.stat().st_size >= 1024 and file.name != "manifest.json"]
    assert large
    missing = [f"{file.name}{end}" for file in large for end in (".br", ".gz")]
    assert [name for name in missing if not (BUILT / name).exists()] == []


def test_outlines_fit_a_map() -> None:
    """Degrees with two decimals, every ring closed, and no line from one edge of the map to the other."""
    outlines = json.loads((BUILT / "outlines.json").read_text("utf-8"))
    names = {each["properties"]["name"] for each in outlines["features"]}
    assert {"China", "Kazakhstan", "Fiji", "Antarctica"} <= names
    for each in outlines["features"]:
        shape = each["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for ring in (ring for polygon in polygons for ring in polygon):
            assert ring[0] == ring[-1]
            assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)
            assert all(round(value, 2) == value for point in ring for value in point)
            assert all(abs(x - to) < 90 for (x, y), (to, _) in pairwise(ring) if abs(y) < 89)


def test_what_travels_to_the_browser_is_under_permissive_licences() -> None:
    """Their texts lie beside the scripts."""
    told = (BUILT / "LICENSES.txt").read_text("utf-8")
    assert {"@zazuko/yasqe", "codemirror", "cytoscape", "leaflet", "world-atlas"} <= set(
        re.findall(r"^(@?[\w/.-]+) [\d.]+: [\w.-]+$", told, re.MULTILINE)
    )


def test_the_lock_file_names_no_registry() -> None:
    """Whoever builds takes the packages from the registry that their npm is set up for."""
    text = Path(PACKAGE.parent, "frontend", "package-lock.json").read_text("utf-8")
    assert '"integrity"' in text
    assert "resolved" not in text
