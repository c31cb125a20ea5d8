"""The look at the words of a query: what it refuses, and what it must not take for something else."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.engine import Limits
from horgos.engine.scan import check
from horgos.engine.tokens import place, tokens, verb
from horgos.errors import QueryRefused, QuerySyntaxError

LIMITS = Limits()

plain = st.text(st.characters(codec="utf-8", exclude_characters="\"'\\\n\r<>{}|^`\x00"), max_size=8)
word = st.sampled_from(["service", "SERVICE", "Service", "sErViCe"])
hidden = st.one_of(
    st.builds('"{} {} {}"'.format, plain, word, plain),
    st.builds("'{} {} {}'".format, plain, word, plain),
    st.builds('"""{}" \n {} <http://x> {}"""'.format, plain, word, plain),
    st.builds("'''{}'' \n {} <http://x> {}'''".format, plain, word, plain),
    st.builds('"\\"{} {}\\\\"'.format, plain, word),
    st.builds("# {} {} <http://x> '\"\n".format, plain, word),
    st.builds("<http://x/{}#{}>".format, word, word),
    st.builds("?{}".format, word),
    st.builds("$x·{}".format, word),
    st.builds("{}:x".format, word),
    st.builds("x.{}:{}".format, word, word),
    st.builds(":{}".format, word),
    st.builds("x:y.{}-z".format, word),
    st.builds("x:\\~{}".format, word),
    st.builds("x:%20{}".format, word),
    st.builds('"x"@en-{}'.format, word),
    st.builds("_:{}".format, word),
)
query = st.lists(hidden, max_size=6).map(lambda parts: "SELECT * { " + " ".join(parts))


@given(st.text() | st.text("\"'#<>?:{}()[]\\@_ \nservice", max_size=60))
@settings(max_examples=200)
def test_any_text_is_passed_or_refused_with_an_error_of_ours(text: str) -> None:
    """The scan has an answer to everything that can be sent."""
    with suppress(QueryRefused, QuerySyntaxError):
        check(text, Limits(nesting=3))


@given(query)
@settings(max_examples=200)
def test_service_is_not_seen_where_it_is_no_keyword(text: str) -> None:
    """In strings, comments, IRIs, variables, prefixed names, language tags and blank nodes it is a name."""
    assert check(f"{text} }}", LIMITS) == "SELECT"


@given(
    query,
    word,
    st.sampled_from([" <http://x> {}", " SILENT <http://x> {}", "<http://x>{}", " ?x {}", "\n:x {}"]),
)
@settings(max_examples=200)
def test_service_is_refused_wherever_it_is_a_keyword(before: str, keyword: str, after: str) -> None:
    """SPARQL 1.1, 19.8, note 1: keywords are matched without regard to case; the place is told."""
    text = f"{before} {keyword}{after} }}"
    with pytest.raises(QueryRefused, match="SERVICE") as refused:
        check(text, LIMITS)
    line, column = place(text, len(before) + 1)
    assert (refused.value.extra["line"], refused.value.extra["column"]) == (line, column)


@given(st.text())
@settings(max_examples=100)
def test_no_character_belongs_to_two_tokens(text: str) -> None:
    """Tokens come in order, never empty, never overlapping: the scan always comes to an end."""
    end = 0
    for token in tokens(text):
        assert token.start() >= end
        assert token.end() > token.start()
        end = token.end()


def test_a_quote_that_is_never_closed_is_left_to_the_parser() -> None:
    """After it nothing can be told, and the query is not SPARQL anyway."""
    assert check('SELECT * { ?s ?p "never closed SERVICE <http://x> {} }', LIMITS) == "SELECT"


