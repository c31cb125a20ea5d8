"""The query library as a whole: what heads its files, and that two engines give one answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Dataset

from content.answers import bound, columns, other_rows, rows
from content.questions import QUESTIONS
from horgos.pages.queries import table
from horgos.pages.words.heads import HEADS
from horgos.queries import LANGUAGE, Query, bind, spoken
from horgos.sources import Sources

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LEAST = 44  # queries
LEAST_OPEN = 14  # of them with parameters
# Asked for what no source says, so that nothing is the right answer.
EMPTY = {"agreements/which-line-and-who-signed", "history/year-of-event"}
# Where rdflib gives another answer, each with the reason. There is none.
OTHERWISE: dict[str, str] = {}
LIBRARY = Path(__file__).resolve().parents[2] / "queries"
NAMES = sorted(str(file.relative_to(LIBRARY).with_suffix("")) for file in LIBRARY.rglob("*.rq"))


def test_the_library_is_large_and_open(queries: dict[str, Query]) -> None:
    """There are queries for many topics, many with parameters, and one for each of thirty questions."""
    assert len(queries) >= LEAST
    assert sorted(queries) == NAMES
    assert sum(bool(query.parameters) for query in queries.values()) >= LEAST_OPEN
    assert {question.query for question in QUESTIONS} <= queries.keys()
    assert [question.number for question in QUESTIONS] == list(range(1, 31))


def test_every_query_is_headed(queries: dict[str, Query]) -> None:
    """Title, question and expected result are in two languages; there are keywords, and types."""
    for name, query in queries.items():
        for labels in (query.titles, query.questions, query.results):
            assert {label.language for label in labels} == {"en", "zh"}, name
        assert query.keywords, name
        assert all(parameter.type for parameter in query.parameters), name


def test_every_column_has_a_head_in_words(queries: dict[str, Query]) -> None:
    """The page of a query calls each variable of its answer and each parameter in the reader's language.

    No head is there that no query has.
    """
    used = set()
    for name, query in queries.items():
        selected = re.search(r"(?m)^SELECT (.*)$", query.text)
        columns = re.findall(r"\?(\w+)(?= |\)|$)", selected[1]) if selected else []
        asked = [parameter.name for parameter in query.parameters if parameter.name != LANGUAGE]
        told = {table.words(column) for column in (*columns, *asked)}
        assert told <= HEADS, name
        used |= told
    assert used == HEADS


def test_every_apostrophe_is_curly(queries: dict[str, Query]) -> None:
    """Titles, questions and expected results have the apostrophes that print has."""
    for name, query in queries.items():
        for label in (*query.titles, *query.questions, *query.results):
            assert "'" not in label.text, name


def test_titles_are_told_apart(queries: dict[str, Query]) -> None:
    """No two queries have one title or one question."""
    for texts in ("titles", "questions"):
        found = [label for query in queries.values() for label in getattr(query, texts)]
        assert len(found) == len(set(found))


def test_a_default_is_of_the_class_that_is_declared(queries: dict[str, Query], store: Store) -> None:
    """Where the header promises a port, the default is one; so a page can offer the others of its class."""
    for name, query in queries.items():
        for parameter in query.parameters:
            for term in parameter.defaults:
                if isinstance(term, Literal):
                    assert term.datatype == parameter.type, name
                elif parameter.type != NamedNode(f"{RDFS}Resource"):
                    asked = f"ASK {{ {term} a/<{RDFS}subClassOf>* {parameter.type} }}"
                    assert bool(store.query(asked)), f"{name}: {term} is no {parameter.type}"


def test_a_query_names_things_only_in_its_parameters(queries: dict[str, Query]) -> None:
    """Things, claims and documents stand in leading VALUES blocks, where a reader can put others."""
    for name, query in queries.items():
        body = re.sub(r"(?m)^(#|PREFIX).*$|^  VALUES (\?\w+|\([?\w ]+\)) \{.*\}$", "", query.text)
        assert not re.search(r"\b[cdex]:[a-z]|<http", body), name


def test_every_query_has_a_result(queries: dict[str, Query], store: Store) -> None:
    """With its defaults, each query finds something, but for those that ask what no source says."""
    assert {name for name, query in queries.items() if not rows(store, query.text)} == EMPTY


def test_a_label_is_in_the_language_that_is_asked_for(queries: dict[str, Query], store: Store) -> None:
    """Every query that filters labels takes the language; none loses a row to it, or a label.

    What is not told in that language has its label in English.
    """
    for name, query in queries.items():
        assert ('"en"))' in query.text) == any(each.name == LANGUAGE for each in query.parameters), name
        found = {
            language: store.query(bind(query.text, spoken(query, language)))
            for language in ("en", "zh", "tlh")
        }
        filled = {
            language: sorted(tuple(bool(term) for term in row) for row in solutions)
            for language, solutions in found.items()
        }
        assert filled["en"] == filled["zh"] == filled["tlh"], name
    one = bind(queries["organisations/organisations"].text, {LANGUAGE: Literal("zh")})
    labels = {row[0] for row in rows(store, one, ["label"])}
    assert {"AECOM", "连云港港口控股集团"} <= labels


def test_no_row_comes_twice(queries: dict[str, Query], store: Store) -> None:
    """Every row of every answer tells something of its own."""
    for name, query in queries.items():
        found = rows(store, query.text)
        assert len(found) == len(set(found)), name


def test_a_period_stands_once_beside_a_passage_that_tells_both_its_ends(
    queries: dict[str, Query], store: Store, real_sources: Sources
) -> None:
    """The guide tells of the closure of 1917 and of what ended it in one passage."""
    text = bound(queries["history/status-in-year"], {"year": 1930}, real_sources.prefixes)
    found = rows(store, text, ["period", "passage"])
    assert len(found) == len(set(found))


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* deprecated")  # by rdflib in itself
@pytest.mark.parametrize("name", NAMES)
def test_two_engines_give_the_same_answer_in_the_same_order(
    name: str, queries: dict[str, Query], store: Store, dataset: Dataset
) -> None:
    """The queries are plain SPARQL 1.1 with a total order: pyoxigraph and rdflib return the same rows.

    With labels in Chinese, so that what takes the place of a label that there is not is compared too.
    """
    text = bind(queries[name].text, spoken(queries[name], "zh"))
    shown = columns(store, text)
    same = rows(store, text, shown) == other_rows(dataset, text, shown)
    assert same is (name not in OTHERWISE)


def test_values_are_bound_as_terms(queries: dict[str, Query], store: Store, real_sources: Sources) -> None:
    """A prefixed name becomes the thing, any other text a string."""
    text = bound(queries["names/find-by-name"], {"name": "Treaty of Ili"}, real_sources.prefixes)
    found = {real_sources.prefixes.short(thing) for (thing,) in rows(store, text, ["thing"])}
    assert found == {"e:treaty-of-st-petersburg"}
