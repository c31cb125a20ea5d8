"""The view model of a resource's page: what is said, by whom, in which order, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from horgos.build import Built, build
from horgos.engine import Embedded, Limits
from horgos.errors import BadRequest, NotFound
from horgos.pages.reading import Reader
from horgos.pages.reference.ontology import ontology
from horgos.pages.thing.entity import entity
from horgos.pages.thing.page import EntityPage
from horgos.pages.thing.surroundings import CLAIMS, Paged
from horgos.pages.told.content import Told
from horgos.pages.told.lines import Line
from horgos.pages.told.links import BOUND
from horgos.pages.told.statements import Group
from horgos.pages.told.tables import Table
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Ref, Voice
from horgos.site import Site
from horgos.sources import read
from horgos.terms import Base

TINY = Path(__file__).resolve().parents[1] / "graph"
ABOUT = "https://w3id.org/horgos/ns#about"
SPOKES = 140
VISITS = {"from": 70, "into": 60, "past": 40}  # by each relation, so many; two of them fill a batch, not all


def reader(site: Site, *languages: str) -> Reader:
    """A reader of a site."""
    return Reader(site.engine, site.prefixes, site.base, languages or ("en",))


def page(site: Site, path: str, *languages: str) -> EntityPage:
    """The page of the resource at a path below the base."""
    return entity(reader(site, *languages), site.base.iri + path)


def topic(shown: EntityPage, key: str) -> tuple[Line, ...]:
    """The claims of one kind."""
    return next((each.lines for each in shown.topics if each.key == key), ())


def group(shown: EntityPage, short: str) -> Group:
    """The statements with one predicate."""
    return next(
        each for section in shown.sections for each in section.groups if each.predicate.short == short
    )


def said(voices: tuple[Voice, ...]) -> list[tuple[str, str]]:
    """Voices as kind and label."""
    return [(voice.kind, voice.ref.label.text) for voice in voices]


def words(value: object) -> str:
    """A value as text."""
    if isinstance(value, Line):
        return value.words
    return value.words if isinstance(value, Text) else value.label.text if isinstance(value, Ref) else ""


@pytest.fixture(scope="module")
def light(tiny: Site) -> EntityPage:
    """The page of the lighthouse of the tiny graph."""
    return page(tiny, "id/gannet-light")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A graph with names too long, too few and written from the right, and with more relations than fit."""
    folder = tmp_path_factory.mktemp("crowded")
    for path in TINY.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(TINY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    spokes = " , ".join(f"e:spoke-{number}" for number in range(SPOKES))
    visits = "".join(f"e:spoke-{at} e:{verb} e:bare . " for verb, n in VISITS.items() for at in range(n))
    (folder / "data" / "crowded.trig").write_text(
        f"""@prefix e: <https://example.org/tiny/id/> .
        @prefix hg: <https://w3id.org/horgos/ns#> .
        @prefix g: <https://example.org/tiny/graph/> .
        @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        g:editorial {{
          e:hub schema:containsPlace {spokes} ; skos:prefLabel "{"name " * 1000}"@en .
          e:right skos:prefLabel "بوابة (النسر)"@ar .
          e:bare rdfs:seeAlso <urn:isbn:1> , <https://example.org/elsewhere> , e:unsaid .
          {"".join(f"e:spoke-{number} schema:containedInPlace e:hub . " for number in range(SPOKES))}
          {visits}
          {"".join(f"e:told-{number} hg:about e:much . " for number in range(CLAIMS + 3))}
          e:much skos:altLabel {" , ".join(f'"name {number}"' for number in range(SPOKES))} .
          e:noted a <http://purl.org/linked-data/cube#Observation> ; hg:about e:right ; rdfs:seeAlso e:right .
        }}""",
        encoding="utf-8",
    )
    built: Built = build(read(folder), tmp_path_factory.mktemp("built"))
    with Embedded(built.store_path, Limits(workers=1)) as engine:
        yield Reader(engine, read(folder).prefixes, Base(built.dataset.base))


def test_title_is_the_label_in_the_readers_language(tiny: Site) -> None:
    """The preferred label for the reader, English where there is none, with the others beside it."""
    shown = page(tiny, "id/gannet-light", "fr", "en")
    assert (shown.title.text, shown.title.language) == ("Phare du rocher aux fous", "fr")
    assert [label.text for label in shown.others] == ["Gannet Rock Light"]
    assert page(tiny, "id/harbour-office", "fr").title.text == "Harbour Office"


def test_a_passage_is_called_in_the_language_of_its_document(real: Site, tiny: Site) -> None:
    """What stands there as a heading is in it; where no language is told, none is."""
    title = page(real, "source/guide-achievements-2024", "zh").title
    assert (title.text, title.language) == ("2024 Achievements ¶1", "en")
    assert page(tiny, "source/keeper-tower").title.language == ""


def test_kinds_are_the_labels_of_its_classes(light: EntityPage) -> None:
    """What it is, in words, linked to the vocabulary."""
    assert [(kind.label.text, kind.term) for kind in light.kinds] == [("facility", "Facility")]


def test_a_name_that_a_source_uses_has_its_passage_beside_it(light: EntityPage) -> None:
    """Names used by sources stand apart from the label of the editors."""
    (name,) = group(light, "schema:name").statements
    assert words(name.value) == "Gannet Light"
    assert said(name.voices) == [("passage", "The tower")]
    (voice,) = name.voices
    assert voice.document is not None
    assert voice.document.label.text == "The keeper's logbook"


def test_a_statement_of_the_editors_is_marked_so(light: EntityPage) -> None:
    """What stands in a graph of the project is the editors' voice."""
    (kind,) = group(light, "rdf:type").statements
    assert [voice.kind for voice in kind.voices] == ["editors"]


def test_a_derived_statement_names_its_rule(tiny: Site) -> None:
    """What stands in the graph of a rule is derived by that rule."""
    (earliest,) = group(page(tiny, "claim/lighting-1871-10"), "hg:earliest").statements
    (voice,) = earliest.voices
    assert (voice.kind, voice.ref.page) == ("rule", "rule/time-bounds")
    assert words(earliest.value) == "1 October 1871"


def test_voices_that_say_the_same_stand_on_one_statement(tiny: Site) -> None:
    """Corroboration: one statement, two passages of two documents."""
    (about,) = group(page(tiny, "claim/lighting-1871-10"), "hg:about").statements
    assert said(about.voices) == [("passage", "The years"), ("passage", "Gannet Rock")]


def test_events_stand_in_the_order_of_time(light: EntityPage) -> None:
    """What happened is told from the earliest on, with its time in words."""
    told = [(line.when.words if line.when else "", line.words) for line in topic(light, "happened")]
    assert told == [
        ("October 1871", "First lit"),
        ("winter 1888", "A storm"),
        ("about 1901", "Put out"),
        ("February 1903", "Put out for good"),
        ("29 February 1904", "Lit again"),
    ]


def test_events_of_one_time_stand_in_the_order_of_the_text(real: Site) -> None:
    """The guide tells of one day in passages that follow each other, whatever its claims are called."""
    lines = topic(page(real, "id/tour-group"), "happened")
    starts = [line.voices[0].start for line in lines]
    assert len(set(starts)) > 2
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("key", "said_"),
    [
        ("figures", ["height of the tower: 31\u00a0m", "height of the tower: 33\u00a0m"]),
        ("stakes", ["Harbour Office holds 50\u00a0%"]),
        ("hours", ["open: 10:00–16:30"]),
        ("namings", ["called The Old Candle"]),
    ],
)
def test_claims_are_readable_lines(light: EntityPage, key: str, said_: list[str]) -> None:
    """Figures with unit, stakes with share and holder, hours and names: each in a phrase."""
    assert [line.words for line in topic(light, key)] == said_


