"""Queries with parameters, asked for other values than their defaults: other years, names and things."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import Store

from content.answers import Ask, Row, Value, bound, rows
from horgos.queries import Query
from horgos.sources import Sources


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1880, set()),
        (1900, {("open", "1881/1917", "Atlas"), ("open", "1881/1917", "Guide")}),
        (1918, {("closed", "1917/1920", "Atlas"), ("closed", "1917/1950", "Guide")}),
        (1930, {("open", "1920/1962", "Atlas"), ("closed", "1917/1950", "Guide")}),
        (1975, {("closed", "1962/1983-11", "Atlas")}),
        (2020, {("open", "1983-11/..", "Atlas"), ("open", "1983/..", "Guide")}),
    ],
)
def test_open_or_closed_in_any_year(year: int, expected: set[Row], ask: Ask) -> None:
    """Each document has its say, and where they differ both stand there."""
    assert ask("history/status-in-year", "statusLabel when documentLabel", year=year) == expected


def test_a_year_of_change_has_both(ask: Ask) -> None:
    """In 1920 one period ended and another began, by the atlas."""
    found = ask("history/status-in-year", "statusLabel documentLabel", year=1920)
    assert {status for status, document in found if document == "Atlas"} == {"closed", "open"}


@pytest.mark.parametrize(
    ("year", "neighbour", "own"),
    [
        (1915, "e:russia", "e:republic-of-china"),
        (1930, "e:soviet-central-asia", "e:xinjiang"),
        (1960, "e:soviet-union", "e:china"),
        (2025, "e:kazakhstan", "e:china"),
    ],
)
def test_the_neighbour_of_any_year(year: int, neighbour: str, own: str, ask: Ask) -> None:
    """The other side, as the latest claim before or in the year has it, and who stood on China's."""
    assert ask("history/neighbour-in-year", "neighbour ownSide", year=year) == {(neighbour, own)}


def test_what_held_up_to_a_year_is_told_of_the_years_before(ask: Ask) -> None:
    """That the port lay between the Qing and Russia until 1912 is told of 1900, and not of 1870 or 1915."""
    for year, told in ((1870, False), (1900, True), (1915, False)):
        found = ask("history/neighbour-in-year", "neighbour ownSide", year=year)
        assert (("e:russia", "e:qing-china") in found) is told


@pytest.mark.parametrize(
    ("year", "changed"), [(1900, "false"), (1915, "false"), (1975, "false"), (2000, "true")]
)
def test_a_neighbour_that_may_be_another_by_then_is_marked(year: int, changed: str, ask: Ask) -> None:
    """What a source said years before is marked where the next telling is of another neighbour."""
    found = ask("history/neighbour-in-year", "mayHaveChanged", year=year)
    assert found == {(changed,)}


def test_a_neighbour_is_told_with_how_far_the_telling_reaches(ask: Ask) -> None:
    """The sources do not say in which year a neighbour came to be another: the answer shows the gap."""
    found = ask("history/neighbour-in-year", "when nextWhen", year=2000)
    assert found == {("1983-11", "2012")}


@pytest.mark.parametrize(
    ("year", "neighbour", "following"),
    [
        (1890, "Russia", "Russia"),
        (1960, "Soviet Union", "Soviet Union"),
        (1995, "Soviet Union", "Kazakhstan"),
        (2026, "Kazakhstan", ""),
    ],
)
def test_a_neighbour_is_told_with_the_next_one(year: int, neighbour: str, following: str, ask: Ask) -> None:
    """Where the next telling has another state, the answer may be out of date by the year, and shows it."""
    found = ask("history/neighbour-in-year", "neighbourLabel nextNeighbourLabel", year=year)
    assert found == {(neighbour, following)}


def test_everything_that_happened_in_1881(ask: Ask) -> None:
    """Seven claims of two documents are about 1881, and no other is among them."""
    assert ask("history/what-happened-in-year", "claim", year=1881) == {
        (f"c:{claim}",)
        for claim in (
            "border-stele-1881",
            "port-official-opening-1881",
            "port-official-opening-1881-trade",
            "russian-trading-right-1881",
            "russian-trading-towns-1881-6",
            "sovereignty-restored-1881",
            "treaty-of-st-petersburg-signing-1881",
        )
    }


