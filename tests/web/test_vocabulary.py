"""The vocabulary is published as FOOPS! asks it of an ontology; docs/vocabulary.md tells each criterion."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "vocabulary.md").read_text("utf-8")
# The tests of FOOPS! (https://w3id.org/foops/catalogue), by their identifiers.
CRITERIA = (
    *(
        "PURL1",
        "URI1",
        "URI2",
        "VER1",
        "VER2",
        "OM1",
        "FIND1",
        "FIND2",
        "FIND3",
        "FIND_3_BIS",
        "CN1",
        "HTTP1",
    ),
    *("RDF1", "VOC1", "VOC2", "DOC1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1", "OM5.2", "VOC3", "VOC4"),
)
ONTOLOGY = URIRef("https://w3id.org/horgos/ns")
HTML = {"Accept": "text/html"}
# What a browser without scripts is shown between two words of one text: tags, and breaks that may be taken.
MARKUP = re.compile(r"<[^>]+>|\u200b|\s+")


@pytest.fixture
def graph(horgos: FlaskClient) -> Graph:
    """The ontology as its IRI gives it to a program."""
    answer = horgos.get("/ns", headers={"Accept": "text/turtle"}, follow_redirects=True)
    return Graph().parse(data=answer.text, format="turtle")


def shown(client: FlaskClient, address: str) -> str:
    """The text of a page, without white space."""
    return MARKUP.sub("", unescape(MARKUP.sub("", client.get(address, headers=HTML).text)))


def test_every_criterion_is_told() -> None:
    """The table has a row for each test of FOOPS!, with how it is met, or why not."""
    rows = re.findall(
        r"^\| ([A-Z]+[\d.]*(?:_3_BIS)?) \| (.+?) \| (met|not met): (.+) \|$", DOCUMENT, re.MULTILINE
    )
    assert sorted(row[0] for row in rows) == sorted(CRITERIA)


# rdflib 7.6 still uses what it has deprecated to read JSON-LD.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph)\\b:DeprecationWarning")
@pytest.mark.parametrize(
    "type_", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
def test_the_iri_of_the_ontology_leads_to_each_syntax(horgos: FlaskClient, type_: str) -> None:
    """CN1, RDF1, URI1: content negotiation gives the same ontology, which names itself by its IRI (URI2)."""
    answer = horgos.get("/ns", headers={"Accept": type_}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.content_type.split(";")[0] == type_
    graph = Graph().parse(data=answer.text, format={"application/ld+json": "json-ld"}.get(type_, type_))
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]


def test_a_browser_gets_documentation(horgos: FlaskClient) -> None:
    """DOC1, CN1: the same IRI leads to a page with every term at its own anchor."""
    answer = horgos.get("/ns", headers=HTML)
    assert answer.content_type.startswith("text/html")
    assert 'id="Claim"' in answer.text


def test_the_version_resolves(horgos: FlaskClient, graph: Graph) -> None:
    """VER1, VER2: the version IRI is not that of the ontology, and leads to it; other versions do not."""
    (version,) = graph.objects(ONTOLOGY, OWL.versionIRI)
    assert version != ONTOLOGY
    path = str(version).removeprefix("https://w3id.org/horgos")
    answer = horgos.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert (answer.status_code, answer.content_type.split(";")[0]) == (200, "text/turtle")
    assert horgos.get(f"/page{path}").headers["Location"] == "/ns"
    missing = horgos.get("/ns/99.0.0")
    assert missing.status_code == 404
    assert str(version) in missing.text


def test_the_metadata_is_there(graph: Graph) -> None:
    """OM1, OM2, OM4.1, OM5.1, OM5.2, FIND1: all that FOOPS! wants, in the terms that it reads."""
    wanted = {
        *(DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator),
        *(VANN.preferredNamespaceUri, VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created),
        *(DCTERMS.bibliographicCitation, DCTERMS.issued, DCTERMS.publisher, DCTERMS.modified),
    }
    assert wanted <= set(graph.predicates(ONTOLOGY))


def test_the_prefix_is_the_one_that_is_offered(horgos: FlaskClient, graph: Graph) -> None:
    """FIND1: prefix and namespace stand in the ontology as in the prefixes of the graph."""
    (prefix,), (space,) = (
        list(graph.objects(ONTOLOGY, each))
        for each in (VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri)
    )
    assert horgos.get("/prefixes.json").json[str(prefix)] == str(space)  # type: ignore[index]


def test_every_term_has_label_and_definition(graph: Graph) -> None:
    """VOC3, VOC4: those of the namespace; VOC2: they stand below classes of other vocabularies."""
    terms = set(graph.subjects(RDFS.isDefinedBy, ONTOLOGY))
    assert len(terms) == 55
    assert all(
        list(graph.objects(term, RDFS.label)) and list(graph.objects(term, SKOS.definition)) for term in terms
    )
    assert {above for above in graph.objects(None, RDFS.subClassOf) if str(ONTOLOGY) not in above}


def test_the_page_shows_all_that_the_ontology_says(horgos: FlaskClient, graph: Graph) -> None:
    """Texts of the ontology and its terms, in both languages, and their IRIs; dates in words, too."""
    page = shown(horgos, "/ns") + shown(horgos, "/ns?lang=zh")
    page += " ".join(re.findall(r'<time datetime="([^"]+)"', horgos.get("/ns", headers=HTML).text))
    subjects = {ONTOLOGY, *graph.subjects(RDFS.isDefinedBy, ONTOLOGY)}
    told = {
        MARKUP.sub("", value)
        for each in subjects
        for value in graph.objects(each)
        if isinstance(value, Literal)
    }
    assert [text for text in sorted(told | subjects) if MARKUP.sub("", text) not in page] == []


def test_a_term_tells_what_names_it(horgos: FlaskClient) -> None:
    """Narrower classes, the properties that may be said of it, and those that lead to it."""
    page = horgos.get("/ns", headers=HTML).text
    claim = page.partition('id="Claim"')[2].partition('class="group row term"')[0]
    text = " ".join(re.sub("<[^>]+>", " ", claim).split())
    assert re.search("wider than .*event , figure , hours", text)
    assert re.search("told by about .*when", text)
    assert re.search("led to by between ", text)
