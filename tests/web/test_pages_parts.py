"""The parts of a resource's page: its head, its names, claims that differ, marks that lead to the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from horgos.pages.reading import Reader
from horgos.pages.thing import layouts
from horgos.pages.thing.entity import entity
from horgos.pages.thing.page import EntityPage
from horgos.pages.thing.spellings import script
from horgos.pages.told.content import Content, Told, alike
from horgos.pages.told.contests import Contest, entries
from horgos.pages.told.disputes import Dispute
from horgos.pages.told.lines import Line
from horgos.pages.told.tables import Table
from horgos.pages.words import vocabulary as v
from horgos.pages.words.languages import language
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Ref
from horgos.pages.words.phrases import Phrase
from horgos.site import Site
from horgos.terms import Label

BROWSER = {"Accept": "text/html"}


def page(site: Site, path: str, *languages: str) -> EntityPage:
    """The page of the resource at a path below the base."""
    reader = Reader(site.engine, site.prefixes, site.base, languages or ("en",))
    return entity(reader, site.base.iri + path)


def claim(name: str) -> Line:
    """A line that says nothing."""
    ref = Ref(f"urn:{name}", Label(name))
    return Line(ref, "claims", "", None, (), Phrase((), Text(name), ()), (), (), (0, 0, 0))


def dispute(name: str, *, found: bool = True) -> Dispute:
    """That a claim is disputed, by a finding or by another claim."""
    return Dispute(Ref(f"urn:{name}", Label(name)), found, None, None, True, False, False, True)


def names(told: tuple[Line | Contest, ...]) -> list[str | list[str]]:
    """The claims by name; those that stand together as a list."""
    return [
        each.claim.label.text if isinstance(each, Line) else [line.claim.label.text for line in each.lines]
        for each in told
    ]


@pytest.mark.parametrize(
    "address",
    ["/page/gannet-light", "/page/claim/height-31", "/page/vocab/lighting", "/page/harbour-office"],
)
def test_a_mark_leads_to_its_statement_in_the_passage(client: FlaskClient, address: str) -> None:
    """The page of the passage, the rule or the editors has the place that the mark leads to."""
    text = client.get(address, headers=BROWSER).text
    marks = {unescape(href) for href in re.findall(r'href="(/page/(?:source|rule|graph)/[^"]*#[^"]*)"', text)}
    assert marks
    for mark in marks:
        path, _, place = mark.partition("#")
        ids = re.findall(r'id="([^"]*)"', client.get(path, headers=BROWSER).text)
        assert unquote(place) in map(unescape, ids), mark


@pytest.mark.parametrize("address", ["id/icbc", "source/guide-history"])
def test_what_a_mark_is_for_stands_on_the_page_of_the_voice(real: Site, address: str) -> None:
    """Also where the name of a thing tells it, where its only part does, or a name is spelt so by several."""
    shown = page(real, address)
    marks = {
        (voice.ref.iri, at) for each in shown.spellings for at, voices in each.used for voice in voices
    } | {
        (voice.ref.iri, statement.at)
        for section in shown.sections
        for group in section.groups
        for statement in group.statements
        for voice in statement.voices
        if voice.kind == "editors"
    }
    places = {iri: set(told_at(content(real, iri.removeprefix(real.base.iri)))) for iri, _ in marks}
    assert marks
    assert [(iri, at) for iri, at in marks if at not in places[iri]] == []


def told_at(said: Content) -> Iterator[str]:
    """The places of a page that what a voice says has."""
    yield from (line.at for line in said.lines)
    for each in said.things:
        if isinstance(each, Table):
            yield from told_in(each)
        else:
            yield each.at
            for group in each.groups:
                yield group.at
                for value, _ in group.values:
                    yield from told_in(value) if isinstance(value, Table) else ()


def told_in(table: Table) -> Iterator[str]:
    """The places of a table."""
    for row in table.rows:
        yield row.at
        yield from row.also
        yield from (cell.at for cell in row.cells if cell)


def test_claims_that_differ_stand_together_with_verdict_and_reason(tiny: Site) -> None:
    """The two heights of the tower, what the editors decided, and why; no claim is shown twice."""
    (figures,) = [topic for topic in page(tiny, "id/gannet-light").topics if topic.key == "figures"]
    (contest,) = figures.entries
    assert isinstance(contest, Contest)
    assert [line.claim.page for line in contest.lines] == ["claim/height-31", "claim/height-33"]
    assert contest.finding
    assert contest.finding.page == "disagreement-height"
    assert contest.verdict
    assert contest.verdict.label.text == "decided"
    assert [reason.text for reason in contest.reasons] == ["The keeper climbed it every night."]


def test_a_claim_of_two_disagreements_stands_with_the_larger_one() -> None:
    """The other keeps its mark; a group of one is none."""
    lines = [claim(name) for name in "abcd"]
    held = {"urn:b": ("f", "g"), "urn:c": ("g",), "urn:d": ("g", "h")}
    disputes = {iri: tuple(map(dispute, findings)) for iri, findings in held.items()}
    assert names(entries(lines, disputes, {}, ("en",))) == ["a", ["b", "c", "d"]]
    assert names(entries(lines[:2], disputes, {}, ("en",))) == ["a", "b"]


def test_claims_in_conflict_stand_together_though_nothing_was_found() -> None:
    """No finding, no verdict."""
    disputes = {"urn:a": (dispute("c", found=False),), "urn:c": (dispute("a", found=False),)}
    (contest, alone) = entries([claim(name) for name in "abc"], disputes, {}, ("en",))
    assert isinstance(contest, Contest)
    assert names((contest, alone)) == [["a", "c"], "b"]
    assert (contest.finding, contest.verdict, contest.reasons) == (None, None, ())


def test_parts_that_read_the_same_and_lead_nowhere_are_told_once() -> None:
    """With their number; things of one name have their own pages, and stay apart."""
    parts = [Ref(f"urn:x#{each}", Label("prefix")) for each in "ab"]
    things = [Ref(f"urn:{each}", Label("prefix"), page=each) for each in "cd"]
    assert list(alike([*parts, *things])) == [(parts[0], 2), (things[0], 1), (things[1], 1)]


def content(site: Site, path: str, *languages: str) -> Content:
    """What the voice at a path below the base says."""
    found = page(site, path, *languages).content
    assert found
    return found


def within(said: Content, predicate: str) -> list[Table]:
    """The tables among the objects of a predicate, each of whose subjects stands for itself."""
    groups = [group for each in said.things if isinstance(each, Told) for group in each.groups]
    return [
        value
        for group in groups
        if group.predicate.short == predicate
        for value, _ in group.values
        if isinstance(value, Table)
    ]


def test_what_has_no_page_is_told_in_a_table_where_it_is_referred_to(real: Site) -> None:
    """The partitions of a dataset by the classes that they are of, the largest first; and nowhere else."""
    said = content(real, "graph/publication", "zh", "en")
    assert not any("#void/" in each.subject.iri for each in said.things if isinstance(each, Told))
    (table,) = within(said, "void:classPartition")
    first = table.rows[0]
    assert first.ref
    assert first.ref.label.text == "概念"
    values = [value for row in table.rows for cell in row.cells if cell for value in cell.values]
    sizes = [int(value.words) for value in values if isinstance(value, Text)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == len(table.rows) > table.first


def test_what_is_said_of_all_parts_alike_is_told_once(real: Site) -> None:
    """The licence of the files stands above them, and not in a column."""
    (files,) = within(content(real, "graph/publication"), "dcat:distribution")
    assert "dcterms:license" in [cell.predicate.short for cell in files.same]
    assert not {"dcterms:license", "dcterms:title", "rdf:type"} & {column.short for column in files.columns}
    assert {row.ref.label.text for row in files.rows if row.ref} >= {"horgos.nq", "horgos.nq.gz"}


def test_things_are_set_alike_in_every_language(real: Site) -> None:
    """In a table or in runs, however long their texts are in the reader's own."""
    english, chinese = (content(real, "graph/vocabulary", tag, "en") for tag in ("en", "zh"))
    runs = [[each.is_run for each in said.things if isinstance(each, Table)] for said in (english, chinese)]
    assert runs[0] == runs[1] != []


