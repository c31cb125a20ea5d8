"""What is wrong with the files of a graph: told with file, line and column, and with what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Edit
from horgos.report import Finding
from horgos.sources import load, read

PROLOGUE = """@prefix d: <https://example.org/tiny/source/> .
@prefix e: <https://example.org/tiny/id/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Check = Callable[[str], tuple[Finding, ...]]


@pytest.fixture
def check(edit: Edit) -> Check:
    """Load the tiny graph with one file more, which begins with a prologue of four lines."""

    def checked(text: str) -> tuple[Finding, ...]:
        return load(read(edit({"data/more.trig": PROLOGUE + text}))).findings

    return checked


def only(findings: tuple[Finding, ...]) -> Finding:
    """The one finding there is."""
    (finding,) = findings
    return finding


def test_undeclared_prefix_of_the_project_is_to_be_declared(check: Check) -> None:
    """A prefix the project has is missing at the top of the file: the line to add is given."""
    finding = only(check("d:x { e:a foaf:name 1 . }\n"))
    assert finding.place == "data/more.trig:5:11"
    assert finding.message == "The prefix foaf: is not declared in this file."
    assert "@prefix foaf: <http://xmlns.com/foaf/0.1/> ." in finding.advice


def test_unknown_prefix_is_told_with_those_there_are(check: Check) -> None:
    """A prefix that nobody knows is a slip or a new one: both ways out are named."""
    finding = only(check("d:x {\n  e:a scheme:name 1 .\n}\n"))
    assert finding.place == "data/more.trig:6:7"
    assert "scheme:" in finding.message
    assert "schema:" in finding.advice
    assert "ontology/prefixes.ttl" in finding.advice


def test_declared_prefix_must_be_one_of_the_project(check: Check) -> None:
    """Prefixes are the same in every file, query and shape, so there is one list of them."""
    finding = only(check("@prefix ex: <https://example.org/ex/> .\nd:x { e:a ex:b 1 }\n"))
    assert finding.place == "data/more.trig:5:1"
    assert finding.message == "The prefix ex: is not one of the project's."
    assert "ontology/prefixes.ttl" in finding.advice


def test_other_name_for_a_namespace_is_told_the_project_s(check: Check) -> None:
    """Where the project has a prefix for the namespace, that is the one to write."""
    finding = only(check("@prefix dct: <http://purl.org/dc/terms/> .\nd:x { e:a dct:title 1 }\n"))
    assert finding.advice == "Write dcterms: for <http://purl.org/dc/terms/>."


def test_prefix_with_another_namespace_is_told_both(check: Check) -> None:
    """schema.org with http: is the classical slip: two worlds of terms that never meet."""
    finding = only(check("PREFIX dcterms: <http://purl.org/dc/elements/1.1/>\nd:x { e:a dcterms:title 1 }\n"))
    assert finding.place == "data/more.trig:5:1"
    assert "<http://purl.org/dc/elements/1.1/> here" in finding.message
    assert "@prefix dcterms: <http://purl.org/dc/terms/> ." in finding.advice


def test_prefixes_of_queries_and_rules_are_checked_too(edit: Edit) -> None:
    """The one list binds SPARQL as well."""
    query = "#+ title: x\nPREFIX ex: <https://example.org/ex/>\nSELECT * { ?s ex:p ?o }\n"
    finding = only(load(read(edit({"queries/light/x.rq": query}))).findings)
    assert finding.place == "queries/light/x.rq:2:1"


@pytest.mark.parametrize(
    ("literal", "name", "example"),
    [
        ('"19x"^^xsd:gYear', "xsd:gYear", "1983"),
        ('"2023-02-29"^^xsd:date', "xsd:date", "1983-11-30"),
        ('"24:30:00"^^xsd:time', "xsd:time", "19:30:00"),
        ('"-1"^^xsd:nonNegativeInteger', "xsd:nonNegativeInteger", "15"),
        ('"yes"^^xsd:boolean', "xsd:boolean", "true"),
        ('" 1"^^xsd:integer', "xsd:integer", "15"),
        ('"1,5"^^xsd:decimal', "xsd:decimal", "1.5"),
        ('"P"^^xsd:duration', "xsd:duration", "P1Y6M"),
        ('"a b"^^xsd:anyURI', "xsd:anyURI", "https://example.org/"),
    ],
)
def test_literal_that_its_datatype_does_not_have(literal: str, name: str, example: str, check: Check) -> None:
    """An ill-typed literal is no value: it is told with a valid one beside it."""
    finding = only(check(f"d:x {{\n  e:a schema:b {literal} .\n}}\n"))
    assert finding.place == "data/more.trig:6:16"
    assert finding.message.endswith(f"is not a valid {name}.")
    assert f'"{example}"' in finding.advice


