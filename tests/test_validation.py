"""Validation: pySHACL over the built store, and a report by which an editor finds and mends what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyshacl.entrypoints import meta_validate
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from conftest import Edit, prologue
from horgos.build import Built
from horgos.config import Config
from horgos.errors import InvalidGraph
from horgos.report import Finding, Report, Severity
from horgos.site import check
from horgos.sources import Loaded, Sources, read
from horgos.validation import as_turtle, validate
from horgos.validation.shapes import Shapes, read_shapes
from horgos.validation.store import part

SH = Namespace("http://www.w3.org/ns/shacl#")
HGSH = "https://w3id.org/horgos/shapes#"

Check = Callable[[Mapping[str, str | None]], Report]


@pytest.fixture(scope="module")
def shapes(real_sources: Sources) -> Shapes:
    """The shapes that come with the program."""
    return read_shapes(real_sources)


@pytest.fixture(scope="module")
def real_report(real_build: Built, real_loaded: Loaded) -> Report:
    """What validation says of the graph that comes with the program."""
    return validate(real_build.store, real_loaded.sources, real_loaded.index.find)


@pytest.fixture
def checked(edit: Edit) -> Check:
    """The tiny graph with these files changed, read, built and validated."""
    return lambda files: check(Config.load({"graph": edit(files)}, {}), lambda _: None)


@pytest.fixture
def changed(checked: Check, tiny_folder: Path) -> Callable[[str, str, str], tuple[Report, int]]:
    """One text of one file of the tiny graph replaced by another: the report, and the line it stands in."""

    def change(path: str, old: str, new: str) -> tuple[Report, int]:
        before, found, after = (tiny_folder / path).read_text("utf-8").partition(old)
        assert found
        return checked({path: before + new + after}), before.count("\n") + 1

    return change


Changed = Callable[[str, str, str], tuple[Report, int]]


def only(report: Report) -> Finding:
    """The one finding there is."""
    (finding,) = report.findings
    return finding


# What is right


def test_the_graph_that_comes_with_the_program_validates(real_report: Report) -> None:
    """It is published, so nothing of it may be found fault with, nor warned of."""
    assert real_report.findings == (), real_report.as_text()


def test_a_graph_about_something_else_validates(checked: Check) -> None:
    """The shapes know how to publish, and nothing of what is published."""
    report = checked({})
    assert report.findings == (), report.as_text()


def test_the_report_counts_what_was_looked_at(real_report: Report, real_build: Built) -> None:
    """No finding means little where nothing was looked at."""
    assert real_report.checked["triples"] == real_build.counts.triples
    assert real_report.checked["graphs"] == real_build.counts.graphs
    assert real_report.checked["shapes"] > 100


# What an editor who knows Turtle but not this project can act on


def test_a_broken_literal_is_told_with_its_place(changed: Changed) -> None:
    """A literal that is none of its datatype is found before anything is built."""
    report, line = changed("data/logbooks.trig", '"16:30:00"^^xsd:time', '"half past four"^^xsd:time')
    finding = only(report)
    assert (finding.file, finding.line) == ("data/logbooks.trig", line)
    assert "half past four" in finding.message
    assert "xsd:time" in finding.message
    assert finding.advice


def test_a_missing_label_is_told_with_the_place_of_the_thing(changed: Changed) -> None:
    """A thing that nobody can call by name is described in a line to which the finding leads."""
    report, line = changed(
        "data/editorial.trig",
        'e:harbour-office a org:Organization ;\n    skos:prefLabel "Harbour Office"@en .',
        'e:harbour-office a org:Organization ;\n    skos:prefLabel "Bureau du port"@fr .',
    )
    finding = only(report)
    assert (finding.file, finding.line) == ("data/editorial.trig", line)
    assert finding.focus == "https://example.org/tiny/id/harbour-office"
    assert finding.focus_label == "Bureau du port"
    assert finding.message == "There is no English label."
    assert 'skos:prefLabel "…"@en' in finding.advice
    assert finding.shape == f"{HGSH}EnglishLabel"


def test_a_claim_outside_a_passage_is_told_with_the_graph_it_stands_in(changed: Changed) -> None:
    """The same claim may stand rightly elsewhere: the place is the wrong one, and the graph is named."""
    report, line = changed(
        "data/editorial.trig",
        "e:gannet-light a",
        "c:lighting-1871-10 hg:eventType <https://example.org/tiny/vocab/lighting> .\n\n  e:gannet-light a",
    )
    finding = only(report)
    assert (finding.file, finding.line) == ("data/editorial.trig", line)
    assert finding.focus_label == "First lit"
    assert finding.value == "g:editorial"
    assert finding.message == "The claim stands in g:editorial, outside any passage."
    assert "graph of the passage" in finding.advice


def test_an_unknown_prefix_is_told_with_those_there_are(changed: Changed) -> None:
    """A prefix is found before anything is built."""
    report, line = changed("data/logbooks.trig", "schema:opens", "scheme:opens")
    finding = only(report)
    assert (finding.file, finding.line) == ("data/logbooks.trig", line)
    assert "scheme:" in finding.message
    assert "schema:" in finding.advice


def test_a_stake_of_140_percent_is_told_with_what_to_write(changed: Changed) -> None:
    """Whoever thinks in percent is told to write a fraction."""
    report, line = changed("data/logbooks.trig", "hg:share 0.5", "hg:share 1.4")
    finding = only(report)
    assert finding.file == "data/logbooks.trig"
    assert finding.line == line - 1  # of the claim
    assert finding.focus_label == "Half of the light belongs to the office"
    assert (finding.path, finding.value) == ("hg:share", "1.4")
    assert "at most 1" in finding.message
    assert "Write 49 % as 0.49" in finding.advice
    assert finding.severity is Severity.VIOLATION


def test_what_is_found_in_derived_nodes_leads_to_what_they_are_derived_from(changed: Changed) -> None:
    """A rule's node stands in no file; the events it follows from do."""
    report, _ = changed(
        "data/vocabulary.ttl",
        "v:dark a skos:Concept ; skos:inScheme v:statuses",
        "v:dark a skos:Concept ; skos:inScheme v:units",
    )
    derived = [finding for finding in report.findings if "/derived/" in (finding.focus or "")]
    assert derived
    assert {finding.file for finding in derived} == {"data/logbooks.trig"}