@pytest.mark.parametrize(
    ("path", "key", "phrase"),
    [
        ("id/fled-border-inhabitants", "figures", "more than 67,000"),
        ("id/heg", "stakes", "COSCO Shipping and Lianyungang Port Holdings Group (LPHG) hold 49\u00a0%"),
        ("id/horgos-port", "figures", "altitude: 758\u00a0m"),
        ("id/icbc", "figures", "area: 5.28\u00a0km²"),
        ("id/horgos-port", "figures", ": 7\u00a0years"),
    ],
)
def test_bounds_shares_and_holders_are_in_words(real: Site, path: str, key: str, phrase: str) -> None:
    """“More than”, the unit, the percentage and the holders, as the sources of the real graph give them."""
    shown = page(real, path)
    assert any(phrase in line.words for line in topic(shown, key))


@pytest.mark.parametrize("told", ["海拔：758米", "连续居首年数：7年", "班列数：8,730", "班列数增长率：12.5%"])
def test_a_unit_is_told_in_chinese_by_its_name(real: Site, told: str) -> None:
    """Letters that stand for a unit are English; signs such as % are not, and what is counted needs none."""
    assert told in {line.words for line in topic(page(real, "id/horgos-port", "zh"), "figures")}


@pytest.mark.parametrize(
    ("path", "language", "phrase"),
    [
        ("first-cross-border-zone", "en", "rank in time: 1 (cross-border economic cooperation zone, China)"),
        ("first-cross-border-zone", "zh", "先后名次：1（跨境经济合作区，中国）"),
    ],
)
def test_a_rank_tells_what_it_is_a_place_among(real: Site, path: str, language: str, phrase: str) -> None:
    """“1” alone says nothing: what is ranked, and where, stand behind it, and are no details any more."""
    own = page(real, f"claim/port-{path}", language).own
    assert own is not None
    assert own.phrase.words == phrase
    assert {each.predicate.short for each in own.details} == {"hg:conflictsWith", "skos:note"}


