"""The check of the query library: a header that does not fit its query is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from horgos.sources import Role, SourceFile
from horgos.terms import Prefixes
from horgos.validation.library import faults

PREFIXES = Prefixes(
    {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
QUERY = """#+ title: T
#+ question: Q?
#+ parameters: ?year xsd:integer 1975; ?thing e:Port e:harwich
#+ result: A row a thing.

PREFIX e: <http://e/>
SELECT * WHERE {
  VALUES ?year { 1975 }
  VALUES ?thing { e:harwich }
  ?thing e:since ?year
}
"""


def told(folder: Path, text: str) -> list[tuple[int | None, str]]:
    """Line and message of each finding about a query file."""
    location = folder / "q.rq"
    location.write_text(text, "utf-8")
    file = SourceFile("queries/a/q.rq", location, Role.QUERY, "")
    findings = list(faults([file], PREFIXES))
    assert all(finding.file == file.path and finding.advice for finding in findings)
    return [(finding.line, finding.message) for finding in findings]


def test_parameters_that_are_declared_as_they_are_have_no_finding(tmp_path: Path) -> None:
    """Names, types and defaults of the header are those of the VALUES blocks."""
    assert told(tmp_path, QUERY) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("; ?thing e:Port e:harwich", "", 9, "The parameter ?thing is not declared"),
        ("?year xsd:integer 1975; ", "", 8, "The parameter ?year is not declared"),
        ("?year xsd", "?day xsd:date 3; ?year xsd", 3, "declares ?day, which no leading VALUES block sets"),
        ("integer 1975", "integer 1976", 3, "gives ?year other defaults"),
        ("integer 1975", "integer 1975 1976", 3, "gives ?year other defaults"),
        ("xsd:integer 1975", "xsd:string 1975", 3, "is not of the type that the header gives ?year"),
        ("xsd:integer 1975", "e:Port 1975", 3, "is not of the type that the header gives ?year"),
        ("e:Port", "xsd:string", 3, "is not of the type that the header gives ?thing"),
        (
            "e:Port",
            "no:Port",
            3,
            "no:Port is neither an IRI nor a literal: The prefix no: has not been declared.",
        ),
        ("; ?thing e:Port", "; ?thing", 3, "without a type and a default"),
        ("; ?thing", "; thing", 3, "does not begin with a variable"),
        ("harwich\n", "harwich;\n", 3, "does not begin with a variable"),
        ("#+ result", "#+ results", 4, "“results” means nothing"),
    ],
)
def test_a_declaration_that_does_not_fit_is_a_finding(
    old: str, new: str, line: int, message: str, tmp_path: Path
) -> None:
    """A parameter that is missing, unknown, or declared otherwise is told once, with its line."""
    assert old in QUERY
    ((place, text),) = told(tmp_path, QUERY.replace(old, new, 1))
    assert place == line
    assert message in text


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("xsd:decimal 0.49", "0.49"),
        ("rdf:langString 'lit'@en 'lit;'@fr", "'lit'@en 'lit;'@fr"),
        ('xsd:string "a" "b"', '"a" "b"'),
        ('xsd:date "1975-01-01"^^xsd:date', '"1975-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("rdfs:Resource UNDEF", "UNDEF"),
        ("<http://e/Port> <http://e/x>", "e:x"),
    ],
)
def test_any_term_can_be_a_default(declared: str, written: str, tmp_path: Path) -> None:
    """Numbers, strings, tags, datatypes, several values and UNDEF are declared as the query writes them."""
    text = QUERY.replace("xsd:integer 1975", declared).replace("{ 1975 }", f"{{ {written} }}")
    assert told(tmp_path, text) == []


def test_a_query_without_parameters_declares_none(tmp_path: Path) -> None:
    """The line is left out where there is nothing to declare."""
    assert told(tmp_path, "#+ title: T\n#+ question: Q?\nASK {}\n") == []