def test_a_value_that_one_passage_leaves_out_is_told_where_it_stands(changed: Changed) -> None:
    """Of a claim that two passages share, the place is in the passage that says more."""
    shared = 'hg:when "1871-10"^^edtf:EDTF .\n  c:extinction-1903'
    report, line = changed(
        "data/logbooks.trig", shared, shared.replace(" .", " ; hg:entersAt e:gannet-light .", 1)
    )
    finding = only(report)
    assert finding.line == line - 1  # of the claim, in the second of its passages
    assert finding.message.startswith("d:keeper-years shares this claim")


def test_a_graph_that_nobody_describes_is_told_where_it_begins(changed: Changed) -> None:
    """What is wrong with a graph as a whole is told once, at its first line."""
    report, line = changed("data/logbooks.trig", "d:keeper-tower {", "d:keeper-towers {")
    violation, warning = report.findings
    assert (violation.line, violation.shape) == (line, f"{HGSH}KnownGraph")
    assert (warning.severity, warning.file) == (Severity.WARNING, "data/sources.trig")


def test_an_undefined_property_is_told_where_it_is_used(changed: Changed) -> None:
    """A mistyped property leads to the node that uses it, and is told once."""
    report, line = changed(
        "data/logbooks.trig", "hg:holder e:harbour-office", "hg:holdr e:harbour-office , e:gannet-light"
    )
    missing, unknown = report.findings
    assert missing.shape == f"{HGSH}Stake-holder"
    assert unknown.message == "The property hg:holdr is used but not defined."
    assert unknown.line == line - 1