def test_a_claim_that_is_told_of_a_thing_does_not_refer_to_it_again(real: Site) -> None:
    """Britain is a party of what happened to it: that stands under what happened alone."""
    shown = page(real, "id/britain")
    happened = {line.claim.iri for line in topic(shown, "happened")}
    referring = [each.value for group in shown.incoming for each in group.statements]
    assert happened
    assert not happened & {each.claim.iri for each in referring if isinstance(each, Line)}


def test_a_relation_is_told_once_whichever_way_round_it_is_stated(real: Site) -> None:
    """After the goods were sent from elsewhere is what they say who come before it."""
    shown = page(real, "claim/direct-shipping-from-horgos")
    (before,) = [each for each in shown.incoming if each.predicate.short == "time:before"]
    sent = f"{real.base.iri}claim/goods-sent-from-guangzhou-or-yiwu"
    assert sent not in [each.value.claim.iri for each in before.statements if isinstance(each.value, Line)]


def test_a_finding_that_doubts_or_prefers_a_claim_refers_to_it_once(real: Site) -> None:
    """That the claim is one of those compared goes without saying."""
    for claim in ("icbc-first-cross-border-zone", "center-visit-growth-66"):
        groups = page(real, f"claim/{claim}").incoming
        findings = [each.value.iri for group in groups for each in group.statements]
        assert len(findings) == len(set(findings)) > 0


def test_a_name_in_its_time_is_claimed_and_not_the_name_of_the_claim(real: Site) -> None:
    """The page of the claim tells the name among what is claimed; its own names are its titles."""
    shown = page(real, "claim/naming-nikan-1864")
    (claimed,) = [each for each in shown.sections if each.key == "claim"]
    assert "schema:name" in [each.predicate.short for each in claimed.groups]
    assert "Nikan" not in [each.text.text for each in shown.spellings]


def test_what_a_rule_derives_is_not_called_a_claim(real: Site) -> None:
    """The section says so, and the title by whose account a state lasted."""
    shown = page(real, "derived/horgos-port-open-atlas-1881")
    assert "What is derived" in [part.title for part in shown.parts]
    assert shown.title.text == "Horgos Border Port: open (according to Atlas)"