def test_datatype_that_does_not_exist(check: Check) -> None:
    """A slip in the name of a datatype is not taken for a new one."""
    finding = only(check('d:x { e:a schema:b "2024"^^xsd:Date }\n'))
    assert "xsd:Date is not a datatype" in finding.message


@pytest.mark.parametrize(
    ("literal", "kept"),
    [
        ("01", "1"),
        ("1.50", "1.5"),
        ("1.0", '"1"^^xsd:decimal'),
        ("+5", "5"),
        ('"01"^^xsd:integer', "1"),
        ('"5"^^xsd:nonNegativeInteger', "5"),
        ('"1"^^xsd:boolean', "true"),
        ('"19:30:00+00:00"^^xsd:time', '"19:30:00Z"^^xsd:time'),
        ('"PT60S"^^xsd:duration', '"PT1M"^^xsd:duration'),
        ("1.5e3", '"1500"^^xsd:double'),
    ],
)
def test_literal_that_the_store_would_rewrite(literal: str, kept: str, check: Check) -> None:
    """What is published must be what was written, so literals are written in canonical form."""
    finding = only(check(f"d:x {{\n  e:a schema:b {literal} .\n}}\n"))
    assert finding.place == "data/more.trig:6:16"
    assert finding.message.startswith("The store would rewrite")
    assert finding.advice == f"Write {kept}."


def test_every_place_of_a_wrong_literal_is_told(check: Check) -> None:
    """The same slip on two lines is two findings."""
    findings = check("d:x {\n  e:a schema:b 01 .\n  e:c schema:b 01 , 2 .\n}\n")
    assert [finding.line for finding in findings] == [6, 7]


def test_literals_of_other_datatypes_are_left_to_the_shapes(check: Check) -> None:
    """Only XSD has forms that are known here."""
    assert check('d:x { e:a schema:b "x"^^e:type , "01" , "01"@en , "1"^^xsd:string }\n') == ()


def test_language_tag_with_capitals(check: Check) -> None:
    """The store writes zh-hans for zh-Hans, so the files do too."""
    finding = only(check('d:x {\n  e:a schema:b "霍尔果斯"@zh-Hans , "x@En" .\n}\n'))
    assert finding.place == "data/more.trig:6:22"
    assert finding.advice == "Write @zh-hans."


@pytest.mark.parametrize(
    ("statement", "column"),
    [("_:b schema:b 1 .", 1), ("e:a schema:b [ schema:c 1 ] .", 14), ("e:a schema:b ( 1 ) .", 14)],
)
def test_blank_node_in_the_data(statement: str, column: int, check: Check) -> None:
    """Everything has a name that others can refer to (a list has blank nodes inside)."""
    finding = only(check(f"d:x {{\n{statement}\n}}\n"))
    assert finding.place == f"data/more.trig:6:{column}"
    assert "blank node" in finding.message


def test_blank_nodes_are_allowed_in_the_ontology(edit: Edit) -> None:
    """OWL cannot do without them."""
    axiom = "<https://example.org/c> <http://www.w3.org/2000/01/rdf-schema#subClassOf> [ ] .\n"
    assert load(read(edit({"ontology/own.ttl": axiom}))).findings == ()


def test_statement_outside_all_graphs(check: Check) -> None:
    """In the default graph of a TriG file nobody speaks."""
    findings = check("e:a schema:b 1 .\nd:x { e:a schema:b 1 }\n{ e:c schema:b 1 }\n")
    assert [finding.place for finding in findings] == ["data/more.trig:5:1", "data/more.trig:7:3"]
    assert "no named graph" in findings[0].message


def test_string_that_xml_cannot_hold(check: Check) -> None:
    """A control character would break the RDF/XML for everyone."""
    finding = only(check('d:x {\n  e:a schema:b "bell\\u0007"@en .\n}\n'))
    assert finding.place == "data/more.trig:6:16"
    assert "U+0007" in finding.message


def test_property_that_xml_cannot_name(check: Check) -> None:
    """RDF/XML writes properties as names of elements."""
    assert "does not end in a name" in only(check("d:x { e:a e:1 e:b }\n")).message


def test_long_literal_is_cut_in_the_message(check: Check) -> None:
    """The place tells which it is."""
    finding = only(check(f'd:x {{ e:a schema:b "{"9" * 500}x"^^xsd:integer }}\n'))
    assert len(finding.message) < 120


def test_variables_of_a_query_are_no_prefix_declarations(edit: Edit) -> None:
    """A variable may be called ?prefix, and an IRI may follow."""
    query = "#+ title: x\nPREFIX e: <https://example.org/tiny/id/>\nSELECT * { ?prefix e:p <x:y> }\n"
    assert load(read(edit({"queries/light/x.rq": query}))).findings == ()


