"""What is published, told in RDF: every count true, every file as it is, and the same wherever it is made."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from conftest import TINY
from horgos.build import Built, build_large
from horgos.config import Config
from horgos.describe import DESCRIPTIONS, Description, description, descriptions_in, is_description
from horgos.queries import library
from horgos.releases import freeze
from horgos.site import check, publish
from horgos.sources import Role, Sources, read

BASE = "https://example.org/tiny/"
GRAPH = NamedNode(f"{BASE}graph/publication")
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hg": "https://w3id.org/horgos/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}


def described(built: Built, sources: Sources, **how: bool) -> Description:
    """The description of a build."""
    return description(built, library(sources.of(Role.QUERY), sources.prefixes), sources.prefixes, **how)


@pytest.fixture(scope="module")
def tiny(tiny_build: Built) -> Store:
    """The description of the tiny graph in a store, whose default graph has it too."""
    return described(tiny_build, read(TINY)).store()


@pytest.fixture(scope="module")
def real(real_build: Built, real_sources: Sources) -> Store:
    """That of the graph that comes with the program."""
    return described(real_build, real_sources).store()


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    """The solutions of a query as texts."""
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return {tuple(term.value if term is not None else "" for term in row) for row in found}


def content(built: Built) -> Store:
    """The merge alone."""
    store = Store()
    store.extend(quad for quad in built.store if isinstance(quad.graph_name, DefaultGraph))
    return store


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("void:triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("void:distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("void:distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("void:properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("void:classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c FILTER(isIRI(?c)) }"),
        (
            "void:entities",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o"
            ' FILTER(STRSTARTS(STR(?s), "https://w3id.org/horgos/")) }',
        ),
    ],
)
def test_the_counts_are_those_of_the_content(told: str, counted: str, real: Store, real_build: Built) -> None:
    """VoID, 4.6.1: a query of the content alone counts the same."""
    query = f"SELECT ?n {{ <{real_build.dataset.iri}> {told} ?n }}"
    assert rows(real, query) == rows(content(real_build), counted)


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        (
            "SELECT ?c ?n { ?d void:sparqlEndpoint ?e ;"
            " void:classPartition [ void:class ?c ; void:entities ?n ] }",
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
        ),
        (
            "SELECT ?p ?n ?s ?o { ?d void:sparqlEndpoint ?e ; void:propertyPartition [ void:property ?p ;"
            " void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o ] }",
            "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?oo) { ?s ?p ?o }"
            " GROUP BY ?p",
        ),
        (
            "SELECT ?c ?p ?n { ?part void:class ?c ;"
            " void:propertyPartition [ void:property ?p ; void:triples ?n ] }",
            "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p",
        ),
        (
            "SELECT ?c ?p ?k ?n { ?part void:class ?c ; void:propertyPartition [ void:property ?p ;"
            " void:classPartition [ void:class ?k ; void:triples ?n ] ] }",
            "SELECT ?c ?p ?k (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?k } GROUP BY ?c ?p ?k",
        ),
        (
            "SELECT ?c ?p ?t ?n { ?part void:class ?c ; void:propertyPartition [ void:property ?p ;"
            " void-ext:datatypePartition [ void-ext:datatype ?t ; void:triples ?n ] ] }",
            "SELECT ?c ?p ?t (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o"
            " FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?t) }"
            " GROUP BY ?c ?p ?t",
        ),
        (
            "SELECT ?p ?l ?n { ?part void:property ?p ;"
            " void-ext:languagePartition [ void-ext:language ?l ; void:triples ?n ] }",
            'SELECT ?p ?l (COUNT(*) AS ?n) { ?s ?p ?o BIND(LANG(?o) AS ?l) FILTER(?l != "") } GROUP BY ?p ?l',
        ),
    ],
    ids=["classes", "properties", "class and property", "object class", "datatype", "language"],
)
def test_the_partitions_are_those_of_the_content(
    told: str, counted: str, real: Store, real_build: Built
) -> None:
    """VoID, 4.5 and void-ext: each class, property, class of objects, datatype and language, counted."""
    assert rows(real, told) == rows(content(real_build), counted)


def test_links_lead_to_namespaces_of_others(real: Store, real_build: Built) -> None:
    """VoID, 5: as many as the content has, by property and namespace."""
    told = rows(
        real,
        "SELECT ?p ?space ?n { ?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ;"
        " void:objectsTarget/void:uriRegexPattern ?space }",
    )
    same = {(space, n) for predicate, space, n in told if predicate.endswith("#sameAs")}
    (wikidata,) = (n for space, n in same if "wikidata" in space)
    links = "?s <http://www.w3.org/2002/07/owl#sameAs> ?o"
    query = f'SELECT (COUNT(*) AS ?n) {{ {links} FILTER(CONTAINS(STR(?o), "www.wikidata.org/entity/")) }}'
    assert {(wikidata,)} == rows(content(real_build), query)
    geonames = r"^https://sws\.geonames\.org/"  # whose names end in a slash
    assert {space for space, _ in same} == {r"^http://www\.wikidata\.org/entity/", geonames}


def test_files_have_the_size_and_checksum_that_is_told(tiny: Store, tiny_build: Built) -> None:
    """DCAT 3, 6.8: each file of the whole, by its address."""
    told = rows(
        tiny,
        "SELECT ?url ?bytes ?sum { ?d dcat:distribution [ dcat:downloadURL ?url ; dcat:byteSize ?bytes ;"
        " spdx:checksum/spdx:checksumValue ?sum ] }",
    )
    files = [path for path in (tiny_build.folder / "dumps").iterdir() if path.name.startswith("tiny.")]
    assert told == {
        (f"{BASE}dumps/{path.name}", str(path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in files
    }


def test_who_made_the_dataset_is_an_agent_too(real: Store) -> None:
    """DCAT 3, 6.4: the range of the property; the content has the name alone."""
    assert rows(
        real,
        "SELECT ?name { ?d void:sparqlEndpoint ?e ; dcterms:creator [ a foaf:Agent ; foaf:name ?name ] }",
    ) == {("The Horgos graph project",)}


def test_releases_are_versions_of_the_dataset(tiny_cache: Path, tmp_path: Path) -> None:
    """DCAT 3, 11: with name, date, the one before and files that are there; the last is the current."""
    config = Config.load({"graph": TINY, "cache": tiny_cache, "releases": tmp_path}, {})
    first, last = (freeze(config, version, lambda _: None) for version in ("1.0", "1.1"))
    folder = publish(config, lambda _: None).folder
    store = Store()
    store.extend(descriptions_in(folder, "dcat"))
    assert rows(
        store,
        "SELECT ?v ?name ?last { ?d a void:Dataset ; dcat:hasVersion ?v ; dcat:hasCurrentVersion ?last ."
        " ?v a dcat:Dataset ; dcat:isVersionOf ?d ; dcat:version ?name ; dcterms:issued ?issued }",
    ) == {(f"{BASE}release/{name}/", name, f"{BASE}release/1.1/") for name in ("1.0", "1.1")}
    assert rows(store, "SELECT ?v ?before { ?v dcat:previousVersion ?before }") == {
        (f"{BASE}release/1.1/", f"{BASE}release/1.0/")
    }
    told = rows(
        store,
        "SELECT ?url ?sum { ?d dcat:hasVersion/dcat:distribution [ dcat:downloadURL ?url ;"
        " spdx:checksum/spdx:checksumValue ?sum ] }",
    )
    assert len(told) == 24
    for url, sum_ in told:
        release = first if "/1.0/" in url else last
        file = release.folder / url.partition(f"release/{release.version}/")[2]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == sum_
    served = Store()
    served.bulk_load(path=folder / "store.nq", format=RdfFormat.N_QUADS)
    assert all(quad in served for quad in store)


def test_what_a_document_says_is_a_subset(tiny: Store) -> None:
    """VoID, 4.3: with its size and its files."""
    told = rows(
        tiny,
        "SELECT ?document (COUNT(?dump) AS ?files) ?n { ?d void:subset ?part ."
        " ?part dcterms:source ?document ; void:triples ?n ; void:dataDump ?dump } GROUP BY ?document ?n",
    )
    assert {(document, files) for document, files, _ in told} == {
        (f"{BASE}source/keeper", "12"),
        (f"{BASE}source/office", "12"),
    }


def test_it_says_nothing_that_the_content_says_already(tiny_build: Built) -> None:
    """So that the endpoint has as many statements as both together."""
    quads = described(tiny_build, read(TINY)).quads()
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert not any(
        Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) in tiny_build.store for quad in quads
    )
    assert len({quad.triple for quad in quads}) == len(quads)


def test_it_has_no_blank_nodes(real: Store) -> None:
    """Everything in it can be referred to."""
    assert not any(BlankNode in (type(quad.subject), type(quad.object)) for quad in real)


def test_it_is_in_no_dump(tiny_build: Built) -> None:
    """It has their checksums; it says so itself."""
    assert GRAPH.value.encode() not in (tiny_build.folder / "dumps/tiny.nq").read_bytes()


def test_a_description_tells_that_it_is_one(tiny: Store, tiny_build: Built) -> None:
    """VoID, 6; other graphs are none."""
    assert is_description(tiny.quads_for_pattern(None, None, None, GRAPH))
    assert not is_description(tiny_build.store)


def test_what_is_published_serves_and_keeps_it(tiny_cache: Path) -> None:
    """The store has it in its graph and in the merge; each part is kept with what the dataset says."""
    folder = publish(Config.load({"graph": TINY, "cache": tiny_cache}, {}), lambda _: None).folder
    store = Store()
    store.bulk_load(path=folder / "store.nq", format=RdfFormat.N_QUADS)
    served = {quad.triple for quad in store.quads_for_pattern(None, None, None, GRAPH)}
    merge = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    kept = {quad.triple for name in DESCRIPTIONS for quad in descriptions_in(folder, name)}
    about = {quad.triple for quad in store.quads_for_pattern(NamedNode(f"{BASE}dataset"), None, None, None)}
    assert served <= merge
    assert kept == served | about


def test_what_does_not_fit_its_shapes_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report tells which shape finds what, as of the content."""
    monkeypatch.setattr("horgos.describe.dcat", lambda *_: iter(()))
    report = check(Config.load({"graph": TINY, "cache": tmp_path}, {}), lambda _: None)
    assert not report.conforms
    assert "https://w3id.org/horgos/shapes#Published-version" in {
        finding.shape for finding in report.findings
    }


