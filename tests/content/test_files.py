"""The files of the content: readable by two parsers, canonical, free of blank nodes, laid out for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Dataset

from horgos.build import Built
from horgos.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
RDF_FILES = sorted([*ROOT.glob("data/*.t*"), *ROOT.glob("ontology/*.ttl")])
QUERIES = sorted(ROOT.glob("queries/*/*.rq"))
SHAPES = sorted(ROOT.glob("shapes/*.ttl"))
# The files of the data, and below which name the graphs are that each of them states.
GRAPHS = {
    "atlas.trig": "source/atlas-",
    "editorial.trig": "graph/editorial",
    "findings.trig": "graph/editorial",
    "guide.trig": "source/guide-",
    "news.trig": "source/news-",
    "sources.trig": "graph/sources",
    "vocabulary.ttl": "",
}
# Whatever may use a prefix of the list.
USERS = [
    *RDF_FILES,
    *QUERIES,
    *ROOT.glob("ontology/rules/*.rq"),
    *SHAPES,
]

every_rdf_file = pytest.mark.parametrize("path", RDF_FILES, ids=lambda path: path.name)
_DECLARATION = re.compile(r"^(?:@prefix|PREFIX)\s+([\w-]+):\s*<([^>]*)>", re.MULTILINE)
_OPAQUE = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|^\s*#.*$', re.MULTILINE)


def _format(path: Path) -> RdfFormat:
    return RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE


def _quads(path: Path) -> set[Quad]:
    return set(parse(path=str(path), format=_format(path)))


def _body(text: str) -> str:
    """The text without its prefix declarations, strings, full IRIs and comments."""
    return _OPAQUE.sub(" ", re.sub(r"(?m)^(@prefix|PREFIX).*$", "", text))


def _uses(text: str, prefix: str) -> bool:
    return re.search(rf"(?<![\w:-]){re.escape(prefix)}:", _body(text)) is not None


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* deprecated")  # by rdflib in itself
@every_rdf_file
def test_two_parsers_read_the_same(path: Path) -> None:
    """A file means the same to pyoxigraph and to rdflib."""
    other = Dataset()
    other.parse(data=path.read_text(encoding="utf-8"), format="trig" if path.suffix == ".trig" else "turtle")
    lines = other.serialize(format="nquads", encoding="utf-8").replace(b" <urn:x-rdflib:default> .", b" .")
    assert set(parse(lines, format=RdfFormat.N_QUADS)) == _quads(path)


@every_rdf_file
def test_the_store_rewrites_no_literal(path: Path) -> None:
    """What is loaded comes back as it was written: `01`, `1.50` and `zh-Hans` would not."""
    written = _quads(path)
    store = Store()
    store.extend(written)
    assert set(store) == written


@every_rdf_file
def test_there_is_no_blank_node(path: Path) -> None:
    """Everything that is said something about has a name that can be cited."""
    terms = {term for quad in _quads(path) for term in (quad.subject, quad.object)}
    assert not [term for term in terms if isinstance(term, BlankNode)]


@every_rdf_file
def test_language_tags_are_those_of_the_project(path: Path) -> None:
    """Text is English or simplified Chinese, tagged `en` and `zh-hans` in lower case."""
    literals = {quad.object for quad in _quads(path) if isinstance(quad.object, Literal)}
    assert {literal.language for literal in literals} <= {None, "en", "zh-hans"}


def test_the_data_has_its_files() -> None:
    """A file a source, and one each for documents, editors, findings and fixed lists."""
    assert sorted(path.name for path in ROOT.glob("data/*")) == sorted(GRAPHS)


@pytest.mark.parametrize("path", sorted(ROOT.glob("data/*.trig")), ids=lambda path: path.name)
def test_a_file_holds_the_voices_it_is_named_for(path: Path) -> None:
    """Editors, documents and each source have their own file, and nothing stands outside a graph."""
    names = {str(quad.graph_name)[1:-1].removeprefix("https://w3id.org/horgos/") for quad in _quads(path)}
    below = GRAPHS[path.name]
    assert [
        name for name in names if not (name.startswith(below) if below[-1] == "-" else name == below)
    ] == []


@pytest.mark.parametrize("path", [*RDF_FILES, *SHAPES, *QUERIES], ids=lambda path: path.name)
def test_prefixes_are_listed_sorted_and_used(path: Path, real_sources: Sources) -> None:
    """A file declares only prefixes of the list, in order, each once, and none that it does not use."""
    text = path.read_text(encoding="utf-8")
    declared = _DECLARATION.findall(text)
    assert declared == sorted(set(declared))
    assert [pair for pair in declared if real_sources.prefixes.namespaces.get(pair[0]) != pair[1]] == []
    assert [prefix for prefix, _ in declared if not _uses(text, prefix)] == []


def test_no_prefix_is_listed_in_vain(real_sources: Sources, real_build: Built) -> None:
    """Each prefix of the list shortens a name in some file of the content, or one that a rule derives."""
    texts = [path.read_text(encoding="utf-8") for path in USERS]
    derived = {quad.subject.value for quad in real_build.store if isinstance(quad.subject, NamedNode)}
    unused = [
        prefix
        for prefix, space in real_sources.prefixes.namespaces.items()
        if not any(_uses(text, prefix) for text in texts)
        if not any(iri.startswith(space) for iri in derived)
    ]
    assert unused == []


@pytest.mark.parametrize("path", [*RDF_FILES, *SHAPES, *QUERIES], ids=lambda path: path.name)
def test_the_layout_is_for_people(path: Path) -> None:
    """Lines end in a line feed and nothing else, no two blank lines follow each other, and no tab is used."""
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert not re.search(r"[ \t]\n|\r|\t|\n\n\n|\n\n\Z", text)
