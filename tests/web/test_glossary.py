"""What resources are called is asked for once, for all readers, and kept within a bound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

import pytest
from pyoxigraph import NamedNode

from horgos.engine import Answer, Engine, Query
from horgos.pages.reading import Reader
from horgos.pages.thing.entity import entity
from horgos.pages.words.glossary import DISPUTED, TOGETHER, Glossary
from horgos.pages.words.names import Names
from horgos.queries import header, shipped
from horgos.site import Site
from horgos.terms import Label

TERMS = "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } } ORDER BY ?term"
NAMES = header(shipped("names"), "names.rq")["title"]


class Listening(Engine):
    """An engine that counts how often it is asked for names."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = 0

    def run(self, query: Query) -> Answer:
        """Pass the query on."""
        self.asked += header(query.text, "").get("title") == NAMES
        return self._engine.run(query)


@pytest.fixture
def engine(tiny: Site) -> Listening:
    """An engine on the tiny graph."""
    return Listening(tiny.engine)


def reader(site: Site, engine: Engine, glossary: Glossary, languages: Sequence[str] = ("en",)) -> Reader:
    """A reader of the site."""
    return Reader(engine, site.prefixes, site.base, tuple(languages), glossary)


def test_names_are_asked_for_once(tiny: Site, engine: Listening) -> None:
    """A page that is made again needs no name; nor does one in another language."""
    glossary, iri = Glossary(), tiny.base.named("gannet-light")
    first = entity(reader(tiny, engine, glossary), iri)
    asked = engine.asked
    assert asked > 0
    again, french = (entity(reader(tiny, engine, glossary, [tag]), iri) for tag in ("en", "fr"))
    assert (engine.asked, again) == (asked, first)
    assert french.title == Label("Phare du rocher aux fous", "fr")


def test_what_has_no_name_is_not_asked_for_again_either(tiny: Site, engine: Listening) -> None:
    """That there is none is known then."""
    glossary = Glossary()
    for _ in range(2):
        names = Names(reader(tiny, engine, glossary))
        names.load(["https://elsewhere.example/"])
        assert names.label("https://elsewhere.example/") == Label("https://elsewhere.example/")
    assert engine.asked == 1


def test_a_page_is_the_same_where_nothing_can_be_kept(tiny: Site, engine: Listening) -> None:
    """The bound decides how often the engine is asked, and nothing else."""
    iri = tiny.base.named("gannet-light")
    kept, forgotten = (entity(reader(tiny, engine, Glossary(bound)), iri) for bound in (2**20, 0))
    assert kept == forgotten


def test_no_more_is_kept_than_the_bound_allows(tiny: Site, engine: Listening) -> None:
    """What was asked for last is there, what was asked for long ago is not."""
    glossary, iris = Glossary(64 * 1024), [f"https://elsewhere.example/{number}" for number in range(200)]
    for iri in iris:
        glossary.described([iri], reader(tiny, engine, glossary).select)
    glossary.described(iris[-1:], reader(tiny, engine, glossary).select)
    assert engine.asked == len(iris)
    glossary.described(iris[:1], reader(tiny, engine, glossary).select)
    assert engine.asked == len(iris) + 1


def test_what_is_not_asked_for_is_not_kept_under_a_poorer_name(tiny: Site, engine: Listening) -> None:
    """A page that did not ask what a thing is called shows its IRI in words; the next one has its name."""
    iri, shared = tiny.base.named("gannet-light"), reader(tiny, engine, Glossary())
    assert Names(shared).ref(iri).label == Label("gannet light", "en")
    asked, again = Names(shared), Names(shared)
    for names in (asked, again):
        names.load([iri])
    assert asked.ref(iri).label == Label("Gannet Rock Light", "en")
    assert again.ref(iri) is asked.ref(iri)


def test_only_claims_that_may_be_disputed_are_asked_about() -> None:
    """Which ones are is asked for once; where they are too many to be kept, any may be."""
    asked = []

    def select(name: str, known: int) -> tuple[dict[str, NamedNode], ...]:
        asked.append(name)
        return tuple({"claim": NamedNode(f"urn:claim:{number}")} for number in range(known))

    few, many = Glossary(), Glossary()
    for _ in range(2):
        assert few.may_be_disputed(["urn:claim:1", "urn:other"], partial(select, known=2)) == ["urn:claim:1"]
        assert many.may_be_disputed(["urn:other"], partial(select, known=DISPUTED)) == ["urn:other"]
    assert asked == ["disputed", "disputed"]
    assert f"LIMIT {DISPUTED}" in shipped("disputed")


class Asked:
    """A graph of so many claims that differ, each from the one after it, and how often what was asked."""

    def __init__(self, claims: int) -> None:
        self._claims = [NamedNode(f"urn:claim:{number}") for number in range(claims)]
        self.queries: list[tuple[str, int]] = []

    def select(self, name: str, claim: Sequence[NamedNode] = ()) -> tuple[dict[str, NamedNode], ...]:
        """The solutions of a query about disputes."""
        self.queries.append((name, len(claim)))
        if name == "disputed":
            return tuple({"claim": each} for each in self._claims)
        return tuple({"claim": each, "by": NamedNode(f"urn:{name}")} for each in claim)


def test_what_disputes_all_claims_is_asked_for_once_where_one_query_is_enough() -> None:
    """Of a claim there is what both queries say, in this order; of what nobody disputes, nothing."""
    asked, glossary = Asked(TOGETHER), Glossary()
    for iri in ("urn:claim:1", "urn:claim:2", "urn:claim:1", "urn:other"):
        found = glossary.disputes([iri], asked.select)
        told = [row["by"].value for rows in found.values() for row in rows]
        assert told == ([] if iri == "urn:other" else ["urn:disputes", "urn:rivals"])
    assert asked.queries == [("disputed", 0), ("disputes", TOGETHER), ("rivals", TOGETHER)]


def test_of_more_claims_it_is_asked_for_those_that_are_shown() -> None:
    """In as many queries as it takes, and kept too."""
    asked, glossary = Asked(TOGETHER * 3), Glossary()
    shown = [f"urn:claim:{number}" for number in range(TOGETHER + 5)]
    for _ in range(2):
        found = glossary.disputes(shown, asked.select)
        assert sorted(found) == sorted(shown)
        assert all(row["claim"].value == iri for iri, rows in found.items() for row in rows)
    assert asked.queries == [
        ("disputed", 0),
        *((name, number) for number in (TOGETHER, 5) for name in ("disputes", "rivals")),
    ]


def test_every_predicate_and_class_of_the_graph_has_a_name_in_every_language(real: Site) -> None:
    """The dataset names its own terms, the pages those of others, so that none is read off its IRI."""
    found = json.loads(real.engine.run(Query(TERMS)).body)
    names = Names(Reader(real.engine, real.prefixes, real.base, ("zh",)))
    iris = [row["term"]["value"] for row in found["results"]["bindings"]]
    names.load(iris)
    assert len(iris) > 100
    assert [iri for iri in iris if not names.label(iri).language.startswith("zh")] == []
