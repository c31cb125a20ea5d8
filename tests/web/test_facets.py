"""What a reader can choose on a page: one way to name a value, to refuse it and to take it back."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from horgos.pages.facets import Choosing, Part
from horgos.pages.reading import Reader
from horgos.pages.words.names import Names
from horgos.site import Site

BROWSER = {"Accept": "text/html"}
PROBLEM = {"Accept": "application/json, application/problem+json"}
TINY, HG = "https://example.org/tiny/", "https://w3id.org/horgos/ns#"
# Pages, a parameter of each, a value of it as addresses write it, and its IRI.
PAGES = (
    ("/timeline", "kind", "v:storm", f"{TINY}vocab/storm"),
    ("/timeline", "source", "d:keeper", f"{TINY}source/keeper"),
    ("/timeline?year=1890", "thing", "e:gannet-light", f"{TINY}id/gannet-light"),
    ("/statistics", "indicator", "v:height", f"{TINY}vocab/height"),
    ("/disagreements", "verdict", "v:undecided", f"{TINY}vocab/undecided"),
    ("/search", "kind", "hg:Facility", f"{HG}Facility"),
    ("/browse", "class", "hg:Facility", f"{HG}Facility"),
    ("/sources?part=alone", "document", "d:keeper", f"{TINY}source/keeper"),
)


def address(page: str, parameter: str, value: str) -> str:
    """The address of a page with a value of a parameter."""
    return f"{page}{'&' if '?' in page else '?'}{parameter}={quote(value, safe=':')}"


@pytest.mark.parametrize(("page", "parameter", "name", "iri"), PAGES)
def test_a_value_is_named_as_in_sparql_or_by_its_iri(
    client: FlaskClient, page: str, parameter: str, name: str, iri: str
) -> None:
    """Both show the same; a link of the pages has the prefixed name."""
    short, full = (client.get(address(page, parameter, value), headers=BROWSER) for value in (name, iri))
    assert (short.status_code, full.status_code) == (200, 200)
    assert short.text.partition("<main")[2].count("<a ") == full.text.partition("<main")[2].count("<a ")
    assert quote(iri, safe="") not in client.get(page, headers=BROWSER).text


@pytest.mark.parametrize(("page", "parameter", "name", "iri"), PAGES)
def test_a_value_that_nothing_has_is_refused_with_those_there_are(
    client: FlaskClient, page: str, parameter: str, name: str, iri: str
) -> None:
    """400, with the parameter and values as an address takes them."""
    response = client.get(address(page, parameter, "v:none"), headers=PROBLEM)
    told = response.get_json(force=True)
    assert (response.status_code, told["parameter"]) == (400, parameter)
    assert "'v:none'" in told["detail"]
    assert name in told["advice"]
    assert iri not in told["advice"]


@pytest.mark.parametrize(
    "chosen", ["/timeline?kind=v:storm&from=1880", "/disagreements?verdict=v:undecided&source=d:keeper"]
)
def test_what_is_chosen_can_be_taken_back_alone_and_together(client: FlaskClient, chosen: str) -> None:
    """By links that lead to the page without it."""
    listed = client.get(chosen, headers=BROWSER).text.partition('class="chosen"')[2].partition("</ul>")[0]
    page, _, query = chosen.partition("?")
    first, second = query.split("&")
    for left in (f"{page}?{first}", f"{page}?{second}", page):
        assert f'href="{left}"' in listed


def test_values_that_leave_all_are_nothing_to_choose(tiny: Site) -> None:
    """A part is offered where one of its values narrows, or is chosen; the most telling value first."""
    names = Names(Reader(tiny.engine, tiny.prefixes, tiny.base))
    parts = {
        "all": Part[str]("All", lambda _: ("urn:same",)),
        "some": Part[str]("Some", lambda item: ("urn:one",) if item == "a" else ("urn:two",)),
    }
    (some,) = Choosing(("a", "b", "c"), parts).facets(names)
    assert [(option.value, option.number) for option in some.options] == [("urn:two", 2), ("urn:one", 1)]
    chosen = Choosing(("a", "b", "c"), parts, {"all": "urn:same", "some": "urn:one"})
    assert chosen.chosen == ("a",)
    assert [[option.value for option in facet.chosen] for facet in chosen.facets(names)] == [
        ["urn:same"],
        ["urn:one"],
    ]
