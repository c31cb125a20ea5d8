"""The index of names: a thing is found by any of its names, in any spelling or script."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from horgos.build import Built, build
from horgos.errors import QueryTimeout
from horgos.search import Fit, Found, Index, Wanted, alike, fold, index_in, make_index, solid
from horgos.search import index as indexes
from horgos.search.reading import reading
from horgos.search.romanizing import romanized
from horgos.sources import read
from horgos.terms import Base

Edit = Callable[[Mapping[str, str | None]], Path]

LIGHT = "https://example.org/tiny/id/gannet-light"
KEEPER = "https://example.org/tiny/source/keeper"
NS = "https://w3id.org/horgos/ns#"
FACILITY = f"{NS}Facility"
PORT = "https://w3id.org/horgos/id/horgos-port"
PREFIXES = """
@prefix c: <https://example.org/tiny/claim/> . @prefix e: <https://example.org/tiny/id/> .
@prefix d: <https://example.org/tiny/source/> . @prefix g: <https://example.org/tiny/graph/> .
@prefix hg: <https://w3id.org/horgos/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def indexed(built: Built, into: Path) -> Index:
    """The index of a graph that was built."""
    into.mkdir(parents=True, exist_ok=True)
    return Index(make_index(built.store, Base(built.dataset.base), into))


