"""Where terms and literals stand in the text of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import REPOSITORY, TINY
from horgos.sources import LineIndex, Loaded, load, read
from horgos.sources.places import places
from horgos.sources.tokens import content, tokens

TEXT = '''@base <https://example.org/> .
@prefix a: <https://example.org/a/> . # a:comment a:is a:ignored
PREFIX : <b/>
a:one a:says """long
"string" with { . }
a:two a:says a:three .""" , "x"@en-GB ;
  a:more [ a:inner a:subject ] , ( a:four ) .
GRAPH a:graph {
  a:two a:says 1, -2.5, 3.0E1, true .
  <a/%20full> a:says 'it''s' }
:other { a:two\\-b a:says "say \\"a:not\\" <a:not>" . a:one a:says <a:#two> }
{ a:nobody a:says "01"^^<http://www.w3.org/2001/XMLSchema#integer> }
'''


@pytest.fixture
def index() -> LineIndex:
    """The index of the text above, as the file data/x.trig."""
    return LineIndex(lambda: {"data/x.trig": (TEXT, None)})


@pytest.mark.parametrize(
    ("term", "graph", "line"),
    [
        ("a/one", None, 4),
        ("a/one", "b/other", 11),
        ("a/two", None, 9),
        ("a/two", "a/graph", 9),
        ("a/%20full", None, 10),
        ("a/two-b", "b/other", 11),
        ("a/nobody", None, 12),
        ("a/graph", None, 8),
        ("b/other", None, 11),
    ],
)
def test_subject_is_found_where_it_is_described(
    term: str, graph: str | None, line: int, index: LineIndex
) -> None:
    """Prefixed or whole, with escapes, in graphs with and without GRAPH; a graph where its block opens."""
    base = "https://example.org/"
    assert index.find(base + term, base + graph if graph else None) == ("data/x.trig", line)


@pytest.mark.parametrize("term", ["a/three", "a/inner", "a/four", "a/comment", "a/not", "a/says", "nothing"])
def test_term_that_is_not_described_is_not_found(term: str, index: LineIndex) -> None:
    """What stands only in a comment, in a string, or behind the verb is described nowhere."""
    assert index.find(f"https://example.org/{term}") is None


def test_term_of_another_graph_is_found_all_the_same(index: LineIndex) -> None:
    """What a rule derived about a claim is best mended where the claim stands."""
    assert index.find("https://example.org/a/two", "https://example.org/rule/x") == ("data/x.trig", 9)


def test_triples_outside_braces_belong_to_the_graph_of_the_file(real_loaded: Loaded) -> None:
    """A Turtle file is one graph, and its terms are found in that graph."""
    concept = next(
        quad.subject.value
        for quad in real_loaded.quads
        if quad.graph_name == NamedNode("https://w3id.org/horgos/graph/vocabulary")
        and isinstance(quad.subject, NamedNode)
    )
    place = real_loaded.index.find(concept, "https://w3id.org/horgos/graph/vocabulary")
    assert place is not None
    assert place[0] == "data/vocabulary.ttl"


@pytest.mark.parametrize("folder", [REPOSITORY, TINY], ids=["real", "tiny"])
def test_every_subject_of_the_data_is_found_in_its_graph(folder: Path) -> None:
    """The scan agrees with the parser of the store on every named subject of every file."""
    loaded = load(read(folder))
    texts = {
        file.path: file.location.read_text(encoding="utf-8").splitlines() for file in loaded.sources.files
    }
    for quad in loaded.quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
            place = loaded.index.find(quad.subject.value, quad.graph_name.value)
            assert place is not None, quad
            path, line = place
            name = quad.subject.value.rstrip("/").replace("#", "/").rpartition("/")[2]
            assert name in texts[path][line - 1], (quad, place)


@pytest.mark.parametrize("folder", [REPOSITORY, TINY], ids=["real", "tiny"])
def test_every_literal_of_the_data_is_found(folder: Path) -> None:
    """The scan agrees with the parser of the store on every literal of every Turtle and TriG file."""
    for path in folder.glob("data/*.t*"):
        text = path.read_text(encoding="utf-8")
        found = places(text).literals
        for quad in parse(text, RdfFormat.TRIG):
            if isinstance(quad.object, Literal):
                kind = f"@{quad.object.language}" if quad.object.language else quad.object.datatype.value
                assert (quad.object.value, kind) in found, quad


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["", "en", "zh-hans"]))
def test_any_string_is_found_as_the_parser_reads_it(text: str, language: str) -> None:
    """Escapes, quotation marks and line breaks inside strings mislead nothing."""
    literal = Literal(text, language=language or None)
    node = NamedNode("https://example.org/a")
    line = str(Quad(node, node, literal)) + " ."
    (quad,) = parse(line, RdfFormat.TRIG)
    assert isinstance(quad.object, Literal)
    kind = f"@{language}" if language else quad.object.datatype.value
    assert places(line).literals == {(quad.object.value, kind): [(1, len(f"{node} {node} ") + 1)]}


@given(st.text("""ab:"'\\<>@^{}[]()._#;,1 \n\t""", max_size=60))
def test_scan_of_any_text_ends_and_loses_no_character(text: str) -> None:
    """A file may be anything; tokens, white space and comments together are the whole of it."""
    found = list(tokens(text))
    lines = text.split("\n")
    for token in found:
        rest = "\n".join([lines[token.line - 1][token.column - 1 :], *lines[token.line :]])
        assert rest.startswith(token.text)
    places(text)


def test_string_tokens_are_read_by_their_quotation_marks() -> None:
    """One or three, single or double (Turtle 1.1, 2.5.1)."""
    text = """'a' "a" '''a''' \"\"\"a\"\"\" "" '' '''a'b''c''' "\\u0061" "\\t" """
    assert [content(token.text) for token in tokens(text)] == ["a"] * 4 + ["", "", "a'b''c", "a", "\t"]