@pytest.mark.parametrize("piece", ['\\"', '\\"""', "\\'", "\\'''"])
def test_a_long_text_of_open_quotes_is_read_in_one_pass(piece: str) -> None:
    """The end of a string is looked for once: a look from each quote on takes hours, and holds the GIL."""
    assert check(piece[1:] + piece * (LIMITS.query_length // len(piece) - 1), LIMITS) is None


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:> <b:> 1 }",
        "delete where { ?s ?p ?o }",
        "# SELECT\nBASE <http://b/> PREFIX select: <http://s/#> CLEAR ALL",
        "LOAD <http://x/>",
        "WITH <http://g/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_as_an_update(text: str) -> None:
    """An update is not a query with a mistake: the message says what it is."""
    with pytest.raises(QueryRefused, match="update"):
        check(text, LIMITS)


@pytest.mark.parametrize("name", ["insert", "delete", "load", "with"])
def test_the_words_of_updates_are_free_as_names(name: str) -> None:
    """Only the first keyword after the prologue says that a request is an update."""
    text = f'PREFIX {name}: <http://x/{name}> SELECT ?{name} {{ {name}:s ?p "{name}" }} # {name}'
    assert check(text, LIMITS) == "SELECT"


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_the_form_is_the_first_keyword_after_the_prologue(form: str) -> None:
    """SPARQL 1.1, 4.1 and 16: comments, BASE and PREFIX come first."""
    text = f"# ASK\nPREFIX # CONSTRUCT\n p: <http://x/#DESCRIBE>\nBASE <http://b/>\n{form.lower()} {{}}"
    assert check(text, LIMITS) == form


prologue = st.sampled_from(
    ("PREFIX", "prefix ", "BASE", " base", "VERSION", ":", "p:", " a-b.c:", "<x>", "<x")
)
other = st.sampled_from(("# ASK\n", "#", "\n", " ", "select", "Load", "{", "x", "1", "é", "\\", "'", '"'))


@given(st.lists(prologue | other).map("".join))
def test_the_short_way_to_the_first_keyword_finds_what_the_tokens_tell(text: str) -> None:
    """A usual prologue is read at once; what is unusual about another one changes nothing."""
    words = [token for token in tokens(text) if token.lastgroup == "word"]
    told = [word for word in words if word[0].upper() not in ("PREFIX", "BASE", "VERSION")]
    found = verb(text)
    assert (found and found.span()) == (told[0].span() if told else None)


def test_a_text_without_keyword_has_no_form() -> None:
    """What that is, is for the parser to say."""
    assert check(" # only a comment", LIMITS) is None


def test_a_query_over_the_bound_is_refused_with_the_setting() -> None:
    """The bound counts bytes, not characters, and the message says where to change it."""
    limits = Limits(query_length=30)
    assert check("SELECT ?x { VALUES ?x { '1' } }"[:30], limits) == "SELECT"
    with pytest.raises(QueryRefused, match="HORGOS_QUERY_LENGTH"):
        check("ASK { ?s ?p '霍尔果斯霍尔' }", limits)


def test_brackets_deeper_than_the_bound_are_refused_with_their_place() -> None:
    """The message says where the bracket stands that is one too many, and which setting counts."""
    limits = Limits(nesting=3)
    assert check("SELECT * { { { } { } } { } }", limits) == "SELECT"
    with pytest.raises(QueryRefused, match=r"More than 3 brackets.*HORGOS_NESTING") as refused:
        check("SELECT * { { '{{{{'\n ({ } } }".replace("(", "{"), limits)
    assert refused.value.place == "line 2, column 3"


def test_brackets_in_strings_and_comments_do_not_count() -> None:
    """Only brackets that the parser would see make a query deep."""
    assert check("SELECT ('((((((' AS ?x) { } # ((((((", Limits(nesting=2)) == "SELECT"


def test_half_a_character_is_a_syntax_error() -> None:
    """A surrogate alone is no character of Unicode, so no query can hold one."""
    with pytest.raises(QuerySyntaxError, match="surrogate") as error:
        check("ASK {\ud800}", LIMITS)
    assert error.value.place == "line 1, column 6"
