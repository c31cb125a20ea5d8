"""Code: where its lines may end, in a block and in a line of text."""

from __future__ import annotations

import re
from html import unescape

import pytest

from horgos.pages.setting import code

HELD = "\N{NO-BREAK SPACE}"


def parts(html: str) -> list[str]:
    """What stays in one line each."""
    tied = re.sub(r'(?<=class="tied">)[^<]+', lambda found: found[0].replace(" ", HELD), html)
    text = re.sub("<(?!wbr|pre|code).*?>", "", tied)
    return [unescape(each).replace(HELD, " ") for each in re.split(r"<[^>]*>|[ \n]+", text) if each]


def words(line: str) -> list[str]:
    """What stays in one line each, of a line in a block that has no room for more."""
    return parts(code.listing(line))


@pytest.mark.parametrize(
    "whole",
    [
        "?label",
        "$tag",
        "e:st-petersburg",
        "<urn:oil#a-b>",
        "--trim-wick",
        "LANG(?label)",
        "?x/^b:d*",
        "!BOUND(?x)",
    ],
)
def test_a_word_of_code_stays_whole(whole: str) -> None:
    """A browser would end a line after the sign of a variable, a hyphen or a slash."""
    assert words(f"a {whole} b") == ["a", whole, "b"]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("?a b:c ?d .", ["?a", "b:c", "?d ."]),
        ("f(?a, ?b) } ;", ["f(?a,", "?b) } ;"]),
        ("(b:c|b:d)* ?e .", ["(b:c|b:d)*", "?e ."]),
        ("b:c , b:d ;", ["b:c ,", "b:d ;"]),
        ("?a && ?b || ?c", ["?a &&", "?b ||", "?c"]),
        ("lamp -v | sort \\", ["lamp", "-v |", "sort \\"]),
    ],
)
def test_no_line_begins_with_a_mark_that_closes_or_an_operator(line: str, whole: list[str]) -> None:
    """It stays with the word before it."""
    assert words(line) == whole


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("VALUES ?x { e:a e:b }", ["VALUES", "?x", "{ e:a", "e:b }"]),
        ("[ a b:c ]", ["[ a", "b:c ]"]),
        ("GRAPH ?g {", ["GRAPH", "?g {"]),
        ("f(?a) <= ?b && ?c = ?d", ["f(?a) <= ?b &&", "?c = ?d"]),
    ],
)
def test_no_line_ends_with_a_mark_that_opens_or_a_comparison(line: str, whole: list[str]) -> None:
    """It stays with the word behind it, or before it where that ends the line; a comparison with both."""
    assert words(line) == whole


@pytest.mark.parametrize("string", ['"two words"@en', "'two words'", '"1 \\" > a&b"', "\"a 'b' c\""])
def test_a_short_string_stays_whole(string: str) -> None:
    """Whatever marks or entities stand in it, and what closes behind it."""
    assert words(f"a {string} , b") == ["a", f"{string} ,", "b"]


def test_a_long_string_goes_on_between_its_words() -> None:
    """What stands between two strings is no string: their quotes are taken in pairs."""
    line = '"k l": "now the lamp is lit at dusk", m n, "o p": 1'
    assert words(line) == [
        '"k l":',
        '"now',
        "the",
        "lamp",
        "is",
        "lit",
        "at",
        'dusk",',
        "m",
        "n,",
        '"o p":',
        "1",
    ]
    line = r'"now the \"lamp\" is lit at dusk" m n "o p"'
    assert words(line) == ['"now', "the", r"\"lamp\"", "is", "lit", "at", 'dusk"', "m", "n", '"o p"']


def test_a_string_in_a_long_string_stays_whole() -> None:
    """A command is given JSON in quotes."""
    assert words("""'{"lamp": "two words", "wick": "dry"}'""") == [
        """'{"lamp":""",
        '"two words",',
        '"wick":',
        """"dry"}'""",
    ]


