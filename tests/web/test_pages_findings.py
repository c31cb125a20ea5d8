"""The pages of the disagreements and of the sources: what stands there, and what can be asked of them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from horgos.pages.words.literals import SPACE

BROWSER = {"Accept": "text/html"}


def page(client: FlaskClient, address: str, **headers: str) -> str:
    """A page that is there."""
    response = client.get(address, headers={**BROWSER, **headers})
    assert response.status_code == 200
    return response.text


def part(text: str, begin: str, end: str) -> str:
    """What stands between two marks."""
    return text.partition(begin)[2].partition(end)[0]


def _whole(text: str) -> str:
    """The page without what only says where a line may end."""
    return re.sub("</?span[^>]*>", "", text).replace(SPACE, " ")


def article(text: str, title: str) -> str:
    """The article of the finding with this title."""
    plain = title.replace(SPACE, " ")
    (found,) = [each for each in text.split('<article class="finding"')[1:] if f">{plain}<" in _whole(each)]
    return found.partition("</article>")[0]


def test_a_finding_has_its_claims_side_by_side_with_value_and_source(client: FlaskClient) -> None:
    """Each claim has what it says and the passage that says it; the preferred one is told so in words."""
    found = article(page(client, "/disagreements"), "How high the tower is")
    preferred, other = found.split('<li class="side')[1:]
    assert ("31" in preferred, "33" in other) == (True, True)
    assert 'href="/page/source/keeper-tower#says-' in preferred
    assert 'href="/page/source/office-light#says-' in other
    assert ("preferred by the editors" in preferred, "preferred by the editors" in other) == (True, False)


def test_a_finding_tells_its_computation_its_verdict_and_the_reason(client: FlaskClient) -> None:
    """What the editors make of it stands beneath, and that it is they who say so."""
    found = article(page(client, "/disagreements"), "How high the tower is")
    for said in ("33\u00a0- 31 = 2\u00a0m", ">decided<", "The keeper climbed it every night.", "editors"):
        assert said in found


def test_the_page_of_a_finding_tells_its_computation_and_its_verdict_once(client: FlaskClient) -> None:
    """They stand beside the claims, and not again among the statements."""
    found = page(client, "/page/disagreement-height")
    for said in ("33\u00a0- 31 = 2\u00a0m", ">decided<", "The keeper climbed it every night."):
        assert found.count(said) == 1


def test_a_finding_that_is_undecided_says_why(client: FlaskClient) -> None:
    """All its claims stand, none is preferred."""
    found = article(page(client, "/disagreements"), "When it was dark")
    assert ">undecided<" in found
    assert "Either may have been written up from memory." in found
    assert "preferred" not in found


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/disagreements?verdict=v:undecided", {"When it was dark"}),
        ("/disagreements?kind=v:contradiction&verdict=v:decided", {"How high the tower is"}),
        ("/disagreements?source=d:office", {"When it was dark", "How high the tower is"}),
    ],
)
def test_findings_are_filtered_through_the_address(
    client: FlaskClient, address: str, titles: set[str]
) -> None:
    """By kind, verdict and source; filters go together."""
    text = page(client, address)
    found = re.findall(r'<h3 id="finding-[^"]*"><a [^>]*><bdi[^>]*>([^<]*)<', text)
    assert set(found) == titles


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/disagreements?kind=none", "kind"),
        ("/disagreements?kind=a&kind=b", "kind"),
        ("/disagreements?page=0", "page"),
        ("/disagreements?page=2", "page"),
        ("/sources?page=2", "page"),
        ("/sources?document=none&part=alone", "document"),
        ("/sources?document=d:keeper&part=none", "part"),
    ],
)
def test_what_cannot_be_filtered_by_is_an_error_that_names_the_parameter(
    client: FlaskClient, address: str, parameter: str
) -> None:
    """400, and what would be right."""
    response = client.get(address, headers={"Accept": "application/problem+json"})
    problem = response.get_json(force=True)
    assert (response.status_code, problem["parameter"]) == (400, parameter)
    assert problem["advice"]


def test_what_only_looks_like_a_conflict_stands_apart(horgos: FlaskClient) -> None:
    """After all disagreements, with its computation, and none of it counted among them."""
    text = "".join(page(horgos, f"/disagreements?page={number}") for number in (1, 2, 3))
    apart = text.partition('id="consistent"')[2]
    assert "12,080,000 is more\u00a0than\u00a012,000,000" in apart
    assert "12,080,000 is more\u00a0than\u00a012,000,000" not in text.partition('id="consistent"')[0]
    assert ">undecided<" not in apart


def test_claims_that_only_go_into_the_computation_are_told_from_those_that_differ(
    horgos: FlaskClient,
) -> None:
    """The two rates stand against each other, the count that they are rates of beside them."""
    title = "Growth of passenger traffic in 2024: 90\u00a0% or 112\u00a0%"
    found = article(page(horgos, "/disagreements"), title)
    against, _, beside = found.partition("Also taken into account")
    assert ("112" in against, "1,370,000" in against, "1,370,000" in beside) == (True, False, True)


def test_the_page_of_a_finding_shows_its_claims_side_by_side(client: FlaskClient) -> None:
    """As the page of all findings does, and not once more as a list."""
    text = page(client, "/page/disagreement-height")
    assert len(text.split('<li class="side')) == 3
    assert text.count('id="difference"') == 1


def test_a_document_has_what_it_alone_says(client: FlaskClient) -> None:
    """The storm is told in one logbook alone, the first lighting in both."""
    text = page(client, "/sources?document=d:keeper&part=alone")
    assert ("storm" in text, "First lit" in text) == (True, False)


def test_a_document_has_what_others_confirm(client: FlaskClient) -> None:
    """The claim comes with the passages of both."""
    text = page(client, "/sources?document=d:keeper&part=confirmed")
    assert "First lit" in text
    assert 'href="/page/source/office-light#says-' in text
    assert "A storm" not in text


def test_what_two_documents_tell_in_their_own_ways_is_confirmed(horgos: FlaskClient) -> None:
    """Guide and atlas both have the port reopened in 1983, as two claims."""
    text = page(horgos, "/sources?document=d:atlas&part=confirmed")
    assert "Port reopened" in text
    assert "Port officially reopened" in text


def test_the_tally_of_a_document_counts_its_claims(horgos: FlaskClient) -> None:
    """Each is told by it alone or confirmed by another; what was found about them is counted apart."""
    tallies = re.findall(r'<ul class="tally">(.*?)</ul>', page(horgos, "/sources"), re.DOTALL)
    for tally in tallies:
        _, claims, alone, confirmed, *_ = (int(n.replace(",", "")) for n in re.findall("<b>(.*?)</b>", tally))
        assert alone + confirmed == claims
    assert tallies


def test_a_document_has_what_others_contradict(client: FlaskClient) -> None:
    """Both logbooks list both findings between them, and none within themselves."""
    text = page(client, "/sources")
    for name in ("keeper", "office"):
        against = part(text, f'id="against-{name}"', "<h3")
        assert "How high the tower is" in against
        assert "Nothing was found." in part(text, f'id="itself-{name}"', "</section>")


def test_passages_open_to_what_each_states(client: FlaskClient) -> None:
    """Without scripts, and with how many claims there are."""
    passage = part(page(client, "/sources"), ">The tower<", "</details>")
    assert "3 claims" in passage
    assert "The Old Candle" in passage


def test_claims_in_the_lists_of_a_document_are_marked_as_disputed(client: FlaskClient) -> None:
    """In words, with the way to the finding."""
    line = part(
        page(client, "/sources?document=d:keeper&part=alone"), 'href="/page/claim/height-31"', "</li>"
    )
    assert "disputed" in line
    assert 'href="/page/disagreement-height"' in line


def test_a_claim_of_several_findings_is_called_disputed_once(horgos: FlaskClient) -> None:
    """With the way to each of them, and how it stands in each: said once where that is the same."""
    mark = part(page(horgos, "/statistics"), 'href="/page/claim/new-routes-2022-35"><bdi>', "</td>")
    assert mark.count(">disputed") == mark.count('(<bdi lang="en">undecided</bdi>)') == 1
    found = re.findall(r'<a href="(/page/disagreement-[^"]*)"[^>]*>([0-9])<span', mark)
    assert found == [
        ("/page/disagreement-new-routes-2022", "1"),
        ("/page/disagreement-new-routes-share", "2"),
    ]


def test_the_page_of_a_document_shows_how_it_stands_to_the_others(client: FlaskClient) -> None:
    """The same lists as on the page of all documents."""
    text = page(client, "/page/source/keeper")
    assert "What it alone says" in text
    assert "How high the tower is" in part(text, 'id="against-keeper"', "</section>")