def test_things_of_one_kind_are_a_table_with_what_their_only_part_says(real: Site) -> None:
    """Passages in the order of their documents, with their first and last characters."""
    said = content(real, "graph/sources")
    (passages,) = [each for each in said.things if isinstance(each, Table)]
    assert [column.short for column in passages.columns] == ["oa:start", "oa:end"]
    assert [row.ref.label.text for row in passages.rows if row.ref][:3] == [
        "Coordinates", "Caption C18A1", "Caption C18B1",
    ]  # fmt: skip
    assert said.shown == said.total


def test_whatever_a_claim_says_stands_together(real: Site) -> None:
    """Opening hours tell when something opens and closes among what is claimed, and what it is apart."""
    sections = {each.key: each.groups for each in page(real, "claim/road-port-hours").sections}
    assert {"hg:about", "schema:opens", "schema:closes"} <= {
        each.predicate.short for each in sections["claim"]
    }
    assert [each.predicate.short for each in sections["identity"]] == ["rdf:type"]
    assert "other" not in sections


def test_what_agrees_is_not_said_to_differ(real: Site) -> None:
    """Nor is one claim alone; claims that were found consistent stand under a title that says so much."""
    titles = {
        path: {part.key: part.title for part in page(real, f"id/{path}").parts}["difference"]
        for path in ("finding-opening-hours", "disagreement-center-growth-basis", "disagreement-gates")
    }
    assert titles == {
        "finding-opening-hours": "What was compared",
        "disagreement-center-growth-basis": "What is in doubt",
        "disagreement-gates": "Where voices differ",
    }


