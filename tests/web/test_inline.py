"""Labels, resources and literals in a line: escaped, isolated, in their language, with their link."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask, url_for
from hypothesis import example, given
from hypothesis import strategies as st

from horgos.pages.setting import prose, titles
from horgos.pages.words.literals import SPACE, Text
from horgos.pages.words.names import Ref, Voice
from horgos.terms import Label
from horgos.web import entity, inline

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
PASSAGES = [
    Voice("passage", Ref(f"urn:{name}", Label(name)), Ref(f"urn:{name[0]}", Label(name[0])))
    for name in ("b1", "a2", "a1")
]
EDITORS = Voice("editors", Ref("urn:editors", Label("editors")))


class Elements(HTMLParser):
    """The elements of a piece of HTML, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element and of the names of its attributes."""
        self.names.append(" ".join((tag, *(name for name, _ in attrs))))

    def handle_data(self, data: str) -> None:
        """Take note of text."""
        self.text += data


def _spaced(text: str) -> str:
    """The text, whatever space holds a sign to what it belongs to."""
    return text.replace(SPACE, " ")


@given(TEXTS, TEXTS)
def test_no_text_of_the_data_is_markup(text: str, language: str) -> None:
    """Whatever a label or literal holds, it is shown, and makes no element and no attribute."""
    shown = Elements(titles.name(text, language))
    assert {*shown.names} <= {"bdi lang", "bdi class lang", "span class"}
    assert _spaced(shown.text) == _spaced(text)
    assert {*Elements(inline.words(Text(text, language))).names} <= {"bdi lang", "span class"}
    listed = Elements(inline.text(Text(text, language, text, text)))
    assert {*listed.names} <= {"bdi class lang", "code class", "span class"}
    assert _spaced(listed.text) == _spaced(f"{text} {text} {text}")
    assert Elements(inline.short(Ref("urn:x", Label(""), text))).names == ["code class"]


SIGNS = [
    *" \n\t\"<>&;:/?$@ax-.,|=(){}'\\",
    "字",
    "，",
    "<img>",
    '"<b>"',
    "&lt;",
    "?x",
    "a:b",
    "a(b(",
    "x" * 50,
]
CODE = st.lists(st.sampled_from(SIGNS)).map("".join)


@given(CODE)
@example('  "<img src=x>"')
@example("  <b>")
@example("  &amp;")
def test_no_code_is_markup(text: str) -> None:
    """Whatever a block of code holds, at the beginning of a line or in it, is shown as it stands."""
    shown = Elements(inline.listing(text))
    assert {*shown.names} <= {"pre class tabindex", "code", "span class", "wbr"}
    assert shown.text.rstrip("\n") == text.rstrip("\n")
    shown = Elements(inline.apart(text))
    assert {*shown.names} <= {"code class", "span class", "wbr"}
    assert shown.text.split() == text.split()


@given(TEXTS)
def test_no_address_of_the_data_is_markup(app: Flask, text: str) -> None:
    """Nor does a link become more than a link."""
    ref = Ref("urn:x", Label(text), outside=f"https://example.org/{text}", within=Label(text))
    with app.test_request_context("/"):
        assert {*Elements(inline.ref(ref)).names} <= {"a href rel", "bdi", "bdi class", "span class"}


@pytest.mark.parametrize(("language", "html"), [("en", "d, p"), ("zh", "d，p")])
def test_a_passage_stands_after_its_document(app: Flask, language: str, html: str) -> None:
    """With the comma of the reader's language."""
    with app.test_request_context(f"/?lang={language}"):
        told = inline.ref(Ref("urn:x", Label("p"), within=Label("d")))
    assert Elements(told).text == html


def test_a_chinese_label_may_be_broken_before_a_number() -> None:
    """Where it is too long for its line, never within the number, nor after one character or “by”."""
    told = titles.name("港口49%的股权", "zh-hans")
    assert told == '<bdi lang="zh-hans">港口<wbr><span class="tied">49%</span>的股权</bdi>'
    assert (
        titles.name("至2024年初", "zh-hans")
        == '<bdi lang="zh-hans">至<span class="tied">2024年</span>初</bdi>'
    )
    assert titles.name("截至2024年初", "zh") == '<bdi lang="zh"><span class="tied">截至2024年</span>初</bdi>'
    assert titles.name("港49%", "ja") == '<bdi lang="ja">港49%</bdi>'


