"""What supervisors and monitors ask for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from horgos.config import Config
from horgos.engine import Embedded, Limits
from horgos.site import Site
from horgos.web import create_app
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts, observed
from horgos.web.metrics.families import FAMILIES, OTHER
from horgos.web.shared import Shared

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nobody_keeps_how_the_server_is(client: FlaskClient, path: str) -> None:
    """RFC 9111, 5.2.2.5: it may be another the next moment."""
    response = client.get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


def test_a_server_that_answers_queries_is_ready_and_says_with_what(client: FlaskClient, tiny: Site) -> None:
    """The digest is that of the files that the graph was made from."""
    assert json.loads(client.get("/readyz").data) == {"status": "ready", "digest": tiny.publication.digest}


def test_a_server_that_answers_no_query_is_not_ready_and_says_why(tiny: Site) -> None:
    """503 with a problem; that it lives, and its figures, are told all the same."""
    engine = Embedded(tiny.publication.store, Limits(workers=1))
    engine.close()
    client = create_app(Site(tiny.config, tiny.publication, engine)).test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "closed" in json.loads(response.data)["detail"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 200


@pytest.fixture
def shared(tiny: Site) -> Shared:
    """What the processes of a server share, with something counted in two rows."""
    shared = Shared.of(tiny.config)
    for row in list(shared.board.rows())[:2]:
        counts = Counts(row)
        counts.add(families.REQUESTS, "sparql", "200", "cache")
        counts.add(families.QUERIES, "SELECT", "ok")
        place = families.PLACES[families.QUERY_SECONDS.name][()]
        counts.increase(*observed(place, 0.004), *observed(place, 99))
        counts.set(families.QUEUE, value=3)
    return shared


@pytest.mark.parametrize(
    ("accept", "read"),
    [("text/plain", read_text), (OPENMETRICS, read_openmetrics)],
    ids=["text", "openmetrics"],
)
def test_what_the_table_names_is_what_is_shown(tiny: Site, shared: Shared, accept: str, read: object) -> None:
    """Every figure, with its kind, its meaning and its labels, in both formats; and no other."""
    response = create_app(tiny, shared).test_client().get("/metrics", headers={"Accept": accept})
    assert response.content_type.startswith(accept.partition(";")[0])
    shown = {family.name: family for family in read(response.text)}  # type: ignore[operator]
    assert list(shown) == [family.name.removesuffix("_total") for family in FAMILIES]
    for family in FAMILIES:
        found = shown[family.name.removesuffix("_total")]
        assert (found.type, found.documentation) == (family.kind, family.help)
        assert found.samples
        for sample in found.samples:
            assert set(sample.labels) - {"le"} == set(family.labels)


def test_the_rows_are_added_up(tiny: Site, shared: Shared) -> None:
    """Of what has many labels only what has been counted is shown; buckets are cumulative."""
    text = create_app(tiny, shared).test_client().get("/metrics").text
    shown = {tuple(line.rsplit(" ", 1)) for line in text.splitlines() if not line.startswith("#")}
    assert {
        ('horgos_requests_total{route="sparql",source="cache",status="200"}', "2.0"),
        ('horgos_query_seconds_bucket{le="0.0025"}', "0.0"),
        ('horgos_query_seconds_bucket{le="0.005"}', "2.0"),
        ('horgos_query_seconds_bucket{le="30.0"}', "2.0"),
        ('horgos_query_seconds_bucket{le="+Inf"}', "4.0"),
        ("horgos_query_seconds_sum", "198.008"),
        ("horgos_queue_length", "6.0"),
        (f'horgos_dataset_info{{digest="{tiny.publication.digest}"}}', "1.0"),
    } <= shown
    assert text.count("horgos_requests_total{") == 1


def test_every_series_has_a_place_of_its_own() -> None:
    """No two share a number of a row, and none lies outside it."""
    board = Shared.of(Config.load({}, {})).board
    row = next(board.rows())
    counts = Counts(row)
    for family in FAMILIES:
        for labels, place in families.PLACES[family.name].items():
            if family.kind == "histogram":
                for bound in families.BOUNDS[:-1]:
                    counts.increase(*observed(place, bound))
                counts.increase(*observed(place, 1e9))
            else:
                counts.add(family, *labels)
    sums = [float(number) for number in row if number > 1e8]
    assert len(sums) == sum(len(families.PLACES[f.name]) for f in FAMILIES if f.kind == "histogram")
    assert {float(number) for number in row if number < 1e8} <= {0.0, 1.0}


def test_the_memory_of_this_process_is_seen(client: FlaskClient) -> None:
    """An app without a server is its own main process, and has query processes."""
    text = client.get("/metrics").text
    found = {
        line.partition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"
    }
    pages = int(Path(f"/proc/{os.getpid()}/statm").read_text().split()[1])
    assert found['horgos_resident_memory_bytes{process="main"}'] > pages * 1024
    assert found['horgos_resident_memory_bytes{process="query"}'] > 0


def test_every_route_of_the_app_has_a_class_of_its_own_or_is_among_the_others(client: FlaskClient) -> None:
    """The first parts of the paths that there are, as far as they are named in the table."""
    rules = {str(rule).split("/")[1] for rule in client.application.url_map.iter_rules()}
    named = set(families.ROUTES) - {OTHER, "home", "id"}
    assert named <= rules
