"""Queries about who and what is spoken of: parts played, passages, names, lines, and counts that go on."""

from __future__ import annotations

import pytest

from content.answers import Ask, Row


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (
            "e:lphg",
            {
                ("hg:party", "c:heg-development-2015"),
                ("hg:holder", "c:heg-stake-2017"),
                ("hg:holder", "c:heg-dry-port-stake-2017"),
            },
        ),
        ("e:state-council", {("schema:agent", "c:port-reopening-approval-1983")}),
        ("e:who-expert-group", {("schema:agent", "c:road-port-evaluation-2025-07-04")}),
        ("e:world-health-organization", set()),
    ],
)
def test_the_part_of_any_body(who: str, expected: set[Row], ask: Ask) -> None:
    """What a body did, held or was a party of; what its experts did is not told of the organisation."""
    assert ask("organisations/parts-played", "role claim", who=who) == expected


def test_the_police_act_and_are_thanked(ask: Ask) -> None:
    """Both what they did and what was done to them."""
    found = ask("organisations/parts-played", "role claim")
    assert {("schema:agent", "c:vehicle-inspection"), ("schema:recipient", "c:tourists-thanks")} <= found


@pytest.mark.parametrize(
    ("thing", "passages"),
    [
        ("e:horgos-river", {"d:guide-introduction", "d:guide-location-1"}),
        ("e:alashankou", {"d:atlas-2009"}),
        ("v:owl-feather", {"d:news-4"}),
        ("e:northwest-xinjiang", {"d:guide-location-1"}),
        ("e:united-states", {"d:atlas-caption-c18a1"}),
        ("e:icbc-kazakh-side", set()),
    ],
)
def test_where_any_thing_is_spoken_of(thing: str, passages: set[str], ask: Ask) -> None:
    """Under a name or without one, and not where the editors alone speak of it."""
    assert ask("provenance/where-mentioned", "passage", thing=thing) == {(name,) for name in passages}


def test_what_all_documents_name(ask: Ask) -> None:
    """Two states of twenty, and one port and one zone."""
    states = ask("names/named-by-documents", "thing documents")
    assert {thing for thing, number in states if number == "3"} == {"e:china", "e:kazakhstan"}
    assert "e:united-states" not in {thing for thing, _ in states}
    zones = ask("names/named-by-documents", "thing documents", **{"class": "hg:EconomicZone"})
    assert {thing for thing, number in zones if number == "3"} == {"e:icbc"}


def test_names_in_chinese_characters(ask: Ask) -> None:
    """Eight things have one in the guide; no other document prints any."""
    found = ask("names/in-language", "name thing documentLabel")
    assert found == {
        ("312国道", "e:national-highway-312", "Guide"),
        ("中哈霍尔果斯国际边境合作中心", "e:icbc", "Guide"),
        ("伊犁哈萨克自治州", "e:ili-prefecture", "Guide"),
        ("新疆", "e:xinjiang", "Guide"),
        ("精伊霍", "e:jing-yi-huo-railway", "Guide"),
        ("霍尔果斯", "e:horgos-port", "Guide"),
        ("霍尔果斯市", "e:horgos-city", "Guide"),
        ("霍尔果斯河", "e:horgos-river", "Guide"),
    }


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        (
            "road",
            {
                "beijing-road",
                "city-streets",
                "horgos-lianyungang-highway",
                "lianxin-road",
                "national-highway-218",
                "national-highway-312",
                "ouyang-north-road",
                "secondary-roads",
                "wartime-roads",
            },
        ),
        (
            "pipeline",
            {
                "gas-pipeline",
                "gas-pipeline-line-a",
                "gas-pipeline-line-b",
                "gas-pipeline-line-c",
                "gas-pipeline-lines-a-b-c",
                "gas-pipeline-stage-one",
                "second-west-east-gas-pipeline",
            },
        ),
        ("air", set()),
    ],
)
def test_lines_of_any_mode(mode: str, lines: set[str], ask: Ask) -> None:
    """Every road that is named, and with a pipeline its lines; of a line in the air nothing is told."""
    found = ask("transport/lines-of-mode", "line", mode=f"v:{mode}")
    assert found == {(f"e:{line}",) for line in lines}


def test_between_two_cumulative_counts(ask: Ask) -> None:
    """Less than 7,000 by the numbers, 7,500 at most by their rounding; a year's count is not among them."""
    assert ask("statistics/between-counts", "oneValue otherValue difference least most") == {
        ("33000", "40000", "7000", "", "7500"),
        ("40000", "48000", "8000", "7000", "9000"),
    }


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("International Center of Cross-border Cooperation", "e:icbc"),
        ("Horgos (Khorgas) Border Port", "e:horgos-port"),
        ("Treaty of St Petersburg", "e:treaty-of-st-petersburg"),
    ],
)
def test_a_name_is_found_as_people_write_it(name: str, thing: str, ask: Ask) -> None:
    """Two spellings at once in brackets, a name without its place, St without its stop."""
    assert ask("names/find-by-name", "thing", name=name) == {(thing,)}