@pytest.mark.parametrize(
    ("word", "whole"),
    [
        (
            "FILTER(LANGMATCHES(LANG(?labelOfTheLamp),?lang))",
            ["FILTER(", "LANGMATCHES(", "LANG(?labelOfTheLamp),", "?lang))"],
        ),
        (
            '{"lamp":"oil,gas","wick":"dry","glass":"clear"}',
            ['{"lamp":"oil,gas",', '"wick":"dry",', '"glass":"clear"}'],
        ),
        (
            "lamp:partOfLighthouse/lamp:ownedBy|lamp:keptBy",
            ["lamp:partOfLighthouse/", "lamp:ownedBy|", "lamp:keptBy"],
        ),
        (
            "<https://example.org/harbour/lamps/old-ones-of-oil>",
            ["<https://example.org/", "harbour/", "lamps/", "old-ones-of-oil>"],
        ),
        (
            '"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/[0-9]{4})?$"',
            ['"^[0-9]{4}', "(-[0-9]{2}", "(-[0-9]{2})?)?", '(/[0-9]{4})?$"'],
        ),
        ("lighthouse:theLampThatIsFilledWithOilAtDusk", ["lighthouse:", "theLampThatIsFilledWithOilAtDusk"]),
        (
            "the_lamp-of_the_lighthouse-that_was_lit_at_dusk",
            ["the_", "lamp-", "of_", "the_", "lighthouse-", "that_", "was_", "lit_", "at_", "dusk"],
        ),
    ],
)
def test_a_word_that_is_too_long_is_parted_at_its_marks(word: str, whole: list[str]) -> None:
    """At commas and calls first, then at the steps of a path; a name at its colon if it is too long alone."""
    assert words(word) == whole


def test_what_is_parted_is_marked_as_one() -> None:
    """On a wide page no line ends within a long word, or a part of one, that finds room in the next."""
    name = '<span class="long">lighthouse:<wbr>theLampThatIsLit</span>'
    path = f'<span class="long"><span class="tied">b:of/</span><wbr>{name}</span>'
    assert code.apart("b:of/lighthouse:theLampThatIsLit") == f'<code class="apart">{path}</code>'


def test_a_name_in_chinese_stays_whole() -> None:
    """With its brackets; Chinese may go on anywhere."""
    line = "每个数字换算为其单位的基本单位（qudt:numericValue），并得出它所表示的区间。"
    shown = ["每个数字换算为其单位的基本单位", "（qudt:numericValue），", "并得出它所表示的区间。"]
    assert words(line) == shown
    assert re.findall(r'class="tied">(.*?)<', code.listing(line)) == shown[1:2]


def test_a_line_begins_with_its_spaces_and_its_first_word() -> None:
    """Else the spaces stand alone in a line."""
    assert '<span class="code-line in-4"><span class="tied">    lamp</span> oil</span>' in code.listing(
        "    lamp oil"
    )


def test_what_is_short_is_not_parted_in_a_line_of_text() -> None:
    """Nor are the words of what is long, but where they are long themselves."""
    assert code.inline("lamp --trim-wick") == '<code class="tied">lamp --trim-wick</code>'
    assert parts(code.inline("lamp --trim-wick now or at dusk")) == [
        "lamp",
        "--trim-wick",
        "now",
        "or",
        "at",
        "dusk",
    ]
    assert parts(code.inline("lamp:hasPlace/lamp:asAddress")) == ["lamp:hasPlace/", "lamp:asAddress"]
    assert parts(code.inline("lamp:nameOfTheLighthouse")) == ["lamp:nameOfTheLighthouse"]


def test_code_by_itself_says_so() -> None:
    """No mark follows that would begin a line, so its words are whole wherever a line has room for them."""
    assert code.apart("e:lamp", "short") == '<code class="apart short tied">e:lamp</code>'
    assert code.apart("https://example.org/lamps/old").startswith('<code class="apart"><span class="long">')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("e:lamp a b:Light ; b:of e:pier .", True),
        ("?lamp b:of e:pier .", True),
        ("Lamp: a light.", False),
        ("e:lamp", False),
    ],
)
def test_a_statement_in_turtle_is_known_by_its_ends(text: str, said: bool) -> None:
    """It begins with a name or a variable, and a point by itself ends it."""
    assert code.is_statement(text) is said
