"""Query files: their headers, their parameters, and values that get into a query as terms."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from horgos.config import PACKAGE
from horgos.engine import Embedded, Limits, Query
from horgos.errors import BadRequest, ConfigError
from horgos.pages.reading import solve
from horgos.queries import Parameter, Term, bind, header, library, parameters, read, shipped
from horgos.sources import Role, SourceFile
from horgos.terms import Label, Prefixes

XSD = "http://www.w3.org/2001/XMLSchema#"
ECHO = """PREFIX e: <http://e/> # { VALUES ?no { 1 }
SELECT ?value ?other WHERE {
  VALUES (?value ?other) { ( "} { #" e:x ) }
}"""

Write = Callable[[str, str], SourceFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a query file at a path below a folder, and describe it as `sources` does."""

    def write(path: str, text: str) -> SourceFile:
        location = tmp_path / path
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(text, encoding="utf-8")
        return SourceFile(path, location, Role.QUERY, hashlib.sha256(text.encode()).hexdigest())

    return write


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """An engine on a store with one statement."""
    store = tmp_path_factory.mktemp("store") / "store.nq"
    store.write_text("<http://e/s> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    with Embedded(store, Limits(workers=1)) as engine:
        yield engine


def first(engine: Embedded, text: str, name: str) -> object:
    """The value of a variable in the only row of an answer."""
    solutions = parse_query_results(engine.run(Query(text)).body, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    (row,) = list(solutions)
    return row[name]


def test_header_gives_each_key_in_its_languages() -> None:
    """`#+ key: value` is English, `#+ key-zh: value` Chinese; other comments are no header."""
    text = "#+ title: Who?\n#+ title-zh: 谁？\n# note: no\nSELECT * { ?s ?p ?o }\n#+ keywords: a, b"
    assert header(text) == {
        "title": (Label("Who?", "en"), Label("谁？", "zh")),
        "keywords": (Label("a, b", "en"),),
    }


@pytest.mark.parametrize("line", ["#+ Title", "#+", "#+ : nothing", "#+ two words: x"])
def test_malformed_header_line_is_named_with_its_place(line: str) -> None:
    """A line that begins like a header but is none is an error with file and line."""
    with pytest.raises(ConfigError, match=r"^q\.rq:2 is not a header line"):
        header(f"#+ title: A\n{line}\nASK {{}}", "q.rq")


def test_header_key_given_twice_is_an_error() -> None:
    """A key has one value a language."""
    with pytest.raises(ConfigError, match=r"q\.rq:2 gives title a second time"):
        header("#+ title: A\n#+ title: B", "q.rq")


def test_query_file_is_read_whole(write: Write) -> None:
    """The folder is the topic, the name the slug; keywords are apart; the text stays as it is."""
    text = (
        "#+ title: T\n#+ question: Q?\n#+ question-zh: 问？\n#+ keywords: one, two words ,\n"
        "SELECT * WHERE { VALUES ?year { 1881 } ?s ?p ?year }"
    )
    query = read(write("queries/history/year.rq", text))
    assert (query.topic, query.slug, query.text) == ("history", "year", text)
    assert query.questions == (Label("Q?", "en"), Label("问？", "zh"))
    assert query.keywords == ("one", "two words")
    assert query.parameters == (Parameter("year", (Literal(1881),)),)


def test_declared_types_and_the_expected_result_are_read(write: Write) -> None:
    """`#+ parameters:` gives each parameter its type; `#+ result:` tells what comes back, by language."""
    text = (
        "#+ title: T\n#+ question: Q?\n#+ parameters: ?year xsd:integer 1881 1882; ?name xsd:string 'a;b'\n"
        "#+ result: Rows.\n#+ result-zh: 行。\n"
        "SELECT * WHERE { VALUES ?name { 'a;b' } VALUES ?year { 1881 1882 } ?name ?p ?year }"
    )
    query = read(write("queries/history/year.rq", text), Prefixes({"xsd": XSD}))
    assert query.results == (Label("Rows.", "en"), Label("行。", "zh"))
    assert query.parameters == (
        Parameter("name", (Literal("a;b"),), NamedNode(f"{XSD}string")),
        Parameter("year", (Literal(1881), Literal(1882)), NamedNode(f"{XSD}integer")),
    )


def test_a_broken_declaration_is_named_with_its_place(write: Write) -> None:
    """A line of parameters that cannot be read is an error with file and line."""
    text = "#+ title: T\n#+ question: Q?\n#+ parameters: ?x 5\nSELECT * WHERE { VALUES ?x { 5 } }"
    with pytest.raises(ConfigError, match=r"^queries/a/b\.rq:3 declares “\?x 5” without a type"):
        read(write("queries/a/b.rq", text))


@pytest.mark.parametrize("missing", ["title", "question"])
def test_query_file_without_title_or_question_is_refused(write: Write, missing: str) -> None:
    """A query of the library has a title and a question."""
    keys = {"title", "question"} - {missing}
    text = "".join(f"#+ {key}: x\n" for key in keys) + "ASK {}"
    with pytest.raises(ConfigError, match=f"has no {missing}"):
        read(write("queries/a/b.rq", text))


def test_query_file_with_a_broken_parameter_is_named(write: Write) -> None:
    """What is wrong with a VALUES block is told with the file."""
    text = "#+ title: T\n#+ question: Q?\nSELECT * WHERE { VALUES ?x { no:prefix } }"
    with pytest.raises(ConfigError, match=r"^queries/a/b\.rq: no:prefix is no term"):
        read(write("queries/a/b.rq", text))


def test_byte_order_mark_is_no_part_of_a_query(write: Write) -> None:
    """Some editors write one; the first header line counts all the same."""
    text = "#+ title: T\n#+ question: Q?\nSELECT * WHERE { ?s ?p ?o }"
    assert read(write("queries/a/b.rq", f"\ufeff{text}")).text == text


def test_query_file_that_is_no_text_is_named(write: Write) -> None:
    """Bytes that are not UTF-8 are told with the file."""
    file = write("queries/a/b.rq", "")
    file.location.write_bytes(b"#+ title: \xe9")
    with pytest.raises(ConfigError, match=r"^queries/a/b\.rq cannot be read: "):
        read(file)


def test_library_is_in_the_order_of_topic_and_name(write: Write) -> None:
    """The library does not depend on the order in which files are found."""
    text = "#+ title: T\n#+ question: Q?\nASK {}"
    files = [write(path, text) for path in ("queries/b/a.rq", "queries/a/b.rq", "queries/a/a.rq")]
    assert [(query.topic, query.slug) for query in library(files)] == [("a", "a"), ("a", "b"), ("b", "a")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * WHERE { VALUES ?a { 1 } VALUES ?b { 2 } ?a ?b ?c }", ["a", "b"]),
        ("SELECT * { values (?a $b) { (1 2) (3 UNDEF) } }", ["a", "b"]),
        ("DESCRIBE ?a { VALUES ?a { <http://e/> } }", ["a"]),
        ("CONSTRUCT { ?a ?b ?c } WHERE { VALUES ?a { 1 } ?a ?b ?c }", ["a"]),
        ("CONSTRUCT WHERE { ?a ?b ?c }", []),
        ("SELECT (EXISTS { VALUES ?no { 1 } } AS ?e) WHERE { VALUES ?a { 1 } }", ["a"]),
        ("SELECT * { ?s ?p ?o VALUES ?no { 1 } }", []),
        ("SELECT * { { VALUES ?no { 1 } } }", []),
        ("SELECT * { ?s ?p ?o } VALUES ?no { 1 }", []),
        ("SELECT * { # VALUES ?no { 1 }\n VALUES ?a { '''}''' } }", ["a"]),
        ("SELECT * { VALUES ?a { } }", ["a"]),
        ("no query at all {{{", []),
        ("", []),
    ],
)
def test_parameters_are_the_variables_of_leading_values(text: str, names: list[str]) -> None:
    """Only VALUES blocks at the start of the WHERE group make parameters."""
    assert [parameter.name for parameter in parameters(text)] == names


def test_defaults_are_the_terms_of_the_block() -> None:
    """Prefixed names, shorthand numbers, tags, datatypes and UNDEF are read as SPARQL reads them."""
    text = """PREFIX e: <http://e/>
    SELECT * { VALUES ?a { e:b.c 12 -1.5 true "x"@en 'y'^^e:t "a\\"b" UNDEF <rel:> } }"""
    (parameter,) = parameters(text)
    assert parameter.defaults == (
        NamedNode("http://e/b.c"),
        Literal(12),
        Literal("-1.5", datatype=NamedNode(f"{XSD}decimal")),
        Literal(True),
        Literal("x", language="en"),
        Literal("y", datatype=NamedNode("http://e/t")),
        Literal('a"b'),
        None,
        NamedNode("rel:"),
    )


@pytest.mark.parametrize(
    "text",
    ["SELECT * { VALUES ?a 1 }", "SELECT * { VALUES ?a { 1 ", "SELECT * { VALUES (?a ?b) { (1 2) (3) } }"],
)
def test_broken_values_block_is_an_error(text: str) -> None:
    """A block that has no braces, no end, or rows of another width is refused with a reason."""
    with pytest.raises(BadRequest, match="VALUES block"):
        parameters(text)


def test_bind_replaces_the_data_and_nothing_else() -> None:
    """Everything but the data of the block stays, comments included."""
    bound = bind(ECHO, {"value": Literal("new")})
    assert bound == ECHO.replace('( "} { #" e:x )', '("new" <http://e/x>)')


def test_bind_makes_a_row_of_each_of_several_terms() -> None:
    """Several terms for a variable are rows; another variable of the block keeps its defaults."""
    bound = bind(ECHO, {"value": [Literal("a"), NamedNode("http://e/b")]})
    assert '{ ("a" <http://e/x>) (<http://e/b> <http://e/x>) }' in bound


def test_bind_writes_numbers_as_people_do() -> None:
    """What is no plain number stays a literal with its datatype, and no other one is taken for it."""
    integer, decimal = (NamedNode(f"{XSD}{name}") for name in ("integer", "decimal"))
    text = "SELECT * { VALUES ?a { 1 } }"
    assert "{ 1881 0.49 }" in bind(
        text, {"a": [Literal("1881", datatype=integer), Literal("0.49", datatype=decimal)]}
    )
    for odd in (Literal("+5", datatype=integer), Literal("5", datatype=decimal), Literal("5")):
        assert f"{{ {odd} }}" in bind(text, {"a": odd})


def test_bind_without_values_changes_nothing() -> None:
    """A query runs as it stands."""
    assert bind(ECHO, {}) == ECHO


def test_bind_no_terms_makes_a_block_without_rows(engine: Embedded) -> None:
    """An empty list of terms is an empty table, which is valid and has no solution."""
    bound = bind("SELECT ?a WHERE { VALUES ?a { 1 } }", {"a": []})
    assert engine.run(Query(bound)).rows in (0, None)
    assert b'"bindings":[]' in engine.run(Query(bound)).body


def test_bind_refuses_an_unknown_variable_and_names_the_known() -> None:
    """A variable that is no parameter is an error which says which ones there are."""
    with pytest.raises(BadRequest, match=r"no parameter \?year.*\?value, \?other"):
        bind(ECHO, {"year": Literal(1)})


@pytest.mark.parametrize("value", [BlankNode("b"), "pasted } text", 5, None])
def test_bind_refuses_what_is_no_term(value: object) -> None:
    """Only IRIs and literals can be values: text is never pasted."""
    with pytest.raises(BadRequest, match=r"\?value is given"):
        bind(ECHO, {"value": [value]})  # type: ignore[list-item]


TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        '"',
        "\\",
        '\\"""\n',
        "} UNION { ?s ?p ?o",
        "?x",
        "'''",
        "\r\n\t\x00",
        "#",
        "霍尔果斯",
        "e\u0301",
        "\U0001f6a2",
    ]
)
IRIS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z", "Cn", "Co"], exclude_characters='<>"{}|^`\\%[]')
)
LITERALS = (
    TEXTS.map(Literal)
    | st.builds(lambda text: Literal(text, language="zh-hans"), TEXTS)
    | st.builds(lambda text: Literal(text, datatype=NamedNode("http://e/type")), TEXTS)
    | st.integers(-(2**63), 2**63 - 1).map(Literal)
    | st.booleans().map(Literal)
)


def named_node(local: str) -> NamedNode | None:
    """An IRI that ends so; None where the characters may not stand in one."""
    try:
        return NamedNode(f"http://e/{local}")
    except ValueError:
        return None


@settings(max_examples=60)
@given(value=LITERALS | IRIS.map(named_node).filter(bool))
def test_any_term_comes_back_from_the_engine_unchanged(engine: Embedded, value: Term) -> None:
    """Quotes, line breaks, backslashes, braces and any script survive from bind to the result."""
    bound = bind(ECHO, {"value": value})
    assert first(engine, bound, "value") == value
    assert [row["value"] for row in solve(engine, bound)] == [value]


@pytest.mark.parametrize("type_", ["integer", "decimal", "double", "boolean", "string"])
@pytest.mark.parametrize(
    "lexical", ["1", "+1", "-0", "01", "1.", ".50", "1e5", "1E+05", "INF", "true", "", "no"]
)
def test_the_pages_read_a_number_as_it_stands(engine: Embedded, lexical: str, type_: str) -> None:
    """They ask for TSV, which writes numbers short; what comes is what SPARQL JSON has at length."""
    value = Literal(lexical, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{type_}"))
    bound = bind(ECHO, {"value": value})
    assert [row["value"] for row in solve(engine, bound)] == [first(engine, bound, "value")]


def test_a_variable_without_a_value_is_missing(engine: Embedded) -> None:
    """A solution has what is bound, and nothing else."""
    (row,) = solve(engine, "SELECT ?a ?b WHERE { BIND ( 1 AS ?a ) }")
    assert list(row) == ["a"]


@settings(max_examples=60)
@given(value=LITERALS)
def test_a_bound_value_is_read_back_as_the_default(value: Literal) -> None:
    """What bind writes, parameters reads: the two agree about where a term ends."""
    bound = bind("SELECT * { VALUES ?a { 1 } ?s ?p ?a }", {"a": value})
    assert parameters(bound) == (Parameter("a", (value,)),)


@settings(max_examples=100)
@given(text=TEXTS | st.text("{}()<>\"'\\#?VALUES construct\n", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in a file, the parameters are found, or a clear error is raised."""
    with suppress(BadRequest):
        assert isinstance(parameters(text), tuple)


@pytest.mark.parametrize("name", sorted(path.stem for path in (PACKAGE / "sparql").glob("*.rq")))
def test_every_query_of_the_server_runs_as_it_stands(engine: Embedded, name: str) -> None:
    """The server's own queries are valid, titled, and run with their defaults."""
    assert header(shipped(name), name)["title"]
    assert engine.run(Query(shipped(name))).format
