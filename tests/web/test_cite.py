"""Citations: of the dataset and of what is in it, as reference managers read them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from horgos.pages.citation import Citation, Origin, of
from horgos.site import Site

ORIGIN = Origin("https://example.org/tiny/dataset", "A lighthouse", ("The keepers",), "2026-11-22", "ab" * 32)
STYLES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
    "txt": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize("path", ["/cite", "/cite/gannet-light", "/cite/claim/height-31"])
@pytest.mark.parametrize("extension", STYLES)
def test_everything_is_cited_in_every_style_under_its_address_and_its_release(
    client: FlaskClient, tiny: Site, path: str, extension: str
) -> None:
    """A citation names the IRI, which stays, and the digest of the release, which tells what was there."""
    response = client.get(f"{path}.{extension}")
    assert response.status_code == 200
    assert response.content_type == STYLES[extension]
    assert tiny.dataset.base in response.text
    assert tiny.publication.digest[:12] in response.text


def test_a_claim_is_cited_with_the_passages_that_state_it(client: FlaskClient) -> None:
    """Who takes a figure takes with it who says so, and where."""
    cited = client.get("/cite/claim/height-31.json").get_json()
    assert cited[0]["note"].startswith("Stated by ")
    assert "The tower" in cited[0]["note"]


def test_a_claim_is_cited_with_its_time(client: FlaskClient) -> None:
    """What is true of one day is not cited as true of all; where no time is stated, none is made up."""
    (dated,) = client.get("/cite/claim/lighting-1904-02-29.json").get_json()
    assert dated["title"].endswith("(29 February 1904)")
    (timeless,) = client.get("/cite/claim/height-31.json").get_json()
    assert timeless["title"] == "Height: 31 m (Gannet Rock Light)"


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("claim/dungan-revolt-1862-1877", "Dungan Revolt (from 1862 to 1877)"),
        ("claim/gas-supply-agreement-signing-2006", "Gas supply agreement signed (2006)"),
        ("claim/treaty-of-kuldja-signing-1851", "Treaty of Kuldja signed (1851)"),
        ("claim/port-closure-1962", "Horgos Border Port: Port closed (1962)"),
    ],
)
def test_a_claim_whose_words_name_its_thing_is_cited_by_them_alone(
    horgos: FlaskClient, claim: str, title: str
) -> None:
    """“Dungan Revolt: Dungan Revolt” says no more than “Dungan Revolt”."""
    (item,) = horgos.get(f"/cite/{claim}.json").get_json()
    assert item["title"] == title


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("claim/trains-2024-forecast-more-than-8700", "trains: more than 8,700 (expected, 2024)"),
        ("derived/horgos-port-open-guide-1881", "open (according to Guide, from 1881 to 1917)"),
    ],
)
def test_a_figure_is_cited_with_what_it_holds_of_in_one_bracket(
    horgos: FlaskClient, claim: str, title: str
) -> None:
    """An expectation is no count, and a period is of one account."""
    (item,) = horgos.get(f"/cite/{claim}.json").get_json()
    assert item["title"].startswith("Horgos Border Port")
    assert item["title"].endswith(title)


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        (
            "customs-4-to-5-days",
            "Formerly at customs: 4 to 5 days (Xinjiang Sanshuntong International Trade)",
        ),
        (
            "shops-more-than-5000",
            "Shops in the ICBC: over 5,000 (Horgos International Border Cooperation Center)",
        ),
        ("trains-2024-record-forecast", "Trains in 2024: a record expected (Horgos Border Port)"),
        ("naming-ili", "Kuldja is called Ili in Chinese sources"),
        ("icbc-chinese-side-area-3-43", "Area of the ICBC’s Chinese side: 3.43 km²"),
        (
            "center-visits-more-than-6000000",
            "People through the ICBC: over 6 million (Horgos International Border Cooperation Center; "
            "from January to an unstated month of an unstated year)",
        ),
    ],
)
def test_a_rank_and_what_has_no_year_is_cited_by_its_label(
    horgos: FlaskClient, claim: str, title: str
) -> None:
    """It says under what condition the figure holds, or in whose words the name; they alone do not."""
    (item,) = horgos.get(f"/cite/claim/{claim}.json").get_json()
    assert item["title"] == title


def test_what_a_rule_derives_is_not_cited_as_stated(horgos: FlaskClient) -> None:
    """Nobody states it: the note says by which rule it is derived."""
    (item,) = horgos.get("/cite/derived/horgos-port-open-guide-1881.json").get_json()
    assert item["note"].startswith("Derived by the rule “")


def test_a_passage_is_cited_with_the_document_that_it_is_of(client: FlaskClient) -> None:
    """Its locator alone, a heading or a year, would name it to nobody."""
    (item,) = client.get("/cite/source/keeper-tower.json").get_json()
    assert item["title"] == "The keeper's logbook, The tower"


def test_csl_has_the_members_that_processors_need(client: FlaskClient) -> None:
    """An array of items, each with id, type and title (CSL-JSON, the data schema)."""
    (item,) = client.get("/cite/gannet-light.json").get_json()
    assert item["type"] == "dataset"
    assert item["title"]
    assert item["id"]
    assert item["container-title"]


@pytest.mark.parametrize("path", ["/cite/atlantis.bib", "/cite.doc", "/cite/gannet-light.doc"])
def test_what_is_not_there_cannot_be_cited(client: FlaskClient, path: str) -> None:
    """An unknown thing, and an unknown style, are 404 and tell what there is."""
    response = client.get(path)
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"


def test_a_citation_has_its_tag(client: FlaskClient) -> None:
    """It follows from the dataset, and is not sent twice."""
    tag = client.get("/cite.bib").headers["ETag"]
    assert client.get("/cite.bib", headers={"If-None-Match": tag}).status_code == 304


def test_bibtex_keeps_what_latex_would_read_as_commands() -> None:
    """Braces, backslashes, percent and other signs come out as themselves."""
    cited = of(ORIGIN, "https://example.org/tiny/id/x", r"50 % of {A\B} & C_1")
    assert r"title = {50 \% of \{A\textbackslash{}B\} \& C\_1}," in cited.bibtex()


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=2))
def test_no_title_breaks_out_of_its_field(title: str, voices: list[str]) -> None:
    """Braces balance in BibTeX; in RIS a line is a field, whatever characters a title has."""
    cited = of(ORIGIN, "https://example.org/tiny/id/x", title, voices)
    plain = re.sub(r"\\[{}]", "", cited.bibtex())
    assert plain.count("{") == plain.count("}")
    assert len(cited.bibtex().splitlines()) == cited.bibtex().count("\n")
    lines = cited.ris().split("\r\n")
    assert lines[-1] == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert lines[0] == "TY  - DATA"
    assert lines[-2] == "ER  - "


def test_a_dataset_without_authors_and_dates_is_cited_by_its_title() -> None:
    """What is not known is left out, and nothing is made up."""
    bare = Citation(Origin("https://example.org/d", "D", (), "", "c" * 64), "https://example.org/d")
    assert bare.plain() == f"D, release {'c' * 12}. https://example.org/d."
    assert "author" not in bare.bibtex()
    assert "issued" not in bare.csl()