def test_several_values_of_a_claim_stand_in_the_order_of_their_names(real: Site) -> None:
    """The countries that goods are carried to, as a reader looks for them."""
    own = page(real, "claim/shanghai-route-goods-2022-07").own
    assert own is not None
    (to,) = (each for each in own.details if each.predicate.iri == f"{v.SCHEMA}toLocation")
    names = [each.label.text for each in to.values if isinstance(each, Ref)]
    assert len(names) > 2
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("claim", "language", "value"),
    [
        ("port-century-old", "en", "3,155,760,000\u00a0s"),
        ("port-century-old", "zh", "3,155,760,000秒"),
        ("port-distance-400", "en", "400\u00a0m"),
        ("trains-2024-8730", "en", "8,730"),
    ],
)
def test_what_a_value_comes_to_has_its_base_unit(real: Site, claim: str, language: str, value: str) -> None:
    """The unit that the claim's is a multiple of, or the claim's own; what is counted needs none."""
    (number,) = group(page(real, f"claim/{claim}", language), "qudt:numericValue").statements
    assert words(number.value) == value


@pytest.mark.parametrize(
    ("unit", "language", "value"),
    [
        ("metre", "en", "1\u00a0m"),
        ("kilometre", "en", "1,000\u00a0m"),
        ("day", "zh", "86,400秒"),
        ("one", "en", "1"),
    ],
)
def test_what_a_unit_comes_to_has_its_base_unit(real: Site, unit: str, language: str, value: str) -> None:
    """So much of the unit that it is a multiple of, or of itself where it is none."""
    (number,) = group(page(real, f"vocab/{unit}", language), "qudt:conversionMultiplier").statements
    assert words(number.value) == value


def test_a_rule_tells_values_in_base_units_with_the_unit(real: Site) -> None:
    """As the page of the claim does that it tells them of."""
    content = page(real, "rule/normalised-units").content
    assert content is not None
    (table,) = content.things
    assert isinstance(table, Table)
    (row,) = (row for row in table.rows if row.at == "says-claim/port-distance-400")
    assert {words(value) for cell in row.cells if cell for value in cell.values} >= {"400\u00a0m"}


def test_what_a_position_is_rounded_to_stands_with_its_unit(real: Site) -> None:
    """On the page of the passage too, where marks still find the unit at the place of the number."""
    content = page(real, "source/atlas-coordinates").content
    assert content is not None
    groups = [each for thing in content.things if isinstance(thing, Told) for each in thing.groups]
    (rounded,) = (each for each in groups if each.predicate.short == "hg:roundedTo")
    assert [words(value) for value, _ in rounded.values] == ["1″"]
    assert rounded.also.endswith(".hg:unit")
    assert "hg:unit" not in {each.predicate.short for each in groups}


def test_what_follows_from_a_claim_is_not_where_it_comes_from(real: Site) -> None:
    """Its bounds in time and its value in base units have a section of their own, after its origin."""
    sections = {each.key: each.groups for each in page(real, "claim/trains-2024-8730").sections}
    assert [each.predicate.short for each in sections["derivation"]] == ["hg:statedIn"]
    following = [each.predicate.short for each in sections["following"]]
    assert following == [
        "hg:earliest", "hg:latest", "qudt:numericValue", "qudt:lowerBound", "qudt:upperBound",
    ]  # fmt: skip


def test_a_class_that_a_narrower_one_includes_is_no_kind_of_a_thing(real: Site) -> None:
    """That an indicator is a concept goes without saying."""
    assert [kind.label.text for kind in page(real, "vocab/cargo").kinds] == ["indicator"]