def test_what_a_graph_says_of_itself_is_told_once(real: Site) -> None:
    """Among all that it says, and not as statements about it."""
    shown = page(real, "graph/publication")
    assert [part.key for part in shown.parts] == ["content", "names", "data"]


def test_names_tell_who_uses_them_and_when(tiny: Site) -> None:
    """The editors' label, the passage's name, and the one that was used for some years alone."""
    shown = page(tiny, "id/gannet-light").spellings
    told = {
        each.text.text: ([voice.ref.label.text for voice in each.voices], [line.year for line in each.timed])
        for each in shown
    }
    assert told["Gannet Light"] == (["The tower"], [])
    assert told["The Old Candle"] == ([], ["1890"])
    assert shown[0].text.text == "Gannet Rock Light"
    assert page(tiny, "id/gannet-light", "fr").spellings[0].text.language == "fr"


def test_a_spelling_has_the_same_evidence_in_every_language(real: Site) -> None:
    """A reader of Chinese, who has the names in another order, finds each with those who use it."""
    told = [
        {
            each.text: {voice.ref.iri: at for at, voices in each.used for voice in voices}
            for each in shown.spellings
        }
        for shown in (page(real, "id/horgos-port", language) for language in ("en", "zh"))
    ]
    assert told[0] == told[1]


def test_a_voice_that_tells_when_a_name_was_used_is_named_once(real: Site) -> None:
    """Nikan was the name in 1864: the passage stands beside the year and not once more without it."""
    nikan = next(each for each in page(real, "id/horgos-port").spellings if each.text.text == "Nikan")
    assert nikan.voices == ()
    assert [[voice.ref.label.text for voice in line.voices] for line in nikan.timed] == [["1864"]]


def test_every_spelling_of_the_port_is_there_once(real: Site) -> None:
    """In the reader's language first, in other scripts beside."""
    shown = page(real, "id/horgos-port", "zh").spellings
    texts = [each.text.text for each in shown]
    assert len(set(texts)) == len(texts)
    assert texts[0] == "霍尔果斯口岸"
    assert {"Khorgas", "Korgas", "Horgos", "Nikan", "Nikanka", "霍尔果斯"} <= set(texts)


@pytest.mark.parametrize(
    ("text", "tag", "told"),
    [
        ("霍尔果斯", "zh-hans", ("Chinese", "Chinese characters")),
        ("Қорғас", "kk", ("Kazakh", "Cyrillic letters")),
        ("4A级景区", "zh-hans", ("Chinese", "Chinese characters")),
        ("12 a", "x-unknown", ("x-unknown", "Latin letters")),
        ("\u202e12", "", ("", "")),
    ],
)
def test_language_and_script_are_in_words(text: str, tag: str, told: tuple[str, str]) -> None:
    """Of what is not known the tag stands there, or nothing; a name may have words in Latin letters in it."""
    assert (language(tag), script(text)) == told


def test_a_layout_orders_all_parts_of_a_page() -> None:
    """Each has all of them once, whatever leads; a class that nobody knows has the general one."""
    general = layouts.layout(["urn:unknown"])
    for class_ in (v.PASSAGE, v.RULE, f"{v.HG}Agreement", f"{v.SKOS}Concept"):
        assert sorted(layouts.layout([class_]).order) == sorted(layouts.ORDER)
        assert layouts.layout(["urn:unknown", class_]) is not general
    assert sorted(general.order) == sorted(layouts.ORDER)


def test_the_head_has_the_last_status_of_each_document(tiny: Site) -> None:
    """With the rule that derived it, and the passages that it follows from."""
    (status,) = page(tiny, "id/gannet-light").facts
    told = [
        (value.words, len(run.voices))
        for run in status.runs
        for value in run.values
        if isinstance(value, Line)
    ]
    assert [words.partition(": ")[2] or words for words, _ in told] == ["lit", "dark"]
    assert all(number > 1 for _, number in told)


def test_what_the_head_tells_is_not_told_again(real: Site) -> None:
    """A fact that stands there with all its values has left its section."""
    shown = page(real, "id/horgos-port")
    heads = {fact.predicate.iri for fact in shown.facts if not fact.more}
    below = {group.predicate.iri for section in shown.sections for group in shown.told(section)}
    assert f"{v.HG}borderBetween" in heads
    assert not heads & below