def test_a_backslash_in_the_data_ends_no_validation(changed: Changed) -> None:
    """A value is text, though pySHACL would take it for the template of a regular expression."""
    report, _ = changed("data/logbooks.trig", '"Gannet Light"@en', r'"Gannet Light"@en , "鸟岩\\d"@zh')
    assert only(report).message.startswith("A source gives the Chinese name 鸟岩\\d, but “Gannet Rock Light”")


def test_messages_name_things_as_people_do(checked: Check) -> None:
    """No message shows an IRI in full where there is a prefix for it."""
    strange = "".join(
        f"d:nowhere-{name} {{ e:thing-{name} hg:nothing e:gannet-light . }}\n" for name in "abc"
    )
    report = checked({"data/strange.trig": prologue() + strange})
    assert len(report.findings) == 7  # three graphs, three things, one property
    assert not [finding for finding in report.findings if "://" in finding.message + finding.advice]


def test_findings_come_in_the_order_of_the_files(changed: Changed, tiny_folder: Path) -> None:
    """Twice the same graph gives twice the same report, by file and line."""
    text = (tiny_folder / "data/logbooks.trig").read_text("utf-8")
    broken = text.replace("hg:about e:gannet-light ; ", "")
    reports = [changed("data/logbooks.trig", text, broken)[0] for _ in range(2)]
    assert reports[0] == reports[1]
    places = [(finding.file or "", finding.line or 0) for finding in reports[0].findings]
    assert len(places) > 5
    assert places == sorted(places)


# The shapes


def test_the_shapes_are_valid_shacl(shapes: Shapes) -> None:
    """The shapes conform to the shapes of SHACL itself (SHACL, appendix C)."""
    conforms, _, text = meta_validate(Graph() + shapes.graph, inference="none")
    assert conforms, text


def test_every_shape_says_what_it_is_for(shapes: Shapes) -> None:
    """Every shape has an IRI, a name and a description in English and Chinese, and says it once."""
    for shape in all_shapes(shapes):
        assert isinstance(shape, URIRef)
        for said in (SH.name, SH.description):
            told = sorted(str(text.language) for text in texts(shapes, shape, said) if text.strip())
            assert told == ["en", "zh-hans"]


def test_every_finding_says_what_is_wrong_and_what_to_do(shapes: Shapes) -> None:
    """A message has a first sentence for what is wrong, and goes on with what to do."""
    for shape in all_shapes(shapes) - inner_shapes(shapes):
        if shape in set(shapes.graph.subjects(SH.property)) and (shape, SH.sparql, None) not in shapes.graph:
            continue  # its property shapes speak
        (message,) = texts(shapes, shape, SH.message)
        wrong, advice = part(message)
        assert (wrong[-1], advice[-1], message.language) == (".", ".", "en")


def test_severity_stands_on_the_shape(shapes: Shapes) -> None:
    """On the node of a SPARQL constraint pySHACL does not look for it, nor does it there for a message."""
    for constraint in shapes.graph.objects(None, SH.sparql):
        assert set(shapes.graph.predicates(constraint)) == {RDF.type, SH.prefixes, SH.select}


def test_only_silence_and_open_conflicts_are_warnings(shapes: Shapes) -> None:
    """Everything else forbids to publish."""
    graph = shapes.graph
    warned = {str(shape).removeprefix(HGSH) for shape in graph.subjects(SH.severity, SH.Warning)}
    assert warned == {"SilentPassage", "VerdictOnConflict"}
    assert set(graph.objects(None, SH.severity)) == {SH.Warning}


def texts(shapes: Shapes, shape: Node, said: URIRef) -> list[Literal]:
    """The literals that a shape has for a property."""
    return [text for text in shapes.graph.objects(shape, said) if isinstance(text, Literal)]


