"""A result comes whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from asking import BROWSER, ask
from horgos.formats import ROW_FORMATS, Format
from horgos.site import Site, open_site
from horgos.web import create_app

ASK = "ASK { ?s ?p ?o }"

CROSSED = "SELECT ?a ?f WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"


@pytest.mark.parametrize("format_", ROW_FORMATS, ids=lambda format_: format_.name)
def test_a_long_result_is_whole(client: FlaskClient, format_: Format) -> None:
    """No result is cut unsaid: twenty thousand rows are twenty thousand rows in every format."""
    body = ask(client, CROSSED, format_.media_type).text
    mark = {"json": '{"a":', "xml": "<result>", "csv": "\r\n", "tsv": "\n"}[format_.name]
    assert body.count(mark) - (format_.name in ("csv", "tsv")) == 20_000


@pytest.fixture(scope="module")
def narrow(tiny: Site) -> Iterator[FlaskClient]:
    """A client of a site whose answers may have one mebibyte."""
    config = replace(tiny.config, result=1, workers=1)
    with open_site(config, tiny.publication) as site:
        yield create_app(site).test_client()


@pytest.mark.parametrize("accept", [*(format_.media_type for format_ in ROW_FORMATS), BROWSER])
def test_a_result_over_the_bound_is_refused_with_the_way_to_the_dumps(
    narrow: FlaskClient, accept: str
) -> None:
    """It is refused whole: 503, the setting that bounds it, and where all the data can be had."""
    response = ask(narrow, CROSSED.replace("20000", "60000"), accept)
    assert response.status_code == 503
    assert "larger than 1 MiB" in response.text
    assert "HORGOS_RESULT" in response.text
    assert "/dumps/" in response.text
    assert narrow.get("/dumps/").status_code == 200
    assert ask(narrow, ASK).status_code == 200


def test_a_problem_of_a_result_over_the_bound_has_the_dumps_as_a_member(narrow: FlaskClient) -> None:
    """RFC 9457, 3.2: a program finds type, setting and dumps without reading the sentence."""
    problem = ask(narrow, CROSSED.replace("20000", "60000")).json
    assert problem["type"] == "/errors/result-too-large"
    assert (problem["setting"], problem["dumps"]) == ("result", "/dumps/")