def test_a_chinese_heading_is_broken_between_its_clauses() -> None:
    """Each stays in one line where it finds room; within one a line may end beside quantities."""
    assert titles.title("", "zh") == '<bdi lang="zh"></bdi>'
    told = Elements(titles.title("2022年新增线路：全年35条，截至5月39条", "zh-hans"))
    assert told.names.count("span class") == 3 + 4
    assert titles.title("路线：全年", "zh") == (
        '<bdi lang="zh"><span class="clause">路<span class="tied">线：</span></span>'
        '<span class="clause">全年</span></bdi>'
    )
    assert (
        titles.title("班列始于2016年", "zh")
        == '<bdi lang="zh">班列始于<span class="tied">2016年</span></bdi>'
    )


def test_names_and_spans_of_time_stay_whole_in_a_chinese_heading() -> None:
    """The names are those that the dataset knows."""
    told = titles.title("1937年至1945年经霍尔果斯去", "zh", frozenset({"霍尔果斯"}))
    assert told == (
        '<bdi lang="zh"><span class="tied">1937年至1945年</span>经<span class="tied">霍尔果斯</span>去</bdi>'
    )


def test_marks_stay_beside_a_name_in_a_chinese_heading() -> None:
    """No line ends in an opening mark or begins with a closing one."""
    told = titles.title("签订关于《伊犁条约》的议定书", "zh", frozenset({"伊犁条约"}))
    assert '关于<span class="tied">《伊犁条约》</span>的' in told


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12.08 million t, 10.9 % up", "12.08\u00a0million\u00a0t, 10.9\u00a0% up"),
        ("5.28 km², 2 d", "5.28\u00a0km², 2\u00a0d"),
        ("12.08 ÷ 1.109, 7 × 3,000", "12.08\u00a0÷\u00a01.109, 7\u00a0×\u00a03,000"),
        ("3 to 4 days, 1920 to 1962", "3\u00a0to\u00a04\u00a0days, 1920 to 1962"),
        ("Train – Shanghai, 33 - 31", "Train\u00a0– Shanghai, 33\u00a0- 31"),
        ("on 15 May 2026", "on 15\u00a0May\u00a02026"),
        ("Observation status - codes", "Observation status\u00a0- codes"),
        ("as in RFC 9110, of OWL 2", "as in RFC\u00a09110, of OWL\u00a02"),
        ("in 2024 the port, 2 days", "in 2024 the port, 2\u00a0days"),
    ],
)
def test_no_line_ends_within_a_quantity(text: str, kept: str) -> None:
    """A number stays with its unit, the sign after it or its month; other words part as ever."""
    assert prose.tied(text) == kept


def test_no_line_ends_within_a_range_of_numbers() -> None:
    """The dash keeps its numbers together, be they times or years."""
    assert titles.name("08:30–17:30, port") == '<bdi><span class="tied">08:30–17:30</span>, port</bdi>'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("read as January to May.", "read as January~to~May."),
        ("from January to March 2024", "from January to~March~2024"),
        ("from 1962 to November 1983", "from 1962 to~November~1983"),
    ],
)
def test_a_range_of_months_is_broken_before_its_end_alone(text: str, kept: str) -> None:
    """And only where it has a year: as a whole it would be longer than the column of times."""
    assert prose.tied(text) == kept.replace("~", SPACE)


@pytest.mark.parametrize("name", ["N-Quads", "JSON-LD", "X-Forwarded-For", "cross-border", "West–East"])
def test_no_compound_is_broken_at_a_hyphen(name: str) -> None:
    """It stays in one line, but for a part of an address, which has more of them."""
    told = titles.name(f"in {name}, a-part-of-an-address")
    assert told == f'<bdi>in <span class="tied">{name}</span>, a-part-of-an-address</bdi>'


def test_a_name_is_broken_at_its_colon() -> None:
    """Wherever it stands: each side is whole, if it finds room."""
    parted = '<span class="clause">Growth of cargo:</span> <span class="clause">157.2\u00a0%</span>'
    assert (
        titles.name("Growth of cargo: 157.2 %", "en") == f'<bdi class="in-clauses" lang="en">{parted}</bdi>'
    )
    parted = (
        '<span class="clause">货运量：</span><span class="clause"><span class="tied">18万吨</span></span>'
    )
    assert titles.name("货运量：18万吨", "zh") == f'<bdi class="in-clauses" lang="zh">{parted}</bdi>'


def test_an_address_is_broken_after_its_marks() -> None:
    """After a slash, or after a dot of its host if that is long; not within a word."""
    short = inline.words(Text("of http://example.org/a/b.html now"))
    host = '<span class="tied">http://example.org/</span>'
    assert short == f"<bdi>of {host}<wbr>a/<wbr>b.html now</bdi>"
    long = inline.words(Text("http://lamps.lighthouses.example/a"))
    assert long == "<bdi>http://lamps.<wbr>lighthouses.<wbr>example/<wbr>a</bdi>"