def all_shapes(shapes: Shapes) -> set[Node]:
    """The shapes of nodes and of properties."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {shape for kind in kinds for shape in shapes.graph.subjects(RDF.type, kind)}


def inner_shapes(shapes: Shapes) -> set[Node]:
    """The shapes that only speak through those that use them."""
    graph = shapes.graph
    lists = [graph.items(members) for kind in (SH["or"], SH.xone) for members in graph.objects(None, kind)]
    inner = {shape for members in lists for shape in members}
    for kind in (SH.node, SH["not"], SH.qualifiedValueShape):
        inner |= set(graph.objects(None, kind))
    return inner | {shape for node in inner for shape in graph.objects(node, SH.property)}


# Shapes of another graph


OWN_SHAPE = """
@prefix e: <https://example.org/tiny/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

e:office-shape a sh:NodeShape ; sh:targetClass org:Organization ; sh:sparql e:office-query ;
  sh:name "Office"@en ; sh:description "An office has doors."@en ;
  sh:message "{?value} has no doors. Add some."@en .

e:office-query a sh:SPARQLConstraint ; sh:prefixes <https://example.org/tiny/prefixes> ;
  sh:select "SELECT $this ?value WHERE { $this skos:prefLabel ?value FILTER NOT EXISTS { $this e:to ?d } }" .
"""
QUERY = re.compile(r"sh:select (.*) \.")


def test_a_graph_may_have_shapes_of_its_own(checked: Check) -> None:
    """Files in its folder shapes/ are added, and their queries use the prefixes of that graph."""
    finding = only(checked({"shapes/own.ttl": OWN_SHAPE}))
    assert finding.message == "Harbour Office has no doors."
    assert finding.shape == "https://example.org/tiny/id/office-shape"


def test_a_graph_may_replace_a_file_of_shapes(checked: Check) -> None:
    """A file with the path of a shipped one stands in its place: what that asked for is asked no more."""
    unlabelled = {"data/thing.trig": prologue() + "g:editorial { e:buoy a org:Organization . }"}
    assert only(checked(unlabelled)).shape == f"{HGSH}EnglishLabel"
    assert checked({**unlabelled, "shapes/entities.ttl": "# Nothing.\n"}).conforms


def test_a_graph_may_be_about_any_place(checked: Check, tiny_folder: Path) -> None:
    """The region that positions must lie in is the shipped graph's own, and no other graph inherits it."""
    files = {
        "data/point.trig": prologue() + GEO + POINT,
        "ontology/prefixes.ttl": (tiny_folder / "ontology/prefixes.ttl").read_text("utf-8") + GEO_DECLARED,
    }
    assert checked(files).conforms


GEO = "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
POINT = 'd:keeper-tower { e:gannet-light geo:asWKT "POINT(-7.9 54.6)"^^geo:wktLiteral . }'
GEO_DECLARED = """
<https://example.org/tiny/prefixes> sh:declare <https://example.org/tiny/prefixes#geo> .
<https://example.org/tiny/prefixes#geo> sh:prefix "geo" ;
  sh:namespace "http://www.opengis.net/ont/geosparql#" .
"""

BROKEN = {
    "a query that is none": ('sh:select "SELECT $this WHERE { $this ?p }"', "not valid SPARQL"),
    "an unknown prefix": ('sh:select "SELECT $this WHERE { $this no:p 1 }"', "not valid SPARQL"),
    "no query": ('rdfs:label ""', "no query"),
}