def test_a_state_of_affairs_does_not_happen_in_a_year(ask: Ask) -> None:
    """That the port is on China's side is told of 2012, when the centre opened; it did not happen then."""
    found = ask("history/what-happened-in-year", "claim", year=2012)
    assert ("c:icbc-opening-2012-04",) in found
    assert ("c:port-between-china-and-kazakhstan-2012",) not in found


@pytest.mark.parametrize("year", [1950, 1955, 1962])
def test_a_period_of_a_state_of_affairs_is_in_its_years(year: int, ask: Ask) -> None:
    """The port flourished from 1950 to 1962: it began, lasted and ended."""
    assert ("c:port-prosperity-1950-1962",) in ask("history/what-happened-in-year", "claim", year=year)


def test_a_year_within_a_war_knows_the_war(ask: Ask) -> None:
    """A time that begins before the year and ends after it counts; one without an end does not."""
    found = ask("history/what-happened-in-year", "about", year=1940)
    assert ("e:second-sino-japanese-war",) in found
    assert ("e:britain",) not in found


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("nikan", "e:horgos-port"),
        ("霍尔果斯口岸", "e:horgos-port"),
        ("Tacheng", "e:chuguchak"),
        ("Treaty of Ili", "e:treaty-of-st-petersburg"),
        ("Turkmenistan–China Gas Pipeline", "e:gas-pipeline"),
        ("精伊霍", "e:jing-yi-huo-railway"),
        ("WHO", "e:world-health-organization"),
        ("Ili-Tacheng Incident", "e:ili-tacheng-incident"),
        ("second Sino–Japanese war", "e:second-sino-japanese-war"),
        ("COSCO", "e:cosco"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(name: str, thing: str, ask: Ask) -> None:
    """A spelling of a source, a name of another time, a Chinese label: each leads to one thing."""
    assert ask("names/find-by-name", "thing", name=name) == {(thing,)}


def test_an_unknown_name_finds_nothing(ask: Ask) -> None:
    """Nothing is guessed."""
    assert ask("names/find-by-name", "thing", name="Atlantis") == set()


def test_a_part_of_a_name_is_enough(ask: Ask) -> None:
    """Ili is in the names of a town, a region, a river, a prefecture, a treaty, and more."""
    found = {thing for (thing,) in ask("names/name-contains", "thing", text="ili ")}
    assert {"e:ili-region", "e:ili-river", "e:ili-prefecture", "e:ili-protocol"} <= found


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Ili", ["Ili", "Treaty of Ili", "6th National Civilized Unit Evaluation"]),
        ("ta", ["Ili–Tacheng Incident", "Altai Mountains"]),
        ("kh", ["Horgos (Khorgas) Border Port", "Kazakhstan"]),
    ],
)
def test_names_that_have_a_text_within_a_word_come_last(
    text: str, order: list[str], queries: dict[str, Query], store: Store, real_sources: Sources
) -> None:
    """After the text itself, and the names in which a word begins so, be it after a dash or a bracket."""
    asked = bound(queries["names/name-contains"], {"text": text}, real_sources.prefixes)
    names = [name for (name,) in rows(store, asked, ["found"])]
    assert [name for name in dict.fromkeys(names) if name in order] == order


@pytest.mark.parametrize(
    ("period", "values"),
    [
        ("v:cumulative", ["33000", "40000", "48000"]),
        ("v:half-year", ["3864"]),
        ("v:quarter", ["2000"]),
        ("v:year-to-date", ["5000", "6000"]),
        ("v:annual", ["3000", "5000", "8700", "8730"]),
    ],
)
def test_each_kind_of_period_is_a_series_of_its_own(period: str, values: list[str], ask: Ask) -> None:
    """No annual count is among the cumulative ones, nor the other way round."""
    found = ask("statistics/series", "value", period=period)
    assert found == {(value,) for value in values}


def test_a_forecast_is_marked_in_its_series(ask: Ask) -> None:
    """Of the annual counts of trains one was expected, the others came."""
    found = ask("statistics/series", "value forecast", period="v:annual")
    assert {value for value, forecast in found if forecast == "true"} == {"8700"}