def test_an_event_had_happened_by_the_end_of_its_time(real: Site) -> None:
    """On its page and in its line; what something was called, it was called to the end."""
    shown = page(real, "claim/port-third-country-opening-1992")
    (when,) = group(shown, "hg:when").statements
    assert words(when.value) == "in or before 1992"
    assert shown.own is not None
    assert shown.own.when is not None
    assert shown.own.when.words == "in or before 1992"
    (named,) = group(page(real, "claim/naming-port-office"), "hg:when").statements
    assert words(named.value) == "to 1987"


def test_a_derived_figure_tells_its_quantity(real: Site) -> None:
    """No source states the area of the Kazakh side: its line and its page show what was worked out."""
    (line,) = topic(page(real, "id/icbc-kazakh-side"), "derived")
    assert line.words == "area: 1.85\u00a0km²"
    shown = page(real, line.claim.page)
    (section,) = [section for section in shown.sections if section.key == "claim"]
    (number,) = [each for each in section.groups if each.predicate.short == "rdf:value"]
    assert number.predicate.label.text == "value"
    assert [words(statement.value) for statement in number.statements] == ["1.85"]


def test_claims_in_chinese(real: Site) -> None:
    """Labels, times and phrases follow the reader's language."""
    shown = page(real, "id/horgos-port", "zh")
    assert shown.title.text == "霍尔果斯口岸"
    opening = next(line for line in topic(shown, "happened") if line.year == "1881")
    assert opening.when is not None
    assert (opening.when.words, opening.when.language) == ("1881年", "zh-hans")


def test_a_line_leads_to_its_claim_and_to_its_passage(real: Site) -> None:
    """The year 1881 stands on the port's page with the passage of the atlas that says so."""
    opening = next(line for line in topic(page(real, "id/horgos-port"), "happened") if line.year == "1881")
    assert opening.claim.page == "claim/port-official-opening-1881"
    assert [voice.ref.page for voice in opening.voices] == ["source/atlas-1881"]


def test_a_line_on_another_page_says_what_it_is_about(tiny: Site) -> None:
    """On the page of a holder, the stake tells of what."""
    (stake,) = [
        statement.value
        for each in page(tiny, "id/harbour-office").incoming
        for statement in each.statements
        if isinstance(statement.value, Line)
    ]
    assert [ref.label.text for ref in stake.about] == ["Gannet Rock Light"]


def test_status_periods_are_bands_by_document(light: EntityPage) -> None:
    """Each document has its band; a period has its rule, its evidence and the passages of that."""
    assert [band.document.label.text if band.document else "" for band in light.bands] == [
        "The keeper's logbook",
        "The logbook of the Harbour Office",
    ]
    lit, dark, again = light.bands[0].periods
    assert [each.status.label.text for each in (lit, dark, again)] == ["lit", "dark", "lit"]
    assert [line.words.partition(": ")[2] or line.words for line in lit.evidence] == ["First lit", "Put out"]
    assert said(lit.voices)[0] == ("passage", "The years")
    assert lit.voices[-1].kind == "rule"


def test_bands_share_a_scale(light: EntityPage) -> None:
    """That of the timeline: periods follow each other without gaps; the last one, which is open, ends it."""
    first, second, third = light.bands[0].periods
    assert light.scale
    assert first.start == light.scale.at(1871.75)
    assert first.start + first.width == pytest.approx(second.start, abs=0.01)
    assert third.start + third.width == pytest.approx(100, abs=0.01)
    assert all(0 <= mark.at <= 100 for mark in light.bands[0].marks)


def test_a_passage_lists_what_it_states(real: Site) -> None:
    """Locator, document, character offsets, the claims and the plain relations."""
    shown = page(real, "source/atlas-1881")
    assert (shown.title.text, shown.document and shown.document.label.text) == ("1881", "Atlas")
    assert shown.extent is not None
    assert 0 < shown.extent.start < shown.extent.end
    assert shown.content is not None
    assert shown.content.title == "What it says"
    assert any("official port" in line.words for line in shown.content.lines)
    assert any(words(relation.value) == "Korgas" for relation in shown.content.relations)


