"""The downloads: what is in them, how they are written, and that they are the same every time."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Dataset as RdflibDataset
from rdflib import Graph

from conftest import TINY
from horgos.build import Built, Dataset, Lines, merged
from horgos.build.comments import Comments
from horgos.build.parts import parts
from horgos.build.turtle import trig, turtle
from horgos.formats import BY_NAME
from horgos.terms import Base, Prefixes

BASE = "https://example.org/tiny/"
A = NamedNode("https://example.org/a/1")
PREFIXES = Prefixes(
    {"a": "https://example.org/a/", "b": "https://example.org/b/", "p": "https://example.org/p#"}
)


def graphs(built: Built) -> list[str]:
    """The IRIs of the named graphs, sorted."""
    return sorted(str(graph)[1:-1] for graph in built.store.named_graphs())


def names(built: Built) -> set[str]:
    """The files in the folder of dumps."""
    return {path.name for path in (built.folder / "dumps").iterdir()}


def test_every_format_is_there_plain_and_compressed(tiny_build: Built) -> None:
    """Six formats, named by the dataset, each of its documents and each voice, and one file of checksums."""
    voices = {f"tiny-{name.removeprefix(BASE).replace('/', '-')}" for name in graphs(tiny_build)}
    assert {"tiny-source-keeper-years", "tiny-rule-stated-in", "tiny-graph-editorial"} < voices
    stems = {"tiny", "tiny-keeper", "tiny-office", *voices}
    plain = {f"{stem}.{end}" for stem in stems for end in ("ttl", "nt", "rdf", "trig", "nq", "jsonld")}
    assert names(tiny_build) == plain | {f"{name}.gz" for name in plain} | {"SHA256SUMS"}


def test_the_dumps_of_a_voice_hold_its_graph(tiny_build: Built) -> None:
    """What one passage, one rule or the editors say, and nothing else; the manifest tells whose it is."""
    dumps = [dump for dump in tiny_build.dumps if dump.voice and dump.format == "nq" and not dump.compressed]
    assert [dump.voice for dump in dumps] == graphs(tiny_build)
    for dump in dumps:
        held = set(parse(path=tiny_build.folder / "dumps" / dump.name))
        assert held == set(tiny_build.store.quads_for_pattern(None, None, None, NamedNode(dump.voice)))
        assert dump.triples == len(held)
        passage = dump.voice.startswith(f"{BASE}source/")
        assert dump.document == (f"{BASE}source/{dump.voice.split('/')[-1].split('-')[0]}" if passage else "")


def test_there_is_a_limit_to_voices_with_files_of_their_own() -> None:
    """Nobody would find one among a hundred thousand files; the whole and the documents are there then."""
    store = merged(list(parse("<urn:g> { <urn:s> <urn:p> 1 } <urn:h> { <urn:s> <urn:p> 1 }", RdfFormat.TRIG)))
    made = parts(store, Lines.of(store), Dataset("https://a.example/d", "https://a.example/", ()), most=1)
    assert [part.name for part in made] == ["a-example"]


@pytest.mark.parametrize("document", ["keeper", "office"])
def test_the_dumps_of_a_document_hold_what_its_passages_say(document: str, tiny_build: Built) -> None:
    """Every named graph that is a passage of the document, and no other; as triples, their merge."""
    part_of = NamedNode("http://purl.org/dc/terms/isPartOf")
    source = next(dump.document for dump in tiny_build.dumps if dump.name == f"tiny-{document}.nq")
    assert source.endswith(f"/{document}")
    passages = {quad.subject for quad in tiny_build.store.quads_for_pattern(None, part_of, NamedNode(source))}
    said = {quad for quad in tiny_build.store if quad.graph_name in passages}
    folder = tiny_build.folder / "dumps"
    assert said
    assert set(parse(path=folder / f"tiny-{document}.nq")) == said
    assert {quad.triple for quad in parse(path=folder / f"tiny-{document}.ttl")} == {
        quad.triple for quad in said
    }


def test_documents_whose_addresses_end_alike_have_dumps_of_their_own() -> None:
    """A number tells them apart."""
    data = """
    @prefix : <https://a.example/> .
    :x { :x <http://purl.org/dc/terms/isPartOf> <https://a.example/1/same> . }
    :y { :y <http://purl.org/dc/terms/isPartOf> <https://a.example/2/same> . }
    """
    store = merged(list(parse(data, RdfFormat.TRIG)))
    dataset = Dataset("https://a.example/d", "https://a.example/", ())
    made = parts(store, Lines.of(store), dataset)
    assert [part.name for part in made] == [
        *("a-example", "a-example-same", "a-example-same-2"),
        *("a-example-x", "a-example-y"),
    ]


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf"])
def test_formats_of_one_graph_hold_the_merge(name: str, tiny_build: Built) -> None:
    """Turtle, N-Triples and RDF/XML have no named graphs."""
    syntax = BY_NAME[name].oxigraph
    assert isinstance(syntax, RdfFormat)
    dump = {quad.triple for quad in parse(path=tiny_build.folder / f"dumps/tiny.{name}", format=syntax)}
    merge = tiny_build.store.quads_for_pattern(None, None, None, DefaultGraph())
    assert dump == {quad.triple for quad in merge}


@pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
def test_formats_of_datasets_hold_the_named_graphs(name: str, tiny_build: Built) -> None:
    """TriG, N-Quads and JSON-LD say who says what; the merge is not repeated in them."""
    syntax = BY_NAME[name].oxigraph
    assert isinstance(syntax, RdfFormat)
    dump = set(parse(path=tiny_build.folder / f"dumps/tiny.{name}", format=syntax))
    assert dump == {quad for quad in tiny_build.store if not isinstance(quad.graph_name, DefaultGraph)}


@pytest.mark.parametrize(("name", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")])
def test_rdflib_reads_the_merge(name: str, parser: str, tiny_build: Built) -> None:
    """A second parser, by other people, counts the same triples."""
    assert (
        len(Graph().parse(tiny_build.folder / f"dumps/tiny.{name}", format=parser))
        == tiny_build.counts.triples
    )


# rdflib's own parsers use names that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("name", "parser"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_named_graphs(name: str, parser: str, tiny_build: Built) -> None:
    """A second parser, by other people, counts the same quads."""
    dataset = RdflibDataset()
    dataset.parse(tiny_build.folder / f"dumps/tiny.{name}", format=parser)
    assert len(list(dataset.quads())) == tiny_build.counts.quads


def test_compressed_dumps_hold_the_plain_ones(tiny_build: Built) -> None:
    """The header of gzip carries neither time nor name (RFC 1952, 2.3)."""
    for dump in tiny_build.dumps:
        if dump.compressed:
            data = (tiny_build.folder / "dumps" / dump.name).read_bytes()
            assert (
                gzip.decompress(data)
                == (tiny_build.folder / "dumps" / dump.name.removesuffix(".gz")).read_bytes()
            )
            assert data[3:8] == bytes(5)


def test_checksums_and_sizes_are_those_of_the_files(tiny_build: Built) -> None:
    """In the manifest, and in SHA256SUMS as sha256sum reads it."""
    sums = dict(
        reversed(line.split("  "))
        for line in (tiny_build.folder / "dumps/SHA256SUMS").read_text(encoding="ascii").splitlines()
    )
    assert list(sums) == sorted(sums)
    for dump in tiny_build.dumps:
        data = (tiny_build.folder / "dumps" / dump.name).read_bytes()
        assert (dump.bytes, dump.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert sums.pop(dump.name) == dump.sha256
    assert sums == {}


def test_dumps_do_not_depend_on_the_hash_seed(tmp_path: Path, tiny_build: Built) -> None:
    """Two processes with other seeds write the same bytes as this one."""
    program = (
        "import sys; from pathlib import Path\n"
        "from horgos.build import build; from horgos.sources import read\n"
        "build(read(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, TINY, tmp_path / seed], check=True, env=environment)
        for name in names(tiny_build):
            written = (tmp_path / seed / "dumps" / name).read_bytes()
            assert written == (tiny_build.folder / "dumps" / name).read_bytes(), name


def test_turtle_is_written_for_people_to_read() -> None:
    """A block a subject, its type first, texts by language; numbers without quotes, long strings in three."""
    data = """
    <https://example.org/a/1> <https://example.org/p#d> 1 , "x"@zh-hans , "y"@en , "l\\n\\"1\\"" .
    <https://example.org/a/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/p#C> .
    <https://example.org/a/2> <https://example.org/a.b> true , 1.5 , "1"^^<https://example.org/p#t> .
    """
    triples = [quad.triple for quad in parse(data, RdfFormat.TURTLE)]
    assert turtle(triples, PREFIXES).decode() == (
        "@prefix a: <https://example.org/a/> .\n"
        "@prefix p: <https://example.org/p#> .\n"
        "\n"
        "a:1 a p:C ;\n"
        "    p:d 1 ,\n"
        '        """l\n'
        '"1\\"""" ,\n'
        '        "y"@en ,\n'
        '        "x"@zh-hans .\n'
        "\n"
        "a:2 <https://example.org/a.b> true ,\n"
        "        1.5 ,\n"
        '        "1"^^p:t .\n'
    )


COMMENTS = Comments(
    Base("https://example.org/"),
    {
        "https://example.org/id/ferry": "Ferry\nboat",
        "https://example.org/claim/z": "It sails",
        "https://example.org/source/log-c18a1": "Log, caption 1",
    },
    {"https://example.org/claim/z": "https://example.org/id/ferry"},
)


def test_turtle_with_comments_is_read_from_thing_to_thing() -> None:
    """Under headings by kind, claims after what they are about; with labels above and beside."""
    data = """
    PREFIX e: <https://example.org/id/> PREFIX c: <https://example.org/claim/> PREFIX p: <https://example.org/p#>
    c:z p:about e:ferry ; p:in <https://example.org/source/log-c18a1> , <https://example.org/source/log> .
    e:ferry p:of e:zebra .
    <https://example.org/source/log> p:d 1 .
    e:zebra p:d 1 .
    """
    spaces = Prefixes({name: f"https://example.org/{name}/" for name in ("id", "claim", "source")})
    triples = [quad.triple for quad in parse(data, RdfFormat.TURTLE)]
    written = turtle(triples, spaces, COMMENTS, "# On top\n\n").decode()
    ruler = "#" * 65
    assert written.partition(f"{ruler}\n")[0].startswith("# On top\n\n@prefix claim:")
    assert written[written.index(ruler) :] == (
        f"{ruler}\n# Things, and what is said about them\n{ruler}\n\n"
        "# Ferry boat\n"
        "id:ferry <https://example.org/p#of> id:zebra .\n\n"
        "# It sails\n"
        "claim:z <https://example.org/p#about> id:ferry ;\n"
        "    <https://example.org/p#in> source:log-c18a1 ,  # Log, caption 1\n"
        "        source:log .\n\n"
        "id:zebra <https://example.org/p#d> 1 .\n\n"
        f"{ruler}\n# Documents and their passages\n{ruler}\n\n"
        "source:log <https://example.org/p#d> 1 .\n"
    )
    assert {quad.triple for quad in parse(written, RdfFormat.TURTLE)} == set(triples)


@pytest.mark.parametrize(("name", "end"), [("tiny", "ttl"), ("tiny-source-keeper-years", "trig")])
def test_a_dump_for_people_says_on_top_what_it_is(name: str, end: str, tiny_build: Built) -> None:
    """Of which graph and whose statements, how many, and under which licence."""
    head = (tiny_build.folder / f"dumps/{name}.{end}").read_text("utf-8").partition("\n\n")[0].splitlines()
    assert head[0] == "# Gannet Rock"
    whose = "The whole graph" if name == "tiny" else "The keeper's logbook, The years"
    assert head[1].startswith(f"# {whose}: ")
    assert head[2] == "# Licence: https://creativecommons.org/publicdomain/zero/1.0/"


def test_trig_has_a_block_a_graph() -> None:
    """The name of the graph, and what it says between braces."""
    written = trig(
        [("https://example.org/a/g", [Triple(A, A, A)]), ("https://example.org/b/g", [])], PREFIXES
    )
    assert written.decode().endswith("\na:g {\n    a:1 a:1 a:1 .\n}\n\nb:g {\n}\n")


def test_dumps_of_one_subject_stand_together(tiny_build: Built) -> None:
    """Each subject has one block in the merged Turtle."""
    quads = parse(path=tiny_build.folder / "dumps/tiny.ttl", format=RdfFormat.TURTLE)
    subjects = [subject for subject, _ in groupby(quads, key=lambda quad: quad.subject)]
    assert len(subjects) == len(set(subjects))


TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.text("\"\\\n\r'", max_size=8)
NODES = st.builds(
    NamedNode,
    st.tuples(
        st.sampled_from([*PREFIXES.namespaces.values(), "urn:x:"]), st.text("aZ0-_.:~é", max_size=5)
    ).map("".join),
)
XSD = "http://www.w3.org/2001/XMLSchema#"
KINDS = st.sampled_from(["integer", "decimal", "boolean", "double", "date", "string"]).map(
    lambda n: NamedNode(XSD + n)
)
LITERALS = (
    st.builds(Literal, TEXT)
    | st.builds(lambda text, tag: Literal(text, language=tag), TEXT, st.sampled_from(["en", "zh-hans"]))
    | st.builds(lambda text, kind: Literal(text, datatype=kind), TEXT | st.text("+-.01eE", max_size=5), KINDS)
)
BLANKS = st.integers(0, 3).map(lambda number: BlankNode(f"c14n{number}"))
TRIPLES = st.builds(Triple, NODES | BLANKS, NODES, NODES | BLANKS | LITERALS)


@pytest.mark.parametrize("text", ['\n"', '\n"""', '"""\n\\"', '\n""""""', '\\\n"'])
def test_turtle_closes_a_long_string_where_it_ends(text: str) -> None:
    """Quotation marks in a text of several lines do not end it before its end."""
    triple = Triple(NamedNode("http://example.org/s"), NamedNode("http://example.org/p"), Literal(text))
    assert [quad.triple for quad in parse(turtle([triple], PREFIXES), RdfFormat.TURTLE)] == [triple]


@given(st.sets(TRIPLES, max_size=8))
def test_turtle_says_what_it_was_given(triples: set[Triple]) -> None:
    """Whatever stands in IRIs and strings, a parser reads the same triples back."""
    written = turtle(sorted(triples, key=str), PREFIXES)
    assert {quad.triple for quad in parse(written, RdfFormat.TURTLE)} == triples


@given(st.sets(TRIPLES, max_size=8), TEXT)
def test_no_label_changes_what_turtle_says(triples: set[Triple], text: str) -> None:
    """Whatever a label has in it, line breaks too, its comment ends where its line does."""
    labels = {term.value: text for triple in triples for term in triple if isinstance(term, NamedNode)}
    comments = Comments(Base("https://example.org/"), labels, {})
    written = turtle(sorted(triples, key=str), PREFIXES, comments)
    assert {quad.triple for quad in parse(written, RdfFormat.TURTLE)} == triples
