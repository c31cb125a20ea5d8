"""Times, numbers, places and claims in words."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from horgos.pages.words import durations, edtf, literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import clip, spoken
from horgos.terms import Label, Prefixes

PREFIXES = Prefixes({"xsd": v.XSD, "geo": v.GEO, "edtf": v.EDTF.removesuffix("EDTF")})


@pytest.mark.parametrize(
    ("time", "english", "chinese"),
    [
        ("1962", "1962", "1962年"),
        ("1962-21", "spring 1962", "1962年春"),
        ("1888-24", "winter 1888", "1888年冬"),
        ("1983-11", "November 1983", "1983年11月"),
        ("2018-01-05", "5 January 2018", "2018年1月5日"),
        ("2017/..", "since 2017", "2017年起"),
        ("../2024-10", "to October 2024", "截至2024年10月"),
        ("1881/1917", "from 1881 to 1917", "1881年至1917年"),
        ("1962/1983-11", "from 1962 to November 1983", "1962年至1983年11月"),
        ("2024-01/2024-08", "from January to August 2024", "2024年1月至8月"),
        ("184X", "the 1840s", "1840年代"),
        ("18XX", "a year from 1800 to 1899", "1800至1899年间"),
        ("XXXX-05-06", "6 May, year not stated", "5月6日（年份未说明）"),
        ("1983-XX", "1983, month not stated", "1983年（月份未说明）"),
        ("1983-11-XX", "November 1983, day not stated", "1983年11月（日期未说明）"),
        ("1950~", "about 1950", "约1950年"),
        ("1950?", "1950, uncertain", "1950年（不确定）"),
        ("1950%", "about 1950, uncertain", "约1950年（不确定）"),
        ("../2024-0X", "to a month between January and September 2024", "截至2024年1月至9月间的某月"),
        ("2024-1X", "a month between October and December 2024", "2024年10月至12月间的某月"),
        ("2025-01/2025-XX", "from January to an unstated month of 2025", "2025年1月至某月"),
        ("XXXX-01/XXXX-XX", "from January to an unstated month of an unstated year", "某年1月至某月"),
        ("../..", "at no stated time", "时间未说明"),
        ("no time", "no time", "no time"),
        ("1881/no time", "1881/no time", "1881/no time"),
        ("", "", ""),
    ],
)
def test_times_are_told_in_words(time: str, english: str, chinese: str) -> None:
    """The EDTF profile of the claims, in English and Chinese; anything else is left as it is."""
    assert edtf.words(time, "en") == english
    assert edtf.words(time, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("time", "english", "chinese"),
    [
        ("../1992", "in or before 1992", "1992年或以前"),
        ("../2022-07", "in or before July 2022", "2022年7月或以前"),
        ("1992/..", "from 1992 on", "1992年起"),
        ("../..", "at no stated time", "时间未说明"),
    ],
)
def test_what_happened_did_so_by_the_end_of_its_time(time: str, english: str, chinese: str) -> None:
    """An event whose time has an end alone did not end then, as a period does."""
    assert edtf.words(time, "en", of_event=True) == english
    assert edtf.words(time, "zh", of_event=True) == chinese


def test_times_are_in_order() -> None:
    """By beginning, then by end; an open beginning comes just before its year, a time without a year last."""
    ordered = [
        "184X",
        "../1864",
        "../1864-02",
        "1864",
        "1864/1865",
        "1864/..",
        "1864-02",
        "1864-21",
        "../..",
        "XXXX-05-06",
    ]
    assert sorted(ordered, key=edtf.order) == ordered


@pytest.mark.parametrize(
    ("time", "year"), [("1962-21", "1962"), ("../1912", "1912"), ("XXXX-05", ""), ("../..", "")]
)
def test_year_of_a_time(time: str, year: str) -> None:
    """The year a time begins in, or else ends in."""
    assert edtf.year(time) == year


@settings(max_examples=200)
@given(st.text("0123456789X-/.?~% ", max_size=24))
def test_no_time_is_too_odd_for_words(time: str) -> None:
    """Whatever stands in the data, there are words for it, and a place in the order."""
    assert isinstance(edtf.words(time, "en") + edtf.words(time, "zh"), str)
    assert len(edtf.order(time)) == 6


@pytest.mark.parametrize(
    ("lexical", "written"),
    [
        ("67000", "67,000"),
        ("12080000", "12,080,000"),
        ("758", "758"),
        ("3.43", "3.43"),
        ("-1234.5", "-1,234.5"),
        ("1E6", "1,000,000"),
        ("1.5e-3", "0.0015"),
        ("NaN", "NaN"),
        ("-INF", "-INF"),
        ("many", "many"),
    ],
)
def test_numbers_have_their_thousands_apart(lexical: str, written: str) -> None:
    """A number is easy to read; what is none is left as it is."""
    assert literals.number(lexical) == written


@pytest.mark.parametrize(
    ("lexical", "written"), [("0.49", "49\u00a0%"), ("1", "100\u00a0%"), ("0.333", "33.3\u00a0%"), ("x", "x")]
)
def test_shares_are_percentages(lexical: str, written: str) -> None:
    """A share of one is told in percent."""
    assert literals.percent(lexical) == written
    assert literals.percent(lexical, "zh") == written.replace(literals.SPACE, "")


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (Literal("霍尔果斯", language="zh-hans"), literals.Text("霍尔果斯", "zh-hans")),
        (Literal("plain"), literals.Text("plain")),
        (Literal(67000), literals.Text("67,000")),
        (
            Literal("2017/..", datatype=NamedNode(v.EDTF)),
            literals.Text("since 2017", exact="2017/..", datatype="edtf:EDTF"),
        ),
        (
            Literal("19:30:00", datatype=NamedNode(f"{v.XSD}time")),
            literals.Text("19:30", exact="19:30:00", datatype="xsd:time"),
        ),
        (
            Literal("POINT(80.369444 44.195556)", datatype=NamedNode(f"{v.GEO}wktLiteral")),
            literals.Text(
                "44°\u00a011′\u00a044″\u00a0N, 80°\u00a022′\u00a010″\u00a0E",
                exact="POINT(80.369444 44.195556)",
                datatype="geo:wktLiteral",
            ),
        ),
        (
            Literal("POINT(-0.5 -10)", datatype=NamedNode(f"{v.GEO}wktLiteral")),
            literals.Text(
                "10°\u00a0S, 0°\u00a030′\u00a0W",
                exact="POINT(-0.5 -10)",
                datatype="geo:wktLiteral",
            ),
        ),
        (
            Literal("x", datatype=NamedNode("urn:t")),
            literals.Text("x", datatype="<urn:t>"),
        ),
    ],
)
def test_literals_are_told_with_what_stands_in_the_data(literal: Literal, text: literals.Text) -> None:
    """The words a reader understands, and quietly the lexical form and the datatype."""
    assert literals.text(literal, "en", PREFIXES) == text


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("82.8 46.683333", "46° 41′ N, 82° 48′ E"),
        ("82.799999 47.000001", "47° 0′ N, 82° 48′ E"),
        ("83.00001 46.99999", "47° N, 83° E"),
        ("-83.0 47.0", "47° N, 83° W"),
        ("82.8 46.6836", "46° 41′ 1″ N, 82° 48′ E"),
    ],
)
def test_whole_minutes_and_degrees_have_nothing_after_them(point: str, said: str) -> None:
    """Where both angles are whole, to half a second of arc, more decimals tell no more."""
    literal = Literal(f"POINT({point})", datatype=NamedNode(v.WKT))
    assert literals.text(literal, "en", PREFIXES).words == said.replace(" ", literals.SPACE).replace(
        f",{literals.SPACE}", ", "
    )


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("80 44", "44° N, 80° E"),
        ("80.2 44.2", "44° 12′ N, 80° 12′ E"),
        ("80.24 44.19", "44° 11′ N, 80° 14′ E"),
        ("80.244 44.197", "44° 11′ 49″ N, 80° 14′ 38″ E"),
        ("80.396 44.2", "44° 12′ N, 80° 23′ 46″ E"),
    ],
)
def test_a_position_is_told_as_finely_as_its_decimals(point: str, said: str) -> None:
    """Degrees without decimals, minutes with one or two, seconds with more."""
    literal = Literal(f"POINT({point})", datatype=NamedNode(v.WKT))
    words = literals.text(literal, "en", PREFIXES).words
    assert words.replace(literals.SPACE, " ") == said


def test_a_position_is_told_in_chinese() -> None:
    """With the side of the equator and of the meridian in words, before the degrees."""
    literal = Literal("POINT(80.244 -44.2)", datatype=NamedNode(v.WKT))
    assert literals.text(literal, "zh", PREFIXES).words == "南纬44°12′，东经80°14′38″"


def degrees(places: int, most: int) -> st.SearchStrategy[str]:
    """Decimal degrees with so many decimals, from minus `most` to `most`."""
    units = st.integers(-most * 10**places, most * 10**places)
    return units.map(lambda number: f"{Decimal(number).scaleb(-places):f}")


@given(
    st.integers(0, 7).flatmap(lambda places: st.tuples(degrees(places, 180), degrees(places, 90))),
    st.sampled_from(("en", "zh")),
)
def test_a_position_as_told_lies_where_it_was_written(point: tuple[str, str], language: str) -> None:
    """Read back, each angle is off by less than its last decimal, or by half a second of arc at most."""
    literal = Literal(f"POINT({' '.join(point)})", datatype=NamedNode(v.WKT))
    told = literals.text(literal, language, PREFIXES).words.replace("，", ", ").split(", ")
    for written, angle in zip(reversed(point), told, strict=True):
        parts = re.findall(r"(\d+)[°′″]", angle)
        value = sum(Fraction(int(part), 60**order) for order, part in enumerate(parts))
        off = abs(value * (-1 if {*angle} & {*"SW南西"} else 1) - Fraction(written))
        last = Fraction(1, 10 ** len(written.partition(".")[2]))
        assert off < last or off <= Fraction(1, 7200)


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://schema.org/containedInPlace", "contained in place"),
        ("http://e/port-closure-1962", "port closure 1962"),
        ("http://e/%E9%9C%8D", "霍"),
        ("http://e/asWKT", "as WKT"),
        ("http://e/ns/0.1.0", "0.1.0"),
        ("http://e/dumps/graph.ttl.gz", "graph.ttl.gz"),
    ],
)
def test_a_term_without_a_label_is_spoken(iri: str, name: str) -> None:
    """The last part of its IRI, in words."""
    assert spoken(iri) == name


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Port opened for trade", "Port opened…"),
        ("Port opened, traded", "Port opened…"),
        ("Nothing", "Nothing"),
        ("Huo-erguosi-kou-an", "Huo-erguosi-k…"),
    ],
)
def test_a_long_label_is_cut_after_a_word(text: str, cut: str) -> None:
    """Where a word ends near, and not before a comma."""
    assert clip(Label(text), 14).text == cut


@pytest.mark.parametrize(
    ("code", "number", "english", "chinese"),
    [
        ("a", "7", "years", "年"),
        ("a", "1", "year", "年"),
        ("mo", "3", "months", "个月"),
        ("d", "0.5", "days", "天"),
        ("h", "16", "hours", "小时"),
        ("min", "x", "minutes", "分钟"),
        ("km", "7", "", ""),
        ("", "7", "", ""),
    ],
)
def test_a_unit_of_time_is_a_word_after_its_number(
    code: str, number: str, english: str, chinese: str
) -> None:
    """In the number that the language has for it; other units have signs."""
    assert (durations.word(code, number, "en"), durations.word(code, number, "zh")) == (english, chinese)