def test_a_passage_knows_the_ones_around_it(tiny: Site) -> None:
    """Passages stand in the order of their document."""
    shown = page(tiny, "source/keeper-years")
    assert shown.place == 1
    assert [each.ref.page for each in shown.passages] == ["source/keeper-tower", "source/keeper-years"]


def test_a_document_lists_its_passages_in_order(tiny: Site) -> None:
    """With how much each states."""
    shown = page(tiny, "source/keeper")
    assert shown.place is None
    assert [each.ref.label.text for each in shown.passages] == ["The tower", "The years"]
    assert all(each.statements > 0 for each in shown.passages)
    assert not any(each.predicate.short == "dcterms:isPartOf" for each in shown.incoming)


def test_a_rule_shows_what_it_derives_and_its_query(tiny: Site) -> None:
    """The derived statements, and the text of the CONSTRUCT."""
    shown = page(tiny, "rule/status-periods")
    assert shown.content is not None
    assert (shown.content.title, len(shown.content.lines)) == ("What it derives", 5)
    (query,) = group(shown, "sh:construct").statements
    assert "CONSTRUCT" in words(query.value)


def test_a_concept_shows_the_claims_that_use_it(tiny: Site) -> None:
    """What refers to a concept is told as claims, in the order of time."""
    (uses,) = [each for each in page(tiny, "vocab/lighting").incoming if each.predicate.term == "eventType"]
    assert [words(statement.value) for statement in uses.statements] == [
        "Gannet Rock Light: First lit",
        "Gannet Rock Light: Lit again",
    ]


def test_coordinates_stand_on_the_page_of_the_place(real: Site) -> None:
    """A geometry means little alone: what is said of it stands with the place it belongs to."""
    (position,) = group(page(real, "id/horgos-port"), "geo:hasGeometry").statements
    told = [words(statement.value) for each in position.inset for statement in each.statements]
    assert "44°\u00a011′\u00a044″\u00a0N, 80°\u00a022′\u00a010″\u00a0E" in told


@pytest.mark.parametrize(
    ("place", "position", "language"),
    [
        ("heg-dry-port", "44° 11′ 49″ N, 80° 14′ 38″ E", "en"),  # to 0.001°
        ("heg-dry-port", "北纬44°11′49″，东经80°14′38″", "zh-hans"),
        ("beijing", "39° 56′ N, 116° 23′ E", "en"),  # to 0.01°
        ("beijing", "北纬39°56′，东经116°23′", "zh-hans"),
    ],
)
def test_the_page_of_a_place_tells_its_position_as_finely_as_it_is_known(
    real: Site, place: str, position: str, language: str
) -> None:
    """To the second where it has three decimals, to the minute where it has two."""
    (geometry,) = group(page(real, f"id/{place}", language), "geo:hasGeometry").statements
    told = [words(statement.value) for each in geometry.inset for statement in each.statements]
    assert position in [each.replace("\u00a0", " ") for each in told]


def test_a_share_is_a_percentage_on_the_page_of_the_claim(tiny: Site) -> None:
    """The number in the data stays visible beside it."""
    (share,) = group(page(tiny, "claim/stake-office"), "hg:share").statements
    assert share.value == Text("50\u00a0%", exact="0.5")


def test_query_asks_for_everything_that_is_said(tiny: Site) -> None:
    """The prefilled query runs and names the thing."""
    assert "<https://example.org/tiny/id/gannet-light>" in page(tiny, "id/gannet-light").query


def test_what_the_same_voice_says_in_two_languages_is_told_in_the_readers(real: Site) -> None:
    """A note of the editors beside a thing, and one within the line of a claim; names are told in all."""
    for language, tag in (("en", "en"), ("zh", "zh-hans")):
        shown = page(real, "id/heg", language)
        notes = [statement.value for statement in group(shown, "skos:editorialNote").statements]
        assert {note.language for note in notes if isinstance(note, Text)} == {tag}
        assert len(notes) == group(shown, "skos:editorialNote").total == 3
        assert {label.language for label in (shown.title, *shown.others)} == {"en", "zh-hans"}
        (line,) = [
            each
            for each in topic(page(real, "id/horgos-port", language), "happened")
            if each.claim.page == "claim/frontier-post"
        ]
        (note,) = [each for each in line.details if each.predicate.short == "skos:note"]
        assert [value.language for value in note.values if isinstance(value, Text)] == [tag]