def test_triple_term_is_not_rdf_1_1(check: Check) -> None:
    """What the other tools cannot read is refused before they meet it."""
    assert "triple term" in only(check("d:x { e:a schema:b <<( e:a e:b e:c )>> }\n")).message


@pytest.mark.parametrize(
    ("text", "place", "message", "advice"),
    [
        ("d:x { e:a schema:b 1\n e:c schema:b 2 }", "6:2", "a '.' is expected", "full stop"),
        ('d:x { e:a schema:b "open }\n', "5:20", "end of file", "quotation mark"),
        ("d:x { e:a schema:b <rel> }\n", "5:20", "No scheme", "whole IRI"),
        ("d:x { e:a schema:b <http://a/b c> }\n", "5:20", "' '", "%20"),
        ("d:x { e:a schema:b word }\n", "5:20", "word", "prefix and a colon"),
        ("d:x { e:a schema:b 2024-05 }\n", "5:24", "-05", "full stop"),
        ("@prefix dcterms <x> .\n", "5:9", "'ex:'", "@prefix ex:"),
        ("d:x { e:a schema:b 1 .\n}\n}\n", "7:1", "}", "one too many"),
        ("d:x { e:a schema:b 1 .\nd:y { e:a schema:b 1 }\n", "6:5", "{", "write } behind"),
        ('d:x { e:a schema:b "a"@en "b"@de }\n', "5:27", '"b"', "comma"),
        ("d:x { e:a schema:b 1\n  schema:c 2 . }\n", "6:3", "graph block", "semicolon"),
    ],
)
def test_syntax_error_has_its_place_and_a_way_out(
    text: str, place: str, message: str, advice: str, check: Check
) -> None:
    """Whoever knows Turtle can act on the message alone."""
    finding = check(text)[0]
    assert finding.place == f"data/more.trig:{place}"
    assert finding.message.startswith("This is not valid TriG: ")
    assert message in finding.message
    assert advice in finding.advice


def test_half_read_data_is_not_blamed_for_lacking_the_dataset(edit: Edit, tiny_folder: Path) -> None:
    """A slip in the description of the dataset is told as the slip it is, and as nothing else."""
    text = (tiny_folder / "data/editorial.trig").read_text(encoding="utf-8")
    finding = only(load(read(edit({"data/editorial.trig": text.replace("dcterms:title", "title")}))).findings)
    assert finding.message.startswith("This is not valid TriG: title is not")


def test_errors_behind_the_first_are_told_too(check: Check) -> None:
    """One run shows all that is wrong, in all files, in their order."""
    findings = check("d:x {\n  e:a foo:b 1 .\n  e:a schema:b 01 .\n  e:a bar:b 1 .\n}\n")
    assert [finding.line for finding in findings] == [6, 7, 8]


def test_file_full_of_errors_is_cut_and_says_so(check: Check) -> None:
    """The eleventh finding tells that there are more; it stands where the telling ends."""
    findings = check("d:x {\n" + "".join(f"e:a foo{number}:b 1 .\n" for number in range(50)) + "}\n")
    assert len(findings) == 11
    assert "more errors" in findings[-1].message
    assert findings[-1].line == findings[-2].line == 15
    assert max(findings, key=lambda finding: finding.order) == findings[-1]


def test_prefix_that_is_not_declared_is_told_once(check: Check) -> None:
    """A forgotten line at the top of a file is one slip, however often the prefix is used."""
    finding = only(check("d:x {\n" + "e:a foo:b 1 .\n" * 50 + "}\n"))
    assert finding.line == 6


@pytest.mark.parametrize(
    "statement",
    [
        'e:a schema:b "east"@en , "west@en .',
        'e:a schema:b "west@en , "east"@en , "港"@zh .',
        "e:a schema:b 'west .",
    ],
)
def test_string_that_is_not_closed_hides_nothing_behind_errors_of_its_own(
    statement: str, check: Check
) -> None:
    """Behind it strings and the rest have changed places: only the line of the cause is told."""
    more = 'e:c schema:b "HEG\'s gate"@en , "a: b, c: d"@en .\n' * 20
    finding = only(check(f"d:x {{\n{statement}\n{more}}}\n"))
    assert finding.line == 6
    assert "quotation mark on this line has no partner" in finding.advice