@pytest.mark.parametrize(
    ("indicator", "year", "values"),
    [
        ("v:trains", 2024, {"2000", "5000", "8700", "8730"}),
        ("v:cargo", 2024, {"12000000", "12080000"}),
        ("v:cargo", 2023, {"5280000"}),
        ("v:new-routes", 2022, {"35", "39"}),
        ("v:passengers", 2023, set()),
    ],
)
def test_a_figure_of_any_year(indicator: str, year: int, values: set[str], ask: Ask) -> None:
    """All that the sources state for the year or a part of it; what is only derived is not stated."""
    found = ask("statistics/figure-in-year", "value", indicator=indicator, year=year)
    assert {value for (value,) in found} == values


def test_a_figure_of_a_year_tells_its_kind_of_period(ask: Ask) -> None:
    """The cargo of the first half of 2023 does not pass for that of the year."""
    found = ask("statistics/figure-in-year", "value periodLabel", indicator="v:cargo", year=2023)
    assert found == {("5280000", "half-year")}


def test_derived_figures_are_marked(ask: Ask) -> None:
    """The cargo of 2023 is told by no source: it follows from 2024 and its growth."""
    found = ask("statistics/figures-of-indicator", "value when derived", indicator="v:cargo")
    assert ("10890000", "2023", "true") in found
    assert ("12080000", "2024", "false") in found


@pytest.mark.parametrize(
    ("number", "things"),
    [
        (Decimal("3.43"), {"e:icbc-chinese-side"}),
        (Decimal("1.37"), {"e:horgos-port"}),
        (15, {"e:heg"}),
        (51, set()),
    ],
)
def test_where_any_number_stands(number: Value, things: set[str], ask: Ask) -> None:
    """1.37 million is found under 1.37; a number that stands nowhere is not found."""
    found = ask("provenance/where-number-stands", "about", number=number)
    assert {thing for (thing,) in found} == things


def test_who_says_what_of_any_thing(ask: Ask) -> None:
    """Each statement comes with its voice: a passage with its heading, or the editors."""
    found = ask("provenance/who-says-it", "value voice locator", subject="e:horgos-port")
    assert ("c:port-closure-1962", "d:atlas-1962", "1962") in found
    assert ("Horgos Border Port", "g:editorial", "") in found


def test_what_is_said_in_two_languages_is_told_in_one(ask: Ask) -> None:
    """Labels and notes of the project are translations; names in two scripts are both told."""
    found = {
        language: {
            value for (value,) in ask("provenance/who-says-it", "value", subject="e:heg", lang=language)
        }
        for language in ("en", "zh")
    }
    labels = {"en": "Horgos Eastern Gate (HEG)", "zh": "霍尔果斯—东大门经济特区"}
    assert {language: told & {*labels.values()} for language, told in found.items()} == {
        language: {label} for language, label in labels.items()
    }
    names = {value for (value,) in ask("provenance/who-says-it", "value", subject="e:icbc")}
    assert "中哈霍尔果斯国际边境合作中心" in names


def test_a_name_that_is_limited_in_time_is_told_once(ask: Ask) -> None:
    """A passage that tells of which time a name is does not give it another row without a time."""
    found = ask("names/find-by-name", "when voice", name="Nikan")
    assert found == {("1864", "d:atlas-1864")}
    found = ask("names/names-of-thing", "found when voice", thing="e:horgos-port")
    assert ("Nikan", "1864", "d:atlas-1864") in found
    assert ("Nikan", "", "d:atlas-1864") not in found


@pytest.mark.parametrize("document", ["d:atlas", "d:guide", "d:news"])
def test_what_a_document_says_is_said_in_its_passages(document: str, ask: Ask) -> None:
    """All claims of a document, and those of no other."""
    found = ask("provenance/claims-of-document", "passage", document=document)
    assert found
    assert all(passage.startswith(f"{document}-") for (passage,) in found)


def test_within_a_kilometre_there_is_no_zone_across_the_border(ask: Ask) -> None:
    """The fifteen kilometres to the eastern gate are more than one."""
    found = {thing for (thing,) in ask("geography/within-km", "found", km=1)}
    assert "e:icbc" in found
    assert not found & {"e:heg", "e:heg-dry-port", "e:alashankou", "e:baketu", "e:yining-zone", "e:urumqi"}