def test_no_heading_is_broken_at_a_hyphen() -> None:
    """A compound stays whole there, as it is a part of a name."""
    told = titles.title("On the Sino-Soviet border", "en")
    assert told == '<bdi lang="en">On the <span class="clause">Sino-Soviet</span> border</bdi>'


def test_no_article_stands_alone_at_the_beginning_of_a_heading() -> None:
    """It stays with the name or compound behind it."""
    told = titles.title("The Sino-Soviet border", "en")
    assert told == '<bdi lang="en"><span class="clause">The Sino-Soviet</span> border</bdi>'
    told = titles.title("The Ili River in winter", "en", known=frozenset({"Ili River"}))
    assert told == '<bdi lang="en"><span class="clause">The Ili River</span> in winter</bdi>'


def test_an_english_heading_is_broken_between_its_clauses() -> None:
    """After a colon, then after commas; a clause that finds room in a line stays whole, and a date does."""
    told = titles.title("Routes of 2022: 35 in all, 39 by May 2022", "en")
    assert told == (
        '<bdi lang="en"><span class="clause">Routes <span class="clause">of 2022:</span></span> '
        '<span class="clause"><span class="clause">35 in all,</span> '
        '<span class="clause">39 by May\u00a02022</span></span></bdi>'
    )
    assert (
        titles.title("The railway from Zhetigen & on", "") == "<bdi>The railway from Zhetigen &amp; on</bdi>"
    )


def test_a_name_within_a_name_stays_whole() -> None:
    """One that the dataset knows, the longest that fits, with the marks beside it; no part of a word."""
    known = frozenset({"Central Asia", "Old Central Asia", "Asia Mine"})
    told = titles.name("To Old Central Asia’s (Asia Mine) and Asia Mines", "en", known)
    assert told == (
        '<bdi lang="en">To <span class="tied">Old Central Asia’s</span> '
        '<span class="tied">(Asia Mine)</span> and Asia Mines</bdi>'
    )


def test_no_line_of_chinese_ends_within_a_quantity() -> None:
    """The number stays with what it counts, where a text is long enough to be broken."""
    told = titles.name("货运量增加上半年仅剩18万吨", "zh")
    assert told == '<bdi lang="zh">货运量增加上半年仅剩<wbr><span class="tied">18万吨</span></bdi>'


def test_a_chinese_sentence_does_not_end_in_a_line_of_one_character() -> None:
    """Its last two characters stay together."""
    for length in (8, 30):
        told = titles.name(f"{'字' * length}。", "zh")
        assert told == f'<bdi lang="zh">{"字" * (length - 2)}<span class="tied">字字。</span></bdi>'


def test_no_line_of_chinese_begins_with_a_plus_or_dash() -> None:
    """It ends the line before, where the text may be broken."""
    told = titles.name("智慧铁路口岸＋属地快速通关", "zh")
    assert '<span class="tied">铁路口岸＋</span><wbr>' in told
    assert '<span class="tied">霍尔果斯—</span>' in titles.name("从霍尔果斯—东大门经济特区出发", "zh")


def test_a_latin_name_is_not_broken_in_chinese() -> None:
    """One of two words, such as that of a person; what is longer is broken as in its own language."""
    assert '<span class="tied">Zhang Dongqing</span>' in titles.name("据 Zhang Dongqing 经理", "zh")
    assert '<span class="tied">Great' not in titles.name("The Great Game 一书的作者", "zh")


def test_a_resource_that_leads_nowhere_is_no_link(app: Flask) -> None:
    """Its label stands alone."""
    with app.test_request_context("/"):
        assert inline.ref(Ref("urn:x", Label("x", "en"))) == '<span><bdi lang="en">x</bdi></span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (Text("1"), '<bdi class="literal">1</bdi>'),
        (
            Text("eins", "de"),
            '<bdi class="literal" lang="de">eins</bdi>\u00a0<span class="quiet tied">German</span>',
        ),
        (
            Text("1月", "zh-hans", "1999-01", "edtf:EDTF"),
            '<bdi class="literal" lang="zh-hans"><span class="tied">1月</span></bdi> '
            '<code class="short">1999-01 edtf:EDTF</code>',
        ),
        (
            Text("e:a a e:B ."),
            '<bdi class="literal"><code class="apart tied">e:a a e:B .</code></bdi>',
        ),
        (Text("e:a a e:B .", "en"), '<bdi class="literal" lang="en">e:a a e:B .</bdi>'),
        (Text("0123abcd" * 8), f'<bdi class="checksum">{"0123abcd" * 8}</bdi>'),
        (
            Text("a\nb"),
            '<pre class="listing" tabindex="0"><code><span class="code-line in-0">a</span>\n'
            '<span class="code-line in-0">b</span>\n</code></pre>',
        ),
    ],
)
def test_a_literal_shows_what_stands_in_the_data(app: Flask, text: Text, html: str) -> None:
    """Its language, or its form and datatype where words say it differently; lines stay lines."""
    with app.test_request_context("/"):
        assert inline.text(text) == html