def test_quotation_marks_in_comments_and_in_other_strings_have_no_partner_to_miss(check: Check) -> None:
    """An apostrophe is no open string, so that another error on its line is told as what it is."""
    finding = only(check("# it's \"so\nd:x { e:a schema:b \"it's\" , 'say \"a' word }\n"))
    assert "quotation mark on this line" not in finding.advice


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff", "byte 0xFF"),
        (b"\xef\xbb\xbf# nothing\n", "byte order mark"),
        (b"# caf\xe9\n", "not UTF-8"),
        (b"\x1f\x8b\x08\x00\x00", "not UTF-8"),
    ],
)
def test_file_in_another_encoding(data: bytes, message: str, edit: Edit) -> None:
    """Turtle is UTF-8 (Turtle 1.1, 6)."""
    folder = edit({})
    (folder / "data/more.ttl").write_bytes(data)
    finding = only(load(read(folder)).findings)
    assert message in finding.message
    assert finding.line == 1


def test_place_of_a_wrong_byte_counts_characters(edit: Edit) -> None:
    """Line and column are those that an editor shows."""
    folder = edit({})
    (folder / "data/more.ttl").write_bytes("# 霍尔果斯\n# 霍尔 ".encode() + b"\xe9\n")
    assert only(load(read(folder)).findings).place == "data/more.ttl:2:6"


def test_empty_file_says_nothing_and_is_allowed(edit: Edit) -> None:
    """An empty Turtle document is valid (Turtle 1.1, 6.5)."""
    assert load(read(edit({"data/empty.ttl": "", "data/empty.trig": ""}))).findings == ()


@pytest.mark.parametrize("name", ["notes.txt", "more.rdf", "more.json", "trig"])
def test_data_of_an_unknown_kind_is_not_passed_over_silently(name: str, edit: Edit) -> None:
    """Whoever puts a file into data/ expects it to be published."""
    finding = only(load(read(edit({f"data/{name}": "x"}))).findings)
    assert finding.file == f"data/{name}"
    assert ".ttl (Turtle) or .trig (TriG)" in finding.message


def test_folder_called_like_a_file(edit: Edit) -> None:
    """It is no file, and what lies in it is still read."""
    folder = edit({"data/more.trig/inner.ttl": "x"})
    files = [finding.file for finding in load(read(folder)).findings]
    assert files == ["data/more.trig", "data/more.trig/inner.ttl"]


def test_link_that_leads_nowhere(edit: Edit) -> None:
    """It is told as what it is, without a stack trace."""
    folder = edit({})
    (folder / "data/more.trig").symlink_to(folder / "gone.trig")
    finding = only(load(read(folder)).findings)
    assert (finding.file, finding.message) == ("data/more.trig", "This is not a file.")


def test_file_that_changes_between_reading_and_loading(edit: Edit) -> None:
    """The digest would name other data than what is published."""
    folder = edit({})
    sources = read(folder)
    edit({"data/vocabulary.ttl": "# gone\n"})
    finding = only(load(sources).findings)
    assert (finding.file, finding.message) == (
        "data/vocabulary.ttl",
        "The file changed while it was being read.",
    )


def test_prefix_file_that_cannot_be_read_is_a_finding(edit: Edit) -> None:
    """Its syntax error is told alone: that the other files may use no prefix is no error of theirs."""
    findings = load(read(edit({"ontology/prefixes.ttl": "@prefix sh: <x> .\n"}))).findings
    assert [finding.place for finding in findings] == ["ontology/prefixes.ttl:1:13"]


@pytest.mark.parametrize("text", ["", "# none\n", "<https://example.org/a> a <https://example.org/b> .\n"])
def test_prefix_file_that_declares_nothing_is_one_finding(text: str, edit: Edit) -> None:
    """It is told what a declaration looks like, once, and not in every file that uses a prefix."""
    finding = only(load(read(edit({"ontology/prefixes.ttl": text}))).findings)
    assert finding.place == "ontology/prefixes.ttl:1"
    assert "sh:declare" in finding.advice


def test_second_description_of_a_dataset_is_told_where_it_stands(edit: Edit) -> None:
    """Both are named, and that one of them has to go."""
    void = "@prefix void: <http://rdfs.org/ns/void#> .\n"
    text = f'{PROLOGUE}{void}d:x {{ d:z a void:Dataset ; void:uriSpace "https://example.org/z/" }}\n'
    finding = only(load(read(edit({"data/more.trig": text}))).findings)
    assert finding.file == "data/more.trig"
    assert "<https://example.org/tiny/source/z>" in finding.message
    assert "take" in finding.advice


def test_findings_come_in_the_order_of_files_and_lines(edit: Edit) -> None:
    """A report is read from top to bottom."""
    findings = load(read(edit({"data/b.ttl": "x\n\ny", "data/a.ttl": "x"}))).findings
    places = [(finding.file, finding.line) for finding in findings]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"data/a.ttl", "data/b.ttl"}