@pytest.mark.parametrize(
    ("thing", "chain"),
    [
        ("e:lianyungang-port", ["e:jiangsu"]),
        ("e:new-national-gate", ["e:horgos-city", "e:ili-prefecture", "e:xinjiang", "e:china"]),
    ],
)
def test_the_chain_of_any_place(thing: str, chain: list[str], ask: Ask) -> None:
    """From the smallest to the largest; what no source says, as where Jiangsu is, is not made up."""
    found = ask("places/administrative-chain", "level place", thing=thing)
    assert [place for _, place in sorted(found, reverse=True)] == chain


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("e:national-gate-scenic-area", ("09:00:00", "20:30:00", "false")),
        ("e:horgos-road-port", ("08:30:00", "17:30:00", "false")),
        ("e:horgos-railway-port", ("", "", "true")),
    ],
)
def test_when_any_place_is_open(thing: str, expected: Row, ask: Ask) -> None:
    """Hours where they are told, or round the clock."""
    assert ask("places/when-open-and-where", "opens closes roundTheClock", thing=thing) == {expected}


def test_effects_of_any_agreement(ask: Ask) -> None:
    """Under the treaty of 1851 trade was put in order and Russians might settle in two towns."""
    assert ask("agreements/events-under", "claim", agreement="e:treaty-of-kuldja") == {
        ("c:trade-regularised-1851",),
        ("c:russian-settlement-1851",),
    }


def test_where_a_set_of_lines_enters_is_told(ask: Ask) -> None:
    """Of lines A, B and C together the atlas says what it says of none of them alone."""
    values = {"line": "e:gas-pipeline-lines-a-b-c", "agreement": "e:ili-protocol"}
    assert ask("agreements/which-line-and-who-signed", "about what", **values) == {
        ("e:gas-pipeline-lines-a-b-c", "e:alashankou"),
        ("e:gas-pipeline-lines-a-b-c", "e:horgos-port"),
        ("e:ili-protocol", "e:republic-of-china"),
        ("e:ili-protocol", "e:russian-soviet-republic"),
    }


def test_months_between_years_are_a_span(ask: Ask) -> None:
    """Where only years are told, the fewest and the most months differ."""
    values = {
        "oneThing": "e:heg",
        "oneKind": "v:establishment",
        "otherThing": "e:heg",
        "otherKind": "v:joint-development",
    }
    assert ask("history/months-between", "fewestMonths mostMonths", **values) == {("37", "59")}


def test_a_year_that_is_told_is_found(ask: Ask) -> None:
    """The query that knows no year of the tour knows that of the treaty."""
    found = ask("history/year-of-event", "year", thing="e:treaty-of-kuldja")
    assert found == {("1851",)}


def test_a_group_that_calls_something_otherwise_is_a_speaker(ask: Ask) -> None:
    """What Chinese sources call a town is asked for like what a person says."""
    found = ask("people/claims-by-speaker", "claim", speaker="e:chinese-sources")
    assert found == {("c:naming-ili",), ("c:naming-tacheng",), ("c:naming-treaty-of-ili",)}


def test_passages_add_up_in_a_sum_of_other_parts(ask: Ask) -> None:
    """Chinese and foreign passengers of 2024 make 1.37 million."""
    found = ask("statistics/sum-of-parts", "derivedSum when", total="v:passengers")
    assert found == {("1370000", "2024")}


def test_a_cube_has_the_series_of_its_claims(ask: Ask) -> None:
    """The observations of a slice are the figures of the series."""
    series = ask("statistics/series", "value figure", period="v:annual")
    assert ask("statistics/cube-slice", "value claim", kind="v:annual") == series


def test_a_cube_tells_what_can_be_used(ask: Ask) -> None:
    """Of two growth rates side by side, the one that the editors prefer."""
    found = ask("statistics/cube-slice", "value best", indicator="v:passenger-growth")
    assert found == {("90", "true"), ("112", "false")}


def test_documents_that_tell_the_same_are_paired(ask: Ask) -> None:
    """Atlas and guide both tell of the opening of 1881, the closure of 1917 and the reopening of 1983."""
    found = ask("provenance/told-by-two-documents", "kindLabel oneWhen otherWhen disputed")
    assert found >= {
        ("official opening", "1881", "1881", "false"),
        ("closure", "1917", "1917", "false"),
        ("reopening", "1983-11", "1983", "false"),
    }