def test_a_graph_that_is_large_is_described_without_counts_of_its_parts(tmp_path: Path) -> None:
    """What can be had without looking through it: statements, files, examples, prefixes; and it says so."""
    sources = read(TINY)
    built = build_large(sources, tmp_path)
    told = described(built, sources, counted=False)
    told.serve()
    store = told.store()
    assert rows(store, "SELECT ?n { ?d void:triples ?n ; void:sparqlEndpoint ?e }") == {
        (str(built.counts.triples),)
    }
    assert rows(store, "SELECT ?p { ?d void:classPartition|void:propertyPartition ?p }") == set()
    told_of = rows(store, "SELECT ?text { ?d a void:DatasetDescription ; dcterms:description ?text }")
    assert any("not counted" in text for (text,) in told_of)
    served = Store.read_only(str(built.store_path))
    assert set(served.quads_for_pattern(None, None, None, GRAPH)) == set(told.quads())


def test_functions_of_another_server_are_not_promised(tiny: Store, tiny_build: Built) -> None:
    """Service Description, 3.2.6: they are told of where this program answers."""
    query = "SELECT ?f { ?s sd:extensionFunction ?f }"
    assert rows(tiny, query)
    assert not rows(described(tiny_build, read(TINY), remote=True).store(), query)


def test_every_query_of_the_library_is_an_example(real: Store, real_sources: Sources) -> None:
    """SHACL, 5: with its question in two languages, its text as it stands in its file, and the endpoint."""
    told = rows(
        real,
        "SELECT ?q ?text (COUNT(DISTINCT ?question) AS ?n) { ?q a sh:SPARQLExecutable ; sh:select ?text ;"
        " rdfs:comment ?question ; <https://schema.org/target> <https://w3id.org/horgos/sparql> }"
        " GROUP BY ?q ?text",
    )
    files = library(real_sources.of(Role.QUERY), real_sources.prefixes)
    assert told == {
        (f"https://w3id.org/horgos/queries/{query.topic}/{query.slug}", query.text, "2") for query in files
    }


def test_it_is_the_same_wherever_it_is_made(tiny_build: Built) -> None:
    """Addresses come from the base of the dataset; the bytes that are kept are sorted."""
    told = described(tiny_build, read(TINY))
    told.write()
    for name in DESCRIPTIONS:
        lines = (tiny_build.folder / f"description/{name}.nt").read_bytes().splitlines()
        assert lines == sorted(lines)
        own = [
            quad
            for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES)
            if not isinstance(quad.object, Literal)
        ]
        assert all("127.0.0.1" not in str(quad) and "localhost" not in str(quad) for quad in own)