def test_nothing_is_known_of_an_unknown_resource(tiny: Site) -> None:
    """A resource nobody speaks of has no page."""
    with pytest.raises(NotFound, match="Nothing is known"):
        page(tiny, "id/none")


def test_many_values_are_cut_and_counted(crowded: Reader) -> None:
    """The first hundred of a relation, and how many there are in all, in both directions."""
    shown = entity(crowded, crowded.base.named("hub"))
    outgoing = group(shown, "schema:containsPlace")
    assert (len(outgoing.statements), outgoing.total, outgoing.pages) == (BOUND, SPOKES, 2)
    (incoming,) = [each for each in shown.incoming if each.pages > 1]
    assert (len(incoming.statements), incoming.total) == (BOUND, SPOKES)


def test_what_refers_to_a_thing_can_be_had_page_by_page(crowded: Reader) -> None:
    """Each once, in the order of their names, with the number of all; after the last page there is none."""
    hub, contained = crowded.base.named("hub"), "https://schema.org/containedInPlace"
    pages = [entity(crowded, hub, Paged(contained, page)).incoming for page in (1, 2)]
    names = [words(statement.value) for (group_,) in pages for statement in group_.statements]
    assert [group_.total for (group_,) in pages] == [SPOKES, SPOKES]
    assert len(names) == len(set(names)) == SPOKES
    with pytest.raises(BadRequest, match="no page 3"):
        entity(crowded, hub, Paged(contained, 3))


def test_what_is_said_of_a_thing_can_be_had_page_by_page(crowded: Reader) -> None:
    """A hundred values of one predicate a page; of the others each page has the same."""
    hub, contains = crowded.base.named("hub"), "https://schema.org/containsPlace"
    pages = [entity(crowded, hub, Paged(contains, page, outgoing=True)) for page in (1, 2)]
    found = [group(shown, "schema:containsPlace") for shown in pages]
    assert [(len(each.statements), each.total) for each in found] == [
        (BOUND, SPOKES),
        (SPOKES - BOUND, SPOKES),
    ]
    assert len({words(statement.value) for each in found for statement in each.statements}) == SPOKES
    with pytest.raises(BadRequest, match="no page 3"):
        entity(crowded, hub, Paged(contains, 3, outgoing=True))
    with pytest.raises(BadRequest, match="Nothing is said of it"):
        entity(crowded, hub, Paged("https://schema.org/containedInPlace", 1, outgoing=True))


def test_the_names_of_a_thing_can_be_had_page_by_page(crowded: Reader) -> None:
    """A hundred of one predicate a page, and the pager knows of which predicate, page and number of pages."""
    much, also = crowded.base.named("much"), "http://www.w3.org/2004/02/skos/core#altLabel"
    pages = [entity(crowded, much, Paged(also, page, outgoing=True)) for page in (1, 2)]
    names = [each.text.text for shown in pages for each in shown.spellings]
    assert len(names) == len(set(names)) == SPOKES
    assert [[(shown.turned(each), each.pages) for each in shown.named] for shown in pages] == [
        [(1, 2)],
        [(2, 2)],
    ]


def test_the_claims_about_a_thing_can_be_had_page_by_page(crowded: Reader) -> None:
    """Five hundred a page, in the order of time; the page has the way from one to the other."""
    much = crowded.base.named("much")
    first, second = (entity(crowded, much, Paged(ABOUT, page)) for page in (1, 2))
    found = [[line.claim.iri for topic in page.topics for line in topic.lines] for page in (first, second)]
    assert ([len(each) for each in found], first.claimed) == ([CLAIMS, 3], CLAIMS + 3)
    assert len({*found[0], *found[1]}) == CLAIMS + 3
    with pytest.raises(BadRequest, match="no page 3"):
        entity(crowded, much, Paged(ABOUT, 3))