def test_events_of_any_kind(ask: Ask) -> None:
    """Guide and news tell of entry without a visa to the centre, and a headline of entry to the port."""
    found = ask("history/events-of-kind", "claim", kind="v:visa-free-entry")
    assert found == {("c:icbc-visa-free",), ("c:icbc-visa-free-news",), ("c:port-visa-free-access",)}


def test_undecided_is_another_list_than_consistent(ask: Ask) -> None:
    """A finding has one verdict: what is undecided is not among what proved consistent."""
    undecided = ask("disagreement/by-verdict", "finding")
    consistent = ask("disagreement/by-verdict", "finding", verdict="v:consistent")
    assert ("e:disagreement-heg-stake-object",) in undecided
    assert undecided
    assert consistent
    assert not undecided & consistent


def test_a_disagreement_has_its_claims_and_the_preferred_one(ask: Ask) -> None:
    """Of the two growth rates of 2024 the editors prefer the one that stands beside its count."""
    found = ask("disagreement/about-thing", "finding claim preferred", thing="e:horgos-port")
    assert ("e:disagreement-passenger-growth", "c:passenger-growth-2024-90", "true") in found
    assert ("e:disagreement-passenger-growth", "c:passenger-growth-2024-112", "false") in found


@pytest.mark.parametrize(
    ("clock", "things"),
    [
        ("09:00", {"national-gate-scenic-area", "horgos-road-port"}),
        ("18:00", {"national-gate-scenic-area", "new-national-gate"}),
        ("23:00", set()),
    ],
)
def test_what_is_open_at_any_hour(clock: str, things: set[str], ask: Ask) -> None:
    """What has hours that take it in, and always what is open round the clock."""
    always = {"horgos-railway-port", "international-tourist-zone"}
    found = ask("places/open-at-clock", "thing", clock=clock)
    assert found == {(f"e:{thing}",) for thing in always | things}


def test_what_began_between_any_two_years(ask: Ask) -> None:
    """Both years count; the port's being on China's side, told of 2012, did not begin then."""
    found = ask("history/between-years", "claim", fromYear=2007, toYear=2009)
    assert found == {("c:gas-pipeline-construction-start-2007",), ("c:gas-pipeline-stage-one-start-2009-12",)}
    later = ask("history/between-years", "claim", fromYear=2012, toYear=2012)
    assert ("c:port-between-china-and-kazakhstan-2012",) not in later


def test_things_of_the_same_year_make_pairs(ask: Ask) -> None:
    """Two zones were founded in 2011; a gas agreement was signed when the centre was begun."""
    assert ("2011", "c:heg-establishment-2011", "c:horgos-edz-establishment-2011") in ask(
        "history/same-year", "year one other"
    )
    kinds = {"oneKind": "v:construction-start", "otherKind": "v:signing"}
    assert ask("history/same-year", "one other", **kinds) == {
        ("c:icbc-construction-start-2006", "c:gas-supply-agreement-signing-2006")
    }


def test_the_port_in_times_of_war(ask: Ask) -> None:
    """In 1937–1945 open by the atlas and closed by the guide; before the first opening nothing is told."""
    found = ask("history/status-during", "event statusLabel documentLabel disputed", kind="v:war")
    assert found == {
        ("c:second-sino-japanese-war-1937-1945", "open", "Atlas", "true"),
        ("c:second-sino-japanese-war-1937-1945", "closed", "Guide", "true"),
    }


def test_events_are_counted_by_any_span(ask: Ask) -> None:
    """The decades of a century make up the century."""
    decades = ask("history/events-by-span", "fromYear events")
    centuries = ask("history/events-by-span", "fromYear events", years=100)
    assert {"1860", "1880", "2010"} < {start for start, _ in decades}
    assert {start for start, _ in centuries} == {"1800", "1900", "2000"}
    assert sum(int(events) for _, events in decades) == sum(int(events) for _, events in centuries)


def test_one_company_holds_what_it_developed(ask: Ask) -> None:
    """Of the two developers one has a stake; the other holder developed nothing."""
    assert ask("ownership/developed-and-held", "company stakeIn share") == {
        ("e:lphg", "e:heg", "0.49"),
        ("e:lphg", "e:heg-dry-port", "0.49"),
    }


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("e:shanghai-route", "e:tour-group", {"e:germany"}),
        ("e:gas-pipeline-lines-a-b-c", "e:fled-border-inhabitants", {"e:horgos-port"}),
        ("e:treaty-of-kuldja", "e:treaty-of-st-petersburg", {"e:russia"}),
        ("e:heg", "e:tour-group", set()),
    ],
)
def test_what_any_two_things_have_in_common(one: str, other: str, shared: set[str], ask: Ask) -> None:
    """A third thing that passages link with both, and nothing where there is none."""
    found = ask("provenance/in-common", "shared", one=one, other=other)
    assert {thing for (thing,) in found} == shared


