"""The reconciliation service keeps to the Reconciliation Service API, version 0.2, and to its next draft.

The shapes here are written after the text of the specification, whose sections the tests name.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

LIGHT = "id/gannet-light"
FACILITY = "https://w3id.org/horgos/ns#Facility"

TEXT = {"type": "string"}
NAMED = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}


def list_of(item: Any) -> dict[str, Any]:
    """The shape of a list."""
    return {"type": "array", "items": item}


def with_(**properties: Any) -> dict[str, Any]:
    """The shape of an object that has all of these."""
    return {"type": "object", "required": list(properties), "properties": properties}


SERVICE = with_(service_url={"type": "string", "pattern": "^https?://"}, service_path={"pattern": "^/"})
MANIFEST = with_(
    versions={"type": "array", "contains": {"const": "0.2"}},
    name=TEXT,
    identifierSpace={"type": "string", "pattern": "^https?://"},
    schemaSpace={"type": "string", "pattern": "^https?://"},
    defaultTypes=list_of(NAMED),
    view=with_(url={"type": "string", "pattern": r"\{\{id\}\}"}),
    preview=with_(
        url={"type": "string", "pattern": r"\{\{id\}\}"},
        width={"type": "integer"},
        height={"type": "integer"},
    ),
    suggest=with_(entity=SERVICE, type=SERVICE, property=SERVICE),
    extend=with_(propose_properties=SERVICE),
    batchSize={"type": "integer"},
)
FEATURE = with_(id=TEXT, value={"type": ["number", "boolean"]})
CANDIDATE = with_(
    id=TEXT,
    name=TEXT,
    type=list_of(NAMED),
    score={"type": "number", "minimum": 0, "maximum": 100},
    match={"type": "boolean"},
    features=list_of(FEATURE),
)
RESULTS = {"type": "object", "additionalProperties": with_(result=list_of(CANDIDATE))}
SUGGESTED = with_(result=list_of(NAMED))
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}
VALUE = {
    "oneOf": [
        {**with_(**{name: shape}), "additionalProperties": False}
        for name, shape in (
            ("str", TEXT),
            ("int", {"type": "integer"}),
            ("float", {"type": "number"}),
            ("date", MOMENT),
        )
    ]
    + [{**NAMED, "additionalProperties": False}]
}
ROWS = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": list_of(VALUE)}}
EXTENDED = with_(meta=list_of(NAMED), rows=ROWS)


def keeps_to(shape: dict[str, Any], answer: Any) -> Any:
    """The answer, which has this shape."""
    assert [error.message for error in Draft202012Validator(shape).iter_errors(answer)] == []
    return answer


def reconciled(client: FlaskClient, **queries: Any) -> Any:
    """The results of a batch that is posted."""
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return keeps_to(RESULTS, response.json)


def extended(client: FlaskClient, ids: list[str], *properties: str) -> Any:
    """The answer to a data extension query that is posted."""
    query = {"ids": ids, "properties": [{"id": each} for each in properties]}
    response = client.post("/reconcile", data={"extend": json.dumps(query)})
    assert response.status_code == 200, response.text
    return keeps_to(EXTENDED, response.json)


def test_without_parameters_it_gives_its_manifest(client: FlaskClient) -> None:
    """Section 4: all addresses in it are those of this server."""
    manifest = keeps_to(MANIFEST, client.get("/reconcile").json)
    assert manifest["identifierSpace"] == "https://example.org/tiny/"
    assert manifest["view"]["url"] == "http://localhost/{{id}}"


def test_the_addresses_in_the_manifest_lead_where_it_says(client: FlaskClient) -> None:
    """An identifier is put into them percent-encoded (4, 6.1, 7.1, 8.1)."""
    manifest = client.get("/reconcile").json
    root = "http://localhost"
    view, preview = (
        each["url"].replace("{{id}}", quote(LIGHT, safe="")).removeprefix(root)
        for each in (manifest["view"], manifest["preview"])
    )
    assert client.get(view, headers={"Accept": "text/html"}).location == "/page/gannet-light"
    assert "Gannet Rock Light" in client.get(preview).text
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        address = (service["service_url"] + service["service_path"]).removeprefix(root)
        assert client.get(address).status_code == 200


def test_identifier_space_and_identifier_make_the_iri(client: FlaskClient) -> None:
    """Clients that write RDF put them together so."""
    space = client.get("/reconcile").json["identifierSpace"]
    found = reconciled(client, q={"query": "Gannet Rock Light"})["q"]["result"][0]
    assert space + found["id"] == "https://example.org/tiny/id/gannet-light"


def test_a_whole_name_is_a_match(client: FlaskClient) -> None:
    """Section 5.2: in any of its spellings, with the label, the types and the score."""
    for query in ("Gannet Rock Light", "PHARE DU ROCHER AUX FOUS", "the old candle"):
        first = reconciled(client, q={"query": query})["q"]["result"][0]
        assert (first["id"], first["score"], first["match"]) == (LIGHT, 100, True)
        assert {"id": FACILITY, "name": "facility"} in first["type"]


def test_a_part_of_a_name_is_a_candidate_and_no_match(client: FlaskClient) -> None:
    """Candidates come with the best score first."""
    found = reconciled(client, q={"query": "Gannet"}, slip={"query": "Gnanet Rock Light"})
    for results in found.values():
        scores = [each["score"] for each in results["result"]]
        assert scores == sorted(scores, reverse=True)
        assert not any(each["match"] for each in results["result"])
        assert LIGHT in [each["id"] for each in results["result"]]


def test_an_identifier_or_an_iri_gives_its_entity(client: FlaskClient) -> None:
    """Section 5.4: with a high score."""
    found = reconciled(client, q={"query": LIGHT}, r={"query": f"https://example.org/tiny/{LIGHT}"})
    for results in found.values():
        assert (results["result"][0]["id"], results["result"][0]["match"]) == (LIGHT, True)


def test_types_and_limit_bound_the_candidates(client: FlaskClient) -> None:
    """Section 5.1: one type, one of several, all of several."""
    found = reconciled(
        client,
        one={"query": "gannet", "type": FACILITY},
        curie={"query": "gannet", "type": ["hg:Facility"]},
        several={"query": "o", "type": [FACILITY, "http://www.w3.org/ns/org#Organization"], "limit": 50},
        every={"query": "o", "type": ["hg:Facility", "org:Organization"], "type_strict": "all"},
        few={"query": "", "properties": [{"pid": "rdf:type", "v": FACILITY}], "limit": 1},
    )
    assert [each["id"] for each in found["one"]["result"]] == [LIGHT]
    assert found["curie"] == found["one"]
    kinds = {kind["id"] for each in found["several"]["result"] for kind in each["type"]}
    assert kinds <= {FACILITY, "http://www.w3.org/ns/org#Organization"}
    assert found["every"]["result"] == []
    assert len(found["few"]["result"]) == 1


def test_properties_change_the_score_and_are_told_as_features(horgos: FlaskClient) -> None:
    """Values are texts, numbers, or entities, by identifier or name (5.1)."""
    given = [{"pid": "schema:containedInPlace", "v": [{"id": "id/china"}]}]
    with_name = [{"pid": "schema:containedInPlace", "v": "China"}]
    wrong = [{"pid": "schema:containedInPlace", "v": "Atlantis"}]
    found = reconciled(
        horgos,
        **{
            name: {"query": "Xinjiang", "properties": each}
            for name, each in (("id", given), ("name", with_name), ("wrong", wrong))
        },
    )
    best = {name: results["result"][0] for name, results in found.items()}
    assert best["id"]["match"]
    assert best["name"]["match"]
    assert not best["wrong"]["match"]
    assert best["wrong"]["score"] < best["name"]["score"] == 100
    features = {each["id"]: each["value"] for each in best["id"]["features"]}
    assert features["property:schema:containedInPlace"] == 1


def test_properties_alone_make_a_query(client: FlaskClient) -> None:
    """Section 5.1: at least one of query and properties."""
    found = reconciled(client, q={"properties": [{"pid": "hg:about", "v": {"id": LIGHT}}]})
    assert "claim/height-31" in [each["id"] for each in found["q"]["result"]]


def test_a_batch_may_stand_in_the_address(client: FlaskClient) -> None:
    """Section 5.3: GET as well as POST, with the same answer and CORS."""
    queries = json.dumps({"q0": {"query": "gannet"}})
    got = client.get(f"/reconcile?{urlencode({'queries': queries})}")
    assert got.json == reconciled(client, q0={"query": "gannet"})
    assert got.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("queries", "{"),
        ("queries", "[]"),
        ("queries", '{"q": []}'),
        ("queries", '{"q": {}}'),
        ("queries", '{"q": {"query": 3}}'),
        ("queries", '{"q": {"query": "a", "limit": 0}}'),
        ("queries", '{"q": {"query": "a", "limit": "3"}}'),
        ("queries", '{"q": {"query": "a", "type": 1}}'),
        ("queries", '{"q": {"query": "a", "type_strict": "perhaps"}}'),
        ("queries", '{"q": {"query": "a", "properties": [{"v": "b"}]}}'),
        ("queries", '{"q": {"query": "a", "properties": [{"pid": "b", "v": [[]]}]}}'),
        ("queries", '{"q": {"query": "\\ud800"}}'),
        ("queries", '{"q": {"query": NaN}}'),
        ("queries", "[" * 10_000),
        ("extend", "{}"),
        ("extend", '{"ids": "a", "properties": []}'),
        ("extend", '{"ids": [], "properties": [{}]}'),
    ],
)
def test_what_is_no_batch_is_refused(client: FlaskClient, field: str, value: str) -> None:
    """With 400 and the name of the field; what was wrong in it is told."""
    answer = client.post("/reconcile", data={field: value})
    assert (answer.status_code, answer.json["parameter"]) == (400, field)


def test_a_batch_that_is_too_large_is_refused(client: FlaskClient) -> None:
    """Section 4: 413 for more queries than `batchSize`; too many entities, or bytes, likewise."""
    size = client.get("/reconcile").json["batchSize"]
    many = {f"q{n}": {"query": "a"} for n in range(size + 1)}
    assert client.post("/reconcile", data={"queries": json.dumps(many)}).status_code == 413
    ids = {"ids": [f"id/{n}" for n in range(1000)], "properties": []}
    assert client.post("/reconcile", data={"extend": json.dumps(ids)}).status_code == 413
    assert client.post("/reconcile", data={"queries": "x" * 70_000}).status_code == 413


def test_a_body_that_is_no_form_is_refused(client: FlaskClient) -> None:
    """And so is a form without anything, or with both."""
    assert client.post("/reconcile", json={}).status_code == 415
    assert client.post("/reconcile", data={"other": "1"}).status_code == 400
    assert client.post("/reconcile", data={"queries": "{}", "extend": "{}"}).status_code == 400
    assert client.get("/reconcile?queries={}&queries={}").status_code == 400


@pytest.mark.parametrize(
    ("kind", "prefix", "id_"),
    [
        ("entity", "gann", LIGHT),
        ("entity", LIGHT, LIGHT),
        ("type", "facil", FACILITY),
        ("type", "hg:Facility", FACILITY),
        ("property", "loc", "https://w3id.org/horgos/ns#locator"),
    ],
)
def test_entities_types_and_properties_are_suggested(
    client: FlaskClient, kind: str, prefix: str, id_: str
) -> None:
    """Section 7: by the beginning of a name, and by the identifier."""
    answer = keeps_to(SUGGESTED, client.get(f"/reconcile/suggest/{kind}?prefix={quote(prefix)}").json)
    assert id_ in [each["id"] for each in answer["result"]]


def test_a_cursor_leaves_out_as_many_suggestions(client: FlaskClient) -> None:
    """Section 7.2: so that a client can fetch more."""
    first, rest = (
        client.get(f"/reconcile/suggest/entity?prefix=l&cursor={cursor}").json["result"] for cursor in (0, 1)
    )
    assert first[1:3] == rest[:2]


def test_properties_are_proposed_for_a_type(client: FlaskClient) -> None:
    """Section 8.2: those that its entities have, as many as are wanted."""
    answer = client.get(f"/reconcile/extend/propose?type={quote(FACILITY)}&limit=2").json
    keeps_to(with_(properties=list_of(NAMED), type=TEXT, limit={"const": 2}), answer)
    assert len(answer["properties"]) == 2


def test_values_of_properties_come_by_entity_and_property(client: FlaskClient) -> None:
    """Section 8.4: numbers, dates, texts and entities each in its form; nothing for what is not there."""
    rows = extended(client, ["claim/height-31", "id/none"], "hg:value", "hg:about", "rdfs:label")["rows"]
    assert rows["claim/height-31"] == {
        "hg:value": [{"int": 31}],
        "hg:about": [{"id": LIGHT, "name": "Gannet Rock Light"}],
        "rdfs:label": [{"str": "Height: 31 m"}],
    }
    assert rows["id/none"] == {"hg:value": [], "hg:about": [], "rdfs:label": []}
    assert extended(client, [LIGHT, "", "no such"], "no such", "")["rows"][LIGHT] == {"no such": [], "": []}
    dates = extended(client, ["claim/lighting-1904-02-29"], "hg:earliest")["rows"]
    assert dates["claim/lighting-1904-02-29"]["hg:earliest"] == [{"date": "1904-02-29T00:00:00Z"}]


def test_texts_come_in_the_language_of_the_reader(client: FlaskClient) -> None:
    """Of a label in several languages, one."""
    query = json.dumps({"ids": [LIGHT], "properties": [{"id": "skos:prefLabel"}]})
    answer = client.post("/reconcile", data={"extend": query}, headers={"Accept-Language": "fr"})
    assert answer.json["rows"][LIGHT]["skos:prefLabel"] == [{"str": "Phare du rocher aux fous"}]


def test_a_preview_may_stand_in_a_frame_of_another_page_and_nothing_else_may(client: FlaskClient) -> None:
    """Section 6: a small HTML page; its links open outside of the frame."""
    preview = client.get(f"/reconcile/preview?id={LIGHT}")
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert re.findall(r'<a href="([^"]+)" target="_blank" rel="noopener">', preview.text) == [
        "/page/gannet-light"
    ]
    assert "frame-ancestors 'none'" in client.get("/search").headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview?id=id/none").status_code == 404


DRAFT = "/reconcile/1.0-draft"
DRAFT_MANIFEST = with_(
    versions={"const": ["1.0-draft"]},
    name=TEXT,
    view=with_(url={"type": "string", "pattern": r"[^{]\{id\}$"}),
    preview=with_(width={"type": "integer"}, height={"type": "integer"}),
    suggest=with_(entity={"const": True}, property={"const": True}, type={"const": True}),
    extend=with_(proposeProperties={"const": True}),
    standardizedScore={"const": True},
    batchSize={"type": "integer"},
    defaultTypes=list_of(NAMED),
)
DRAFT_CANDIDATE = {**CANDIDATE, "properties": {**CANDIDATE["properties"], "features": list_of(NAMED)}}
DRAFT_RESULTS = with_(results=list_of(with_(candidates=list_of(DRAFT_CANDIDATE))))
DRAFT_ROW = with_(id=TEXT, properties=list_of(with_(id=TEXT, values=list_of(VALUE))))
DRAFT_EXTENDED = with_(meta=list_of(NAMED), rows=list_of(DRAFT_ROW))


def matched(client: FlaskClient, *conditions: dict[str, Any], **more: Any) -> list[Any]:
    """The candidates for one query of the draft."""
    answer = client.post(f"{DRAFT}/match", json={"queries": [{"conditions": list(conditions), **more}]})
    assert answer.status_code == 200, answer.text
    return list(keeps_to(DRAFT_RESULTS, answer.json)["results"][0]["candidates"])


def test_the_draft_has_a_manifest_and_routes_of_its_own(client: FlaskClient) -> None:
    """Draft, Service Manifest and Overview of Possible Routes."""
    keeps_to(DRAFT_MANIFEST, client.get(DRAFT).json)
    routes = ("suggest/entity", "suggest/type", "suggest/property", "extend/propose", f"preview?id={LIGHT}")
    for route in routes:
        assert client.get(f"{DRAFT}/{route}").status_code == 200
    first, rest = (
        client.get(f"{DRAFT}/suggest/entity?prefix=l&limit=2&offset={offset}").json["result"]
        for offset in (0, 1)
    )
    assert first[1] == rest[0]


def test_the_draft_matches_names_identifiers_and_properties(client: FlaskClient) -> None:
    """Draft, Match Service: what is required must hold, by its quantifier."""
    name = {"matchType": "name", "propertyValue": "The Old Candle"}
    about = {"matchType": "property", "propertyId": "hg:about", "propertyValue": {"id": LIGHT}}
    either = {"matchType": "property", "propertyId": "hg:value", "propertyValue": [31, 99], "required": True}
    height = {"matchType": "name", "propertyValue": "Height"}
    assert matched(client, name, type="hg:Facility")[0]["id"] == LIGHT
    assert matched(client, {"matchType": "id", "propertyValue": LIGHT})[0]["match"]
    assert {"claim/height-31", "claim/height-33"} <= {each["id"] for each in matched(client, about, limit=50)}
    assert [each["id"] for each in matched(client, height, either)] == ["claim/height-31"]
    assert matched(client, height, {**either, "matchQuantifier": "all"}) == []
    without = [each["id"] for each in matched(client, height, {**either, "matchQuantifier": "none"})]
    assert "claim/height-33" in without
    assert "claim/height-31" not in without


def test_the_draft_extends_data_in_lists(client: FlaskClient) -> None:
    """Draft, Data Extension Responses."""
    query = {"ids": ["claim/height-31"], "properties": [{"id": "hg:value"}]}
    answer = keeps_to(DRAFT_EXTENDED, client.post(f"{DRAFT}/extend", json=query).json)
    assert answer["rows"] == [
        {"id": "claim/height-31", "properties": [{"id": "hg:value", "values": [{"int": 31}]}]}
    ]


@pytest.mark.parametrize(
    "batch",
    [
        {},
        {"queries": {}},
        {"queries": [{"query": "a"}]},
        {"queries": [{"conditions": []}]},
        {"queries": [{"conditions": [{"propertyValue": "a"}]}]},
        {"queries": [{"conditions": [{"matchType": "name"}]}]},
        {"queries": [{"conditions": [{"matchType": "name", "propertyValue": ["a", "b"]}]}]},
        {"queries": [{"conditions": [{"matchType": "property", "propertyValue": "a"}]}]},
        {
            "queries": [
                {
                    "conditions": [
                        {
                            "matchType": "property",
                            "propertyId": "a",
                            "propertyValue": "a",
                            "matchQuantifier": "b",
                        }
                    ]
                }
            ]
        },
    ],
)
def test_what_is_no_batch_of_the_draft_is_refused(client: FlaskClient, batch: Any) -> None:
    """With 400, and with 405, 413 and 415 what is no POST, too much, or no JSON."""
    assert client.post(f"{DRAFT}/match", json=batch).status_code == 400
    assert client.post(f"{DRAFT}/match", data={"queries": "{}"}).status_code == 415
    assert client.get(f"{DRAFT}/match").status_code == 405
    many = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a"}]}] * 51}
    assert client.post(f"{DRAFT}/match", json=many).status_code == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
QUERY = st.fixed_dictionaries(
    {}, optional={"query": st.text(), "type": JSON, "limit": JSON, "properties": JSON, "type_strict": JSON}
)


@given(queries=st.dictionaries(st.text(), QUERY | JSON, max_size=3))
def test_whatever_a_batch_holds_it_is_answered_or_refused(app: Flask, queries: Any) -> None:
    """Never with an error of the server, and every answer has the shape of a result batch."""
    answer = app.test_client().post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert set(keeps_to(RESULTS, answer.json)) == set(queries)