def test_a_summary_has_its_evidence_and_is_not_told_again(real: Site) -> None:
    """What a concept means stands in the head, with who says so, and in no row below."""
    shown = page(real, "vocab/owl-feather")
    assert shown.summed
    assert [voice.kind for voice in shown.summed.voices] == ["editors"]
    below = [group.predicate.iri for section in shown.sections for group in shown.told(section)]
    assert f"{v.SKOS}definition" not in below


def test_how_fine_a_position_is_stands_with_its_unit(real: Site) -> None:
    """As one amount beside the coordinates: on its own page, and on that of the place."""
    rounded = [
        each.statements[0].value
        for path in ("id/horgos-port-point", "id/horgos-port")
        for section in page(real, path).sections
        if section.key == "place"
        for group in section.groups
        for each in (group, *(inset for statement in group.statements for inset in statement.inset))
        if each.predicate.iri == v.ROUNDED_TO
    ]
    assert [each.words for each in rounded if isinstance(each, Text)] == ["1″", "1″"]
    assert "claim" not in [section.key for section in page(real, "id/horgos-port-point").sections]


def test_what_is_derived_tells_what_it_follows_from(real: Site) -> None:
    """The figures that went into it, as lines."""
    derived = [
        line
        for topic in page(real, "id/horgos-port").topics
        if topic.key == "derived"
        for line in topic.lines
    ]
    assert derived
    assert all(line.inputs for line in derived)
    assert all(detail.predicate.iri != v.DERIVED_FROM for line in derived for detail in line.details)


def test_what_figures_follow_from_is_told_in_one_order(real: Site) -> None:
    """The level before the rate at which it grew, whichever of them stands first in its document."""
    topics = page(real, "id/horgos-port").topics
    inputs = [line.inputs for topic in topics if topic.key == "derived" for line in topic.lines]
    grown = [[one.words, other.words] for one, other in inputs if one.order == other.order]
    assert ["passengers: 1,370,000", "growth of passengers: 90\u00a0%"] in grown
    assert not [level for level, _ in grown if level.startswith("growth")]


def test_the_head_of_a_finding_leaves_the_verdict_to_its_block(real: Site) -> None:
    """It stands there with its reason, whether the finding is of a disagreement or not."""
    assert v.STATUS not in {fact.predicate.iri for fact in page(real, "id/finding-opening-hours").facts}


@pytest.mark.parametrize("name", ["gannet-light", "claim/height-31", "source/keeper"])
@pytest.mark.parametrize("wanted", ["en", "fr"])
def test_the_citation_on_the_page_is_the_one_to_be_had(client: FlaskClient, name: str, wanted: str) -> None:
    """Whatever the reader reads, word for word, with the release; every format is linked."""
    text = client.get(f"/page/{name}", headers={**BROWSER, "Accept-Language": wanted}).text
    plain = client.get(f"/cite/{name}.txt").text.strip()
    assert plain in unescape(re.sub(r"<wbr>|</?span[^>]*>", "", text)).replace("\u00a0", " ")
    assert all(f'href="/cite/{name}.{end}"' in text for end in ("bib", "ris", "json", "txt"))


def test_what_a_rule_labelled_is_titled_by_its_line(real: Site) -> None:
    """Its time stands below in words, and its number has its thousands apart."""
    period = page(real, "derived/icbc-open-atlas-2012-04")
    assert (period.title.text.rpartition(": ")[2], period.others) == ("open (according to Atlas)", ())
    figure = page(real, "derived/before-trains-2024-8730-by-train-growth-2024-12-5", "zh")
    assert figure.title.text == "霍尔果斯口岸，班列数：7,760"


def test_what_a_thing_is_said_to_be_stands_before_what_follows(real: Site) -> None:
    """That a claim is among the best is derived."""
    assert [kind.label.text for kind in page(real, "claim/trains-2024-8730").kinds] == [
        "figure",
        "best claim",
    ]


@pytest.mark.parametrize(
    ("language", "told"), [("en", ["visitor guide", "English"]), ("zh", ["旅行指南", "英语"])]
)
def test_the_head_of_a_page_tells_texts_in_one_language(real: Site, language: str, told: list[str]) -> None:
    """No translation beside it, and the names of languages in place of their tags."""
    _, *facts = page(real, "source/guide", language).facts
    assert [
        value.words for fact in facts for run in fact.runs for value in run.values if isinstance(value, Text)
    ] == told


def test_the_page_of_an_editors_graph_says_whose_it_is(client: FlaskClient) -> None:
    """Marks of the editors open on it."""
    told = "Stated by the editors of this dataset, not by a source."
    assert told in client.get("/page/graph/editorial", headers=BROWSER).text
    assert told not in client.get("/page/source/keeper-tower", headers=BROWSER).text
