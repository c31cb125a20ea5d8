"""docs/adding-a-source.md is followed word for word: what it adds validates, shows and answers."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import TINY
from horgos.config import Config
from horgos.site import Site, check, open_site, publish
from horgos.web import create_app

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "adding-a-source.md").read_text("utf-8")
FILE = re.compile(r"(New file|Add\s+to)\s+`([^`]+)`:\n\n```[\w-]+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SLIP = re.compile(
    r"in `([^`]+)`:\n\n```diff\n-(.*?)\n\+(.*?)\n```\n\n```report\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Slip:
    """A mistake of the guide: the file, what is right and wrong in it, and the report on it."""

    file: str
    right: str
    wrong: str
    told: str


SLIPS = [Slip(*found.groups()) for found in SLIP.finditer(GUIDE)]


def block(kind: str) -> str:
    """The one block of the guide of this kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def lighthouse(tmp_path: Path) -> Path:
    """The small graph with all that the guide adds to it."""
    folder = tmp_path / "lighthouse"
    shutil.copytree(TINY, folder)
    for how, path, text in FILE.findall(GUIDE):
        place = folder / path
        place.parent.mkdir(exist_ok=True)
        assert place.exists() == (how != "New file"), path
        with place.open("a", encoding="utf-8") as stream:
            stream.write(text if how == "New file" else f"\n{text}")
    return folder


@pytest.fixture
def site(lighthouse: Path, tmp_path: Path) -> Iterator[Site]:
    """That graph, served."""
    config = Config.load({"graph": lighthouse, "cache": tmp_path / "cache", "workers": 1}, {})
    with open_site(config, publish(config, lambda _: None)) as opened:
        yield opened


def test_the_guide_adds_a_source_from_its_text_to_its_question() -> None:
    """Six files, new or added to, in the order of the steps."""
    assert [path for _, path, _ in FILE.findall(GUIDE)] == [
        "texts/letter.txt", "data/sources.trig", "data/vocabulary.ttl", "data/letter.trig",
        "data/editorial.trig", "queries/light/range.rq",
    ]  # fmt: skip


def test_the_text_is_the_one_that_the_guide_describes(lighthouse: Path) -> None:
    """Checksum, size and the places of the passages are those of the text."""
    text = (lighthouse / "texts" / "letter.txt").read_text("utf-8")
    sources = (lighthouse / "data" / "sources.trig").read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() in sources
    assert f"schema:size {len(text)} " in sources
    places = re.findall(
        r"letter-\d#chars> a oa:TextPositionSelector ; oa:start (\d+) ; oa:end (\d+)", sources
    )
    assert [text[int(start) : int(end)] for start, end in places] == text.strip().split("\n\n")[1:]


def test_the_new_source_shows_and_answers(site: Site) -> None:
    """It validates without a warning; page, shared claim and query tell what it says, alone or not."""
    assert site.publication.warnings == ()
    client = create_app(site).test_client()
    page = client.get("/page/source/letter", headers={"Accept": "text/html"}).text
    assert "The pilot" in page
    assert "characters 35 to 136" in page
    assert "nmi<" in page
    shared = client.get("/page/claim/height-31", headers={"Accept": "text/html"}).text
    assert "The pilot" in shared
    assert "The keeper" in shared
    answer = client.get("/queries/light/range.csv").text
    assert answer.splitlines() == block("answer").splitlines()


@pytest.mark.parametrize("slip", SLIPS, ids=["end", "time", "graph", "shared"])
def test_a_slip_is_told_as_the_guide_says(lighthouse: Path, slip: Slip) -> None:
    """The report names the file and the line, what is wrong, and what would be right."""
    place = lighthouse / slip.file
    text = place.read_text("utf-8")
    assert text.count(slip.right) == 1
    place.write_text(text.replace(slip.right, slip.wrong), "utf-8")
    found = check(Config.load({"graph": lighthouse}, {}), lambda _: None)
    assert not found.conforms
    assert slip.told in found.as_text(), found.as_text()


def test_the_guide_has_the_columns_of_the_coverage() -> None:
    """The head of the table in docs/coverage.csv."""
    assert (ROOT / "docs" / "coverage.csv").read_text("utf-8").startswith(block("csv"))
    assert len(SLIPS) == 4