@pytest.mark.parametrize(("query", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_shapes_are_told_with_their_place(checked: Check, query: str, message: str) -> None:
    """Shapes that cannot be used are themselves found fault with, and not the data."""
    text = QUERY.sub(f"{query} .", OWN_SHAPE)
    report = checked({"shapes/broken.ttl": text})
    finding = report.findings[0]
    line = text[: text.index("\ne:office-query a ")].count("\n") + 2
    assert (finding.file, finding.line) == ("shapes/broken.ttl", line)
    assert message in finding.message
    assert finding.advice


def test_a_shape_that_is_none_is_told_with_its_place(checked: Check) -> None:
    """What pySHACL cannot use, the shapes of SHACL itself explain (SHACL, appendix C)."""
    report = checked(
        {"shapes/broken.ttl": OWN_SHAPE.replace("e:office-shape a", "e:office-shape sh:minCount 1 ; a")}
    )
    finding = report.findings[0]
    assert (finding.file, finding.line) == ("shapes/broken.ttl", 7)
    assert "not a valid shape" in finding.message


def test_a_query_that_shacl_forbids_is_told_with_the_reason(checked: Check) -> None:
    """No shape of SHACL says that VALUES is forbidden (SHACL, appendix A), but pySHACL does."""
    report = checked({"shapes/broken.ttl": OWN_SHAPE.replace("WHERE { ", "WHERE { VALUES ?value { 1 } ")})
    assert "VALUES" in only(report).message


def test_shapes_that_are_not_turtle_are_told_with_line_and_column(edit: Edit) -> None:
    """The place is that of the parser."""
    with pytest.raises(InvalidGraph) as error:
        read_shapes(read(edit({"shapes/broken.ttl": "# Shapes\n\nsh:oops\n"})))
    assert error.value.report.findings[0].place.startswith("shapes/broken.ttl:3:")


# The report

FOUND = Report(
    (
        Finding(
            "The share is too large.",
            "Write 49 % as 0.49.",
            file="data/b.trig",
            line=9,
            focus="https://example.org/id/stake",
            focus_label="All of it, and \\ more",
            path="hg:share",
            value="1.4",
            shape=f"{HGSH}Stake-share",
            constraint=str(SH.MaxInclusiveConstraintComponent),
        ),
        Finding('This is not valid Turtle: "', "Close it.", file="data/a.trig", line=12, column=3),
        Finding("Nothing is said.", severity=Severity.WARNING, focus="urn:x", focus_label="X"),
    ),
    {"triples": 1000},
    {"e": "https://example.org/id/", "hg": "https://w3id.org/horgos/ns#", "hgsh": HGSH},
)


def test_the_report_as_text_is_grouped_by_file() -> None:
    """Place as compilers write it, who is meant, what is wrong, what to do, which shape says so; counts."""
    assert FOUND.as_text() == TEXT


TEXT = """\
data/a.trig

  data/a.trig:12:3: violation
    This is not valid Turtle: "
    → Close it.

data/b.trig

  data/b.trig:9: violation
    All of it, and \\ more (e:stake): hg:share 1.4
    The share is too large.
    → Write 49 % as 0.49.
    [hgsh:Stake-share]

In no file

  warning
    X (<urn:x>)
    Nothing is said.

The graph does not validate: 2 violations and 1 warning (1,000 triples)."""


def test_the_report_of_a_sound_graph_is_one_line() -> None:
    """Nothing to do, and it says so."""
    assert Report().as_text() == "The graph validates: no violations and no warnings."


def test_warnings_alone_do_not_refuse_a_graph() -> None:
    """What is only warned of is published."""
    report = Report(FOUND.findings[2:])
    assert report.conforms
    assert report.summary == "The graph validates: no violations and 1 warning."


def test_the_report_as_turtle_is_a_validation_report() -> None:
    """It has the properties of a SHACL validation report (SHACL, 3.6), and tells the place beside."""
    expected = Graph().parse(data=TURTLE)
    assert isomorphic(Graph().parse(data=as_turtle(FOUND)), expected)


TURTLE = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hg: <https://w3id.org/horgos/ns#> .
@prefix hgsh: <https://w3id.org/horgos/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

[] a sh:ValidationReport ; sh:conforms false ;
  sh:result [ a sh:ValidationResult ; sh:resultSeverity sh:Violation ;
    sh:focusNode <https://example.org/id/stake> ; sh:resultPath hg:share ; sh:value 1.4 ;
    sh:resultMessage "The share is too large. Write 49 % as 0.49."@en ;
    sh:sourceConstraintComponent sh:MaxInclusiveConstraintComponent ; sh:sourceShape hgsh:Stake-share ;
    dcterms:source "data/b.trig:9" ] , [ a sh:ValidationResult ; sh:resultSeverity sh:Violation ;
    sh:focusNode "data/a.trig:12:3" ; sh:sourceConstraintComponent hgsh:ReadableFile ;
    sh:resultMessage 'This is not valid Turtle: " Close it.'@en ; dcterms:source "data/a.trig:12:3" ] ,
  [ a sh:ValidationResult ; sh:resultSeverity sh:Warning ; sh:focusNode <urn:x> ;
    sh:resultMessage "Nothing is said."@en ; sh:sourceConstraintComponent hgsh:ReadableFile ] .
"""


@given(st.text(min_size=1), st.text())
def test_any_message_can_be_written_in_turtle(message: str, advice: str) -> None:
    """Whatever stands in the data, the report about it can be parsed."""
    graph = Graph().parse(data=as_turtle(Report((Finding(message, advice, file="data/a.trig"),))))
    assert set(graph.objects(None, SH.resultMessage)) == {Literal(f"{message} {advice}".strip(), lang="en")}


def test_the_turtle_of_a_validation_has_its_paths_and_values(checked: Check, tiny_folder: Path) -> None:
    """Values keep language and datatype, paths that are no single property are written as SHACL has them."""
    text = (tiny_folder / "data/logbooks.trig").read_text("utf-8")
    text = text.replace("hg:value 33 ;", "hg:value 33 ; hg:improvesOn c:lighting-1871-10 ;")
    text = text.replace('hg:when "1903-02"', 'hg:when "February 1903"')
    graph = Graph().parse(data=as_turtle(checked({"data/logbooks.trig": text})))
    edtf = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
    assert Literal("February 1903", datatype=edtf) in set(graph.objects(None, SH.value))
    hg = Namespace("https://w3id.org/horgos/ns#")
    paths = [
        list(graph.items(path))
        for path in graph.objects(None, SH.resultPath)
        if (path, RDF.first, None) in graph
    ]
    assert paths == [[hg.improvesOn, hg.indicator]]
    assert set(graph.objects(None, DCTERMS.source)) >= {Literal("data/logbooks.trig:41")}


# What is wrong with the queries that are offered


OFFERED = "#+ title: Where\n#+ question: Where is it?\nSELECT * { ?s ?p ?o }\n"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("{ ?s", "( ?s", ":3:21", "No bracket is open"),
        ("?s ?p", "?s hg:p", ":3:15", "The prefix hg: is not declared"),
        ("SELECT *", "DROP ALL", ":3:1", "update"),
        ("{ ?s", "{ SERVICE <x:y> { } ?s", ":3:12", "SERVICE"),
        ("#+ title: Where\n", "", "", "The query has no title."),
        ("#+ title", "#+ titel: x\n#+ title", ":1", "“titel” means nothing"),
        ("#+ question", "#+ title: Here\n#+ question", ":2", "title a second time"),
        ("#+ question", "#+question without colon\n#+ question", ":2", "not a header line"),
    ],
)
def test_query_that_no_page_could_offer_is_a_finding(
    old: str, new: str, place: str, message: str, checked: Check
) -> None:
    """A file of queries/ is part of what is published: it is told before a reader meets the error."""
    assert old in OFFERED
    finding = only(checked({"queries/light/where.rq": OFFERED.replace(old, new)}))
    assert finding.place == f"queries/light/where.rq{place}"
    assert message in finding.message
    assert finding.advice


def test_query_that_runs_is_no_finding(checked: Check) -> None:
    """The same file without a slip."""
    assert checked({"queries/light/where.rq": OFFERED}).findings == ()


def test_slip_in_the_name_of_a_constraint_is_a_finding(checked: Check) -> None:
    """SHACL passes over what it does not know, so the shape would check nothing."""
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
        "<https://example.org/own> a sh:NodeShape ;\n  sh:mincount 1 .\n"
    )
    finding = only(checked({"shapes/own.ttl": shape}))
    assert finding.place == "shapes/own.ttl:3"
    assert finding.message == "sh:mincount is not a property of SHACL."