@pytest.fixture(scope="session")
def tiny_index(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the tiny graph."""
    return indexed(tiny_build, tmp_path_factory.mktemp("tiny-index"))


@pytest.fixture(scope="session")
def real_index(real_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the graph that comes with the program."""
    return indexed(real_build, tmp_path_factory.mktemp("real-index"))


@pytest.fixture
def index_of(edit: Edit, tmp_path: Path) -> Callable[[str], Index]:
    """The index of the tiny graph with one more file of TriG."""

    def made(trig: str) -> Index:
        folder = edit({"data/more.trig": PREFIXES + trig})
        return indexed(build(read(folder), tmp_path / "built"), tmp_path / "index")

    return made


def iris(found: Found) -> list[str]:
    """What was found."""
    return [hit.iri for hit in found.hits]


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    """A query may be folded once more without harm."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
@example("O´Brien")
@example("\u037a")  # an iota that rides on nothing: its case folding is a space and a letter
@example("α\u0345")
def test_folding_does_not_mind_case_or_how_characters_are_composed(text: str) -> None:
    """Canonically equivalent texts (UAX 15), and texts that differ in case alone, are folded alike."""
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)), st.sampled_from("̧̣̀́̂̃̈̌"))
def test_folding_does_not_mind_marks(text: str, mark: str) -> None:
    """A mark on any letter makes no difference."""
    assert fold("".join(letter + mark for letter in text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huo'erguosi", "huo’erguosi"),
        ("Üst–Kamenogorsk", "ust kamenogorsk"),
        ("ＨＯＲＧＯＳ", "horgos"),
        ("Łódź", "lodz"),
        ("St. Petersburg", "st petersburg"),
        ("（ICBC）", "icbc"),
        ("Hor\u200bgos", "horgos"),
    ],
)
def test_spellings_of_one_name_are_folded_alike(one: str, other: str) -> None:
    """Apostrophes, dashes, full-width forms, strokes, stops, brackets and what cannot be seen."""
    assert fold(one) == fold(other)


def test_spaces_do_not_count_where_names_are_compared() -> None:
    """Pinyin is written with and without."""
    assert solid("Huo er guo si") == solid("Huo'erguosi") == "huoerguosi"


@given(st.text(min_size=1), st.text(min_size=1))
def test_how_alike_texts_are_lies_between_none_and_the_same(one: str, other: str) -> None:
    """The measure is symmetric, at most 1, and 1 for the same."""
    assert 0 <= alike(one, other) == alike(other, one) <= 1
    assert alike(one, one) == 1


@pytest.mark.parametrize(
    ("text", "language", "read_as"),
    [
        ("霍尔果斯", "zh-hans", "huo er guo si"),
        ("重庆", "", "chong qing"),
        ("東京", "ja", ""),
        ("Oslo", "zh", ""),
    ],
)
def test_chinese_names_are_read_as_pinyin_and_no_others(text: str, language: str, read_as: str) -> None:
    """Without tones, a word a syllable; a name in another language that writes so is read otherwise."""
    assert romanized(text, language) == read_as


@pytest.mark.parametrize(
    "spelling",
    [
        *("Khorgas", "Horgos", "Korgas", "霍尔果斯", "Huo'erguosi", "huo er guo si", "HORGOS", "Khorgos"),
        *("Khörgäs", "ｋｏｒｇａｓ", "Nikan", "Horgos-Port", "Khrogas", "Horgoss", "Korgaz", "霍尔裹斯"),
    ],
)
def test_the_port_is_found_first_in_any_spelling_or_script(real_index: Index, spelling: str) -> None:
    """By what any source calls it, by its pinyin, and with a slip."""
    assert iris(real_index.find(Wanted(spelling), 0, 1)) == [PORT]


def test_the_name_that_fits_is_told_with_those_who_use_it(real_index: Index) -> None:
    """Which of its names was meant, and the passages that have it."""
    name = real_index.find(Wanted("khorgas")).hits[0].name
    assert name is not None
    assert (name.label.text, name.property) == ("Khorgas", "https://schema.org/name")
    assert name.voices == ("https://w3id.org/horgos/source/guide-title",)


def test_short_names_of_several_words_are_known(tiny_index: Index) -> None:
    """Those of at most so many letters, to be known again within other names."""
    assert "Gannet Rock Light" in tiny_index.known(17)
    assert all(len(name) < 17 for name in tiny_index.known(16))


def test_names_of_one_word_are_not_known_but_in_chinese(real_index: Index) -> None:
    """A word is not parted as it is; Chinese has no spaces, and its names may be parted anywhere."""
    names = real_index.known(28)
    assert {"霍尔果斯口岸", "Horgos Border Port"} <= names
    assert not any(name.isascii() and " " not in name for name in names)


@pytest.mark.parametrize(
    ("query", "fit"),
    [
        ("Gannet Light", Fit.WHOLE),
        ("gannet l", Fit.BEGINNING),
        ("rock li", Fit.WORD),
        ("light gannet", Fit.WORDS),
        ("annet", Fit.INSIDE),
        ("gnanet light", Fit.ALIKE),
    ],
)
def test_how_a_name_fits_is_told(tiny_index: Index, query: str, fit: Fit) -> None:
    """Whole, its beginning, a word, several words, a part, or nearly."""
    hit = next(hit for hit in tiny_index.find(Wanted(query)).hits if hit.iri == LIGHT)
    assert hit.fit is fit


def test_the_best_fit_comes_first_and_of_equals_what_is_referred_to_more(
    index_of: Callable[[str], Index],
) -> None:
    """Whole names before beginnings before words; weight decides among the rest."""
    index = index_of("""g:editorial {
      e:a a hg:Facility ; skos:prefLabel "Old quay"@en . e:b a hg:Facility ; skos:prefLabel "Quay"@en .
      e:c a hg:Facility ; skos:prefLabel "Quayside"@en . e:d a hg:Facility ; skos:prefLabel "Quay house"@en ;
        hg:facilityOf e:c . }""")
    assert [iri[-1] for iri in iris(index.find(Wanted("quay")))] == ["b", "c", "d", "a"]


def test_of_names_that_begin_so_a_short_one_may_come_before_what_is_referred_to_more(
    index_of: Callable[[str], Index],
) -> None:
    """What is called little more than the query comes before a long name of what a fact refers to."""
    index = index_of("""g:editorial {
      e:near a hg:Facility ; skos:prefLabel "Quayside"@en .
      e:long a hg:Facility ; skos:prefLabel "Quay house where the oldest clerks live"@en .
      e:room a hg:Facility ; skos:prefLabel "Cellar"@en ; hg:facilityOf e:long . }""")
    assert [iri.rsplit("/", 1)[-1] for iri in iris(index.find(Wanted("quay")))] == ["near", "long"]


def test_names_that_are_spelt_nearly_so_are_given_only_where_there_is_nothing_else(tiny_index: Index) -> None:
    """Who spells right is not led elsewhere."""
    assert not tiny_index.find(Wanted("gannet")).only_alike
    assert tiny_index.find(Wanted("gnanet")).only_alike


def test_a_name_that_a_claim_gives_is_a_name_of_the_thing(tiny_index: Index) -> None:
    """A hg:Naming says what something is called for a time."""
    assert iris(tiny_index.find(Wanted("The Old Candle")))[0] == LIGHT


def test_what_repeats_a_figure_for_a_data_cube_is_not_found(real_index: Index) -> None:
    """Observations have the names of the claims that they repeat."""
    assert "http://purl.org/linked-data/cube#Observation" not in dict(real_index.kinds())


def test_what_a_rule_calls_a_claim_is_no_kind_to_look_for(real_index: Index) -> None:
    """That it is among the best tells how to use it; what only a rule makes keeps the kind that it has."""
    kinds = dict(real_index.kinds())
    assert {f"{NS}Figure", f"{NS}DerivedFigure", f"{NS}StatusPeriod"} <= kinds.keys()
    assert f"{NS}BestClaim" not in kinds


def test_what_is_wanted_besides_the_name_must_all_hold(tiny_index: Index) -> None:
    """Kind, source and period narrow together."""
    assert iris(tiny_index.find(Wanted("", (FACILITY,), (KEEPER,), 1871, 1871))) == [LIGHT]
    assert tiny_index.find(Wanted("", (FACILITY,), (), None, 1800)).total == 0
    assert tiny_index.find(Wanted("gannet", (f"{NS}Document",))).total == 0


def test_a_facet_counts_what_choosing_it_leaves(tiny_index: Index) -> None:
    """Each number of a facet is that of the results with it."""
    found = tiny_index.find(Wanted("l"), counted=True)
    for class_, count in found.facets.kinds:
        assert tiny_index.find(Wanted("l", (class_,))).total == count
    for document, count in found.facets.sources:
        assert tiny_index.find(Wanted("l", (), (document,))).total == count
    for first, last, count in found.facets.years:
        assert tiny_index.find(Wanted("l", first=first, last=last)).total == count
    assert all((found.facets.kinds, found.facets.sources, found.facets.years))


def test_pages_of_what_is_found_are_parts_of_one_order(tiny_index: Index) -> None:
    """No hit is lost or repeated between them."""
    whole = iris(tiny_index.find(Wanted(), 0, 1000))
    parts = [iris(tiny_index.find(Wanted(), start, 7)) for start in range(0, len(whole), 7)]
    assert [iri for part in parts for iri in part] == whole
    assert len(set(whole)) == len(whole) == tiny_index.find(Wanted()).total


@given(query=st.text(max_size=40))
def test_no_query_is_an_instruction(tiny_index: Index, query: str) -> None:
    """Whatever is typed, it is looked for, and nothing else happens."""
    found = tiny_index.find(Wanted(query), 0, 5, counted=True)
    assert len(found.hits) <= 5 <= 5 + found.total


@pytest.mark.parametrize(
    "query", ['"', "'", "%", "_", "*", 'a" OR "b', "NEAR(a b)", "'; DROP TABLE name; --", "\0"]
)
def test_signs_of_query_languages_mean_nothing(tiny_index: Index, query: str) -> None:
    """No wildcard and no operator: what has no letter or digit finds nothing."""
    assert tiny_index.find(Wanted(query)).total == 0 or fold(query)


def test_a_long_name_is_found_by_its_beginning_and_costs_no_more(index_of: Callable[[str], Index]) -> None:
    """Of 5,000 characters the first words can be found."""
    index = index_of(f'g:editorial {{ e:a a hg:Facility ; skos:prefLabel "Zebra {"word " * 1000}"@en . }}')
    hit = index.find(Wanted("zebra word")).hits[0]
    assert hit.name is not None
    assert len(hit.name.label.text) <= 1000


def test_long_names_that_begin_alike_are_one_name(index_of: Callable[[str], Index]) -> None:
    """What is not read cannot tell them apart, and does no harm."""
    names = ", ".join(f'"{"word " * 300}{end}"@en' for end in ("a", "b"))
    index = index_of(f"g:editorial {{ e:a a hg:Facility ; skos:prefLabel {names} . }}")
    assert len(index.names("https://example.org/tiny/id/a")) == 1


def test_a_search_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """A deadline that has passed ends any statement, with an error that says what to do."""
    path = tmp_path / "some.sqlite"
    sqlite3.connect(path).close()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with reading(path, seconds=-1) as rows, pytest.raises(QueryTimeout, match="longer"):
        rows(endless)


def test_a_mistake_in_the_index_is_no_timeout(tmp_path: Path) -> None:
    """Only an interrupted statement is told as one."""
    path = tmp_path / "empty.sqlite"
    sqlite3.connect(path).close()
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        Index(path).kinds()


def test_a_publication_without_an_index_has_none(tmp_path: Path) -> None:
    """As that of a graph that is too large."""
    assert index_in(tmp_path) is None


def test_the_same_graph_gives_the_same_index(tiny_build: Built, tmp_path: Path) -> None:
    """Row by row: nothing in it depends on when or where it was made."""
    dumps = []
    for name in ("one", "other"):
        indexed(tiny_build, tmp_path / name)
        database = sqlite3.connect(tmp_path / name / "search.sqlite")
        dumps.append(list(database.iterdump()))
        database.close()
    assert dumps[0] == dumps[1]


def test_more_than_can_be_counted_is_said_so(tiny_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are more hits than a search collects, the number is a least."""
    monkeypatch.setattr(indexes, "MOST", 3)
    found = tiny_index.find(Wanted("l"))
    assert (found.total, found.more) == (3, True)