def test_all_that_refers_to_a_thing_is_told_by_relation(crowded: Reader) -> None:
    """However many relations there are, each has all of what it counts, by the voice that says it."""
    shown = entity(crowded, crowded.base.named("bare"))
    found = {each.predicate.iri.rpartition("/")[2]: each for each in shown.incoming}
    assert {verb: len(each.statements) for verb, each in found.items()} == VISITS
    assert {verb: each.total for verb, each in found.items()} == VISITS
    assert {
        voice.kind for each in found.values() for statement in each.statements for voice in statement.voices
    } == {"editors"}


def test_a_claim_that_is_an_observation_too_is_a_claim(crowded: Reader) -> None:
    """What repeats a figure for a data cube is left out of what refers to a thing, a claim about it never."""
    shown = entity(crowded, crowded.base.named("right"))
    assert [line.claim.page for line in topic(shown, "claims")] == ["noted"]
    assert (shown.incoming, shown.missing) == ((), 0)


def test_a_long_name_is_cut_in_the_title_and_whole_among_the_names(crowded: Reader) -> None:
    """A cut shows as “…”; nothing is lost."""
    shown = entity(crowded, crowded.base.named("hub"))
    assert len(shown.title.text) <= 300
    assert shown.title.text.endswith("…")
    (name,) = group(shown, "skos:prefLabel").statements
    assert len(words(name.value)) == 5000


def test_a_resource_without_a_label_is_called_by_its_iri(crowded: Reader) -> None:
    """Ours by the last part of its IRI, a foreign one by all of it, linked where it can be followed."""
    shown = entity(crowded, crowded.base.named("bare"))
    assert shown.title.text == "bare"
    links = {
        statement.value.label.text: statement.value.outside
        for statement in group(shown, "rdfs:seeAlso").statements
        if isinstance(statement.value, Ref)
    }
    assert links == {
        "urn:isbn:1": "",
        "https://example.org/elsewhere": "https://example.org/elsewhere",
        "unsaid": "",
    }


def test_what_is_only_referred_to_has_a_page_too(crowded: Reader) -> None:
    """A resource that is the object of a statement alone shows what refers to it."""
    shown = entity(crowded, crowded.base.named("unsaid"))
    assert (shown.sections, len(shown.incoming)) == ((), 1)


def test_ontology_page_has_every_term_with_a_definition(tiny: Site) -> None:
    """Classes, relations and values, by label, each with what it means and an anchor."""
    shown = ontology(reader(tiny))
    assert [chapter.key for chapter in shown.chapters] == ["classes", "relations", "values"]
    terms = [entry for chapter in shown.chapters for entry in chapter.terms]
    assert all(entry.definition and entry.ref.term for entry in terms)
    (passage,) = [entry for entry in terms if entry.ref.term == "Passage"]
    assert passage.others[0].language == "zh-hans"


def test_state_of_the_ontology_is_told_in_the_readers_language(real: Site) -> None:
    """What it says of itself in several languages stands once."""
    (entry,) = ontology(reader(real, "zh")).ontologies
    (state,) = (each for each in entry.told if each.property.iri == f"{v.SCHEMA}creativeWorkStatus")
    assert [text.words for text in state.texts] == ["草案"]


def test_ontology_page_falls_back_to_english(tiny: Site) -> None:
    """A reader of a language that the ontology does not have reads English."""
    shown = ontology(reader(tiny, "fr"))
    assert {entry.ref.label.language for chapter in shown.chapters for entry in chapter.terms} == {"en"}


def test_a_thing_without_claims_has_no_empty_parts(tiny: Site) -> None:
    """Only what there is has a place in the contents of the page."""
    keys = [part.key for part in page(tiny, "id/harbour-office").parts]
    assert keys == ["names", "identity", "incoming", "data"]