def test_only_the_editors_say_where_the_gate_lies(ask: Ask) -> None:
    """That the Eastern Gate is in Kazakhstan no passage says; that Jiangsu has its sea port one does."""
    columns = "property value asObject"
    assert ("schema:containedInPlace", "e:kazakhstan", "false") in ask("provenance/only-editors", columns)
    assert ("schema:containedInPlace", "e:heg", "true") in ask(
        "provenance/only-editors", columns, thing="e:kazakhstan"
    )
    told = ask("provenance/only-editors", "property", thing="e:lianyungang-port")
    assert ("schema:containedInPlace",) not in told


def test_an_editors_note_is_no_word_of_a_source(ask: Ask) -> None:
    """What a passage calls the zone is not among the notes of the editors on it."""
    assert {voice for (voice,) in ask("provenance/editors-notes", "voice", thing="e:heg")} == {"g:editorial"}


def test_who_acts_is_told_of_what_it_does(ask: Ask) -> None:
    """The police are spoken of where they act, too, and a company where it is a party or a holder."""
    found = ask("provenance/who-says-it", "property value", subject="e:horgos-traffic-police")
    assert ("schema:agent", "c:vehicle-inspection") in found
    found = ask("provenance/who-says-it", "property value", subject="e:lphg")
    assert {("hg:party", "c:heg-development-2015"), ("hg:holder", "c:heg-stake-2017")} <= found


def test_a_half_year_as_a_share_of_each_count_of_the_year(ask: Ask) -> None:
    """Half of the derived count of 2023, and at least 77 percent of the most that a comparison allows."""
    values = {
        "partIndicator": "v:trains",
        "partWhen": "2023-01/2023-06",
        "wholeIndicator": "v:trains",
        "wholeWhen": "2023",
    }
    found = ask("statistics/ratio", "percent wholeQualifierLabel wholeDerived", **values)
    assert {("49.8", "", "true"), ("77.3", "at most", "false")} <= found


@pytest.mark.parametrize(("unit", "length"), [("v:hour", "1.5"), ("v:minute", "90"), ("v:day", "0.0625")])
def test_durations_in_any_unit(unit: str, length: str, ask: Ask) -> None:
    """Ninety minutes for the permits; a range keeps its two ends."""
    found = ask("statistics/durations", "figure value", unit=unit)
    assert ("c:permit-time-90", length) in found
    assert ("c:customs-4-to-5-days", "") in found


def test_what_is_near_is_near_from_either_side(ask: Ask) -> None:
    """As the Eastern Gate is within 20 km of the port, so is the port of the gate."""
    found = ask("geography/within-km", "found kilometres", thing="e:heg")
    assert ("e:horgos-port", "15") in found


@pytest.mark.parametrize(
    ("place", "thing", "stated"),
    [
        ("e:horgos-city", "e:horgos-railway-port", "true"),
        ("e:horgos-city", "e:new-national-gate", "true"),
        ("e:kazakhstan", "e:heg", "false"),
    ],
)
def test_what_is_in_any_place(place: str, thing: str, stated: str, ask: Ask) -> None:
    """What belongs to a place is where that is; what only the editors place somewhere is marked."""
    assert (thing, stated) in ask("geography/things-in", "thing stated", place=place)


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("v:trains", {("2023", "7760", "true"), ("2024", "8730", "false")}),
        ("v:cargo", {("2023", "10890000", "true"), ("2024", "12080000", "false")}),
        ("v:passengers", {("2023", "721000", "true"), ("2024", "1370000", "false")}),
        ("v:new-routes", set()),
    ],
)
def test_a_chart_has_one_value_a_year(indicator: str, expected: set[Row], ask: Ask) -> None:
    """No bound, forecast, part of a year or total is among them, nor what rests on a growth in dispute."""
    assert ask("statistics/chart-by-year", "when value derived", indicator=indicator) == expected
