"""Terms of other vocabularies: each one that the graph uses is there, in the vocabulary it claims to be from.

Most vocabularies are listed, term by term, by rdflib; what it lacks stands in `vocabularies.txt`, with the
edition that was looked into. Looked at are all names in the RDF of ontology, data and shapes, datatypes
included, and all prefixed names in the SPARQL of rules, shapes and queries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, parse
from rdflib import URIRef, namespace
from rdflib.namespace import DCAT, OWL, RDFS, SH, VANN, VOID, XSD, DefinedNamespace
from rdflib.namespace import RDF as RDF_TERMS

from horgos.build import Built
from horgos.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("vocabularies.txt")
RDF = sorted([*ROOT.glob("data/*.t*"), *ROOT.glob("ontology/*.ttl"), *ROOT.glob("shapes/*.ttl")])
SPARQL = sorted([*ROOT.glob("ontology/rules/*.rq"), *ROOT.glob("queries/*/*.rq"), *ROOT.glob("shapes/*.ttl")])
OURS = "https://w3id.org/horgos/"
# What a vocabulary, a value or a description of data is written in, and not what is told of things.
LANGUAGES = {str(kind) for kind in (DCAT, OWL, RDF_TERMS, RDFS, SH, VANN, VOID, XSD)}
LANGUAGES |= {"http://id.loc.gov/datatypes/edtf/"}
_SPACE = re.compile(r"<(\S+)> \S.*, .*[0-9]{4}.*: https?://\S+")
_NAME = re.compile(r"(?<![\w:<@-])([a-z][a-z-]*):([A-Za-z_][\w-]*)")


def shipped() -> dict[str, type[DefinedNamespace]]:
    """The vocabularies of which rdflib knows the terms, by their namespace."""
    kinds = [kind for kind in vars(namespace).values() if isinstance(kind, type)]
    known = [kind for kind in kinds if issubclass(kind, DefinedNamespace) and kind is not DefinedNamespace]
    return {str(kind): kind for kind in known}


def listed() -> dict[str, set[str]]:
    """The terms that `vocabularies.txt` adds, by their namespace."""
    terms: dict[str, set[str]] = defaultdict(set)
    space = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("<"):
            space = line[1 : line.index(">")]
        elif line.startswith("  "):
            terms[space].add(line.strip())
    return terms


def exists(space: str, term: str) -> bool:
    """True where the vocabulary of this namespace has the term."""
    known = shipped().get(space)
    return (known is not None and URIRef(space + term) in known) or term in listed()[space]


def _of_rdf(path: Path) -> Iterator[str]:
    for quad in parse(path=str(path)):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value


def _of_sparql(path: Path, spaces: dict[str, str]) -> Iterator[str]:
    for prefix, name in _NAME.findall(path.read_text(encoding="utf-8")):
        if prefix in spaces:
            yield spaces[prefix] + name


@pytest.fixture(scope="session")
def used(real_sources: Sources) -> dict[tuple[str, str], set[str]]:
    """Every foreign namespace and term of it, with the files that use it."""
    spaces = dict(real_sources.prefixes.namespaces)
    foreign = [space for space in spaces.values() if not space.startswith(OURS)]
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    names = [(path, iri) for path in RDF for iri in _of_rdf(path)]
    names += [(path, iri) for path in SPARQL for iri in _of_sparql(path, spaces)]
    for path, iri in names:
        for space in foreign:
            if iri.startswith(space) and iri != space:
                users[space, iri.removeprefix(space)].add(path.name)
    return users


def test_foreign_terms_exist(used: dict[tuple[str, str], set[str]]) -> None:
    """No term of another vocabulary is misspelt, made up, or taken from another edition."""
    unknown = {f"<{space}{term}>": files for (space, term), files in used.items() if not exists(space, term)}
    assert unknown == {}, "Look for a slip, or list it in vocabularies.txt after looking it up."


def test_no_foreign_term_is_listed_in_vain(used: dict[tuple[str, str], set[str]]) -> None:
    """The list holds what is used and what rdflib does not know, and says where it was looked up."""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        assert not line or line.startswith(("#", "  ")) or _SPACE.fullmatch(line), line
    for space, terms in listed().items():
        assert {term for term in terms if (space, term) not in used} == set()
        assert not [term for term in terms if space in shipped() and URIRef(space + term) in shipped()[space]]


@pytest.mark.parametrize(
    ("space", "term"),
    [
        ("http://purl.org/dc/terms/", "titel"),
        ("http://www.w3.org/2004/02/skos/core#", "preflabel"),
        ("https://schema.org/", "opensAt"),
        ("http://www.w3.org/ns/oa#", "begin"),
        ("https://example.org/", "anything"),
    ],
)
def test_a_term_that_does_not_exist_is_found(space: str, term: str) -> None:
    """The check can fail: for what rdflib lists, for what the list adds, and for an unknown vocabulary."""
    assert not exists(space, term)


def test_namespaces_of_the_prefixes_are_real(real_sources: Sources) -> None:
    """Each foreign prefix stands for a vocabulary of which the terms are known."""
    foreign = {space for space in real_sources.prefixes.namespaces.values() if not space.startswith(OURS)}
    assert foreign - set(shipped()) - set(listed()) == set()


def test_the_dataset_names_the_vocabularies_it_uses(real_build: Built, real_sources: Sources) -> None:
    """`void:vocabulary` has the namespace of every foreign property, class and code that the graph uses."""
    quads = [quad for quad in real_build.store if quad.graph_name != DefaultGraph()]
    terms = {
        term.value for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)
    }
    spaces = {space for space in real_sources.prefixes.namespaces.values() if not space.startswith(OURS)}
    used = {space for space in spaces if any(term.startswith(space) and term != space for term in terms)}
    named = {quad.object.value for quad in quads if quad.predicate.value.endswith("/void#vocabulary")}
    assert used - LANGUAGES == named - {f"{OURS}ns"}
