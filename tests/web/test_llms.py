"""What language models are told at /llms.txt."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

LINK = re.compile(r"^- \[[^\]\n]+\]\((?P<address>[^)\s]+)\)(?:: .+)?", re.MULTILINE)


@pytest.fixture(params=["client", "horgos"])
def reader(request: pytest.FixtureRequest) -> FlaskClient:
    """A client of each graph."""
    client: FlaskClient = request.getfixturevalue(request.param)
    return client


def test_it_has_the_parts_of_the_format_in_their_order(reader: FlaskClient) -> None:
    """llmstxt.org: one title, a quote that sums up, text without headings, lists of links under titles."""
    response = reader.get("/llms.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    head, *sections = re.split(r"^## ", response.text, flags=re.MULTILINE)
    assert re.match(r"# [^\n]+\n\n> [^\n]+\n\n[^#>]", head)
    assert head.count("\n- ") == 5
    assert "\n\n\n" not in response.text
    for section in sections:
        title, _, listed = section.partition("\n")
        assert title
        assert all(LINK.fullmatch(line) for line in listed.strip().split("\n")), listed


def test_every_link_leads_to_something(reader: FlaskClient) -> None:
    """Each answers 200, whatever the client accepts."""
    links = [match["address"] for match in LINK.finditer(reader.get("/llms.txt").text)]
    assert len(links) > 20
    for link in links:
        assert reader.get(link.removeprefix("http://localhost")).status_code == 200, link


def test_it_is_generated_from_the_dataset(client: FlaskClient, horgos: FlaskClient) -> None:
    """Its title, its numbers, its queries and its dumps; nothing of another graph."""
    told = client.get("/llms.txt").text
    assert "(http://localhost/queries/light/lit.rq)" in told
    assert "(http://localhost/dumps/tiny.ttl)" in told
    assert told.count("/dumps/") == 7  # the list, and the whole in six formats: parts are too many to read
    others = told.replace("https://w3id.org/horgos/ns#", "").replace("`horgos mcp`", "")
    assert "horgos" not in others.lower()
    assert "Which counts of trains" in horgos.get("/llms.txt").text


def test_it_need_not_be_sent_twice(client: FlaskClient) -> None:
    """It has a tag, and follows from dataset and address."""
    tag = client.get("/llms.txt").headers["ETag"]
    assert client.get("/llms.txt", headers={"If-None-Match": tag}).status_code == 304
