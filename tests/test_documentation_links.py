"""Where the documentation leads: to files that are there, headings in them, addresses that answer."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import urlopen

import pytest

from horgos.pages.documents import anchor
from reference import DOCUMENTS, PART, ROOT

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
BASE = "http://127.0.0.1:8000"
ADDRESS = re.compile(rf"(?<=[<(]){BASE}(/[^<>()\s]*)|(?<=`)(/[a-z.][^`<>…{{}}A-Z ]*)(?=`)")
ELSEWHERE = (
    "/opt/horgos",  # a folder of a machine that is set up
    "/graph",  # the path at which a proxy shows a server
    "/.well-known/genid/",  # what blank nodes of another server begin with
    "/release/",  # releases are made first
    "/diff/",
    "/page/source/letter",  # of the graph that the document makes
)
PLACES = [*DOCUMENTS, ROOT / "tests" / "conformance" / "README.md"]


def prose(document: Path) -> str:
    """A document without its blocks."""
    return FENCED.sub("", document.read_text("utf-8"))


@pytest.mark.parametrize("document", PLACES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(document: Path) -> None:
    """A link without a scheme is relative to the document; what follows # is a heading of its target."""
    for link in LINK.findall(prose(document)):
        path, _, part = link.partition("#")
        if ":" in path:
            continue
        target = document.parent / path if path else document
        assert target.exists(), link
        if part:
            assert part in [anchor(heading) for heading in HEADING.findall(prose(target))], link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_address_that_a_document_names_answers(document: Path, server: str) -> None:
    """A link to the server, or a path between backticks, is an address that is no error."""
    for found in ADDRESS.findall(PART.sub("", prose(document))):
        path = "".join(found)
        if not path.startswith(ELSEWHERE):
            with urlopen(server.rstrip("/") + path, timeout=60) as response:
                assert response.status < 400, path


def test_every_document_is_reached_from_the_guide() -> None:
    """A stranger finds every document by following links from the README, which leads to the guide."""
    guide = ROOT / "docs" / "README.md"
    assert "(docs/README.md)" in prose(ROOT / "README.md")
    linked = {(guide.parent / link.partition("#")[0]).resolve() for link in LINK.findall(prose(guide))}
    wanted = {path for path in (ROOT / "docs").iterdir() if path.suffix in (".md", ".csv")} - {guide}
    assert wanted <= linked