@pytest.mark.parametrize(
    ("page", "tag", "shown"),
    [
        ("en", "en", False),
        ("en", "en-GB", False),
        ("en", "zh-hans", True),
        ("zh", "zh-Hans", False),
        ("zh", "zh", False),
        ("zh", "zh-hant", True),
        ("zh", "en", True),
    ],
)
def test_a_text_in_the_language_of_the_page_goes_without_its_tag(
    app: Flask, page: str, tag: str, *, shown: bool
) -> None:
    """A reader has chosen that language; any other is told, for what it is."""
    with app.test_request_context(f"/?lang={page}"):
        assert ('class="quiet tied"' in inline.text(Text("x", tag))) is shown


@given(TEXTS)
def test_a_path_is_the_one_of_the_route(app: Flask, name: str) -> None:
    """Links are made without the router, and lead to where it would lead; below a proxy's path too."""
    for root in ("", "/graphs/horgos"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert entity.path(f"page/{name}") == url_for("browse.page", name=name)
            assert entity.path(f"data/{name}.ttl") == url_for("entity.data", name=f"{name}.ttl")
            assert entity.path("") == url_for("browse.home")
            assert entity.path("ns") == url_for("browse.ns")
            assert entity.path("sparql") == url_for("sparql.endpoint")


def test_passages_stand_together_by_document() -> None:
    """Documents in their order, passages as given; other voices and the one of the page are left out."""
    gathered = inline.by_document([*PASSAGES, EDITORS], but="urn:a2")
    assert [[voice.ref.iri for voice in each] for each in gathered] == [["urn:a1"], ["urn:b1"]]


def test_the_second_passage_of_a_document_is_not_parted_before_its_locator(app: Flask) -> None:
    """Each of several stays whole: “¶1, 2024 / Trade” would be read as a year."""
    with app.test_request_context("/"):
        told = inline.voices(
            [Voice("passage", Ref(name, Label(name, "en"))) for name in ("¶1", "2024 Trade")]
        )
    assert '<bdi class="tied" lang="en">2024 Trade</bdi>' in told


def test_no_line_begins_with_a_sign_that_belongs_to_the_word_before() -> None:
    """A paragraph mark with its number, and a percent sign, stay where they belong."""
    assert Elements(titles.name("Trade ¶1: 90 %")).text == "Trade\u00a0¶1: 90\u00a0%"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("road",), "road"),
        (("road", "rail"), "road and rail"),
        (("road", "rail", "air"), "road, rail and air"),
        (("sun and rain", "wind", "snow"), "sun and rain, wind, snow"),
        (("North Road, Horgos", "rail"), "North Road, Horgos; rail"),
        (("shops: 1,200", "goods"), "shops: 1,200; goods"),
        (
            ("Customers come from near and from far away", "rail"),
            "Customers come from near and from far away; rail",
        ),
        (("公路", "铁路", "航空"), "公路、铁路、航空"),
        (("商户：1,200家", "商品"), "商户：1,200家；商品"),
    ],
)
def test_parts_of_a_list_are_told_apart(app: Flask, words: tuple[str, ...], told: str) -> None:
    """By semicolons where one is long or has a comma, else by commas and, in English, an “and”."""
    language = "zh" if words[0] > "一" else "en"
    with app.test_request_context(f"/?lang={language}"):
        marks = inline.partings([Ref(f"urn:{each}", Label(each)) for each in words])
    assert "".join(map("".join, zip(words, marks, strict=True))) == told


def test_bare_texts_are_parted_by_commas(app: Flask) -> None:
    """Two names joined by “and” would read as one; what is quoted would not."""
    with app.test_request_context("/?lang=en"):
        assert inline.partings([Text("Korgas", "en"), Text("Horgos", "en")]) == [", ", ""]
        assert inline.partings([Text("“easy”", "en"), Text("“convenient”", "en")]) == [" and ", ""]
